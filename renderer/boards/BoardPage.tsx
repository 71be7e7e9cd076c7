/** A board: its topics in the order somebody wants, and where to begin one. */
import { Button, Loader, Menu, NativeSelect } from '@mantine/core'
import { IconCategory, IconDots, IconPlus } from '@tabler/icons-react'
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { Virtualizer, type VirtualizerHandle } from 'virtua'
import { SpaceMark } from '../content/index.ts'
import type { Target } from '../chat/index.ts'
import { useText } from '../i18n/index.ts'
import {
  command,
  useBoard,
  useConnection,
  useNavigator,
  type CommunitySummary,
  type SpaceView,
  type TopicFilter,
  type TopicOrder,
} from '../session/index.ts'
import { Bar, Choices, Empty, IconButton, scrollable, useNow } from '../ui/index.ts'
import classes from './boards.module.css'
import { CategoriesDialog } from './CategoriesDialog.tsx'
import { NewTopicDialog } from './NewTopicDialog.tsx'
import { TopicRow } from './TopicRow.tsx'
import { useTopics } from './useTopics.ts'

/** Rows from the end at which more are fetched. */
const ahead = 30

interface BoardPageProps {
  readonly community: CommunitySummary
  readonly space: SpaceView
  readonly tools: ReactNode
  /** A message in one of its topics that was asked for. */
  readonly target: Target | undefined
  /** Stands at the end where nothing may be written. */
  readonly closed: ReactNode
}

/** To be keyed by the space. */
export function BoardPage({ community: { id: community }, space, tools, target, closed }: BoardPageProps) {
  const { t, refusal } = useText()
  const board = useBoard(community, space.id)
  const now = useNow(60_000)
  const [order, setOrder] = useState<TopicOrder>('active')
  const [wanted, setWanted] = useState('')
  const filter = useMemo(() => filterOf(wanted), [wanted])
  const { topics, ready, refusal: trouble, more } = useTopics(community, space.id, order, filter)
  const [dialog, setDialog] = useState<'topic' | 'categories' | undefined>()
  const box = useRef<HTMLElement>(null)
  const list = useRef<VirtualizerHandle>(null)
  const categories = board?.categories ?? []
  useTopicOf(community, space, target)

  const begin = !closed && (
    <Button size="compact-md" leftSection={<IconPlus size={17} />} onClick={() => setDialog('topic')}>
      {t('boards.newTopic')}
    </Button>
  )
  const body = (): ReactNode => {
    if (trouble) return <Empty title={t('room.goneTitle')}>{refusal(trouble)}</Empty>
    if (!ready) return <Loader size="sm" className={classes.wait} aria-label={t('common.loading')} />
    if (topics.list.length > 0) return rows
    if (!filter && order !== 'waiting') return <Empty action={begin}>{t('boards.empty')}</Empty>
    const all = (): void => {
      setWanted('')
      setOrder('active')
    }
    return <Empty action={<Button onClick={all}>{t('boards.showAll')}</Button>}>{t('boards.emptyFilter')}</Empty>
  }
  const rows = (
    <section
      ref={box}
      className={classes.scroll}
      aria-label={t('boards.list', { name: space.name })}
      {...scrollable}
      data-region="main"
    >
      <Virtualizer
        ref={list}
        scrollRef={box}
        data={[...topics.list]}
        as="ul"
        item="li"
        bufferSize={600}
        itemSize={64}
        onScroll={() => {
          const handle = list.current
          if (!handle) return
          if (handle.findItemIndex(handle.scrollOffset + handle.viewportSize) > topics.list.length - ahead) more()
        }}
      >
        {(topic) => (
          <TopicRow
            key={topic.id}
            community={community}
            space={space.id}
            topic={topic}
            categories={categories}
            now={now}
          />
        )}
      </Virtualizer>
    </section>
  )

  return (
    <section className={classes.board} aria-label={space.name}>
      <Bar icon={<SpaceMark kind="board" others={[]} size={19} />} title={space.name} subtitle={space.topic}>
        {tools}
      </Bar>
      <div className={classes.head}>
        <Choices
          label={t('boards.order')}
          value={order}
          choices={(['active', 'new', 'waiting'] as const).map((value) => ({ value, label: t(`boards.${value}`) }))}
          onChange={setOrder}
        />
        <NativeSelect
          size="xs"
          className={classes.filter}
          aria-label={t('boards.filter')}
          value={wanted}
          onChange={({ currentTarget }) => setWanted(currentTarget.value)}
        >
          <option value="">{t('boards.filterAll')}</option>
          {categories.length > 0 && (
            <optgroup label={t('boards.filterCategories')}>
              {categories.map(({ id, name }) => (
                <option key={id} value={`c ${id}`}>
                  {name}
                </option>
              ))}
            </optgroup>
          )}
          {board && board.tags.length > 0 && (
            <optgroup label={t('boards.filterTags')}>
              {board.tags.map((tag) => (
                <option key={tag} value={`t ${tag}`}>
                  {tag}
                </option>
              ))}
            </optgroup>
          )}
        </NativeSelect>
        <span className={classes.gap} />
        {begin}
        {board?.mayModerate && !closed && (
          <Menu position="bottom-end">
            <Menu.Target>
              <IconButton label={t('boards.categories')}>
                <IconDots size={20} aria-hidden="true" />
              </IconButton>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconCategory size={18} />} onClick={() => setDialog('categories')}>
                {t('boards.categories')}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
      </div>
      <div className={classes.body}>{body()}</div>
      {closed}
      {board && (
        <>
          <NewTopicDialog
            community={community}
            space={space.id}
            board={board}
            opened={dialog === 'topic'}
            onClose={() => setDialog(undefined)}
          />
          <CategoriesDialog
            community={community}
            space={space}
            board={board}
            opened={dialog === 'categories'}
            onClose={() => setDialog(undefined)}
          />
        </>
      )}
    </section>
  )
}

function filterOf(wanted: string): TopicFilter | undefined {
  if (wanted === '') return undefined
  const named = wanted.slice(2)
  return wanted.startsWith('c ') ? { category: named } : { tag: named }
}

/** Who asks for a message of the board is led to the topic it stands in. */
function useTopicOf(community: CommunitySummary['id'], { id: space }: SpaceView, target: Target | undefined): void {
  const connection = useConnection()
  const { go } = useNavigator()
  useEffect(() => {
    if (!target) return undefined
    let isOver = false
    const to = { id: target.id }
    void command(connection, ({ rooms }) => rooms.around({ community, space, to, limit: 1 })).then((outcome) => {
      const topic = outcome.ok ? outcome.value.root : undefined
      if (topic && !isOver) go({ at: 'topic', community, space, topic, to: target.id }, true)
    })
    return () => {
      isOver = true
    }
  }, [connection, community, space, target, go])
}
