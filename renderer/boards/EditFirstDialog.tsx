/** Changes the first post of a topic. What somebody else makes of it meanwhile is said, and kept beside what is saved here. */
import { Textarea } from '@mantine/core'
import { useState } from 'react'
import { useText } from '../i18n/index.ts'
import { useCommand, type CommunityId, type EntryId, type FirstPost, type SpaceId } from '../session/index.ts'
import { Notice } from '../ui/index.ts'
import { BoardDialog, SaveForm } from './BoardDialog.tsx'

interface EditFirstDialogProps {
  readonly community: CommunityId
  readonly space: SpaceId
  readonly topic: EntryId
  readonly first: FirstPost
  /** What the post says. */
  readonly text: string
  readonly opened: boolean
  readonly onClose: () => void
}

export function EditFirstDialog({ opened, onClose, ...rest }: EditFirstDialogProps) {
  const { t } = useText()
  return (
    <BoardDialog title={t('boards.editFirst')} opened={opened} onClose={onClose} wide>
      <EditForm onClose={onClose} {...rest} />
    </BoardDialog>
  )
}

function EditForm({ community, space, topic, first, text: now, onClose }: Omit<EditFirstDialogProps, 'opened'>) {
  const { t } = useText()
  const [began] = useState({ base: first.version, text: now })
  const [text, setText] = useState(now)
  const save = useCommand((client) => client.boards.editFirst({ community, space, topic, text, base: began.base }))
  return (
    <SaveForm save={save} onClose={onClose}>
      <Textarea
        data-autofocus
        label={t('boards.text')}
        description={t('boards.wikiHint')}
        required
        autosize
        minRows={6}
        maxRows={18}
        value={text}
        dir="auto"
        onChange={({ currentTarget }) => setText(currentTarget.value)}
      />
      {first.version !== began.base && (
        <Notice tone="warn" live>
          {first.changed ? t('boards.changedMeanwhile', { name: first.changed.byName }) : t('boards.changedByAuthor')}
        </Notice>
      )}
    </SaveForm>
  )
}
