/** Rooms and pages that went with the word of who opened them are opened again by those who have written there and stay. */
import type { Stranded } from '../../documents/index.ts'
import type { Community } from './community.ts'

/** What this device may open again: pages as any member, rooms as an owner's or moderator's. */
export function strandedFor(community: Community): readonly Stranded[] {
  if (community.standing() !== 'active' || community.ring.heads().length === 0) return []
  const { role } = community.member()
  return community.documents.stranded().filter(({ kind }) => kind === 'room-page' || role !== 'member')
}

/** Says of each once more that it is open; answers how many there were. */
export function openAgain(community: Community, now: number): number {
  const all = strandedFor(community)
  for (const { inside, entry } of all) community.documents.append(inside, { ...entry, at: now }, undefined)
  return all.length
}
