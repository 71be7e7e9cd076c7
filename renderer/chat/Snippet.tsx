/** A message in a list of a pane: who, when, and how it begins. The whole of it leads there. */
import type { ReactNode } from 'react'
import { useText } from '../i18n/index.ts'
import type { MessageRow } from '../session/index.ts'
import { Tile } from '../ui/index.ts'
import { beginningOf } from './beginning.ts'
import classes from './snippet.module.css'
import { useWhen } from './ThreadChip.tsx'

interface SnippetProps {
  /** Nothing while it is not on this device. */
  readonly row: MessageRow | undefined
  readonly title: string
  readonly onOpen: () => void
  /** Stands under its words. */
  readonly children?: ReactNode
  /** Stands beside it. */
  readonly action?: ReactNode
}

export function Snippet({ row, title, onOpen, children, action }: SnippetProps) {
  const { t } = useText()
  const when = useWhen()
  return (
    <li className={classes.item}>
      <button type="button" className={classes.snippet} title={title} onClick={onOpen}>
        {row && (
          <span className={classes.head}>
            <Tile id={row.author} name={row.authorName} round />
            <bdi className={classes.who}>{row.authorName}</bdi>
            <span className={classes.when}>{when(row.at)}</span>
          </span>
        )}
        <span className={classes.words} dir={row && !row.withdrawn ? 'auto' : undefined}>
          {!row ? t('talk.messageMissing') : row.withdrawn ? t('talk.replyWithdrawn') : beginningOf(row.text)}
        </span>
        {children}
      </button>
      {action}
    </li>
  )
}
