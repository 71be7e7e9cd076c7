/**
 * Chunks of a file: 256 KiB each, XChaCha20-Poly1305 under a key made for this one file, the nonce being the chunk's number. What is
 * authenticated along names the place, the file's size and the number, so no chunk stands for another, and none can be cut off.
 */
import { joinBytes, LIMITS, type Random } from '../shared/index.ts'
import { CONTENT_KEY_BYTES, decrypt, digest, encrypt, NONCE_BYTES } from '../identity/index.ts'
import type { BlobPlace, BlobRef, BlobRoot, SealedChunk } from './about.ts'
import { blobErrors } from './errors.ts'
import { blobId, chunkCount, chunkId, chunkLength, encodeRoot, placeDigest } from './root.ts'

export interface BlobSealingParts {
  readonly place: BlobPlace
  /** Bytes of the whole file, said beforehand; at most LIMITS.attachmentBytes. */
  readonly size: number
  readonly random: Random
  /** To seal a file again as it was; without it a new key is made. Never for another file. */
  readonly key?: Uint8Array
}

/** Seals one file as it comes; holds one chunk of it at most. */
export class BlobSealing {
  readonly #place: BlobPlace
  readonly #size: number
  readonly #key: Uint8Array
  readonly #bound: Uint8Array
  readonly #chunks: SealedChunk['id'][] = []
  #rest: Uint8Array[] = []
  #waiting = 0
  #taken = 0

  /** @throws blobs/too-long */
  constructor({ place, size, random, key }: BlobSealingParts) {
    if (!Number.isSafeInteger(size) || size < 0 || size > LIMITS.attachmentBytes) throw blobErrors('too-long')
    this.#place = place
    this.#size = size
    this.#key = key ?? random.bytes(CONTENT_KEY_BYTES)
    this.#bound = placeDigest(place, size)
  }

  /** Bytes until now. */
  get taken(): number {
    return this.#taken
  }

  /** The next bytes of the file, as many as come; answers the chunks they complete. @throws blobs/too-long */
  append(bytes: Uint8Array): readonly SealedChunk[] {
    if (this.#taken + bytes.length > this.#size) throw blobErrors('too-long')
    this.#taken += bytes.length
    const made: SealedChunk[] = []
    let left = bytes
    while (this.#waiting + left.length >= LIMITS.chunkBytes) {
      const missing = LIMITS.chunkBytes - this.#waiting
      made.push(this.#seal(joinBytes(...this.#rest, left.subarray(0, missing))))
      left = left.subarray(missing)
      this.#rest = []
      this.#waiting = 0
    }
    // Whose bytes they are may use them again.
    if (left.length > 0) this.#rest.push(left.slice())
    this.#waiting += left.length
    return made
  }

  /** The last chunk, if any, then the root. @throws blobs/too-short */
  finish(): { readonly ref: BlobRef; readonly chunks: readonly SealedChunk[] } {
    if (this.#taken < this.#size) throw blobErrors('too-short')
    const last = this.#waiting > 0 ? [this.#seal(joinBytes(...this.#rest))] : []
    this.#rest = []
    this.#waiting = 0
    const bytes = encodeRoot(this.#key, this.#place, { size: this.#size, chunks: this.#chunks })
    const root = blobId(bytes)
    return { ref: { root, key: this.#key, size: this.#size }, chunks: [...last, { id: chunkId(bytes), bytes }] }
  }

  #seal(plain: Uint8Array): SealedChunk {
    const index = this.#chunks.length
    const bytes = encrypt(this.#key, nonceOf(index), plain, contextOf(this.#bound, index))
    const id = chunkId(bytes)
    this.#chunks.push(id)
    return { id, bytes }
  }
}

/** The file's bytes in one chunk, counted from 0. @throws blobs/wrong */
export function openChunk(
  ref: BlobRef,
  place: BlobPlace,
  root: BlobRoot,
  index: number,
  bytes: Uint8Array,
): Uint8Array {
  if (index >= chunkCount(ref.size) || root.chunks[index] !== chunkId(bytes)) throw blobErrors('wrong')
  let plain: Uint8Array
  try {
    plain = decrypt(ref.key, nonceOf(index), bytes, contextOf(placeDigest(place, ref.size), index))
  } catch (cause) {
    throw blobErrors('wrong', { cause })
  }
  if (plain.length !== chunkLength(ref.size, index)) throw blobErrors('wrong')
  return plain
}

const contextOf = (bound: Uint8Array, index: number): Uint8Array =>
  digest('folkmoot/blob-chunk/1', bound, number32(index))

/** A key seals one file once, and each number in it once. */
function nonceOf(index: number): Uint8Array {
  const nonce = new Uint8Array(NONCE_BYTES)
  nonce.set(number32(index), NONCE_BYTES - 4)
  return nonce
}

function number32(value: number): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, value)
  return bytes
}
