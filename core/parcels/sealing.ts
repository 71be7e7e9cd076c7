/**
 * The form of a parcel (docs/format.md, "Parcels and bundles"):
 *
 *   version ‖ nonce ‖ tag ‖ AEAD(parcel key, nonce, length ‖ [kind, epochs, body] ‖ zeros, version ‖ nonce ‖ tag)
 *
 * All but the ciphertext looks like chance to whoever does not know the community's secret, and the length is one of few. What documents
 * hold is sealed once more, under the keys of all epochs it was written under. A letter is sealed to its device, in place of AEAD; its
 * tag is chance.
 */
import {
  base64url,
  type CborValue,
  decodeCanonical,
  encodeCanonical,
  type EpochId,
  fromBase64url,
  joinBytes,
  LIMITS,
  type Random,
  sameBytes,
} from '../shared/index.ts'
import {
  type BoxKeys,
  decrypt,
  deriveKey,
  encrypt,
  keyedHash,
  NONCE_BYTES,
  openSealed,
  SEAL_OVERHEAD,
  sealFor,
  TAG_BYTES,
} from '../identity/index.ts'
import type { ContentKeys } from '../membership/index.ts'
import { parcelErrors } from './errors.ts'

export const KINDS = { log: 1, documents: 2, letters: 3 } as const

/** What lies inside the outer seal. */
export interface Content {
  readonly kind: number
  /** Epochs whose keys open the body; none when it lies open. */
  readonly epochs: readonly EpochId[]
  readonly body: Uint8Array
}

const VERSION = 1
const NAME_BYTES = 16
const HEAD_BYTES = 1 + NONCE_BYTES + NAME_BYTES
const LENGTH_BYTES = 4
/** The least size of a parcel. */
const LEAST_BYTES = 1024
const OUTER = { bytes: LIMITS.parcelBytes, depth: 2, values: 8 + LIMITS.parcelEpochs }
const LIST = { bytes: LIMITS.parcelBytes, depth: 1, values: 64 * 1024 }

interface ParcelKeys {
  readonly seal: Uint8Array
  readonly tag: Uint8Array
}

const known = new WeakMap<Uint8Array, ParcelKeys>()

/** Keys of a community's parcels from the 16-byte secret of its log. */
function keysOf(secret: Uint8Array): ParcelKeys {
  const kept = known.get(secret)
  if (kept) return kept
  const made = { seal: deriveKey(secret, 'folkmoot/parcel/1'), tag: deriveKey(secret, 'folkmoot/parcel-tag/1') }
  known.set(secret, made)
  return made
}

/** A parcel begins so: fresh for each. */
export function newHead(secret: Uint8Array, random: Random): Uint8Array {
  const nonce = random.bytes(NONCE_BYTES)
  return joinBytes(Uint8Array.of(VERSION), nonce, keyedHash(keysOf(secret).tag, nonce).subarray(0, NAME_BYTES))
}

/** Whether it is tagged as of the community with this secret, as anybody who knows that can see, and nobody else. */
export function isTagged(secret: Uint8Array, parcel: Uint8Array): boolean {
  if (!isParcel(parcel)) return false
  const made = keyedHash(keysOf(secret).tag, nonceOf(parcel)).subarray(0, NAME_BYTES)
  return sameBytes(made, parcel.subarray(1 + NONCE_BYTES, HEAD_BYTES))
}

export function isParcel(bytes: Uint8Array): boolean {
  return bytes[0] === VERSION && bytes.length >= LEAST_BYTES && bytes.length <= LIMITS.parcelBytes
}

export function seal(secret: Uint8Array, head: Uint8Array, content: Content): Uint8Array {
  const plain = padded(content, HEAD_BYTES + TAG_BYTES)
  return joinBytes(head, encrypt(keysOf(secret).seal, nonceOf(head), plain, head))
}

/** @throws parcel/damaged */
export function unseal(secret: Uint8Array, parcel: Uint8Array): Content {
  const head = parcel.subarray(0, HEAD_BYTES)
  return readPadded(
    trying(() => decrypt(keysOf(secret).seal, nonceOf(parcel), parcel.subarray(HEAD_BYTES), head)),
    parcel.length,
    HEAD_BYTES + TAG_BYTES,
  )
}

/** A parcel for one device alone, told from others by nobody else. */
export function sealToDevice(box: Uint8Array, random: Random, content: Content): Uint8Array {
  const head = joinBytes(Uint8Array.of(VERSION), random.bytes(NONCE_BYTES + NAME_BYTES))
  return joinBytes(head, sealFor(box, padded(content, HEAD_BYTES + SEAL_OVERHEAD)))
}

/** Nothing when it is not for this device. @throws parcel/damaged */
export function unsealHere(box: BoxKeys, parcel: Uint8Array): Content | undefined {
  if (!isParcel(parcel)) return undefined
  let plain: Uint8Array
  try {
    plain = openSealed(box, parcel.subarray(HEAD_BYTES))
  } catch {
    return undefined
  }
  return readPadded(plain, parcel.length, HEAD_BYTES + SEAL_OVERHEAD)
}

/** Several byte strings as a body that whoever has not the epochs' keys cannot read. */
export function sealBody(keys: ContentKeys, head: Uint8Array, parts: readonly Uint8Array[]): Uint8Array {
  return encrypt(bodyKey(keys), nonceOf(head), encodeCanonical(parts), head)
}

/** @throws parcel/damaged */
export function unsealBody(keys: ContentKeys, parcel: Uint8Array, body: Uint8Array): readonly Uint8Array[] {
  const head = parcel.subarray(0, HEAD_BYTES)
  return readParts(trying(() => decrypt(bodyKey(keys), nonceOf(parcel), body, head)))
}

/** @throws parcel/damaged */
export function readParts(bytes: Uint8Array): readonly Uint8Array[] {
  const parts = trying(() => decodeCanonical(bytes, LIST))
  if (!isList(parts) || !parts.every((part) => part instanceof Uint8Array)) throw parcelErrors('damaged')
  return parts
}

/** Bytes of chance in the form of a parcel, with room for so many. */
export function decoy(bytes: number, random: Random): Uint8Array {
  return joinBytes(Uint8Array.of(VERSION), random.bytes(sizeStep(HEAD_BYTES + TAG_BYTES + bytes) - 1))
}

/** The least size a parcel may have that is not less than `bytes`: few sizes, at most 12 % more (Padmé, Nikitin et al., PETS 2019). */
export function sizeStep(bytes: number): number {
  if (bytes <= LEAST_BYTES) return LEAST_BYTES
  const exponent = Math.floor(Math.log2(bytes))
  const step = 2 ** (exponent - Math.floor(Math.log2(exponent)) - 1)
  return Math.ceil(bytes / step) * step
}

function padded({ kind, epochs, body }: Content, around: number): Uint8Array {
  const content = encodeCanonical([kind, epochs.map((id) => fromBase64url(id) ?? new Uint8Array(0)), body])
  const least = LENGTH_BYTES + content.length
  const plain = new Uint8Array(sizeStep(around + least) - around)
  new DataView(plain.buffer).setUint32(0, content.length)
  plain.set(content, LENGTH_BYTES)
  return plain
}

function readPadded(plain: Uint8Array, size: number, around: number): Content {
  if (plain.length < LENGTH_BYTES) throw parcelErrors('damaged')
  const length = new DataView(plain.buffer, plain.byteOffset).getUint32(0)
  const end = LENGTH_BYTES + length
  if (end > plain.length || sizeStep(around + end) !== size) throw parcelErrors('damaged')
  if (plain.subarray(end).some((byte) => byte !== 0)) throw parcelErrors('damaged')
  return readContent(trying(() => decodeCanonical(plain.subarray(LENGTH_BYTES, end), OUTER)))
}

function readContent(value: CborValue): Content {
  const [kind, epochs, body] = isList(value) && value.length === 3 ? value : []
  if (typeof kind !== 'number' || !isList(epochs) || epochs.length > LIMITS.parcelEpochs) throw parcelErrors('damaged')
  if (!(body instanceof Uint8Array)) throw parcelErrors('damaged')
  const ids = epochs.map((id) => {
    if (!(id instanceof Uint8Array) || id.length !== 32) throw parcelErrors('damaged')
    return base64url(id) as EpochId
  })
  if (ids.some((id, at) => at > 0 && (ids[at - 1] ?? '') >= id)) throw parcelErrors('damaged')
  return { kind, epochs: ids, body }
}

function bodyKey({ content }: ContentKeys): Uint8Array {
  return deriveKey(content, 'folkmoot/parcel-content/1')
}

function nonceOf(parcel: Uint8Array): Uint8Array {
  return parcel.subarray(1, 1 + NONCE_BYTES)
}

function isList(value: CborValue | undefined): value is readonly CborValue[] {
  return Array.isArray(value)
}

function trying<T>(work: () => T): T {
  try {
    return work()
  } catch (cause) {
    throw parcelErrors('damaged', { cause })
  }
}
