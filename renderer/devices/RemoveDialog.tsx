import { useText } from '../i18n/index.ts'
import { useCommand, type CommunityId, type DeviceView } from '../session/index.ts'
import { Ask } from '../ui/index.ts'
import { useDeviceName } from './DeviceRow.tsx'
import classes from './devices.module.css'

interface RemoveDialogProps {
  readonly community: CommunityId
  readonly device: DeviceView | undefined
  readonly onClose: () => void
}

/** Says what removing a device does, what it leaves, and that it is not undone by itself. */
export function RemoveDialog({ community, device, onClose }: RemoveDialogProps) {
  const { t, refusal } = useText()
  const nameOf = useDeviceName()
  const remove = useCommand((client, { id }: DeviceView) => client.devices.remove({ community, device: id }))
  const close = (): void => {
    remove.reset()
    onClose()
  }
  const submit = async (): Promise<void> => {
    if (device && (await remove.run(device)).ok) close()
  }
  return (
    <Ask
      opened={device !== undefined}
      title={t('devices.removeTitle', { name: device ? nameOf(device) : '' })}
      action={t('devices.removeSubmit')}
      busy={remove.busy}
      trouble={remove.refusal && refusal(remove.refusal)}
      onYes={() => void submit()}
      onClose={close}
    >
      <ul className={classes.points}>
        <li>{t('devices.removeMeans')}</li>
        <li>{t('devices.removeKeeps')}</li>
        <li>{t('devices.removeUndo')}</li>
      </ul>
    </Ask>
  )
}
