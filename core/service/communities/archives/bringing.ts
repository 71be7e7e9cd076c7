/** What can be done with an archive's signed record: kept to be read, brought into its community, or come back with. */
import {
  base64url,
  type Clock,
  type CommunityId,
  fromBase64url,
  LIMITS,
  type Log,
  type Random,
} from '../../../shared/index.ts'
import {
  type Archive,
  archiveKeySchema,
  fillDocuments,
  fillKeys,
  fillLog,
  type Merged,
  mergeRecord,
  openPlace,
  recordedActions,
} from '../../../archive/index.ts'
import { digest } from '../../../identity/index.ts'
import { logKeys, sealAction } from '../../../membership/index.ts'
import type { Profile } from '../../../storage/index.ts'
import { archivesErrors } from '../../errors.ts'
import { type Community, communitySchemas } from '../community.ts'
import type { KeptArchive, KeptArchives } from './kept.ts'

/** Tables of an archive that is kept to be read. */
export const archiveSchemas = [...communitySchemas, archiveKeySchema]

export interface KeepParts {
  readonly profile: Profile
  readonly kept: KeptArchives
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly signal: AbortSignal
}

/** What names an archive in this profile: the same for the same content, and for nothing else. */
export function archivePlaceOf({ community, bag }: Archive): CommunityId {
  const hash = [...bag.files.values()].map(({ path, hash: of }) => (path.startsWith('record/') ? `${path} ${of}` : ''))
  const content = digest('folkmoot/archive-record/1', Buffer.from(hash.toSorted().join('\n')))
  const made = digest('folkmoot/archive-place/1', fromBase64url(community) ?? new Uint8Array(0), content)
  return base64url(made) as CommunityId
}

/**
 * Fills a database of its own from an archive's record, through the same gate as everything.
 * What is cut short by an error, or by the end of the process, leaves nothing.
 * @throws archives/kept, archives/many-kept, archive/damaged, membership/wrong-genesis, storage/…, the signal's reason
 */
export async function keepArchive(archive: Archive, parts: KeepParts): Promise<KeptArchive> {
  const { profile, kept, signal } = parts
  const { community: of, statement } = archive
  const place = archivePlaceOf(archive)
  if (kept.get(place)) throw archivesErrors('kept')
  if (kept.all().length >= LIMITS.archivesKept)
    throw archivesErrors('many-kept', { details: { most: LIMITS.archivesKept } })
  const made: KeptArchive = { place, of, name: statement.name, newest: statement.newest }
  kept.begin(made)
  try {
    const database = profile.openCommunity(place, archiveSchemas)
    try {
      const membership = await fillLog(archive, 0, { database, community: of, log: parts.log }, signal)
      const opened = openPlace({ ...parts, database, community: of, membership })
      try {
        await fillKeys(archive, 0, opened.keys, signal)
        for await (const _block of fillDocuments(archive, 0, { ...opened, database }, signal)) signal.throwIfAborted()
      } finally {
        opened.close()
      }
    } finally {
      database.close()
    }
    return made
  } catch (error) {
    dropArchive(parts, place)
    throw error
  }
}

/** Removes what is held of an archive. */
export function dropArchive({ profile, kept }: Pick<KeepParts, 'profile' | 'kept'>, place: CommunityId): void {
  if (profile.communities().some(({ id }) => id === place)) profile.removeCommunity(place)
  kept.remove(place)
}

/** Takes what is new into the community and those of its private spaces that are here. @throws as mergeRecord */
export async function mergeArchive(archive: Archive, community: Community, signal: AbortSignal): Promise<Merged> {
  const counts = { taken: 0, known: 0, early: 0, refused: 0 }
  for (const [at, { id }] of archive.statement.places.entries()) {
    const place = at === 0 ? community : community.privates.all().find((space) => space.id === id)
    if (!place) continue
    const { membership, documents } = place
    const merged = await mergeRecord(archive, at, { community: id, membership, documents }, signal)
    if (merged.taken > 0) place.view.noteSeen()
    for (const name of ['taken', 'known', 'early', 'refused'] as const) counts[name] += merged[name]
  }
  return counts
}

/** The log of an archive's community, sealed as it travels, parents first. @throws archive/damaged, the signal's reason */
export async function sealedLog(archive: Archive, secret: Uint8Array, signal: AbortSignal): Promise<Uint8Array[]> {
  const keys = logKeys(secret)
  const items: Uint8Array[] = []
  for await (const action of recordedActions(archive, 0, signal)) items.push(sealAction(keys, action))
  return items
}
