/** From what was typed to what is sought in each place: operators name rooms and people as they are called here. */
import { LIMITS, type MemberId, parseSearch, searchDay, type SearchPart, type SpaceId } from '../../shared/index.ts'
import { type About, hasAll, searchKey, type Sought, type Term, termsOf } from '../../view/index.ts'
import type { Community } from '../communities/index.ts'
import type { SearchPlace } from './places.ts'

export interface Wish {
  readonly terms: readonly Term[]
  /** Nothing but words was asked for. */
  readonly plain: boolean
  /** Operators that lead to nothing, as typed: then nothing is found. */
  readonly unknown: readonly string[]
  /** Operators nobody knows, as typed: what else was typed is sought without them. */
  readonly ignored: readonly string[]
  /** Only topics were asked for. */
  readonly topics: boolean
  /** What is sought in a place; nothing when it cannot be there. */
  in(place: SearchPlace): Sought | undefined
}

interface Named<Id> {
  readonly id: Id
  readonly name: string
}

/** What may stand after `has:` and `is:`, and what it stands for. */
const MARKS: Readonly<Record<'has' | 'is', Readonly<Record<string, About | 'pinned'>>>> = {
  has: {
    ...{ link: 'link', links: 'link', reaction: 'reaction', reactions: 'reaction', answer: 'answer' },
    ...{ file: 'file', files: 'file', attachment: 'file', attachments: 'file' },
    ...{ thread: 'thread', threads: 'thread', reply: 'thread', replies: 'thread' },
  },
  is: { topic: 'topic', pinned: 'pinned', answered: 'answer' },
}

function markOf({ kind, value }: SearchPart): About | 'pinned' | undefined {
  const known = kind === 'has' || kind === 'is' ? MARKS[kind] : {}
  const name = value.toLowerCase()
  return Object.hasOwn(known, name) ? known[name] : undefined
}

/** @param only the one room to search */
export function wishOf(typed: string, places: readonly SearchPlace[], only: SpaceId | undefined): Wish {
  const read = parseSearch(typed)
  const isIgnored = (part: SearchPart): boolean =>
    (part.kind === 'has' || part.kind === 'is') && markOf(part) === undefined
  const parts = read.filter((part) => !isIgnored(part))
  const terms = parts
    .flatMap(({ kind, value, open }) => (kind === 'word' || kind === 'phrase' ? termsOf(value, open) : []))
    .slice(0, LIMITS.searchTerms)
  const of = (kind: SearchPart['kind']): readonly SearchPart[] => parts.filter((part) => part.kind === kind)
  const unknown = new Set<SearchPart>()

  const rooms = places.flatMap((place) => Array.from(place.rooms, ([id, { name }]) => ({ id, name })))
  const spaces = chosen(of('in'), rooms, unknown)
  const authors = chosen(of('from'), peopleIn(places), unknown)
  const dayOf = (part: SearchPart): number | undefined => {
    const day = searchDay(part.value)
    if (day === undefined) unknown.add(part)
    return day
  }
  const from = of('after').flatMap((part) => dayOf(part) ?? [])
  const until = of('before').flatMap((part) => dayOf(part) ?? [])
  const marks = new Set([...of('has'), ...of('is')].flatMap((part) => markOf(part) ?? []))
  const about = [...marks].filter((mark) => mark !== 'pinned')

  const sought = {
    terms,
    authors,
    ...(from.length > 0 && { from: Math.max(...from) }),
    ...(until.length > 0 && { until: Math.min(...until) }),
    about,
  }
  const isNothing = terms.length === 0 && parts.every(({ kind }) => kind === 'word' || kind === 'phrase')
  return {
    terms,
    plain: terms.length > 0 && parts.every(({ kind }) => kind === 'word' || kind === 'phrase'),
    unknown: [...unknown].map((part) => typed.slice(part.from, part.to)),
    ignored: read.filter(isIgnored).map((part) => typed.slice(part.from, part.to)),
    topics: marks.has('topic'),
    in(place) {
      if (isNothing || unknown.size > 0) return undefined
      const wanted = only === undefined ? spaces : [only].filter((id) => spaces?.includes(id) ?? true)
      const here = wanted?.filter((id) => place.rooms.has(id))
      if (here?.length === 0) return undefined
      return { ...sought, spaces: here, ...(marks.has('pinned') && { keys: pinnedIn(place) }) }
    },
  }
}

/** Keys of what is kept in sight in rooms that are shown: LIMITS.pinsPerSpace of each at most. */
function pinnedIn({ view, rooms, everybodyPins }: SearchPlace): number[] {
  return [...rooms.keys()].flatMap((space) =>
    view.threads.pinned(space, everybodyPins).map(({ time, arrival }) => searchKey(time, arrival)),
  )
}

/** Everybody ever known by name, and `me`. */
function peopleIn(places: readonly SearchPlace[]): Named<MemberId>[] {
  const communities = new Set<Community>(places.map(({ community }) => community))
  return [...communities].flatMap(({ me, view }) => {
    const named = Array.from(view.queries.names(), ([id, name]) => ({ id, name }))
    const elsewhere = view.queries.importedAuthors().map(({ id, name }) => ({ id, name }))
    return [...named, ...elsewhere, { id: me, name: 'me' }]
  })
}

/** Those that one of the operators names: by their whole name, or else by words of it. Nothing when there is no such operator. */
function chosen<Id>(
  parts: readonly SearchPart[],
  among: readonly Named<Id>[],
  unknown: Set<SearchPart>,
): readonly Id[] | undefined {
  if (parts.length === 0) return undefined
  const found = parts.flatMap((part) => {
    const same = among.filter(({ name }) => name.toLowerCase() === part.value.toLowerCase())
    const terms = termsOf(part.value, true)
    const alike = same.length > 0 || terms.length === 0 ? same : among.filter(({ name }) => hasAll(name, terms))
    if (alike.length === 0) unknown.add(part)
    return alike.map(({ id }) => id)
  })
  return [...new Set(found)].slice(0, LIMITS.searchTerms)
}
