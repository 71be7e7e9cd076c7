/** A text in which what was sought is marked. */
import classes from './search.module.css'

interface MarksProps {
  readonly text: string
  /** In order, none inside another; UTF-16 units. */
  readonly marks: readonly { readonly from: number; readonly to: number }[]
}

export function Marks({ text, marks }: MarksProps) {
  return (
    <>
      {marks.map(({ from, to }, at) => (
        <span key={from}>
          {text.slice(marks[at - 1]?.to ?? 0, from)}
          <mark className={classes.mark}>{text.slice(from, to)}</mark>
        </span>
      ))}
      {text.slice(marks.at(-1)?.to ?? 0)}
    </>
  )
}
