/**
 * Epochs: the keys content is written under. An epoch's id commits to its key, so that nobody can hand out a second key
 * under the same name, and members who were handed different ones notice at once.
 */
import { base64url, type EpochId, fromBase64url, joinBytes, type Random, sameBytes } from '../shared/index.ts'
import { CONTENT_KEY_BYTES, deriveKey, digest } from '../identity/index.ts'

export interface Epoch {
  readonly id: EpochId
  /** 32 bytes. */
  readonly key: Uint8Array
}

/** Hash of the key and of the epochs it follows, in sorted order. */
export function epochIdOf(key: Uint8Array, parents: readonly EpochId[]): EpochId {
  const names = [...parents].sort().map((id) => fromBase64url(id) ?? new Uint8Array(0))
  return base64url(digest('folkmoot/epoch/1', key, ...names)) as EpochId
}

export function firstEpoch(random: Random): Epoch {
  const key = random.bytes(CONTENT_KEY_BYTES)
  return { id: epochIdOf(key, []), key }
}

/** Whether a key is the one an epoch's id was made of. */
export function isKeyOf(id: EpochId, key: Uint8Array, parents: readonly EpochId[]): boolean {
  return sameBytes(fromBase64url(id) ?? new Uint8Array(0), fromBase64url(epochIdOf(key, parents)) ?? new Uint8Array(1))
}

/** What content is encrypted with: a key, and a key from which each item's nonce is made. 32 bytes each. */
export interface ContentKeys {
  readonly content: Uint8Array
  readonly nonce: Uint8Array
}

/**
 * What an item can be held against without anybody being able to encrypt or decrypt by it, as in an archive. The signed header of an item
 * holds its nonce, which is made of its entry by the nonce's key, and the hash of its ciphertext.
 */
export interface ProvingKeys {
  /** 32 bytes. */
  readonly nonce: Uint8Array
  /** SHA-256 of the ciphertext of the item of a feed with that seq and nonce, 32 bytes; nothing when it is not known. */
  ciphertextHash(feed: Uint8Array, seq: number, nonce: Uint8Array): Uint8Array | undefined
}

/** Either is enough to compute an item's header. */
export type ItemKeys = ContentKeys | ProvingKeys

/** The keys of one epoch, or of several concurrent ones, which must be given in the order of their ids. */
export function contentKeys(epochKeys: readonly Uint8Array[]): ContentKeys {
  const joined = joinBytes(...epochKeys)
  return { content: deriveKey(joined, 'folkmoot/content/1'), nonce: deriveKey(joined, 'folkmoot/content-nonce/1') }
}
