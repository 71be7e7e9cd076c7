/** The bar on top of each screen: its name, and what can be done with it. */
import { IconMenu2 } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useText } from '../i18n/index.ts'
import { useFrame } from './Frame.tsx'
import { IconButton } from './IconButton.tsx'
import classes from './bar.module.css'

interface BarProps {
  readonly icon?: ReactNode
  readonly title: string
  readonly subtitle?: string
  readonly children?: ReactNode
}

export function Bar({ icon, title, subtitle, children }: BarProps) {
  const { t } = useText()
  const { openNavigation } = useFrame()
  return (
    <header className={classes.bar}>
      {openNavigation && (
        <IconButton label={t('frame.openNavigation')} onClick={openNavigation}>
          <IconMenu2 size={20} aria-hidden="true" />
        </IconButton>
      )}
      {icon && (
        <span className={classes.icon} aria-hidden="true">
          {icon}
        </span>
      )}
      <h1 className={classes.title} title={title} dir="auto">
        {title}
      </h1>
      {subtitle && (
        <p className={classes.subtitle} title={subtitle} dir="auto">
          {subtitle}
        </p>
      )}
      <div className={classes.tools}>{children}</div>
    </header>
  )
}
