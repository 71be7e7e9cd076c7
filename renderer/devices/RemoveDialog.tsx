import { Button, Group, Modal, Stack } from '@mantine/core'
import { useText } from '../i18n/index.ts'
import { useCommand, type CommunityId, type DeviceView } from '../session/index.ts'
import { Notice } from '../ui/index.ts'
import { useDeviceName } from './DeviceRow.tsx'
import classes from './devices.module.css'

interface RemoveDialogProps {
  readonly community: CommunityId
  readonly device: DeviceView | undefined
  readonly onClose: () => void
}

/** Says what removing a device does, what it leaves, and that it is not undone by itself. */
export function RemoveDialog({ community, device, onClose }: RemoveDialogProps) {
  const { t } = useText()
  const nameOf = useDeviceName()
  return (
    <Modal
      opened={device !== undefined}
      onClose={onClose}
      title={device && t('devices.removeTitle', { name: nameOf(device) })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {device && <RemoveForm community={community} device={device} onClose={onClose} />}
    </Modal>
  )
}

function RemoveForm({ community, device, onClose }: RemoveDialogProps & { device: DeviceView }) {
  const { t, refusal } = useText()
  const remove = useCommand((client) => client.devices.remove({ community, device: device.id }))
  const submit = async (): Promise<void> => {
    if ((await remove.run()).ok) onClose()
  }
  return (
    <Stack>
      <ul className={classes.points}>
        <li>{t('devices.removeMeans')}</li>
        <li>{t('devices.removeKeeps')}</li>
        <li>{t('devices.removeUndo')}</li>
      </ul>
      {remove.refusal && (
        <Notice tone="bad" live>
          {refusal(remove.refusal)}
        </Notice>
      )}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" data-autofocus onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button color="red" loading={remove.busy} onClick={() => void submit()}>
          {t('devices.removeSubmit')}
        </Button>
      </Group>
    </Stack>
  )
}
