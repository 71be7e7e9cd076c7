/** Messages of several places at once, newest first: a merge that asks each place no further than it has to. */
import { setImmediate } from 'node:timers/promises'
import type { SearchPosition } from '../../contract/index.ts'
import { LIMITS } from '../../shared/index.ts'
import {
  fitOf,
  hasAll,
  type Hit,
  type MessageRecord,
  namesOf,
  plainOf,
  type Sought,
  type TopicRecord,
} from '../../view/index.ts'
import type { SearchPlace } from './places.ts'

/** A message that was found. */
export interface Seen extends Hit {
  readonly place: SearchPlace
  readonly record: MessageRecord
  /** The one it begins. */
  readonly topic: TopicRecord | undefined
}

interface Asked {
  readonly place: SearchPlace
  readonly sought: Sought
}

export interface Page {
  readonly found: readonly Seen[]
  readonly after: SearchPosition | undefined
}

/** Places that are asked before others have a turn. */
const AT_ONCE = 20

/**
 * The next newest. Messages are in the order of their keys, which tell minutes apart, then of their places' ids.
 * @throws the signal's reason
 */
export async function newestOf(
  asked: readonly Asked[],
  { after, limit }: { readonly after?: SearchPosition | undefined; readonly limit: number },
  signal: AbortSignal | undefined,
): Promise<Page> {
  const heads: { readonly rest: Iterator<Seen, undefined>; seen: Seen }[] = []
  for (const [at, { place, sought }] of asked.entries()) {
    signal?.throwIfAborted()
    if (at % AT_ONCE === AT_ONCE - 1) await setImmediate(undefined, signal && { signal })
    const rest = seenIn(place, sought, limit + 1, belowIn(place, after))
    const first = rest.next().value
    if (first) heads.push({ rest, seen: first })
  }
  const found: Seen[] = []
  while (found.length < limit && heads.length > 0) {
    const next = heads.reduce((a, b) => (isBefore(b.seen, a.seen) ? b : a))
    found.push(next.seen)
    const following = next.rest.next().value
    if (following) next.seen = following
    else heads.splice(heads.indexOf(next), 1)
  }
  const last = found.at(-1)
  return { found, after: heads.length > 0 && last ? { key: last.key, place: last.place.id } : undefined }
}

/** The best of the newest; a page of them begins after as many as `after` says. @throws the signal's reason */
export async function bestOf(
  asked: readonly Asked[],
  { after, limit }: { readonly after?: SearchPosition | undefined; readonly limit: number },
  signal: AbortSignal | undefined,
): Promise<Page> {
  const { found } = await newestOf(asked, { limit: LIMITS.searchBest }, signal)
  const terms = new Map(asked.map(({ place, sought }) => [place, sought.terms]))
  const fits = new Map(found.map((seen) => [seen, fitOf(textOf(seen), terms.get(seen.place) ?? [])] as const))
  // Of equal ones the newer comes first: sorting leaves those in their order.
  const ranked = found.toSorted((a, b) => (fits.get(b) ?? 0) - (fits.get(a) ?? 0))
  const from = after?.key ?? 0
  const to = from + limit
  return { found: ranked.slice(from, to), after: to < ranked.length ? { key: to, place: '' } : undefined }
}

/** All of it that is searched. */
function textOf({ topic, record }: Seen): string {
  const text = plainOf(record.text).text + namesOf(record.files)
  return topic ? `${topic.title}\n${text}` : text
}

function isBefore(a: Seen, b: Seen): boolean {
  return a.key > b.key || (a.key === b.key && a.place.id < b.place.id)
}

/** Below which key a place goes on after a position. */
function belowIn(place: SearchPlace, after: SearchPosition | undefined): number | undefined {
  if (!after) return undefined
  return place.id > after.place ? after.key + 1 : after.key
}

/** What a place has, in steps; messages of rooms that are not shown are left out. */
function* seenIn(place: SearchPlace, sought: Sought, step: number, from?: number): Generator<Seen, undefined> {
  const { search, queries } = place.view
  for (let below = from; ;) {
    const hits = search.newest(sought, step, below)
    for (const hit of hits) {
      const record = queries.byArrival(hit.arrival)
      if (!record || !place.rooms.has(record.space)) continue
      const topic = record.root === record.id ? place.view.boards.topic(record.id) : undefined
      if (!topic || !isToldByTitle(sought, topic, record)) yield { ...hit, place, record, topic }
    }
    below = hits.at(-1)?.key
    if (hits.length < step || below === undefined) return undefined
  }
}

/** Whether a first post is no message that was sought, since its words stand in the title: topics are found by themselves. */
function isToldByTitle({ terms, titles, about }: Sought, topic: TopicRecord, { text }: MessageRecord): boolean {
  if (titles === true || about?.includes('topic') === true || terms.length === 0) return false
  return hasAll(topic.title.normalize('NFC'), terms) && !hasAll(plainOf(text).text, terms)
}
