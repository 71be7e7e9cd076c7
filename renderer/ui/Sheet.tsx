/** A page that is read or filled in from top to bottom, in a column of comfortable width. */
import type { ReactNode } from 'react'
import classes from './sheet.module.css'

export function Sheet({ children, bar }: { children: ReactNode; bar?: ReactNode }) {
  return (
    <div className={classes.page}>
      {bar}
      <div className={classes.scroll} tabIndex={-1}>
        <div className={classes.sheet}>{children}</div>
      </div>
    </div>
  )
}
