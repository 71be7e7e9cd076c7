/** What a blob is: the encrypted form of a file that is attached to a message. */
import type { BlobId, ChunkId, CommunityId, MemberId, SpaceId } from '../shared/index.ts'

/** What a signed message says of a file: with it whoever reads the message opens the file, and nobody can put another in its place. */
export interface BlobRef {
  readonly root: BlobId
  /** 32 bytes. */
  readonly key: Uint8Array
  /** Bytes of the file, at most LIMITS.attachmentBytes. */
  readonly size: number
}

/** What a blob is bound to; it opens nowhere else. Whoever reads a message takes this from the message, and from nothing that is said in it. */
export interface BlobPlace {
  /** The id of the log: of the community, or of a private space itself. */
  readonly community: CommunityId
  readonly space: SpaceId
  readonly author: MemberId
}

/** A chunk or a root as it is kept and sent. */
export interface SealedChunk {
  readonly id: ChunkId
  readonly bytes: Uint8Array
}

export interface BlobRoot {
  /** Bytes of the file. */
  readonly size: number
  /** In the order of the file. */
  readonly chunks: readonly ChunkId[]
}
