/** A community that goes on from an archive: the same rooms and boards, and the archive beside it. */
import type { CommunityId } from '../../../shared/index.ts'
import type { Archive } from '../../../archive/index.ts'
import type { CharterText } from '../../../documents/index.ts'
import type { Communities } from '../communities.ts'
import type { Community } from '../community.ts'
import { archivePlaceOf } from './bringing.ts'

export interface FoundText extends CharterText {
  readonly displayName: string
}

/** @throws text/…, archives/many-kept, archive/damaged, storage/…, the signal's reason */
export async function foundFrom(
  archive: Archive,
  { displayName, ...charter }: FoundText,
  communities: Communities,
  signal: AbortSignal,
): Promise<{ readonly community: CommunityId; readonly archive: CommunityId }> {
  const before = communities.kept.get(archivePlaceOf(archive))?.place
  const place = before ?? (await communities.keepArchive(archive, signal))
  const old = communities.get(place)
  const laid = laidOutIn(old)
  const { community } = communities.foundWith(charter, laid, displayName, archive.community)
  return { community, archive: place }
}

export interface LaidOut {
  readonly kind: 'room' | 'board'
  readonly name: string
  readonly topic: string
}

/** Rooms and boards in use, in the order they were laid out; one room where there are none. */
function laidOutIn(old: Community): readonly LaidOut[] {
  const rooms = old
    .rooms()
    .filter(({ archived }) => !archived)
    .map(({ kind, name, topic }) => ({ kind, name, topic }))
  return rooms.length > 0 ? rooms : [{ kind: 'room', name: 'general', topic: '' }]
}
