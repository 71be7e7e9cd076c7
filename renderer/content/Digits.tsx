/** Six digits to compare, large: read in two groups, and one by one by who listens. */
import classes from './digits.module.css'

export function Digits({ code, label }: { code: string; label: string }) {
  const half = Math.ceil(code.length / 2)
  return (
    <output className={classes.digits} dir="ltr">
      <span className="fm-unseen">
        {label}: {[...code].join(' ')}
      </span>
      <span aria-hidden="true">{code.slice(0, half)}</span>
      <span aria-hidden="true">{code.slice(half)}</span>
    </output>
  )
}
