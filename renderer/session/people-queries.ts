/** Live queries about what members tell of themselves, and about one's first steps. */
import type { CommunityId, MemberId } from '../../core/shared/index.ts'
import { useLive } from './context.tsx'

export const usePeople = (community: CommunityId) =>
  useLive(`people ${community}`, (client, signal) => client.directory.watch({ community }, { signal }))

export const usePerson = (community: CommunityId, member: MemberId) =>
  useLive(`person ${community} ${member}`, (client, signal) =>
    client.directory.watchOne({ community, member }, { signal }),
  )

export const useWelcome = (community: CommunityId) =>
  useLive(`first steps ${community}`, (client, signal) => client.directory.watchWelcome({ community }, { signal }))
    .value
