/** Rooms and pages that went with the word of who opened them are opened again by those who have written there and stay. */
import type { Documents, Stranded } from '../../documents/index.ts'
import type { KeyRing } from '../../membership/index.ts'

/** A community, or a private space. */
interface Place {
  readonly documents: Documents
  readonly ring: KeyRing
}

/** What a device may open again: pages as any member's, rooms as one that may open rooms. */
export function strandedIn({ documents, ring }: Place, mayOpenRooms: boolean): readonly Stranded[] {
  if (ring.heads().length === 0) return []
  return documents.stranded().filter(({ kind }) => kind === 'room-page' || mayOpenRooms)
}

/** Says of each once more that it is open; answers how many there were. */
export function openAgain(place: Place, mayOpenRooms: boolean, now: number): number {
  const all = strandedIn(place, mayOpenRooms)
  for (const { inside, entry } of all) place.documents.append(inside, { ...entry, at: now }, undefined)
  return all.length
}
