/** The space last open in each community, so that coming back leads to where one was. For as long as the app runs. */
import type { CommunityId, SpaceId } from '../session/index.ts'

const last = new Map<CommunityId, SpaceId>()

export const lastSpaceOf = (community: CommunityId): SpaceId | undefined => last.get(community)

export function rememberSpace(community: CommunityId, space: SpaceId): void {
  last.set(community, space)
}
