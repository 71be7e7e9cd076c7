/** A number in a pill that grows with it, so that it is never clipped. */
import classes from './count.module.css'

interface CountProps {
  readonly value: number
  /** The number as the person reads it, e.g. "99+". */
  readonly shown: string
  /** What it counts, for those who do not see the pill. */
  readonly label: string
}

export function Count({ value, shown, label }: CountProps) {
  if (value <= 0) return null
  return (
    <span className={classes.count}>
      <span aria-hidden="true">{shown}</span>
      <span className="fm-unseen">{label}</span>
    </span>
  )
}
