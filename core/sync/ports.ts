/** What sync carries, as sync sees it. Service's communities have this shape; node hands them over. */
import type { ActionId, CommunityId, DeviceId, DocumentId, FeedId, MemberId } from '../shared/index.ts'

/** How far a feed goes. */
export interface FeedHead {
  readonly feed: FeedId
  readonly seq: number
}

/** One community on this device. Everything here is synchronous; what throws is a storage failure, which ends the session and is shown. */
export interface Carried {
  readonly community: CommunityId
  /** 32 bytes under which two peers recognise the community without naming it. */
  readonly tagKey: Uint8Array
  /** The own device's id, and its Ed25519 signature (64 bytes) over a handshake transcript. */
  readonly device: DeviceId
  signSession(transcript: Uint8Array): Uint8Array
  readonly log: CarriedLog
  readonly documents: CarriedDocuments
  /** Admits who asks, or throws why not (codes of `invite/…`); the admission is on disk when it returns. */
  admit(
    request: Uint8Array,
    meeting: { readonly nonce: Uint8Array; readonly joiner: string; readonly admitter: string },
  ): void
  /** Whether any invite is open, so that strangers may ask at all. */
  hasOpenInvite(): boolean
  /** Another member's authenticated version vector (or part of one) covers these: for "reached n members". */
  reached(member: MemberId, document: DocumentId, heads: readonly FeedHead[]): void
  /** Where this peer was met, to be found again after a restart. */
  remember(device: DeviceId, peer: string, addresses: readonly string[]): void
  /** Peers to try, most recently met first: from the invite link and from earlier meetings. */
  acquaintances(): readonly { readonly peer: string; readonly addresses: readonly string[] }[]
}

export interface CarriedLog {
  heads(): readonly ActionId[]
  /** At most 64 actions from which the other side sees what is shared. */
  sample(): readonly ActionId[]
  /** Sealed items, parents first, that the holder of a sample may lack. */
  missingFor(sample: readonly ActionId[]): readonly Uint8Array[]
  /** Takes sealed items, parents first; refuses singly. */
  receive(items: readonly Uint8Array[]): { readonly accepted: number; readonly refused: number }
  has(id: ActionId): boolean
  /** The member a certified device belongs to, and whether that member has left; nothing for an unknown device. */
  memberOf(device: DeviceId): { readonly member: MemberId; readonly left: boolean } | undefined
  /** 32-byte Ed25519 key check of a session signature by a device. */
  isSessionSigned(device: DeviceId, transcript: Uint8Array, signature: Uint8Array): boolean
  onChange(listener: () => void): () => void
}

export interface CarriedDocuments {
  has(document: DocumentId): boolean
  list(): readonly DocumentId[]
  /** 32 bytes; equal for all who hold the same feeds equally far. */
  digest(document: DocumentId): Uint8Array
  vector(document: DocumentId): readonly FeedHead[]
  /** Blocks, oldest first, with everything held beyond a vector; may repeat items the peer holds. */
  blocksBeyond(document: DocumentId, vector: ReadonlyMap<FeedId, number>): Iterable<Uint8Array>
  /** Takes one block. @throws documents/malformed, documents/unknown */
  receive(block: Uint8Array): {
    readonly document: DocumentId
    readonly accepted: number
    readonly runs: readonly { readonly feed: FeedId; readonly verdict: string }[]
  }
  /** After items were kept and are on disk; empty `items`: the document has just become known. */
  onChange(
    listener: (change: {
      readonly document: DocumentId
      readonly items: readonly FeedHead[]
      readonly own: boolean
    }) => void,
  ): () => void
}
