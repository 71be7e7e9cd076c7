/** Live queries about one room beside its rows. */
import type { CommunityId, SpaceId } from '../../core/shared/index.ts'
import { useLive } from './context.tsx'

/** Messages kept in sight, the newest first, and whether I may pin. */
export const usePins = (community: CommunityId, space: SpaceId) =>
  useLive(`pins ${community} ${space}`, (client, signal) => client.rooms.watchPins({ community, space }, { signal }))

/** Threads shown in a list of them; who seeks an older one finds it in the room. */
const mostThreads = 100

export const useThreads = (community: CommunityId, space: SpaceId) =>
  useLive(`threads ${community} ${space}`, (client, signal) =>
    client.rooms.watchThreads({ community, space, limit: mostThreads }, { signal }),
  )
