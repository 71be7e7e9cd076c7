/** The topics of a list that the screen holds: its beginning, which grows as the person scrolls. Pure; knows nothing of core or React. */
import type { EntryId, TopicOrder, TopicsEvent, TopicView } from '../session/index.ts'

export interface Topics {
  readonly list: readonly TopicView[]
  /** There are more below. */
  readonly more: boolean
}

export const noTopics: Topics = { list: [], more: false }

/** Where a topic stands in a list that is not pinned. */
export const keyOf = (order: TopicOrder, { time, last }: Pick<TopicView, 'time' | 'last'>): number =>
  order === 'new' ? time : last

/** Pinned ones first, then the larger key, then the larger id: as core answers. */
export function compareTopics(order: TopicOrder, a: TopicView, b: TopicView): number {
  const byPin = Number(b.pinned) - Number(a.pinned)
  return byPin || keyOf(order, b) - keyOf(order, a) || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0)
}

/** The last topic of those that core listed in order, after which the list goes on. */
export function lastOf(topics: Topics): TopicView | undefined {
  return topics.list.findLast(({ pinned }) => !pinned)
}

/** What core told of a list. */
export function takeEvent(topics: Topics, order: TopicOrder, event: TopicsEvent): Topics {
  if (event.type === 'window') return { list: sorted(order, event.rows), more: event.more }
  const gone = new Set<EntryId>(event.gone)
  const known = new Map(topics.list.filter(({ id }) => !gone.has(id)).map((topic) => [topic.id, topic]))
  const end = topics.more ? lastOf(topics) : undefined
  for (const row of event.rows) {
    // What belongs below all that is held comes when the person scrolls there.
    const isBelow = end && !row.pinned && compareTopics(order, row, { ...end, pinned: false }) > 0
    if (isBelow) known.delete(row.id)
    else known.set(row.id, row)
  }
  return { list: sorted(order, [...known.values()]), more: topics.more }
}

/** Topics that stand below those that are held. */
export function takeMore(topics: Topics, order: TopicOrder, rows: readonly TopicView[], more: boolean): Topics {
  const known = new Map(rows.map((topic) => [topic.id, topic]))
  for (const topic of topics.list) known.set(topic.id, topic)
  return { list: sorted(order, [...known.values()]), more }
}

function sorted(order: TopicOrder, list: readonly TopicView[]): readonly TopicView[] {
  return list.toSorted((a, b) => compareTopics(order, a, b))
}
