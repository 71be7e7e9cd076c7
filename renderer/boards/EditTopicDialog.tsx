/** Files a topic otherwise. */
import { useState } from 'react'
import { useText } from '../i18n/index.ts'
import { useCommand, type BoardView, type CommunityId, type SpaceId, type TopicView } from '../session/index.ts'
import { BoardDialog, SaveForm } from './BoardDialog.tsx'
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
    <BoardDialog title={t('boards.editTitle')} opened={opened} onClose={onClose}>
      <EditForm onClose={onClose} {...rest} />
    </BoardDialog>
  )
}

function EditForm({ community, space, board, topic, onClose }: Omit<EditTopicDialogProps, 'opened'>) {
  const [{ title, tags, category }, setHead] = useState<Head>(topic)
  const { id, closed } = topic
  const save = useCommand((client) =>
    client.boards.change({ community, space, topic: id, title, tags: [...tags], category, closed }),
  )
  return (
    <SaveForm save={save} onClose={onClose}>
      <TopicFields board={board} head={{ title, tags, category }} onChange={setHead} />
    </SaveForm>
  )
}
