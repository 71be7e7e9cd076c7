/** A page with a list, and all about the one who is open: beside it, or over it where the window is narrow. Escape closes that one. */
import { Drawer } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import type { ReactNode } from 'react'
import classes from './beside.module.css'
import { useShortcut } from './shortcuts.ts'

interface BesidePageProps {
  /** The bar, and what else stands over both. */
  readonly head: ReactNode
  readonly children: ReactNode
  /** The one who is open. */
  readonly card: ReactNode
  /** What the part with the card is called. */
  readonly label: string
  readonly onClose: () => void
}

const now = { getInitialValueInEffect: false }

export function BesidePage({ head, children, card, label, onClose }: BesidePageProps) {
  const overlaid = useMediaQuery('(max-width: 1099px)', undefined, now)
  const isOpen = card !== undefined
  useShortcut('close', () => {
    if (isOpen) onClose()
    return isOpen
  })
  return (
    <div className={classes.page}>
      {head}
      <div className={classes.body}>
        <div className={classes.column}>{children}</div>
        {isOpen && !overlaid && (
          <aside className={classes.beside} aria-label={label} data-region="context">
            {card}
          </aside>
        )}
      </div>
      {overlaid && (
        <Drawer
          opened={isOpen}
          onClose={onClose}
          size={420}
          position="right"
          withCloseButton={false}
          attributes={{ content: { 'aria-label': label } }}
          classNames={{ body: classes.drawerBody ?? '', content: classes.drawerContent ?? '' }}
        >
          {card}
        </Drawer>
      )}
    </div>
  )
}
