/** What a fold is told, and what it tells. */
import type { CommunityId, DeviceId, EntryId, MemberId, SpaceId } from '../shared/index.ts'
import type { Member } from '../membership/index.ts'
import type { Database } from '../storage/index.ts'

export interface FoldFacts {
  readonly database: Database
  /** Named by what is signed outside of feeds. */
  readonly community: CommunityId
  /** The member a certified device belongs to. */
  memberOf(device: DeviceId): Member | undefined
  readonly me: MemberId
  /** Whether this is a private space, where whoever manages it names its keepers. */
  readonly isPrivate?: boolean
  /** When this member was admitted, ms: what was said before is history, not news. */
  mySince(): number
  /** This device's clock, ms. */
  now(): number
}

/** What a batch of effects changed, for live queries. */
export interface Touched {
  /** What the community is, what its owners have set, or why something was decided. */
  charter: boolean
  spaces: boolean
  people: boolean
  /** What members tell of themselves beyond their names, and whom they vouch for. */
  about: boolean
  /** Who shows which picture of themselves. */
  pictures: boolean
  /** Arrival numbers of new or changed messages by space. */
  readonly messages: Map<SpaceId, Set<number>>
  /** Messages that are not shown any more, by space. */
  readonly gone: Map<SpaceId, Set<EntryId>>
  /** Spaces in which threads are other than before: how many, how long, or how much of them is unread. */
  readonly threads: Set<SpaceId>
}

export function touchedNothing(): Touched {
  return {
    charter: false,
    spaces: false,
    people: false,
    about: false,
    pictures: false,
    messages: new Map(),
    gone: new Map(),
    threads: new Set(),
  }
}

export function touchMessage(touched: Touched, space: SpaceId, arrival: number): void {
  addTo(touched.messages, space, arrival)
}

export function touchGone(touched: Touched, space: SpaceId, id: EntryId): void {
  addTo(touched.gone, space, id)
}

function addTo<T>(sets: Map<SpaceId, Set<T>>, space: SpaceId, value: T): void {
  const all = sets.get(space) ?? new Set<T>()
  all.add(value)
  sets.set(space, all)
}

/**
 * Who wrote something, if it is to be shown. What somebody wrote who waits to be confirmed is kept and shown to nobody until they are:
 * then their documents are folded anew.
 */
export function authorOf(facts: FoldFacts, device: DeviceId): Member | undefined {
  const author = facts.memberOf(device)
  return author?.state === 'pending' ? undefined : author
}
