/** Puts chosen posts into another topic, or into a new one that begins with a word about where they came from. */
import { Modal, NativeSelect, SegmentedControl, Textarea } from '@mantine/core'
import { useState } from 'react'
import { messageHref } from '../../core/shared/index.ts'
import { linkTo } from '../chat/index.ts'
import { useText } from '../i18n/index.ts'
import {
  useCommand,
  useNavigator,
  type BoardView,
  type Client,
  type CommunityId,
  type EntryId,
  type SpaceId,
  type TopicView,
} from '../session/index.ts'
import { Form } from '../ui/index.ts'
import { TopicFields, type Head } from './TopicFields.tsx'
import { useTopics } from './useTopics.ts'

interface MoveDialogProps {
  readonly community: CommunityId
  readonly space: SpaceId
  readonly board: BoardView
  readonly topic: TopicView
  readonly posts: readonly EntryId[]
  readonly opened: boolean
  readonly onClose: () => void
  readonly onMoved: () => void
}

export function MoveDialog({ opened, onClose, ...rest }: MoveDialogProps) {
  const { t } = useText()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('boards.moveTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <MoveForm onClose={onClose} {...rest} />
    </Modal>
  )
}

function MoveForm({ community, space, board, topic, posts, onClose, onMoved }: Omit<MoveDialogProps, 'opened'>) {
  const { t, refusal } = useText()
  const { go } = useNavigator()
  const { topics } = useTopics(community, space, 'active', undefined)
  const others = topics.list.filter(({ id, withdrawn }) => id !== topic.id && !withdrawn)
  const [where, setWhere] = useState<'known' | 'new'>('new')
  const [wanted, setWanted] = useState('')
  const [head, setHead] = useState<Head>({ title: '', tags: [], category: topic.category })
  const [text, setText] = useState(() =>
    t('boards.moveFrom', {
      link: linkTo(topic.title, messageHref({ space, id: topic.id })),
      interpolation: { escapeValue: false },
    }),
  )
  const [key] = useState(() => crypto.randomUUID())
  const known = others.find(({ id }) => id === wanted)?.id ?? others[0]?.id
  const to = async (client: Client): Promise<EntryId | undefined> => {
    if (where === 'known') return known
    const { title, tags, category } = head
    return (await client.boards.begin({ community, space, title, tags: [...tags], category, text, clientKey: key })).id
  }
  const move = useCommand(async (client) => {
    const target = await to(client)
    if (target) await client.boards.move({ community, space, topic: target, posts: [...posts] })
    return target
  })
  const submit = async (): Promise<void> => {
    const outcome = await move.run()
    if (!outcome.ok || !outcome.value) return
    onMoved()
    onClose()
    go({ at: 'topic', community, space, topic: outcome.value })
  }
  return (
    <Form
      action={t('boards.moveDo')}
      busy={move.busy}
      disabled={where === 'known' && !known}
      trouble={move.refusal && refusal(move.refusal)}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <SegmentedControl
        aria-label={t('boards.moveWhere')}
        value={where}
        onChange={(value) => setWhere(value === 'known' ? 'known' : 'new')}
        data={[
          { value: 'new', label: t('boards.moveNew') },
          { value: 'known', label: t('boards.moveKnown') },
        ]}
      />
      {where === 'known' ? (
        <NativeSelect
          label={t('boards.moveTopic')}
          value={known ?? ''}
          onChange={({ currentTarget }) => setWanted(currentTarget.value)}
        >
          {others.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </NativeSelect>
      ) : (
        <>
          <TopicFields board={board} head={head} onChange={setHead} />
          <Textarea
            label={t('boards.moveText')}
            required
            autosize
            minRows={2}
            maxRows={8}
            dir="auto"
            value={text}
            onChange={({ currentTarget }) => setText(currentTarget.value)}
          />
        </>
      )}
    </Form>
  )
}
