import { Modal, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useText } from '../i18n/index.ts'
import { LIMITS, useCommand, useNavigator, type CommunityId } from '../session/index.ts'
import { Form } from '../ui/index.ts'

interface CreateRoomDialogProps {
  readonly community: CommunityId
  readonly kind: 'room' | 'board'
  readonly opened: boolean
  readonly onClose: () => void
}

/** Makes a room or a board and goes there. */
export function CreateRoomDialog({ community, kind, opened, onClose }: CreateRoomDialogProps) {
  const { t } = useText()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={kind === 'board' ? t('boards.createTitle') : t('room.createTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <CreateRoomForm community={community} kind={kind} onClose={onClose} />
    </Modal>
  )
}

function CreateRoomForm({ community, kind, onClose }: Omit<CreateRoomDialogProps, 'opened'>) {
  const { t, refusal } = useText()
  const { go } = useNavigator()
  const [name, setName] = useState('')
  const [topic, setTopic] = useState('')
  const create = useCommand((client) => client.spaces.create({ community, kind, name, topic }))

  const submit = async (): Promise<void> => {
    const outcome = await create.run()
    if (!outcome.ok) return
    onClose()
    go({ at: 'room', community, space: outcome.value.space })
  }

  return (
    <Form
      action={kind === 'board' ? t('boards.create') : t('room.create')}
      busy={create.busy}
      trouble={create.refusal && refusal(create.refusal)}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <TextInput
        data-autofocus
        label={t('room.name')}
        placeholder={kind === 'board' ? t('boards.namePlaceholder') : t('room.namePlaceholder')}
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
