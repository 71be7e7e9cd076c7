/** Whether keepers carry a private room or conversation. */
import type { CommunityId, SpaceId } from '../../core/shared/index.ts'
import { useLive } from './context.tsx'

export const useCarried = (community: CommunityId, space: SpaceId) =>
  useLive(`carried ${community} ${space}`, (client, signal) =>
    client.keepers.watchCarried({ community, space }, { signal }),
  ).value
