/**
 * An item: one entry's place in a feed. Its header names everything that fixes it and is hashed; the signature lies outside and covers
 * the hash. Header, nonce, ciphertext and hash are pure functions of (feed, seq, previous hash, context, seen, entry, epoch keys), so
 * members exchange only what cannot be computed, and both ends come to the same bytes.
 */
import {
  type CommunityId,
  type DocumentId,
  encodeCanonical,
  type EpochId,
  type FeedId,
  fromBase64url,
  fromHex,
  hex,
  joinBytes,
  sameBytes,
} from '../../shared/index.ts'
import {
  digest,
  encrypt,
  keyedHash,
  NONCE_BYTES,
  sha256,
  sign,
  type SigningKeys,
  verify,
} from '../../identity/index.ts'
import type { ActionId } from '../../shared/index.ts'
import type { ContentKeys, ItemKeys } from '../../membership/index.ts'

/** Version of the hashed header. */
export const ITEM_VERSION = 1
export const SESSION_BYTES = 16
export const FEED_ID_BYTES = 16
export const SEEN_HASH_BYTES = 16

/** What names a feed: one device session in one document. */
export interface FeedName {
  readonly document: DocumentId
  /** 32-byte signing key. */
  readonly device: Uint8Array
  /** 16 random bytes that live in the memory of one process alone, so that no restored backup goes on with a feed. */
  readonly session: Uint8Array
}

/** Under which epochs an item is written, and which membership heads its author newly saw. */
export interface Context {
  readonly epochs: readonly EpochId[]
  /** Empty when they did not change since the feed's previous item. */
  readonly heads: readonly ActionId[]
}

/** A pointer to another feed's item in the same document that the author had seen. */
export interface Seen {
  readonly feed: FeedId
  readonly seq: number
  /** First 16 bytes of that item's hash. */
  readonly hash: Uint8Array
}

/** All that cannot be computed of one item. */
export interface ItemContent {
  readonly seq: number
  /** Hash of the feed's item before; empty for the first. */
  readonly prev: Uint8Array
  readonly context: Context
  readonly seen: readonly Seen[]
  /** The entry in canonical CBOR: the plaintext. */
  readonly entry: Uint8Array
}

/** Bytes an item counts for: its entry, and what its header names. Blocks, feeds and pages are bounded by it. */
export function itemWeight({ context, seen, entry }: Pick<ItemContent, 'context' | 'seen' | 'entry'>): number {
  return entry.length + 34 * (context.epochs.length + context.heads.length) + 40 * seen.length
}

/** The 16-byte name of a feed as hex; also its Automerge actor. Nobody can squat it: it is a hash of the device's key. */
export function feedIdOf(name: FeedName): FeedId {
  return hex(
    digest('folkmoot/feed/1', bytesOf(name.document), name.device, name.session).subarray(0, FEED_ID_BYTES),
  ) as FeedId
}

/** Seals an item: its canonical header and the ciphertext. */
export function sealItem(
  place: ItemPlace,
  keys: ContentKeys,
  item: ItemContent,
): { header: Uint8Array; ciphertext: Uint8Array } {
  const where = joinBytes(place.feedBytes, seqBytes(item.seq))
  const nonce = nonceOf(keys, where, item)
  const ciphertext = encrypt(keys.content, nonce, item.entry, where)
  return { header: headerWith(place, item, nonce, sha256(ciphertext)), ciphertext }
}

/** An item's header, made with the keys it was encrypted with, or with what proves it alone: then one that is not known fits nothing. */
export function headerOf(place: ItemPlace, keys: ItemKeys, item: ItemContent): Uint8Array {
  if (!('ciphertextHash' in keys)) return sealItem(place, keys, item).header
  const nonce = nonceOf(keys, joinBytes(place.feedBytes, seqBytes(item.seq)), item)
  return headerWith(place, item, nonce, keys.ciphertextHash(place.feedBytes, item.seq, nonce) ?? UNKNOWN)
}
const UNKNOWN = new Uint8Array(32)

/** What a header ends with: the nonce, and the hash of the ciphertext, each behind a head of two bytes. */
export function sealOf(header: Uint8Array): { readonly nonce: Uint8Array; readonly ciphertextHash: Uint8Array } {
  const at = header.length - 32
  return { nonce: header.slice(at - 2 - NONCE_BYTES, at - 2), ciphertextHash: header.slice(at) }
}

/** The nonce an entry has at a place of a feed. */
export function itemNonce(place: ItemPlace, keys: ItemKeys, seq: number, entry: Uint8Array): Uint8Array {
  return nonceOf(keys, joinBytes(place.feedBytes, seqBytes(seq)), { entry })
}

function nonceOf({ nonce }: ItemKeys, where: Uint8Array, { entry }: Pick<ItemContent, 'entry'>): Uint8Array {
  return keyedHash(nonce, where, entry).subarray(0, NONCE_BYTES)
}

function headerWith(place: ItemPlace, item: ItemContent, nonce: Uint8Array, ciphertextHash: Uint8Array): Uint8Array {
  const { seq, prev, seen } = item
  return joinBytes(
    place.beginning,
    encodeCanonical(seq),
    encodeCanonical(prev),
    contextBytes(item.context),
    encodeCanonical(seen.map((pointer) => [feedBytes(pointer.feed), pointer.seq, pointer.hash])),
    encodeCanonical(nonce),
    encodeCanonical(ciphertextHash),
  )
}

/** Where the items of a feed stand: what is the same for all of them, as bytes. */
export interface ItemPlace {
  readonly feedBytes: Uint8Array
  /** The beginning of every header: the head of a list of twelve, and its first five values. */
  readonly beginning: Uint8Array
}

const LIST_OF_TWELVE = Uint8Array.of(0x8c)

export function placeOf(community: CommunityId, name: FeedName): ItemPlace {
  const values = [ITEM_VERSION, bytesOf(community), bytesOf(name.document), name.device, name.session]
  return { feedBytes: feedBytes(feedIdOf(name)), beginning: joinBytes(LIST_OF_TWELVE, ...values.map(encodeCanonical)) }
}

/** Many items share a context; the two lists of ids are encoded once for each. */
function contextBytes(context: Context): Uint8Array {
  const known = contexts.get(context)
  if (known) return known
  const bytes = joinBytes(encodeCanonical(context.epochs.map(bytesOf)), encodeCanonical(context.heads.map(bytesOf)))
  contexts.set(context, bytes)
  return bytes
}
const contexts = new WeakMap<Context, Uint8Array>()

/** 32 bytes: what the next item names as `prev`, and what is signed. */
export function itemHash(place: ItemPlace, keys: ItemKeys, item: ItemContent): Uint8Array {
  return hashOfHeader(headerOf(place, keys, item))
}

export function hashOfHeader(header: Uint8Array): Uint8Array {
  return digest('folkmoot/item/1', header)
}

export function signItem(keys: SigningKeys, hash: Uint8Array): Uint8Array {
  return sign(keys, digest('folkmoot/item-signature/1', hash))
}

export function isItemSigned(device: Uint8Array, hash: Uint8Array, signature: Uint8Array): boolean {
  return verify(device, digest('folkmoot/item-signature/1', hash), signature)
}

/** Whether a pointer names the item of that hash. */
export function pointsAt(seen: Seen, hash: Uint8Array): boolean {
  return sameBytes(seen.hash, hash.subarray(0, SEEN_HASH_BYTES))
}

export function feedBytes(feed: FeedId): Uint8Array {
  return fromHex(feed) ?? new Uint8Array(0)
}

function bytesOf(id: string): Uint8Array {
  return fromBase64url(id) ?? new Uint8Array(0)
}

/** 8 bytes, big-endian. */
function seqBytes(seq: number): Uint8Array {
  const bytes = new Uint8Array(8)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, Math.floor(seq / 2 ** 32))
  view.setUint32(4, seq % 2 ** 32)
  return bytes
}
