import type { CommunityId, EntryId, SpaceId } from '../session/index.ts'

export interface SpacePlace {
  readonly community: CommunityId
  readonly space: SpaceId
}

/** Which file of which message. */
export interface FilePlace extends SpacePlace {
  readonly message: EntryId
  readonly at: number
}
