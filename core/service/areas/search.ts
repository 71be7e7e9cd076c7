/** Search over what this device holds. */
import { setImmediate } from 'node:timers/promises'
import { implement } from '@orpc/server'
import { contract, type FoundMessage, type FoundTopic, type HeldView, type SearchResult } from '../../contract/index.ts'
import { LIMITS, type SpaceId } from '../../shared/index.ts'
import { marksIn, namesOf, plainOf, snippetOf, type Term } from '../../view/index.ts'
import type { Community } from '../communities/index.ts'
import { spaceErrors } from '../errors.ts'
import { shownAuthor } from '../authors.ts'
import { shownName } from '../names.ts'
import { nameOf, peopleNamed, roomsNamed } from '../search/names.ts'
import { placesOf, type SearchPlace } from '../search/places.ts'
import { bestOf, newestOf, type Page, type Seen } from '../search/seeking.ts'
import { type Wish, wishOf } from '../search/wish.ts'
import type { Desk } from './desk.ts'
import { leftOf } from './sync-view.ts'

export function searchArea({ communities, options: { network } }: Desk) {
  const os = implement(contract.search)
  return os.router({
    find: os.find.handler(async ({ input, signal }): Promise<SearchResult> => {
      const { community, space } = input
      const searched = community === undefined ? communities.all() : [communities.get(community)]
      const places = searched.flatMap(placesOf).filter(({ rooms }) => space === undefined || rooms.has(space))
      if (places.length === 0 && space !== undefined) throw spaceErrors('unknown')
      await catchUp(places, signal)
      const wish = wishOf(input.text, places, space)
      const asked = places.flatMap((place) => {
        const sought = wish.in(place)
        return sought ? [{ place, sought }] : []
      })
      return {
        ...(await foundOf(input, { places, searched, wish, asked }, signal)),
        held: searched.map((each) => heldOf(each, places, network)),
      }
    }),
  })
}

type Input = Parameters<typeof newestOf>[1] & {
  readonly space?: SpaceId | undefined
  readonly order: 'newest' | 'best'
  readonly kind?: 'messages' | 'topics' | 'rooms' | 'people' | undefined
}

interface Searched {
  readonly places: readonly SearchPlace[]
  readonly searched: readonly Community[]
  readonly wish: Wish
  readonly asked: Parameters<typeof newestOf>[0]
}

/** What was asked for: one kind of it, or messages with the first of everything else. */
async function foundOf(
  { space, after, order, kind, limit }: Input,
  { places, searched, wish, asked }: Searched,
  signal: AbortSignal | undefined,
): Promise<Omit<SearchResult, 'held'>> {
  const seek = order === 'best' && wish.terms.length > 0 ? bestOf : newestOf
  const isFirst = after === undefined
  const wants = (one: Input['kind']): boolean => (kind ? kind === one : isFirst || one === 'messages')
  const nothing: Page = { found: [], after: undefined }
  const messages = wants('messages') && !wish.topics ? await seek(asked, { after, limit }, signal) : nothing
  // Words alone seek titles; where topics are asked for, what they begin with counts as well.
  const titled = asked.map(({ place, sought }) => ({
    place,
    sought: wish.topics ? sought : { ...sought, titles: true },
  }))
  const few = kind ? { after, limit } : { limit: LIMITS.searchNames }
  const isSought = kind === 'topics' || wish.topics || wish.terms.length > 0
  const topics = wants('topics') && isSought ? await seek(titled, few, signal) : nothing
  const byName = wish.plain && space === undefined
  const rooms = pageOf(wants('rooms') && byName ? roomsNamed(places, wish.terms) : [], few)
  const people = pageOf(wants('people') && byName ? peopleNamed(searched, wish.terms) : [], few)
  const paged = { messages, topics, rooms, people }[kind ?? 'messages']
  return {
    messages: messages.found.map((seen) => messageOf(seen, wish.terms)),
    topics: topics.found.flatMap((seen) => topicOf(seen, wish.terms)),
    rooms: [...rooms.found],
    people: [...people.found],
    ...(paged.after && { after: paged.after }),
    unknown: [...wish.unknown],
    ignored: [...wish.ignored],
  }
}

/** Some of a list that is made anew each time; `key` is how many come before. */
function pageOf<Found>(all: readonly Found[], { after, limit }: Pick<Input, 'after' | 'limit'>) {
  const from = after?.key ?? 0
  const to = from + limit
  return { found: all.slice(from, to), after: to < all.length ? { key: to, place: '' } : undefined }
}

/** What came a moment ago is found. */
async function catchUp(places: readonly SearchPlace[], signal: AbortSignal | undefined): Promise<void> {
  for (const { view } of places) {
    if (!view.search.behind) continue
    view.search.settle(LIMITS.searchStep)
    await setImmediate(undefined, signal && { signal })
  }
}

function messageOf({ place, record, topic }: Seen, terms: readonly Term[]): FoundMessage {
  const { community } = place
  const { id, space, mine, at, text, files } = record
  const room = place.rooms.get(space)
  const snippet = snippetOf((plainOf(text).text + namesOf(files)).trimStart(), terms)
  return {
    ...{ community: community.community, communityName: nameOf(community) },
    ...{ space, spaceKind: room?.kind ?? 'room', spaceName: room?.name ?? '' },
    ...{ id, mine, at },
    ...(record.root !== '' && { root: record.root }),
    ...authorOf(community, record),
    text: snippet.text,
    marks: [...snippet.marks],
    ...(topic && { title: { text: topic.title, marks: [...marksIn(topic.title, terms)] } }),
  }
}

function topicOf({ place, record, topic }: Seen, terms: readonly Term[]): FoundTopic[] {
  if (!topic) return []
  const { community, view } = place
  const { id, space, at } = record
  return [
    {
      ...{ community: community.community, communityName: nameOf(community) },
      ...{ space, spaceName: place.rooms.get(space)?.name ?? '', id, at },
      ...{ title: topic.title, marks: [...marksIn(topic.title, terms)] },
      ...authorOf(community, record),
      replies: Math.max(0, (view.threads.thread(space, id)?.posts ?? 1) - 1),
      answered: topic.answer !== undefined,
    },
  ]
}

function authorOf({ view }: Community, record: Seen['record']): Pick<FoundMessage, 'author' | 'authorName'> {
  const { author, authorName } = shownAuthor(record, (member) => shownName(member, view.queries.name(member)))
  return { author, authorName }
}

/** Only what is known is said: who is away may have more. */
function heldOf(community: Community, places: readonly SearchPlace[], network: Desk['options']['network']): HeldView {
  const status = network.status(community.community)
  const left = leftOf(status)
  const here = community.documents.list().length
  const own = places.filter((place) => place.community === community)
  const isMet = status.peers.length > 0 || status.keepers.some(({ state }) => state === 'reached' || state === 'full')
  return {
    community: community.community,
    name: nameOf(community),
    left,
    percent: left === 0 ? 100 : Math.min(99, Math.floor((100 * here) / (here + left))),
    alone: !isMet && community.membership.state.devices.size > 1,
    locked: community.documents.isWaiting,
    unindexed: own.reduce((sum, { view }) => sum + view.search.left(), 0),
  }
}
