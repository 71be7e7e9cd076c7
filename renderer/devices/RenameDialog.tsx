import { Modal, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useText } from '../i18n/index.ts'
import { LIMITS, useCommand, type CommunityId, type DeviceView } from '../session/index.ts'
import { Form } from '../ui/index.ts'

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
    <Form
      action={t('common.save')}
      busy={rename.busy}
      trouble={rename.refusal && refusal(rename.refusal)}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
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
    </Form>
  )
}
