/** Attached files as archives take them along. */
import type { CommunityId, MemberId, SpaceId } from '../../shared/index.ts'
import type { AttachedFile } from '../../documents/index.ts'

/** A file with all it is bound to: it opens nowhere else. */
export interface MediaFile {
  readonly ref: AttachedFile['ref']
  readonly place: { readonly community: CommunityId; readonly space: SpaceId; readonly author: MemberId }
}

/** The files of a place that are to be had. */
export interface MediaSource {
  has(file: MediaFile): boolean
  /** In pieces. @throws archive/changed when it is not there any more, or not what its message says */
  content(file: MediaFile): Iterable<Uint8Array>
}

/** Files that were attached in what is read, each once; those that go along, and their bytes. */
export interface MediaCount {
  readonly all: number
  readonly held: number
  readonly bytes: number
}

/** A file that goes along, and where. */
export interface PlacedMedia {
  readonly id: string
  /** From the root of the archive's `data/`. */
  readonly path: string
  readonly file: MediaFile
  /** As its message calls it. */
  readonly name: string
  /** ms: where that message stands. */
  readonly time: number
  /** What the room is called. */
  readonly room: string
  content(): Iterable<Uint8Array>
}
