/** Files that people of tests attach, fetch and read, as a screen would; and what of them lies on a disk. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { FileToSend } from '../../core/contract/index.ts'
import { type CommunityId, type EntryId, LIMITS, type SpaceId } from '../../core/shared/index.ts'
import type { Carried } from '../../core/service/communities/carried.ts'
import type { Client as NeighbourClient } from './neighbours.ts'
import type { Client as ScreenClient } from './screen.ts'
import { seededRandom } from './surroundings.ts'

/** Whoever is spoken to by the contract, in this process or another. */
export type FilesClient = { readonly files: NeighbourClient['files'] | ScreenClient['files'] }

export interface Place {
  readonly community: CommunityId
  readonly space: SpaceId
}

export interface SomeFile {
  readonly name: string
  readonly type: string
  readonly bytes: Uint8Array
}

/** Bytes nobody could guess, the same for the same seed. */
export function someFile(name: string, type: string, size: number): SomeFile {
  return { name, type, bytes: seededRandom(`file ${name}`).bytes(size) }
}

/** Hands a file over piece by piece. */
export async function handOver(
  client: FilesClient,
  place: Place,
  { name, type, bytes }: SomeFile,
): Promise<FileToSend> {
  const { id } = await client.files.begin({ ...place, name, type, size: bytes.length })
  for (let at = 0; at < bytes.length; at += LIMITS.attachmentPieceBytes) {
    const piece = bytes.subarray(at, at + LIMITS.attachmentPieceBytes)
    await client.files.append({ id, chunk: Buffer.from(piece).toString('base64') })
  }
  return { id }
}

/** All of a file of a message, as a screen reads it. */
export async function readFile(
  client: FilesClient,
  place: Place,
  message: EntryId,
  { size, at = 0 }: { readonly size: number; readonly at?: number },
): Promise<Uint8Array> {
  const pieces: Buffer[] = []
  for (let from = 0; from < size;) {
    const asked = { ...place, message, at, from, most: LIMITS.attachmentPieceBytes }
    const piece = Buffer.from((await client.files.read(asked)).chunk, 'base64')
    if (piece.length === 0) throw new TypeError('nothing more comes')
    pieces.push(piece)
    from += piece.length
  }
  return Uint8Array.from(Buffer.concat(pieces))
}

/** Names of the chunks that lie in a profile. */
export function chunksIn(profile: string): string[] {
  const folder = join(profile, 'blobs')
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
      .filter((each) => each.isFile())
      .map(({ name }) => name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

/** What one wants and another has, as sync would carry it, at most so many chunks. */
export function carryChunks(from: Carried, to: Carried, most = Number.POSITIVE_INFINITY): number {
  const [source, target] = [from.blobs, to.blobs]
  if (!source || !target) throw new TypeError('no files are carried')
  let carried = 0
  for (let news = true; news && carried < most;) {
    news = false
    for (const chunk of target.wanted(16)) {
      const bytes = carried < most ? source.read(chunk) : undefined
      if (!bytes || target.take(bytes) === undefined) continue
      carried += 1
      news = true
    }
  }
  return carried
}
