/** Six digits to compare, large: read in two groups, and one by one by who listens. */
import classes from './digits.module.css'

export function Digits({ code, label }: { code: string; label: string }) {
  const digits = [...code.replace(/\D/g, '')]
  const half = Math.ceil(digits.length / 2)
  return (
    <output className={classes.digits} dir="ltr">
      <span className="fm-unseen">
        {label}: {digits.join(' ')}
      </span>
      <span aria-hidden="true">{digits.slice(0, half)}</span>
      <span aria-hidden="true">{digits.slice(half)}</span>
    </output>
  )
}
