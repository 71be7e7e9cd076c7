/** The name of a file: where there is little room its middle is left out, for the end says what it is. */
import classes from './attachments.module.css'

/** Characters at the end that are always shown. */
const tail = 12

export function FileName({ name }: { name: string }) {
  const chars = [...name]
  const cut = Math.max(0, chars.length - tail)
  return (
    <span className={classes.nameLine} title={name}>
      <span className={classes.name} dir="auto">
        {cut > 0 && <span className={classes.nameHead}>{chars.slice(0, cut).join('')}</span>}
        <span className={classes.nameTail}>{chars.slice(cut).join('')}</span>
      </span>
    </span>
  )
}
