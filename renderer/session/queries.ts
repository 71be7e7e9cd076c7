/** Every live query that more than one screen looks at. A room's rows are not here: a room keeps its own window of them. */
import type { CommunityId } from '../../core/shared/index.ts'
import { useLive } from './context.tsx'

export const useHost = () => useLive('host', (client, signal) => client.host.watch(undefined, { signal }))

export const useProfile = () =>
  useLive('profile', (client, signal) => client.profile.watch(undefined, { signal })).value

export const useSettings = () =>
  useLive('settings', (client, signal) => client.profile.watchSettings(undefined, { signal })).value

export const useCommunities = () =>
  useLive('communities', (client, signal) => client.communities.watch(undefined, { signal })).value

export function useCommunity(community: CommunityId | undefined) {
  return useCommunities()?.find(({ id }) => id === community)
}

export const useSpaces = (community: CommunityId) =>
  useLive(`spaces ${community}`, (client, signal) => client.spaces.watch({ community }, { signal }))

export const useMembers = (community: CommunityId) =>
  useLive(`members ${community}`, (client, signal) => client.members.watch({ community }, { signal }))

export const useSync = (community: CommunityId) =>
  useLive(`sync ${community}`, (client, signal) => client.sync.watch({ community }, { signal })).value

export const useJoinProgress = (community: CommunityId) =>
  useLive(`join ${community}`, (client, signal) => client.invites.watchJoin({ community }, { signal }))
