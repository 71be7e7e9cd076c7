import type { ReactNode } from 'react'
import classes from './peers.module.css'

/** A titled part of the pane, with what can be done about it at its end. */
export function Part({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) {
  return (
    <section className={classes.section} aria-label={title}>
      <div className={classes.head}>
        <h3 className={classes.heading}>{title}</h3>
        {action}
      </div>
      {children}
    </section>
  )
}
