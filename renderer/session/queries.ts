/** Every live query that more than one screen looks at. A room's rows are not here: a room keeps its own window of them. */
import type { CommunitySummary } from '../../core/contract/index.ts'
import type { CommunityId, MemberId } from '../../core/shared/index.ts'
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

/** Whether there is anything of it to read here: as a member, or as what was kept by who left or was removed. */
export function mayRead({ state, pending }: Pick<CommunitySummary, 'state' | 'pending'>): boolean {
  return state === 'member' ? !pending : state === 'left' || state === 'removed' || state === 'archive'
}

export const useSpaces = (community: CommunityId) =>
  useLive(`spaces ${community}`, (client, signal) => client.spaces.watch({ community }, { signal }))

export const useMembers = (community: CommunityId) =>
  useLive(`members ${community}`, (client, signal) => client.members.watch({ community }, { signal }))

export const useMember = (community: CommunityId, member: MemberId) =>
  useLive(`member ${community} ${member}`, (client, signal) =>
    client.members.watchOne({ community, member }, { signal }),
  )

export const useCare = (community: CommunityId) =>
  useLive(`care ${community}`, (client, signal) => client.members.watchCare({ community }, { signal })).value

export const useDecisions = (community: CommunityId, limit: number) =>
  useLive(`decisions ${community} ${limit}`, (client, signal) =>
    client.members.watchHistory({ community, limit }, { signal }),
  )

export const useInvites = (community: CommunityId) =>
  useLive(`invites ${community}`, (client, signal) => client.invites.watch({ community }, { signal }))

export const useSync = (community: CommunityId) =>
  useLive(`sync ${community}`, (client, signal) => client.sync.watch({ community }, { signal })).value

export const useNetwork = () => useLive('network', (client, signal) => client.network.watch(undefined, { signal }))

export const useJoinProgress = (community: CommunityId) =>
  useLive(`join ${community}`, (client, signal) => client.invites.watchJoin({ community }, { signal }))

export const useHomeItems = (community: CommunityId, limit: number) =>
  useLive(`home ${community} ${limit}`, (client, signal) => client.home.watch({ community, limit }, { signal }))
