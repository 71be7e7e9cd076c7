import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useText } from '../i18n/index.ts'
import { LIMITS, useCommand, type CommunityId, type DeviceView } from '../session/index.ts'
import { Notice } from '../ui/index.ts'

interface RenameDialogProps {
  readonly community: CommunityId
  readonly device: DeviceView | undefined
  readonly onClose: () => void
}

export function RenameDialog({ community, device, onClose }: RenameDialogProps) {
  const { t } = useText()
  return (
    <Modal
      opened={device !== undefined}
      onClose={onClose}
      title={t('devices.renameTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {device && <RenameForm community={community} device={device} onClose={onClose} />}
    </Modal>
  )
}

function RenameForm({ community, device, onClose }: RenameDialogProps & { device: DeviceView }) {
  const { t, refusal } = useText()
  const [name, setName] = useState(device.name)
  const rename = useCommand((client) => client.devices.rename({ community, device: device.id, name }))
  const submit = async (): Promise<void> => {
    if ((await rename.run()).ok) onClose()
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <Stack>
        <TextInput
          data-autofocus
          label={t('devices.name')}
          description={t('devices.renameHint')}
          placeholder={t('devices.namePlaceholder')}
          maxLength={LIMITS.nameChars}
          dir="auto"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        {rename.refusal && (
          <Notice tone="bad" live>
            {refusal(rename.refusal)}
          </Notice>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={rename.busy}>
            {t('common.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
