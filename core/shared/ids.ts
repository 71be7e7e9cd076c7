/**
 * Branded names for the byte strings and texts that identify things, so that one can never be passed for another.
 * Binary ids travel as bytes inside signed records and as base64url text everywhere else (contract, index, logs).
 */
declare const brand: unique symbol
type Brand<T, Name extends string> = T & { readonly [brand]: Name }

/** Base64url of the 32-byte hash of the community's `create` action. */
export type CommunityId = Brand<string, 'CommunityId'>
/** Base64url of the 32-byte hash of a member's first device key. */
export type MemberId = Brand<string, 'MemberId'>
/** Base64url of a device's 32-byte Ed25519 public key. */
export type DeviceId = Brand<string, 'DeviceId'>
/** A member's picture, named from its bytes: 22 characters of base64url. */
export type PictureName = Brand<string, 'PictureName'>
/** Base64url of the 32-byte id of a document; commits to community, space, kind and opener. */
export type DocumentId = Brand<string, 'DocumentId'>
/** A space is named by the document id of its root document. */
export type SpaceId = DocumentId
/** Lower-case hex of the 16-byte id of a feed, which is also its Automerge actor. */
export type FeedId = Brand<string, 'FeedId'>
/** `<feed>.<seq>`: one entry of one feed. */
export type EntryId = Brand<string, 'EntryId'>
/** Base64url of the 32-byte id of an epoch; commits to the epoch's key. */
export type EpochId = Brand<string, 'EpochId'>
/** Base64url of the 32-byte hash of a membership action. */
export type ActionId = Brand<string, 'ActionId'>
/** Names an attachment: base64url of the 32-byte hash of its root, which lists its chunks. */
export type BlobId = Brand<string, 'BlobId'>
/** Base64url of the 32-byte SHA-256 of an encrypted chunk, or of a root; a `BlobId` is one too. */
export type ChunkId = Brand<string, 'ChunkId'>
/** A libp2p peer id as text: names a transport end, never a member. */
export type PeerId = Brand<string, 'PeerId'>

/** The name of one entry: `seq` counts from 1. */
export function entryId(feed: FeedId, seq: number): EntryId {
  return `${feed}.${seq}` as EntryId
}

/** The feed and seq an entry's name is made of, or nothing for a text that is no such name. */
export function parseEntryId(id: string): { feed: FeedId; seq: number } | undefined {
  const match = /^([0-9a-f]{32})\.([1-9][0-9]{0,15})$/.exec(id)
  if (!match) return undefined
  const seq = Number(match[2])
  return Number.isSafeInteger(seq) ? { feed: match[1] as FeedId, seq } : undefined
}
