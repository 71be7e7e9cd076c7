/** What an archive is made from, and what it is made of. */
import type { CommunityId, EpochId, MemberId, SpaceId } from '../shared/index.ts'
import type { Documents } from '../documents/index.ts'
import type { ItemKeys, MembershipLog } from '../membership/index.ts'
import type { View } from '../view/index.ts'
import type { MediaCount, MediaSource, PlacedMedia } from './media/about.ts'

/** A community, or a private space in it, as it is read out. */
export interface ArchivePlace {
  readonly community: CommunityId
  readonly membership: MembershipLog
  readonly documents: Documents
  readonly ring: { contentKeys(epochs: readonly EpochId[]): ItemKeys | undefined }
  readonly view: View
  /** What of its attached files is there; none where it is not said. */
  readonly media?: MediaSource | undefined
}

/** What of a community goes into an archive. */
export interface ArchiveWish {
  /** All spaces unless some are named. */
  readonly spaces?: readonly SpaceId[] | undefined
  /** ms: what was said from then on, and before then. */
  readonly since?: number | undefined
  readonly until?: number | undefined
  /** Only what this member said. */
  readonly by?: MemberId | undefined
  /**
   * With feeds and membership log, so that every signature can be checked. A part by time has none: a feed is a chain, and what was left out
   * would have to come along.
   */
  readonly record: boolean
  /** With attached files as far as they are there; else with their names alone. */
  readonly media: boolean
  /** Of the pages people read. */
  readonly language: string
}

/** One file in an archive. */
export interface ArchiveFile {
  /** Relative to the bag's `data/`, parted by `/`; of letters, digits, `-`, `_` and `.` alone. */
  readonly path: string
  /** In pieces; the same each time while nothing changes. */
  readonly content: () => Iterable<Uint8Array>
}

/** What people and programs read of some places: pages, tables, JSON. */
export interface Readable {
  /** Of the community. */
  readonly name: string
  /** ms: the newest moment in it. */
  readonly newest: number
  files(): Iterable<ArchiveFile>
  /** Attached files that go along. @throws archive/much-media */
  media?(): Iterable<PlacedMedia>
  /** How many files were attached, how many of them go along, and bytes of those. */
  attached?(): MediaCount
}

/** Makes it: the same for the same content, whoever asks. @param by who makes the archive, where that is known */
export type ReadableOf = (places: readonly ArchivePlace[], wish: ArchiveWish, by: MemberId | undefined) => Readable

/**
 * Of what people and programs read. It goes up with every release in which the same content makes other pages, tables or JSON: what an
 * older release made is then held against what was signed of it, and not made anew.
 */
export const READABLE_VERSION = 2
