/** Name and topic of a room, and whether anything may still be written in it. */
import { Modal, Switch, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useText } from '../i18n/index.ts'
import { LIMITS, useCommand, type CommunityId, type SpaceView } from '../session/index.ts'
import { Form } from '../ui/index.ts'

interface RoomSettingsDialogProps {
  readonly community: CommunityId
  readonly space: SpaceView
  readonly opened: boolean
  readonly onClose: () => void
}

export function RoomSettingsDialog({ community, space, opened, onClose }: RoomSettingsDialogProps) {
  const { t } = useText()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('talk.settingsTitle', { name: space.name })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <RoomSettingsForm community={community} space={space} onClose={onClose} />
    </Modal>
  )
}

function RoomSettingsForm({ community, space, onClose }: Omit<RoomSettingsDialogProps, 'opened'>) {
  const { t, refusal } = useText()
  const [name, setName] = useState(space.name)
  const [topic, setTopic] = useState(space.topic)
  const [archived, setArchived] = useState(space.archived)
  const change = useCommand((client) => client.spaces.change({ community, space: space.id, name, topic, archived }))
  const submit = async (): Promise<void> => {
    if ((await change.run()).ok) onClose()
  }
  return (
    <Form
      action={t('common.save')}
      busy={change.busy}
      trouble={change.refusal && refusal(change.refusal)}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <TextInput
        data-autofocus
        label={t('room.name')}
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
      <Switch
        label={t('talk.archive')}
        description={t('talk.archiveMeans')}
        checked={archived}
        onChange={(event) => setArchived(event.target.checked)}
      />
    </Form>
  )
}
