/** What a fold is told, and what it tells. */
import type { DeviceId, MemberId, SpaceId } from '../shared/index.ts'
import type { Member } from '../membership/index.ts'
import type { Database } from '../storage/index.ts'

export interface FoldFacts {
  readonly database: Database
  /** The member a certified device belongs to. */
  memberOf(device: DeviceId): Member | undefined
  readonly me: MemberId
  /** When this member was admitted, ms: what was said before is history, not news. */
  mySince(): number
  /** This device's clock, ms. */
  now(): number
}

/** What a batch of effects changed, for live queries. */
export interface Touched {
  charter: boolean
  spaces: boolean
  people: boolean
  /** Arrival numbers of new or changed messages by space. */
  readonly messages: Map<SpaceId, Set<number>>
}

export function touchedNothing(): Touched {
  return { charter: false, spaces: false, people: false, messages: new Map() }
}

export function touchMessage(touched: Touched, space: SpaceId, arrival: number): void {
  const all = touched.messages.get(space) ?? new Set<number>()
  all.add(arrival)
  touched.messages.set(space, all)
}
