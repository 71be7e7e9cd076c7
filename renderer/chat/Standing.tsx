/** Where an own message is: kept on this device, or held by others too. */
import { IconCheck, IconClock } from '@tabler/icons-react'
import { useText } from '../i18n/index.ts'
import classes from './message.module.css'

export function Standing({ reached }: { reached: number }) {
  const { t, format } = useText()
  if (reached === 0) {
    return (
      <span className={classes.standing} title={t('room.keptLong')}>
        <IconClock size={14} aria-hidden="true" />
        <span className={classes.label}>{t('room.kept')}</span>
      </span>
    )
  }
  const label = t('room.reached', { count: reached })
  return (
    <span className={classes.standing} title={label}>
      <IconCheck size={14} aria-hidden="true" />
      <span aria-hidden="true">{format.number(reached)}</span>
      <span className="fm-unseen">{label}</span>
    </span>
  )
}
