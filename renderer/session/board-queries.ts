/** Live queries about boards. A list of topics is not here: who shows one keeps its own stretch of it. */
import type { CommunityId, EntryId, SpaceId } from '../../core/shared/index.ts'
import { useLive } from './context.tsx'

export const useBoard = (community: CommunityId, space: SpaceId) =>
  useLive(`board ${space}`, (client, signal) => client.boards.watchBoard({ community, space }, { signal })).value

export const useTopic = (community: CommunityId, space: SpaceId, topic: EntryId) =>
  useLive(`topic ${topic}`, (client, signal) => client.boards.watchTopic({ community, space, topic }, { signal }))
