/** Boards, as a sketched core answers for them. */
import type { BoardView, FirstPost } from '../../../core/contract/index.ts'
import { type CommunityId, type EntryId, FolkmootError } from '../../../core/shared/index.ts'
import { categories, type SketchTopic, topics } from './board-scene.ts'
import type { SketchCommunity, SketchRoom } from './core.ts'
import { guarded } from './guarded.ts'
import { messageOf } from './people.ts'
import type { Place } from './place.ts'

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
          first: firstOf(all(input).find(({ view }) => view.id === input.topic)),
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
            ...{
              id: first.id,
              title,
              tags,
              category,
              withdrawn: false,
              wiki: false,
              closed: false,
              answered: false,
              replies: 0,
            },
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
      versions: boards.versions.handler(({ input }) => [...(at(input, input.topic).versions ?? [])]),
      setWiki: boards.setWiki.handler(({ input }) => {
        const topic = at(input, input.topic)
        topic.view = { ...topic.view, wiki: input.on }
        tell(input)
      }),
      editFirst: boards.editFirst.handler(() => {
        throw new FolkmootError('storage/disk-full', 'The disk is full.')
      }),
      besideSeen: boards.besideSeen.handler(() => undefined),
      move: boards.move.handler(({ input }) => void at(input, input.topic)),
    },
  }
}

function firstOf(topic: SketchTopic | undefined): FirstPost | undefined {
  const last = topic?.versions?.at(-1)
  if (!topic) return undefined
  return {
    version: last?.id ?? topic.view.id,
    versions: topic.versions?.length ?? 1,
    ...(last && { changed: { by: last.author, byName: last.authorName, at: last.at } }),
    ...(last && { beside: { id: last.id, byName: last.authorName } }),
    mayEdit: topic.view.mine || topic.view.wiki,
    maySwitch: true,
  }
}
