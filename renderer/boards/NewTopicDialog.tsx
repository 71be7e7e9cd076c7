/** Begins a topic. What is written is kept until it is begun, over every closing and start. */
import { Loader, Textarea } from '@mantine/core'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useText } from '../i18n/index.ts'
import {
  command,
  useCommand,
  useConnection,
  useNavigator,
  type BoardView,
  type CommunityId,
  type SpaceId,
} from '../session/index.ts'
import { Form } from '../ui/index.ts'
import { BoardDialog } from './BoardDialog.tsx'
import { draftText, readDraft, type TopicDraft } from './topic-draft.ts'
import { TopicFields } from './TopicFields.tsx'

/** Milliseconds after the last key in which a draft is kept. */
const keepAfter = 600

interface NewTopicDialogProps {
  readonly community: CommunityId
  readonly space: SpaceId
  readonly board: BoardView
  readonly opened: boolean
  readonly onClose: () => void
}

export function NewTopicDialog({ opened, onClose, ...rest }: NewTopicDialogProps) {
  const { t } = useText()
  return (
    <BoardDialog title={t('boards.newTopic')} opened={opened} onClose={onClose} wide>
      <KeptForm onClose={onClose} {...rest} />
    </BoardDialog>
  )
}

type FormProps = Omit<NewTopicDialogProps, 'opened'>

/** Waits for what had been written before. */
function KeptForm(props: FormProps) {
  const { t } = useText()
  const { community, space } = props
  const connection = useConnection()
  const [draft, setDraft] = useState<TopicDraft | undefined>()
  useEffect(() => {
    let isOver = false
    void command(connection, ({ rooms }) => rooms.draft({ community, space })).then((outcome) => {
      if (!isOver) setDraft(readDraft(outcome.ok ? outcome.value.text : ''))
    })
    return () => {
      isOver = true
    }
  }, [connection, community, space])
  return draft ? <TopicForm {...props} initial={draft} /> : <Loader size="sm" aria-label={t('common.loading')} />
}

function TopicForm({ community, space, board, initial, onClose }: FormProps & { initial: TopicDraft }) {
  const { t, refusal } = useText()
  const { go } = useNavigator()
  const [draft, setDraft] = useState(initial)
  const [key] = useState(() => crypto.randomUUID())
  const keep = useKeeping(community, space)
  const begin = useCommand((client) => client.boards.begin({ community, space, clientKey: key, ...draftOf(draft) }))
  const change = (next: TopicDraft): void => {
    setDraft(next)
    keep(draftText(next))
  }
  const submit = async (): Promise<void> => {
    const outcome = await begin.run()
    if (!outcome.ok) return
    keep('')
    onClose()
    go({ at: 'topic', community, space, topic: outcome.value.id })
  }
  return (
    <Form
      action={t('boards.begin')}
      busy={begin.busy}
      trouble={begin.refusal && refusal(begin.refusal)}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <TopicFields board={board} head={draft} onChange={(head) => change({ ...draft, ...head })} />
      <Textarea
        label={t('boards.text')}
        required
        autosize
        minRows={5}
        maxRows={16}
        value={draft.text}
        {...(draft.text !== '' && { dir: 'auto' })}
        onChange={({ currentTarget }) => change({ ...draft, text: currentTarget.value })}
      />
    </Form>
  )
}

function draftOf({ title, tags, category, text }: TopicDraft) {
  return { title, tags: [...tags], category, text }
}

/** Keeps a draft shortly after the last key, and at once when the form goes. An empty one is let go of at once. */
function useKeeping(community: CommunityId, space: SpaceId): (text: string) => void {
  const connection = useConnection()
  const waiting = useRef<string>(undefined)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const now = useCallback(() => {
    clearTimeout(timer.current)
    const text = waiting.current
    waiting.current = undefined
    // Where it cannot be kept it still stands on screen; the next key tries again.
    if (text !== undefined) void command(connection, ({ rooms }) => rooms.keepDraft({ community, space, text }))
  }, [connection, community, space])
  useEffect(() => now, [now])
  return useCallback(
    (text: string) => {
      clearTimeout(timer.current)
      waiting.current = text
      if (text === '') now()
      else timer.current = setTimeout(now, keepAfter)
    },
    [now],
  )
}
