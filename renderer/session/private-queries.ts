/** Live queries about own devices, and about what is kept and not shown. */
import type { CommunityId, SpaceId } from '../../core/shared/index.ts'
import { useLive } from './context.tsx'

export const useDevices = (community: CommunityId) =>
  useLive(`devices ${community}`, (client, signal) => client.devices.watch({ community }, { signal }))

export const useHidden = (community: CommunityId, space: SpaceId) =>
  useLive(`hidden ${community} ${space}`, (client, signal) =>
    client.rooms.watchHidden({ community, space }, { signal }),
  ).value

export const useLost = (community: CommunityId) =>
  useLive(`lost ${community}`, (client, signal) => client.rooms.watchLost({ community }, { signal })).value
