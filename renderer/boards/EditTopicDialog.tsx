/** Files a topic otherwise. */
import { Modal } from '@mantine/core'
import { useState } from 'react'
import { useText } from '../i18n/index.ts'
import { useCommand, type BoardView, type CommunityId, type SpaceId, type TopicView } from '../session/index.ts'
import { Form } from '../ui/index.ts'
import { TopicFields, type Head } from './TopicFields.tsx'

interface EditTopicDialogProps {
  readonly community: CommunityId
  readonly space: SpaceId
  readonly board: BoardView
  readonly topic: TopicView
  readonly opened: boolean
  readonly onClose: () => void
}

export function EditTopicDialog({ opened, onClose, ...rest }: EditTopicDialogProps) {
  const { t } = useText()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('boards.editTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <EditForm onClose={onClose} {...rest} />
    </Modal>
  )
}

function EditForm({ community, space, board, topic, onClose }: Omit<EditTopicDialogProps, 'opened'>) {
  const { t, refusal } = useText()
  const [{ title, tags, category }, setHead] = useState<Head>(topic)
  const { id, closed } = topic
  const save = useCommand((client) =>
    client.boards.change({ community, space, topic: id, title, tags: [...tags], category, closed }),
  )
  const submit = async (): Promise<void> => {
    if ((await save.run()).ok) onClose()
  }
  return (
    <Form
      action={t('common.save')}
      busy={save.busy}
      trouble={save.refusal && refusal(save.refusal)}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <TopicFields board={board} head={{ title, tags, category }} onChange={setHead} />
    </Form>
  )
}
