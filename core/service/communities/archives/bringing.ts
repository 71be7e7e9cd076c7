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
  archiveErrors,
  archiveKeySchema,
  fillDocuments,
  fillKeys,
  fillLog,
  type Merged,
  mergeRecord,
  openPlace,
  recordedActions,
  takeMedia,
  type TakenMedia,
} from '../../../archive/index.ts'
import { digest } from '../../../identity/index.ts'
import { logKeys, type MembershipLog, sealAction } from '../../../membership/index.ts'
import type { Profile } from '../../../storage/index.ts'
import { archivesErrors } from '../../errors.ts'
import { type Community, communitySchemas } from '../community.ts'
import { forgetPrivateSpaces } from '../private/open-spaces.ts'
import { PrivateRegistry } from '../private/registry.ts'
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
  const made = digest('folkmoot/archive-place/1', bytesOf(community), content)
  return base64url(made) as CommunityId
}

/**
 * Fills a database of its own from an archive's record, through the same gate as everything.
 * What is cut short by an error, or by the end of the process, leaves nothing.
 * @throws archives/kept, archives/many-kept, archive/damaged, membership/wrong-genesis, storage/…, the signal's reason
 */
export async function keepArchive(archive: Archive, parts: KeepParts): Promise<KeptArchive> {
  const { kept } = parts
  const { community: of, statement } = archive
  const place = archivePlaceOf(archive)
  if (kept.get(place)) throw archivesErrors('kept')
  if (kept.all().length >= LIMITS.archivesKept)
    throw archivesErrors('many-kept', { details: { most: LIMITS.archivesKept } })
  if (statement.places.length > LIMITS.privateSpaces + 1)
    throw archiveErrors('too-large', { details: { file: 'record' } })
  const made: KeptArchive = { place, of, name: statement.name, newest: statement.newest }
  kept.begin(made)
  try {
    await fill(archive, 0, place, parts, async (membership) => {
      for (let at = 1; at < statement.places.length; at++) await fillPrivate(archive, at, place, membership, parts)
    })
    return made
  } catch (error) {
    dropArchive(parts, place)
    throw error
  }
}

/** Fills a database with one place of an archive. @param then what is done while its log is open */
async function fill(
  archive: Archive,
  at: number,
  place: CommunityId,
  { profile, signal, ...rest }: KeepParts & { readonly parent?: MembershipLog },
  then: (membership: MembershipLog) => Promise<void> | void,
): Promise<void> {
  const database = profile.openCommunity(place, archiveSchemas)
  try {
    const community = archive.statement.places[at]?.id ?? archive.community
    const membership = await fillLog(archive, at, { database, community, log: rest.log }, signal)
    const opened = openPlace({ ...rest, database, community, membership })
    try {
      await fillKeys(archive, at, opened.keys, signal)
      const blocks = fillDocuments(archive, at, { ...opened, database }, signal)
      while ((await blocks.next()).done !== true) signal.throwIfAborted()
    } finally {
      opened.close()
    }
    await then(membership)
  } finally {
    database.close()
  }
}

/** A private space lies in a database of its own, by a name of its own: the living one may be in this profile as well. */
async function fillPrivate(
  archive: Archive,
  at: number,
  community: CommunityId,
  parent: MembershipLog,
  parts: KeepParts,
): Promise<void> {
  const registry = new PrivateRegistry(parts.profile.database)
  const of = archive.statement.places[at]?.id ?? archive.community
  const id = keptPrivateOf(community, of)
  const none = new Uint8Array(0)
  // What is being made is removed should the process end.
  registry.add({ id, community, state: 'making', secret: none, genesis: none })
  await fill(archive, at, id, { ...parts, parent }, ({ secret }) => {
    registry.remove(id)
    registry.add({ id, community, state: 'open', secret, genesis: none })
  })
}

/** What this profile calls a private space of an archive it keeps. @param place what it calls the archive */
function keptPrivateOf(place: CommunityId, of: CommunityId): CommunityId {
  return base64url(digest('folkmoot/archive-place/1', bytesOf(place), bytesOf(of))) as CommunityId
}

function bytesOf(id: string): Uint8Array {
  return fromBase64url(id) ?? new Uint8Array(0)
}

/** Removes what is held of an archive. */
export function dropArchive({ profile, kept }: Pick<KeepParts, 'profile' | 'kept'>, place: CommunityId): void {
  forgetPrivateSpaces(profile, place)
  if (profile.communities().some(({ id }) => id === place)) profile.removeCommunity(place)
  kept.remove(place)
}

/** What came of bringing an archive into its community. */
export interface Brought extends Merged {
  readonly files: TakenMedia
}

/** Takes what is new into the community and those of its private spaces that are here, then the files attached there. @throws as mergeRecord */
export async function mergeArchive(
  archive: Archive,
  community: Community,
  parts: { readonly random: Random; readonly signal: AbortSignal },
): Promise<Brought> {
  const { signal } = parts
  const counts = { taken: 0, known: 0, early: 0, refused: 0 }
  for (const [at, { id }] of archive.statement.places.entries()) {
    const place = at === 0 ? community : community.privates.all().find((space) => space.id === id)
    if (!place) continue
    const { membership, documents } = place
    const merged = await mergeRecord(archive, at, { community: id, membership, documents }, signal)
    if (merged.taken > 0) place.view.noteSeen()
    for (const name of ['taken', 'known', 'early', 'refused'] as const) counts[name] += merged[name]
  }
  return { ...counts, files: await takeFiles(archive, community, parts) }
}

/** Takes attached files, for messages that stand here, in a community or in an archive of it that is kept. @throws as takeMedia */
export async function takeFiles(
  archive: Archive,
  community: Community,
  parts: { readonly random: Random; readonly signal: AbortSignal },
): Promise<TakenMedia> {
  const all = { taken: 0, refused: 0, left: 0 }
  for (const [at, { id: log }] of archive.statement.places.entries()) {
    const id = community.archiveOf === undefined ? log : keptPrivateOf(community.community, log)
    const place = at === 0 ? community : community.privates.all().find((space) => space.id === id)
    if (!place) continue
    const came = await takeMedia(archive.bag, { log, view: place.view, store: place.files.store }, parts)
    for (const name of ['taken', 'refused', 'left'] as const) all[name] += came[name]
  }
  return all
}

/** The log of an archive's community, sealed as it travels, parents first. @throws archive/damaged, the signal's reason */
export async function sealedLog(archive: Archive, secret: Uint8Array, signal: AbortSignal): Promise<Uint8Array[]> {
  const keys = logKeys(secret)
  const items: Uint8Array[] = []
  for await (const action of recordedActions(archive, 0, signal)) items.push(sealAction(keys, action))
  return items
}
