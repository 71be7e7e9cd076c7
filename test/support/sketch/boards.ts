/** A board of a sketched core: topics of every kind, and what is said in them. */
import type { BoardView, MemberView, MessageRow, SpaceView, TopicView } from '../../../core/contract/index.ts'
import { type CommunityId, type EntryId, FolkmootError } from '../../../core/shared/index.ts'
import { Cell } from './cell.ts'
import type { SketchCommunity, SketchRoom } from './core.ts'
import { guarded } from './guarded.ts'
import { messageOf, spaceOf } from './people.ts'
import type { Place } from './router.ts'

const hour = 3_600_000

/** empty: nobody has begun anything; many: more than are fetched at once. */
export type BoardScene = 'empty' | 'some' | 'many'

export const boardName = 'How-to'
/** The first topics. */
export const titles = [
  'Pinned: read this before you borrow the shredder',
  'When do I sow leeks under glass?',
  'Something nibbles at the kale, and it is not a snail: here is what I tried during the last three weeks, and what did not help at all',
  'كيف نخزن البطاطس في الشتاء؟',
  'Who mends gloves?',
]
const categories = [
  { id: 'sowing', name: 'Sowing', colour: 3 },
  { id: 'tools', name: 'Tools and sheds', colour: 0 },
  { id: 'long', name: 'Everything that fits nowhere else on this', colour: 6 },
]

export function boardSpace(community: string): SpaceView {
  return {
    ...{ id: spaceOf(community, boardName), kind: 'board', name: boardName, topic: 'Ask, and write down what worked' },
    ...{ unread: 7, people: [], mayManage: false, mayChange: true, archived: false, draft: false, messages: 0 },
  }
}

interface SketchTopic {
  view: TopicView
}

/** Topics by board. */
const topics = new WeakMap<SketchRoom, SketchTopic[]>()

export function boardRoom(members: readonly MemberView[], scene: BoardScene): SketchRoom {
  const count = { empty: 0, some: 5, many: 260 }[scene]
  const rows: MessageRow[] = []
  const list = Array.from({ length: count }, (_, index): SketchTopic => {
    const author = members[index % members.length] ?? members[0]
    if (!author) throw new TypeError('a sketched community has members')
    const last = Date.now() - (index + 1) * 3 * hour
    const begun = last - hour
    const base = messageOf(author, begun, 'Is it **too late** already?\n\n- in trays\n- outside', 1)
    const first = { ...base, root: base.id, pinned: index === 0 }
    const replies = index === 4 ? 0 : 3
    const posts = Array.from({ length: replies }, (_unused, at) => {
      const by = members[(index + at + 1) % members.length] ?? author
      const text = at === 0 ? '> [Ada](folkmoot:room)\n>\n> Is it too late\n\nNot at all.' : `Reply ${at + 1} to this`
      const post = { ...messageOf(by, begun + (at + 1) * 600_000, text, at + 2), root: base.id }
      return at === 2 ? { ...post, moved: { byName: 'Ada', at: base.at, from: base.id } } : post
    })
    rows.push(first, ...posts)
    const view: TopicView = {
      ...{ id: base.id, title: titles[index] ?? `Topic number ${index}`, withdrawn: index === 7, replies },
      ...{ tags: index % 3 === 1 ? ['leek', 'glass'] : [], category: categories[index % 4]?.id ?? '' },
      ...{ closed: index === 3, answered: index === 1, ...(index === 1 && posts[0] && { answer: posts[0].id }) },
      ...{ author: author.id, authorName: author.name, authorRole: author.role, mine: author.me, at: base.at },
      ...{ unread: index === 2 ? 128 : index === 1 ? 2 : 0, time: begun, last, pinned: index === 0 },
      mayChange: true,
    }
    return { view }
  })
  const room = { rows, readUpTo: 0, news: new Cell<readonly MessageRow[]>([]), drafts: new Map<string, string>() }
  topics.set(room, list)
  return room
}

export function boardHandlers(find: (id: CommunityId) => SketchCommunity, room: (place: Place) => SketchRoom) {
  const { boards } = guarded
  const all = (place: Place): SketchTopic[] => {
    const found = topics.get(room(place))
    if (!found) throw new FolkmootError('board/not-a-board', 'This is a room, not a board.')
    return found
  }
  const at = (place: Place, id: EntryId): SketchTopic => {
    const found = all(place).find(({ view }) => view.id === id)
    if (!found) throw new FolkmootError('board/unknown-topic', 'This topic is not on this device (yet).')
    return found
  }
  const told = async function* <T>(
    place: Place,
    signal: AbortSignal | undefined,
    read: () => T,
  ): AsyncGenerator<T, void> {
    for await (const _ of room(place).news.watch(signal)) yield read()
  }
  /** Watchers look again. */
  const tell = (place: Place): void => room(place).news.set([])
  const listed = (input: Place & { order: string; filter?: { category: string } | { tag: string } | undefined }) =>
    all(input)
      .map(({ view }) => view)
      .filter(({ answered, closed }) => input.order !== 'waiting' || (!answered && !closed))
      .filter(({ category, tags }) => {
        if (!input.filter) return true
        return 'tag' in input.filter ? tags.includes(input.filter.tag) : category === input.filter.category
      })
  return {
    boards: {
      watchBoard: boards.watchBoard.handler(async function* ({ input, signal }) {
        const board: BoardView = { categories, tags: ['glass', 'leek'], mayModerate: true }
        yield* told(input, signal, () => board)
      }),
      setCategories: boards.setCategories.handler(() => undefined),
      watch: boards.watch.handler(async function* ({ input, signal }) {
        yield* told(input, signal, () => {
          const rows = listed(input)
          return {
            type: 'window' as const,
            rows: rows.slice(0, input.limit),
            gone: [],
            more: rows.length > input.limit,
          }
        })
      }),
      after: boards.after.handler(({ input }) => {
        const rows = listed(input)
        const from = rows.findIndex(({ id }) => id === input.position.root) + 1
        return { rows: rows.slice(from, from + input.limit), more: rows.length > from + input.limit }
      }),
      watchTopic: boards.watchTopic.handler(async function* ({ input, signal }) {
        yield* told(input, signal, () => ({
          mayModerate: true,
          topic: all(input).find(({ view }) => view.id === input.topic)?.view,
        }))
      }),
      firstUnread: boards.firstUnread.handler(() => ({})),
      begin: boards.begin.handler(({ input }) => {
        const me = find(input.community).members.value.find((one) => one.me)
        if (!me || input.title.includes('full')) throw new FolkmootError('storage/disk-full', 'The disk is full.')
        const { rows } = room(input)
        const first = messageOf(me, Date.now(), input.text, rows.length + 1)
        rows.push({ ...first, root: first.id })
        const now = Date.now()
        const { title, tags, category } = input
        all(input).unshift({
          view: {
            ...{ id: first.id, title, tags, category, withdrawn: false, closed: false, answered: false, replies: 0 },
            ...{ author: me.id, authorName: me.name, mine: true, at: now, time: now, last: now, unread: 0 },
            ...{ pinned: false, mayChange: true },
          },
        })
        tell(input)
        return { id: first.id }
      }),
      change: boards.change.handler(({ input }) => {
        const topic = at(input, input.topic)
        const { title, tags, category, closed } = input
        topic.view = { ...topic.view, title, tags, category, closed }
        tell(input)
      }),
      answer: boards.answer.handler(({ input }) => {
        const topic = at(input, input.topic)
        const { answer: _, ...rest } = topic.view
        topic.view = { ...rest, answered: input.post !== undefined, ...(input.post && { answer: input.post }) }
        tell(input)
      }),
      move: boards.move.handler(({ input }) => void at(input, input.topic)),
    },
  }
}
