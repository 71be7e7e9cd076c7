/** Boards: their topics, and what is done about them. What is said in topics goes by `rooms.ts`. */
import { implement } from '@orpc/server'
import { contract, type TopicFilter, type TopicsEvent } from '../../contract/index.ts'
import {
  cleanLine,
  cleanText,
  type CommunityId,
  distinctTags,
  type EntryId,
  LIMITS,
  type SpaceId,
} from '../../shared/index.ts'
import type { Touched, TopicOrder } from '../../view/index.ts'
import type { Community } from '../communities/index.ts'
import { boardErrors, spaceErrors } from '../errors.ts'
import { following, live } from '../live.ts'
import { boardOf, firstPostOf, isListed, topicsOf, versionsOf } from './board-views.ts'
import type { Desk } from './desk.ts'

export function boardsArea({ clock, communities }: Desk) {
  const os = implement(contract.boards)
  const boardAt = ({ community: id, space }: { community: CommunityId; space: SpaceId }): Community => {
    const community = communities.get(id)
    const known = community.view.queries.space(space)
    if (!known) throw spaceErrors('unknown')
    if (known.kind !== 'board') throw boardErrors('not-a-board')
    return community
  }
  return os.router({
    watchBoard: os.watchBoard.handler(({ input, signal }) => {
      const community = boardAt(input)
      const subscribe = (told: () => void) =>
        community.view.onChange(({ spaces, threads, people }) => {
          if (spaces || people || threads.has(input.space)) told()
        })
      return live({ subscribe, clock, signal }, () => boardOf(community, input.space))
    }),
    setCategories: os.setCategories.handler(({ input }) => {
      const categories = input.categories.map(({ id, name, colour }) => ({
        ...{ id, colour },
        name: cleanLine(name, LIMITS.tagChars),
      }))
      if (new Set(categories.map(({ id }) => id)).size < categories.length) throw boardErrors('twice')
      boardAt(input).writing.boards.settings({ board: input.space, categories })
    }),
    watch: os.watch.handler(({ input, signal }) => watchTopics(boardAt(input), input, { clock, signal })),
    after: os.after.handler(({ input }) => {
      const community = boardAt(input)
      const { space, order, filter, limit, position } = input
      const records = community.view.boards.topics(space, order, filter, limit + 1, position)
      return { rows: topicsOf(community, space, records.slice(0, limit)), more: records.length > limit }
    }),
    watchTopic: os.watchTopic.handler(({ input, signal }) => {
      const community = boardAt(input)
      const subscribe = (told: () => void) =>
        community.view.onChange(({ messages, gone, threads, people }) => {
          if (people || messages.has(input.space) || gone.has(input.space) || threads.has(input.space)) told()
        })
      return live({ subscribe, clock, signal }, () => {
        const record = community.view.boards.topic(input.topic)
        const [topic] = record?.space === input.space ? topicsOf(community, input.space, [record]) : []
        const first = topic && record && firstPostOf(community, input.space, record)
        return {
          ...(topic && { topic }),
          ...(first && { first }),
          mayModerate: boardOf(community, input.space).mayModerate,
        }
      })
    }),
    firstUnread: os.firstUnread.handler(({ input }) => {
      const id = boardAt(input).view.boards.firstUnread(input.space, input.topic)
      return { ...(id && { id }) }
    }),
    begin: os.begin.handler(({ input }) => {
      const text = cleanText(input.text, { bytes: LIMITS.messageBytes })
      return { id: boardAt(input).writing.boards.begin(input.space, { ...headOf(input), text }, input.clientKey) }
    }),
    change: os.change.handler(({ input }) => {
      const { space, topic, closed } = input
      boardAt(input).writing.boards.change(space, { ...headOf(input), topic, closed })
    }),
    answer: os.answer.handler(({ input }) =>
      boardAt(input).writing.boards.answer(input.space, input.topic, input.post),
    ),
    versions: os.versions.handler(({ input }) => {
      const community = boardAt(input)
      return community.view.boards.topic(input.topic)?.space === input.space ? versionsOf(community, input.topic) : []
    }),
    setWiki: os.setWiki.handler(({ input }) => boardAt(input).writing.boards.wiki(input.space, input.topic, input.on)),
    editFirst: os.editFirst.handler(({ input: { topic, base, ...input } }) => {
      const text = cleanText(input.text, { bytes: LIMITS.messageBytes })
      boardAt(input).writing.boards.edit(input.space, { target: topic, text, base })
    }),
    besideSeen: os.besideSeen.handler(({ input }) => boardAt(input).view.marks.besideSeen(input.version)),
    move: os.move.handler(({ input }) => boardAt(input).writing.boards.move(input.space, input.posts, input.topic)),
  })
}

function headOf({ title, tags, category }: { title: string; tags: readonly string[]; category: string }) {
  const clean = tags.filter((tag) => tag.trim() !== '').map((tag) => cleanLine(tag, LIMITS.tagChars))
  return { title: cleanLine(title, LIMITS.topicTitleChars), tags: distinctTags(clean), category }
}

interface Watched {
  readonly space: SpaceId
  readonly order: TopicOrder
  readonly filter?: TopicFilter | undefined
  readonly limit: number
}

/** The beginning of a list, then what changes in it; when names or roles change, or a reader was too slow, the beginning again. */
function watchTopics(
  community: Community,
  watched: Watched,
  around: { readonly clock: Desk['clock']; readonly signal: AbortSignal | undefined },
): AsyncGenerator<TopicsEvent> {
  const { view, documents } = community
  const { space } = watched
  const subscribe = (told: (touched: Touched) => void) => {
    const ends = [
      // What somebody looks at is fetched first.
      documents.urgency.watch(space),
      view.onChange((touched) => {
        if (touched.people || touched.messages.has(space) || touched.gone.has(space)) told(touched)
      }),
    ]
    return () => ends.forEach((end) => end())
  }
  return following<TopicsEvent, Touched>(
    { subscribe, ...around },
    () => windowOf(community, watched),
    (changes) => {
      const arrivals = new Set(changes.flatMap(({ messages }) => [...(messages.get(space) ?? [])]))
      const many = changes.length >= LIMITS.liveBacklog || arrivals.size > LIMITS.windowRows
      const gone = changes
        .flatMap((each) => [...(each.gone.get(space) ?? [])])
        .filter((id) => view.boards.topic(id) === undefined)
      return many || changes.some(({ people }) => people)
        ? { ...windowOf(community, watched), gone }
        : changesOf(community, watched, arrivals, gone)
    },
  )
}

function windowOf(community: Community, { space, order, filter, limit }: Watched): TopicsEvent {
  const { boards, threads } = community.view
  const records = boards.topics(space, order, filter, limit + 1)
  const pinned = threads
    .pinned(space, community.everybodyPins)
    .flatMap(({ id }) => boards.topic(id) ?? [])
    .filter((topic) => isListed(topic, order, filter))
  const all = new Map([...pinned, ...records.slice(0, limit)].map((topic) => [topic.root, topic]))
  const rows = topicsOf(community, space, [...all.values()])
  return { type: 'window', rows, gone: [], more: records.length > limit }
}

function changesOf(
  community: Community,
  { space, order, filter }: Watched,
  arrivals: ReadonlySet<number>,
  gone: readonly EntryId[],
): TopicsEvent {
  const changed = [...arrivals].flatMap((arrival) => community.view.boards.byArrival(arrival) ?? [])
  const { in: listed = [], out = [] } = Object.groupBy(changed, (topic) =>
    isListed(topic, order, filter) ? 'in' : 'out',
  )
  const rows = topicsOf(community, space, listed)
  return { type: 'changes', rows, gone: [...gone, ...out.map(({ root }) => root)], more: false }
}
