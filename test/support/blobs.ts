/** Files and what is kept of them, for tests of blobs. */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import {
  type BlobPlace,
  type BlobRef,
  BlobSealing,
  blobsSchema,
  BlobStore,
  type SealedChunk,
} from '../../core/blobs/index.ts'
import type { CommunityId, MemberId, SpaceId } from '../../core/shared/index.ts'
import { type Database, heldKeyStore, openProfile, type Profile } from '../../core/storage/index.ts'
import { type KeptLog, keptLog, seededRandom } from './surroundings.ts'

export const community = 'garden' as CommunityId
export const gardenPlace: BlobPlace = {
  community,
  space: 'general' as SpaceId,
  author: 'ada' as MemberId,
}

export interface SealedFile {
  readonly bytes: Uint8Array
  readonly ref: BlobRef
  /** In order, the root last. */
  readonly chunks: readonly SealedChunk[]
  readonly root: SealedChunk
}

/** Bytes without any order, many at once. */
export const plainBytes = (size: number, seed: string): Uint8Array =>
  size === 0 ? new Uint8Array(0) : new Uint8Array(createHash('shake256', { outputLength: size }).update(seed).digest())

/** A file of so many bytes, sealed in pieces of any size. */
export function sealedFile(size: number, seed = 'file', place = gardenPlace, piece = 300_000): SealedFile {
  const random = seededRandom(seed)
  const bytes = plainBytes(size, seed)
  const sealing = new BlobSealing({ place, size, random })
  const chunks: SealedChunk[] = []
  for (let at = 0; at < size; at += piece) chunks.push(...sealing.append(bytes.subarray(at, at + piece)))
  const { ref, chunks: last } = sealing.finish()
  const root = last.at(-1)
  if (!root) throw new TypeError('a blob ends with its root')
  return { bytes, ref, chunks: [...chunks, ...last], root }
}

export interface OpenStore {
  readonly store: BlobStore
  readonly profile: Profile
  readonly database: Database
  readonly log: KeptLog
  readonly folder: string
  close(): void
}

/** A store in a profile's folder; opened again it knows what it knew. */
export async function openStore(folder: string): Promise<OpenStore> {
  const profile = await openProfile({
    folder,
    keyStore: heldKeyStore(new Uint8Array(32).fill(5), 'file'),
    signal: new AbortController().signal,
  })
  const database = profile.openCommunity(community, [blobsSchema])
  const log = keptLog()
  const store = new BlobStore({ database, files: profile.filesOf(community), log })
  return { store, profile, database, log, folder: join(folder, 'blobs', community), close: () => profile.close() }
}
