/** What stands in the context slot: a titled column that can be closed. */
import { IconArrowLeft, IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useText } from '../i18n/index.ts'
import { IconButton } from './IconButton.tsx'
import classes from './pane.module.css'
import { scrollable } from './scrollable.ts'

interface PaneProps {
  readonly title: string
  /** Of what it tells. */
  readonly subtitle?: string
  /** Its content fills it, and scrolls by itself. */
  readonly filled?: boolean
  readonly onClose: () => void
  /** The way back to what it came from, and its name. */
  readonly back?: { readonly label: string; readonly onBack: () => void } | undefined
  readonly children: ReactNode
}

export function Pane({ title, subtitle, filled = false, onClose, back, children }: PaneProps) {
  const { t } = useText()
  return (
    <div className={classes.pane}>
      <header className={classes.head} data-back={back !== undefined}>
        {back && (
          <IconButton label={back.label} size={32} onClick={back.onBack}>
            <IconArrowLeft size={18} aria-hidden="true" className={classes.arrow} />
          </IconButton>
        )}
        <h2 className={classes.title}>{title}</h2>
        {subtitle && (
          <span className={classes.subtitle} title={subtitle} dir="auto">
            {subtitle}
          </span>
        )}
        <IconButton label={t('frame.closePane')} onClick={onClose}>
          <IconX size={18} aria-hidden="true" />
        </IconButton>
      </header>
      <section className={filled ? classes.filled : classes.body} aria-label={title} {...(filled ? {} : scrollable)}>
        {children}
      </section>
    </div>
  )
}
