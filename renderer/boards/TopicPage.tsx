/** A topic: what it began with, what was said to it, and where to answer. */
import { Button, Loader, Menu } from '@mantine/core'
import {
  IconArrowBarDown,
  IconArrowBarUp,
  IconCircleCheck,
  IconDots,
  IconLock,
  IconLockOpen,
  IconMailOpened,
  IconPencil,
} from '@tabler/icons-react'
import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { messageHref } from '../../core/shared/index.ts'
import { LostNotice, Talk, type TalkHandle, type Target } from '../chat/index.ts'
import { SpaceMark } from '../content/index.ts'
import { useText } from '../i18n/index.ts'
import {
  command,
  PlaceLink,
  useBoard,
  useCommand,
  useConnection,
  useNavigator,
  useTopic,
  type CommunityId,
  type CommunitySummary,
  type EntryId,
  type MessageRow,
  type SpaceView,
  type TopicView,
} from '../session/index.ts'
import { Bar, Empty, IconButton, Notice } from '../ui/index.ts'
import classes from './boards.module.css'
import { EditFirstDialog } from './EditFirstDialog.tsx'
import { EditTopicDialog } from './EditTopicDialog.tsx'
import { Filed, StateMarks } from './filed.tsx'
import { BesideNotice, FirstPostItems } from './FirstPostParts.tsx'
import { HistoryDialog } from './HistoryDialog.tsx'
import { MoveDialog } from './MoveDialog.tsx'
import { quoteOf } from './quote.ts'
import { QuoteButton } from './QuoteButton.tsx'
import { usePostExtra } from './usePostExtra.tsx'

const nothing: ReadonlySet<EntryId> = new Set()

interface TopicPageProps {
  readonly community: CommunitySummary
  readonly space: SpaceView
  readonly topic: EntryId
  readonly tools: ReactNode
  /** The post that was asked for. */
  readonly target: Target | undefined
  /** Stands in the composer's place where nothing may be written. */
  readonly closed: ReactNode
}

/** To be keyed by the topic. */
export function TopicPage({ community: { id: community }, space, topic: root, tools, target, closed }: TopicPageProps) {
  const { t, refusal } = useText()
  const { go } = useNavigator()
  const connection = useConnection()
  const { value, refusal: trouble } = useTopic(community, space.id, root)
  const board = useBoard(community, space.id)
  const talk = useRef<TalkHandle>(null)
  const page = useRef<HTMLElement>(null)
  const [chosen, setChosen] = useState(nothing)
  const [dialog, setDialog] = useState<'edit' | 'move' | 'text' | 'history' | undefined>()
  const [text, setText] = useState('')
  const accepting = useCommand((client, post: EntryId | undefined) =>
    client.boards.answer({ community, space: space.id, topic: root, ...(post && { post }) }),
  )
  const closing = useCommand((client, of: TopicView) => {
    const { title, tags, category, closed: isClosed } = of
    return client.boards.change({ community, space: space.id, topic: root, title, tags, category, closed: !isClosed })
  })
  const topic = value?.topic
  const first = value?.first
  const mayModerate = value?.mayModerate === true
  const mayWrite = !closed && !(topic?.closed === true && !mayModerate)
  const opening = useOpening(community, space, root)

  const id = space.id
  const quote = useCallback(
    (who: string, post: EntryId, said: string) =>
      talk.current?.write(quoteOf(who, messageHref({ space: id, id: post }), said)),
    [id],
  )
  /** What the first post says is asked for when somebody begins to change it. */
  const open = useCallback(
    async (which: 'text' | 'history'): Promise<void> => {
      if (which === 'text') {
        const asked = { community, space: id, topic: root }
        const outcome = await command(connection, ({ boards }) => boards.versions(asked))
        const last = outcome.ok ? outcome.value.at(-1) : undefined
        if (!last) return
        setText(last.text)
      }
      setDialog(which)
    },
    [connection, community, id, root],
  )
  const run = accepting.run
  const latest = useRef(run)
  useEffect(() => {
    latest.current = run
  })
  const deeds = useMemo(
    () => ({
      quote: mayWrite ? (row: MessageRow) => quote(row.authorName, row.id, row.text) : undefined,
      accept: !closed && topic?.mayChange ? (post: EntryId | undefined) => void latest.current(post) : undefined,
      choose: !closed && mayModerate ? (post: EntryId) => setChosen((old) => toggled(old, post)) : undefined,
      open: (which: 'text' | 'history') => void open(which),
    }),
    [mayWrite, closed, topic?.mayChange, mayModerate, quote, open],
  )
  const extra = usePostExtra(topic, first, chosen, deeds)
  const elsewhere = useCallback((to: EntryId) => go({ at: 'room', community, space: id, to }), [go, community, id])
  /** Who said the chosen words is not on screen with them alone: core is asked. */
  const quoteChosen = async (post: string, said: string): Promise<void> => {
    const to = { id: post as EntryId }
    const outcome = await command(connection, ({ rooms }) => rooms.around({ community, space: id, to, limit: 1 }))
    const row = outcome.ok ? outcome.value.rows.find((each) => each.id === post) : undefined
    if (row) quote(row.authorName, row.id, said)
  }

  const toFirstUnread = async (): Promise<void> => {
    const outcome = await command(connection, ({ boards }) => boards.firstUnread({ community, space: id, topic: root }))
    const first = outcome.ok ? outcome.value.id : undefined
    talk.current?.toMessage(first ?? root)
  }
  const title = topic ? (topic.withdrawn ? t('boards.withdrawnTitle') : topic.title) : space.name

  const menu = topic && (
    <Menu position="bottom-end" width={270}>
      <Menu.Target>
        <IconButton label={t('boards.menu')}>
          <IconDots size={20} aria-hidden="true" />
        </IconButton>
      </Menu.Target>
      <Menu.Dropdown>
        {topic.unread > 0 && (
          <Menu.Item leftSection={<IconMailOpened size={18} />} onClick={() => void toFirstUnread()}>
            {t('boards.firstUnread')}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconArrowBarUp size={18} />} onClick={() => talk.current?.toMessage(root)}>
          {t('boards.firstPost')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconArrowBarDown size={18} />}
          onClick={() => talk.current?.toMoment(Number.MAX_SAFE_INTEGER)}
        >
          {t('boards.lastPost')}
        </Menu.Item>
        {first && !closed && (
          <>
            <Menu.Divider />
            <FirstPostItems {...{ community, topic, first }} space={id} onOpen={(which) => void open(which)} />
          </>
        )}
        {topic.mayChange && !closed && (
          <>
            <Menu.Divider />
            <Menu.Item leftSection={<IconPencil size={18} />} onClick={() => setDialog('edit')}>
              {t('boards.edit')}
            </Menu.Item>
            <Menu.Item
              leftSection={topic.closed ? <IconLockOpen size={18} /> : <IconLock size={18} />}
              onClick={() => void closing.run(topic)}
            >
              {topic.closed ? t('boards.reopen') : t('boards.close')}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
  const body = (): ReactNode => {
    if (trouble) return <Empty title={t('room.goneTitle')}>{refusal(trouble)}</Empty>
    if (!value || opening === undefined)
      return <Loader size="sm" className={classes.wait} aria-label={t('common.loading')} />
    if (!topic) return <Empty>{t('boards.missing')}</Empty>
    const shut = !mayWrite && (
      <div className={classes.closed}>
        <Notice>{t('boards.closedNotice')}</Notice>
      </div>
    )
    return (
      <Talk
        ref={talk}
        community={community}
        space={space}
        name={title}
        root={root}
        placeholder={t('boards.reply')}
        target={target ?? opening.target}
        closed={closed || shut || undefined}
        empty={<Empty>{t('boards.missing')}</Empty>}
        notice={
          !closed && (
            <>
              <LostNotice community={community} space={space.id} />
              {first && <BesideNotice {...{ community, first }} space={id} onOpen={(which) => void open(which)} />}
            </>
          )
        }
        extra={extra}
        onElsewhere={elsewhere}
      />
    )
  }
  const refused = accepting.refusal ?? closing.refusal

  return (
    <section ref={page} className={classes.board} aria-label={title} data-talk="room">
      <Bar icon={<SpaceMark kind="board" others={[]} size={19} />} title={title}>
        {tools}
      </Bar>
      <div className={classes.topicHead}>
        <PlaceLink to={{ at: 'room', community, space: space.id }} className={classes.back}>
          <bdi>{t('boards.backTo', { name: space.name })}</bdi>
        </PlaceLink>
        {topic && (
          <>
            <Filed topic={topic} categories={board?.categories ?? []} />
            <StateMarks topic={topic} words />
            <span className={classes.gap} />
            {topic.answer && (
              <Button
                size="compact-sm"
                variant="default"
                leftSection={<IconCircleCheck size={16} aria-hidden="true" />}
                onClick={() => topic.answer && talk.current?.toMessage(topic.answer)}
              >
                {t('boards.toAnswer')}
              </Button>
            )}
          </>
        )}
        {menu}
      </div>
      {refused && (
        <Notice tone="warn" live>
          {refusal(refused)}
        </Notice>
      )}
      {body()}
      {mayWrite && <QuoteButton within={page} onQuote={(post, said) => void quoteChosen(post, said)} />}
      {chosen.size > 0 && (
        <div className={classes.choosing}>
          <span>{t('boards.selected', { count: chosen.size })}</span>
          <Button size="compact-md" onClick={() => setDialog('move')}>
            {t('boards.move')}
          </Button>
          <Button size="compact-md" variant="default" onClick={() => setChosen(nothing)}>
            {t('boards.cancelMove')}
          </Button>
        </div>
      )}
      {first && (
        <>
          <EditFirstDialog
            {...{ community, first, text, space: id, topic: root }}
            opened={dialog === 'text'}
            onClose={() => setDialog(undefined)}
          />
          <HistoryDialog
            {...{ community, first, space: id, topic: root }}
            opened={dialog === 'history'}
            onClose={() => setDialog(undefined)}
          />
        </>
      )}
      {topic && board && (
        <>
          <EditTopicDialog
            {...{ community, board, topic, space: space.id }}
            opened={dialog === 'edit'}
            onClose={() => setDialog(undefined)}
          />
          <MoveDialog
            {...{ community, board, topic, space: space.id }}
            posts={[...chosen]}
            opened={dialog === 'move'}
            onClose={() => setDialog(undefined)}
            onMoved={() => setChosen(nothing)}
          />
        </>
      )}
    </section>
  )
}

function toggled(chosen: ReadonlySet<EntryId>, post: EntryId): ReadonlySet<EntryId> {
  const next = new Set(chosen)
  if (!next.delete(post)) next.add(post)
  return next
}

/** Where a topic is read on: at the first post one has not seen. Nothing as long as that is not known. */
function useOpening(community: CommunityId, { id: space }: SpaceView, topic: EntryId) {
  const connection = useConnection()
  const [opening, setOpening] = useState<{ readonly target: Target | undefined } | undefined>()
  useEffect(() => {
    let isOver = false
    void command(connection, ({ boards }) => boards.firstUnread({ community, space, topic })).then((outcome) => {
      const id = outcome.ok ? outcome.value.id : undefined
      if (!isOver) setOpening({ target: id && { id, count: 0 } })
    })
    return () => {
      isOver = true
    }
  }, [connection, community, space, topic])
  return opening
}
