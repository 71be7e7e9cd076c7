import { useCommand, type CommunityId, type MemberId } from '../session/index.ts'

/** Lets somebody in who waits. */
export const useLetIn = (community: CommunityId, member: MemberId) =>
  useCommand((client) => client.members.confirm({ community, member }))
