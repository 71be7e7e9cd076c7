/** What stands in the context slot: a titled column that can be closed. */
import { IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useText } from '../i18n/index.ts'
import { IconButton } from './IconButton.tsx'
import classes from './pane.module.css'
import { scrollable } from './scrollable.ts'

export function Pane({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) {
  const { t } = useText()
  return (
    <div className={classes.pane}>
      <header className={classes.head}>
        <h2 className={classes.title}>{title}</h2>
        <IconButton label={t('frame.closePane')} onClick={onClose}>
          <IconX size={18} aria-hidden="true" />
        </IconButton>
      </header>
      <section className={classes.body} aria-label={title} {...scrollable}>
        {children}
      </section>
    </div>
  )
}
