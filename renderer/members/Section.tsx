import type { ReactNode } from 'react'
import classes from './card.module.css'

/** A titled part of what is told about a member. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.section}>
      <h3 className={classes.heading}>{title}</h3>
      {children}
    </section>
  )
}
