/** A community that goes on from an archive: the same rooms and boards, and the archive beside it. */
import type { CommunityId } from '../../../shared/index.ts'
import type { Archive } from '../../../archive/index.ts'
import type { CharterText } from '../../../documents/index.ts'
import type { Communities } from '../communities.ts'
import { archivePlaceOf } from './bringing.ts'
import { laidOutIn } from './laid-out.ts'

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
