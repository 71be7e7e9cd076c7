/** Stands behind the text box, word for word the same, and colours what was chosen: a box cannot do that itself. */
import { Fragment, type Ref } from 'react'
import type { Draft } from './draft.ts'
import classes from './marked.module.css'

interface MarkedProps {
  readonly draft: Draft
  readonly dir?: 'auto'
  readonly ref: Ref<HTMLDivElement>
}

export function Marked({ draft: { text, spans }, dir, ref }: MarkedProps) {
  const pieces = spans.map(({ at, end }, index) => ({
    before: text.slice(spans[index - 1]?.end ?? 0, at),
    words: text.slice(at, end),
    at,
  }))
  return (
    <div ref={ref} className={classes.marked} dir={dir} aria-hidden="true">
      {pieces.map(({ before, words, at }) => (
        <Fragment key={at}>
          {before}
          <mark className={classes.mark}>{words}</mark>
        </Fragment>
      ))}
      {/* A line end at the very end takes a line in the box. */}
      {`${text.slice(spans.at(-1)?.end ?? 0)}\u200B`}
    </div>
  )
}
