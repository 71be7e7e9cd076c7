import type { CommunityId, EntryId, FileView, SpaceId } from '../session/index.ts'

export interface SpacePlace {
  readonly community: CommunityId
  readonly space: SpaceId
}

/** Which file of which message. */
export interface FilePlace extends SpacePlace {
  readonly message: EntryId
  readonly at: number
}

/** A file and where it stands in its message. */
export interface Placed {
  readonly of: FilePlace
  readonly file: FileView
}
