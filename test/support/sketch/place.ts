import type { CommunityId, SpaceId } from '../../../core/shared/index.ts'

/** A room of a sketched community. */
export interface Place {
  readonly community: CommunityId
  readonly space: SpaceId
}
