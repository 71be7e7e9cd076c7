import { Modal, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useText } from '../i18n/index.ts'
import { LIMITS, useCommand, useNavigator, type CommunityId } from '../session/index.ts'
import { Form } from '../ui/index.ts'

interface CreateRoomDialogProps {
  readonly community: CommunityId
  readonly opened: boolean
  readonly onClose: () => void
}

/** Makes a room and goes there. */
export function CreateRoomDialog({ community, opened, onClose }: CreateRoomDialogProps) {
  const { t } = useText()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('room.createTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <CreateRoomForm community={community} onClose={onClose} />
    </Modal>
  )
}

function CreateRoomForm({ community, onClose }: { community: CommunityId; onClose: () => void }) {
  const { t, refusal } = useText()
  const { go } = useNavigator()
  const [name, setName] = useState('')
  const [topic, setTopic] = useState('')
  const create = useCommand((client) => client.spaces.create({ community, kind: 'room', name, topic }))

  const submit = async (): Promise<void> => {
    const outcome = await create.run()
    if (!outcome.ok) return
    onClose()
    go({ at: 'room', community, space: outcome.value.space })
  }

  return (
    <Form
      action={t('room.create')}
      busy={create.busy}
      trouble={create.refusal && refusal(create.refusal)}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <TextInput
        data-autofocus
        label={t('room.name')}
        placeholder={t('room.namePlaceholder')}
        required
        maxLength={LIMITS.spaceNameChars}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <TextInput
        label={`${t('room.topic')} (${t('common.optional')})`}
        maxLength={LIMITS.spaceTopicChars}
        value={topic}
        onChange={(event) => setTopic(event.target.value)}
      />
    </Form>
  )
}
