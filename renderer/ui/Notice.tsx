/** A sentence that matters now, with its tone told by icon and words as well as by colour. */
import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './notice.module.css'

type Tone = 'info' | 'good' | 'warn' | 'bad'
const icons = { info: IconInfoCircle, good: IconCircleCheck, warn: IconAlertTriangle, bad: IconAlertTriangle }

interface NoticeProps {
  readonly tone?: Tone
  readonly children: ReactNode
  readonly action?: ReactNode
  /** Announced at once to those who do not see it. */
  readonly live?: boolean
}

export function Notice({ tone = 'info', children, action, live = false }: NoticeProps) {
  const Icon = icons[tone]
  return (
    <div className={classes.notice} data-tone={tone} {...(live ? { role: tone === 'bad' ? 'alert' : 'status' } : {})}>
      <Icon size={18} aria-hidden="true" className={classes.icon} />
      <div className={classes.text}>{children}</div>
      {action && <div className={classes.action}>{action}</div>}
    </div>
  )
}
