/**
 * The root of a blob (docs/format.md, "Attached files"): canonical CBOR [1, size, commitment, names], the names of all chunks one after the
 * other. It is named by its SHA-256, which the signed message says, so the whole file hangs on that one name.
 */
import {
  base64url,
  type BlobId,
  type ChunkId,
  decodeCanonical,
  encodeCanonical,
  fromBase64url,
  joinBytes,
  LIMITS,
  sameBytes,
  utf8,
} from '../shared/index.ts'
import { digest, keyedHash, sha256 } from '../identity/index.ts'
import type { BlobPlace, BlobRef, BlobRoot } from './about.ts'
import { blobErrors } from './errors.ts'

const VERSION = 1
const NAME_BYTES = 32
const LIMIT = { bytes: LIMITS.blobRootBytes, depth: 1, values: 8 }

/** SHA-256 of encrypted bytes, as they are named by. */
export const chunkId = (bytes: Uint8Array): ChunkId => base64url(sha256(bytes)) as ChunkId

/** How many chunks a file of so many bytes makes. */
export const chunkCount = (size: number): number => Math.ceil(size / LIMITS.chunkBytes)

/** Bytes of the file in a chunk, counted from 0. */
export const chunkLength = (size: number, index: number): number =>
  Math.max(0, Math.min(LIMITS.chunkBytes, size - index * LIMITS.chunkBytes))

/** 32 bytes that stand for the place and the size: what every part of the blob is sealed for. */
export function placeDigest({ community, space, author }: BlobPlace, size: number): Uint8Array {
  const length = new Uint8Array(8)
  new DataView(length.buffer).setBigUint64(0, BigInt(size))
  const ids = [community, space, author].map((id) => digest('folkmoot/blob-id/1', utf8(id)))
  return digest('folkmoot/blob-place/1', ...ids, length)
}

/** Shows that a key is the one the blob was sealed with, for this place: encryption alone would open under several keys made to fit. */
const commitment = (key: Uint8Array, place: BlobPlace, size: number): Uint8Array =>
  keyedHash(key, utf8('folkmoot/blob/1'), placeDigest(place, size))

export function encodeRoot(key: Uint8Array, place: BlobPlace, { size, chunks }: BlobRoot): Uint8Array {
  const names = chunks.map((name) => fromBase64url(name) ?? new Uint8Array(NAME_BYTES))
  return encodeCanonical([VERSION, size, commitment(key, place, size), joinBytes(...names)])
}

/** What a root lists, read without its key: enough to fetch it. Nothing for what is no root, or does not list what its size takes. */
export function readRoot(bytes: Uint8Array): (BlobRoot & { readonly commitment: Uint8Array }) | undefined {
  if (bytes.length > LIMITS.blobRootBytes) return undefined
  let value: unknown
  try {
    value = decodeCanonical(bytes, LIMIT)
  } catch {
    return undefined
  }
  if (!Array.isArray(value) || value.length !== 4) return undefined
  const [version, size, committed, names] = value as readonly unknown[]
  if (version !== VERSION || typeof size !== 'number' || !Number.isSafeInteger(size)) return undefined
  if (size < 0 || size > LIMITS.attachmentBytes) return undefined
  if (!(committed instanceof Uint8Array) || committed.length !== NAME_BYTES) return undefined
  if (!(names instanceof Uint8Array) || names.length !== chunkCount(size) * NAME_BYTES) return undefined
  const chunks = Array.from(
    { length: chunkCount(size) },
    (_, index) => base64url(names.subarray(index * NAME_BYTES, (index + 1) * NAME_BYTES)) as ChunkId,
  )
  return { size, chunks, commitment: committed }
}

export const chunkNames = (bytes: Uint8Array): readonly ChunkId[] | undefined => readRoot(bytes)?.chunks

/** @throws blobs/wrong for bytes the message does not name, blobs/foreign for a blob of another key, author or place */
export function openRoot(ref: BlobRef, place: BlobPlace, bytes: Uint8Array): BlobRoot {
  const root = chunkId(bytes) === (ref.root as string) ? readRoot(bytes) : undefined
  if (!root || root.size !== ref.size) throw blobErrors('wrong')
  if (!sameBytes(root.commitment, commitment(ref.key, place, ref.size))) throw blobErrors('foreign')
  return { size: root.size, chunks: root.chunks }
}

/** The name of a root, which is the blob's. */
export const blobId = (root: Uint8Array): BlobId => chunkId(root) as string as BlobId
