/** What sync carries, as sync sees it. Service's communities have this shape; node hands them over. */
import type {
  ActionId,
  ChunkId,
  CommunityId,
  DeviceId,
  DocumentId,
  EpochId,
  FeedId,
  MemberId,
} from '../shared/index.ts'
import type { CarriedKeeping } from './keeping/kept-ports.ts'

/** How far a feed goes. */
export interface FeedHead {
  readonly feed: FeedId
  readonly seq: number
}

/** One community on this device. Everything here is synchronous; what throws is a storage failure, which ends the session and is shown. */
export interface Carried {
  readonly community: CommunityId
  /**
   * The community a private space lies in. Such a one is neither looked for nor found, and nobody joins it: it is spoken of to devices the
   * community has a session with and its own log knows, over the same connection, and to nobody else is said that it exists.
   */
  readonly parent?: CommunityId
  /** 32 bytes under which two peers recognise the community without naming it. */
  readonly tagKey: Uint8Array
  /** The own device's id, and its Ed25519 signature (64 bytes) over a handshake transcript. */
  readonly device: DeviceId
  signSession(transcript: Uint8Array): Uint8Array
  readonly log: CarriedLog
  readonly documents: CarriedDocuments
  /** Its keepers; a private space has none. */
  readonly keeping?: CarriedKeeping | undefined
  /**
   * Admits who asks, or throws why not (codes of `invite/…`, `device/…`, `recovery/…`); the admission is on disk when it returns.
   * device/compare has in `details.nonce`, as base64url, the 32 bytes that are shown.
   */
  admit(
    request: Uint8Array,
    meeting: { readonly nonce: Uint8Array; readonly joiner: string; readonly admitter: string },
  ): void
  /** Whether any invite is open, so that strangers may ask at all. */
  hasOpenInvite(): boolean
  /** Another member's authenticated version vector (or part of one) covers these: for "reached n members". */
  reached(member: MemberId, document: DocumentId, heads: readonly FeedHead[]): void
  /** Sealed letters that tell a device of private spaces it is in and has not shown yet to know; the same bytes while they say the same. */
  letters(device: DeviceId): readonly Uint8Array[]
  /** Words of the moment; without them nothing is said, and nothing heard. */
  readonly signals?: CarriedSignals
  /** Chunks of attached files; without it none are asked for or given. */
  readonly blobs?: CarriedBlobs
  /** Takes a letter, which may be for nobody here. Whoever reads of a private space in it carries that as well. */
  takeLetter(letter: Uint8Array): void
  /** Where this peer was met, to be found again after a restart. Of a private space, without addresses: that the device knows it. */
  remember(device: DeviceId, peer: string, addresses: readonly string[]): void
  /** Peers to try, most recently met first: from the invite link and from earlier meetings. */
  acquaintances(): readonly Acquaintance[]
  /** Of a private space, nothing. */
  readonly places: CarriedPlaces
}

export interface Acquaintance {
  readonly peer: string
  readonly addresses: readonly string[]
  /** Which device was met under that peer id; nothing when an invite link named it. */
  readonly device?: DeviceId | undefined
  /** ms: when it was met last. */
  readonly met?: number | undefined
}

/** Entries of the address book on the disk, at most one of a device. */
export interface CarriedPlaces {
  all(): readonly Uint8Array[]
  keep(device: DeviceId, entry: Uint8Array): void
  forget(device: DeviceId): void
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
  /** Whose a certified device is and what it may do; nothing for an unknown device. */
  standing(device: DeviceId): Standing | undefined
  /** Sealed items, parents first, that tell the holder of a sample why a device may do nothing: the decision, what it stands on, no more. */
  decisionAbout(device: DeviceId, sample: readonly ActionId[]): readonly Uint8Array[]
  /** Sealed items, parents first, that the holder of a sample may lack of what a device decided, and of what that stands on. */
  decidedBy(device: DeviceId, sample: readonly ActionId[]): readonly Uint8Array[]
  readonly keys: CarriedKeys
  /** 32-byte Ed25519 key check of a session signature by a device. */
  isSessionSigned(device: DeviceId, transcript: Uint8Array, signature: Uint8Array): boolean
  onChange(listener: () => void): () => void
}

/** What a device may do with others: exchange all, only the log (who waits to be let in), or nothing (who has left or was removed). */
export interface Standing {
  readonly member: MemberId
  readonly may: 'exchange' | 'log-only' | 'nothing'
  /** Whether it was its member's own wish. */
  readonly left: boolean
}

/** A key of an epoch, sealed for one device: 80 bytes. */
export type SealedKey = readonly [epoch: EpochId, sealed: Uint8Array]

export interface CarriedKeys {
  /** Keyed hashes (32 bytes) of a message under each epoch held, newest first: of those written under now, and of the others. */
  vouch(message: Uint8Array): { readonly heads: readonly Uint8Array[]; readonly older: readonly Uint8Array[] }
  /** Epochs whose keys this device is meant to have and does not hold. */
  lacking(): readonly EpochId[]
  /** Those of the keys that are held and that this device may have. */
  reseal(device: DeviceId, epochs: readonly EpochId[]): readonly SealedKey[]
  /** Takes keys that were sealed for this device; answers how many of them are new and right. */
  take(keys: readonly SealedKey[]): number
  /** Told after keys were gained. */
  onChange(listener: () => void): () => void
}

/** Words of the moment between devices that are met: they go no further than one hop, and nothing of them is kept. */
export interface CarriedSignals {
  /** What a device that is met is told first. */
  now(): readonly Uint8Array[]
  /** Takes what a device that is met says: 1 to LIMITS.signalBytes bytes, which need not mean anything. */
  take(device: DeviceId, signal: Uint8Array): void
  /** A device is met no more. */
  gone(device: DeviceId): void
  /** Told of each word that is to be said to all who are met. */
  onSay(listener: (signal: Uint8Array) => void): () => void
}

/** Encrypted chunks of attached files. Sync sees names and bytes, and neither key nor file. */
export interface CarriedBlobs {
  has(chunk: ChunkId): boolean
  /** The chunk, at most LIMITS.chunkBytes + 16 bytes, or a root, at most LIMITS.blobRootBytes; nothing when it is not held, or proves damaged. */
  read(chunk: ChunkId): Uint8Array | undefined
  /** Chunks that are wanted and not here, those wanted first before others, at most so many. */
  wanted(most: number): readonly ChunkId[]
  /**
   * Takes a chunk that came: kept when its bytes are those of a chunk that is wanted. Answers its name, nothing when nobody wants such bytes.
   * A full disk is not thrown, which would end the session and hold up talk: then nothing is wanted until somebody wants something again.
   */
  take(bytes: Uint8Array): ChunkId | undefined
  /** Told, without a chunk, when something else is wanted than before or something was lost; and of each chunk that is held now and was not. */
  onChange(listener: (held: ChunkId | undefined) => void): () => void
  /** How many members are met who can be asked now; told by sync whenever that changes. */
  asking(members: number): void
}

export interface CarriedDocuments {
  /** In which order documents had best be fetched; without it, as they come. */
  readonly urgency?: {
    /** A number that is higher for what is wanted sooner. */
    of(document: DocumentId): number
    /** What goes before everything, since somebody looks at it. */
    onScreen(): readonly DocumentId[]
  }
  has(document: DocumentId): boolean
  list(): readonly DocumentId[]
  /** 32 bytes; equal for all who hold the same feeds equally far. */
  digest(document: DocumentId): Uint8Array
  vector(document: DocumentId): readonly FeedHead[]
  /** The same in names that only the holder of the very same items knows: for asking one whose vector is ours and whose digest is not. */
  exactVector(document: DocumentId): readonly FeedHead[]
  /** Blocks, oldest first, with everything held beyond a vector; may repeat items the peer holds. */
  blocksBeyond(document: DocumentId, vector: ReadonlyMap<FeedId, number>): Iterable<Uint8Array>
  /** Takes one block. @throws documents/malformed, documents/unknown */
  receive(block: Uint8Array): {
    readonly document: DocumentId
    readonly accepted: number
    readonly runs: readonly { readonly feed: FeedId; readonly verdict: string }[]
  }
  /**
   * After items were kept and are on disk; empty `items`: the document has just become known. `anew`: its digest is another although
   * nothing came, since a cut or a fork was found or undone.
   */
  onChange(
    listener: (change: {
      readonly document: DocumentId
      readonly items: readonly FeedHead[]
      readonly own: boolean
      readonly anew?: boolean
    }) => void,
  ): () => void
}
