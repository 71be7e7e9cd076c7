/** One device: what it is called, how it stands, and what can be done with it. */
import { IconDeviceLaptop, IconPencil, IconTrash } from '@tabler/icons-react'
import { useText } from '../i18n/index.ts'
import type { DeviceView } from '../session/index.ts'
import { IconButton } from '../ui/index.ts'
import classes from './devices.module.css'

interface DeviceRowProps {
  readonly device: DeviceView
  readonly onRename?: () => void
  readonly onRemove?: () => void
}

/** Enough of a key to tell two devices apart. */
export const tagOf = (device: DeviceView): string => device.id.slice(0, 6)

export function useDeviceName(): (device: DeviceView) => string {
  const { t } = useText()
  return (device) => device.name || t('devices.unnamed')
}

export function DeviceRow({ device, onRename, onRemove }: DeviceRowProps) {
  const { t, format } = useText()
  const name = useDeviceName()(device)
  const { state, mine, online, equivocated, since } = device
  const notes = [
    online && !mine && t('devices.online'),
    state === 'suspended' && t('devices.stateSuspended'),
    state === 'removed' && t('devices.stateRemoved'),
    t('devices.added', { when: format.date(since) }),
    device.name === '' && t('devices.keyBegins', { tag: tagOf(device) }),
  ].filter((note) => note !== false)
  return (
    <li className={classes.device} data-state={state}>
      <span className={classes.icon} data-online={online || mine} aria-hidden="true">
        <IconDeviceLaptop size={20} />
      </span>
      <div className={classes.about}>
        <div className={classes.name}>
          <span dir="auto">{name}</span>
          {mine && <span className={classes.badge}>{t('devices.this')}</span>}
        </div>
        <p className={classes.note}>{notes.join(' · ')}</p>
        {equivocated && <p className={classes.warn}>{t('devices.equivocated')}</p>}
      </div>
      <div className={classes.tools}>
        {onRename && state === 'active' && (
          <IconButton label={t('devices.renameNamed', { name })} onClick={onRename}>
            <IconPencil size={18} aria-hidden="true" />
          </IconButton>
        )}
        {onRemove && !mine && (
          <IconButton label={t('devices.removeNamed', { name })} onClick={onRemove}>
            <IconTrash size={18} aria-hidden="true" />
          </IconButton>
        )}
      </div>
    </li>
  )
}
