/** Who waits to be let in, as far as this person may let them in. Who is let in or sent away by anybody waits no longer. */
import type { Member } from '../../../membership/index.ts'
import type { Community } from '../community.ts'
import { Heeding } from './heeding.ts'

/** Whoever came first comes first. */
export function whoWaits(community: Community): Member[] {
  if (community.standing() !== 'active') return []
  const { membership, decisions } = community
  return [...membership.state.members.values()]
    .filter(({ id, state }) => state === 'pending' && decisions.mayConfirm(id))
    .toSorted((a, b) => a.since - b.since || (a.id < b.id ? -1 : 1))
}

/** The same, unless this person wishes to be told of nothing in the community. */
export function heededRequests(community: Community, now: number): Member[] {
  const waiting = whoWaits(community)
  return waiting.length > 0 && new Heeding(community, now).ofCommunity() !== 'none' ? waiting : []
}
