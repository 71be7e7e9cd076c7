/** Members of a community: who they are, what they may do, and deciding about them. */
import { implement } from '@orpc/server'
import { contract } from '../../contract/index.ts'
import { cleanOptionalText, type CommunityId, LIMITS } from '../../shared/index.ts'
import type { Community } from '../communities/index.ts'
import { live } from '../live.ts'
import type { Network } from '../ports.ts'
import { careOf } from './care.ts'
import type { Desk } from './desk.ts'
import { historyOf } from './history.ts'
import { detailOf, membersOf } from './member-views.ts'

export function membersArea({ clock, communities, options: { network } }: Desk) {
  const os = implement(contract.members)
  const decisions = ({ community }: { community: CommunityId }) => communities.get(community).decisions
  return os.router({
    watch: os.watch.handler(({ input, signal }) => {
      const community = communities.get(input.community)
      const read = () => membersOf(community, network.status(input.community))
      return live({ subscribe: (told) => peopleOrNetwork(community, network, told), clock, signal }, read)
    }),
    watchOne: os.watchOne.handler(({ input, signal }) => {
      const community = communities.get(input.community)
      const read = () => detailOf(community, network.status(input.community), input.member, communities.all())
      return live({ subscribe: (told) => peopleOrNetwork(community, network, told), clock, signal }, read)
    }),
    setRole: os.setRole.handler(({ input }) => decisions(input).setRole(input.member, input.role)),
    confirm: os.confirm.handler(({ input }) => decisions(input).confirm(input.member)),
    remove: os.remove.handler(({ input }) => {
      const reason = cleanOptionalText(input.reason, { chars: LIMITS.reasonChars }).trim()
      return decisions(input).remove(input.member, input.keep, reason)
    }),
    overturn: os.overturn.handler(({ input }) => decisions(input).overturn(input.action)),
    signRemoval: os.signRemoval.handler(({ input }) => decisions(input).signRemoval(input.action)),
    watchCare: os.watchCare.handler(({ input, signal }) => {
      const community = communities.get(input.community)
      return live({ subscribe: (told) => community.onChange(told), clock, signal }, () => careOf(community))
    }),
    watchHistory: os.watchHistory.handler(({ input, signal }) => {
      const community = communities.get(input.community)
      const subscribe = (told: () => void) =>
        community.view.onChange(({ people, charter }) => (people || charter) && told())
      return live({ subscribe, clock, signal }, () => historyOf(community, input.limit))
    }),
    claimFormer: os.claimFormer.handler(({ input }) => communities.claimFormer(input.community, input.former)),
    pastSelves: os.pastSelves.handler(({ input }) =>
      communities.pastSelves(input.community).map(({ member, name, community }) => ({ member, name, community })),
    ),
    claimPast: os.claimPast.handler(({ input }) => communities.claimPast(input.community, input.past)),
    formerSelves: os.formerSelves.handler(({ input }) => {
      const selves = new Set(communities.formerSelves(input.community).map(({ member }) => member))
      const all = membersOf(communities.get(input.community), network.status(input.community))
      return all.filter(({ id }) => selves.has(id))
    }),
  })
}

function peopleOrNetwork(community: Community, network: Network, told: () => void): () => void {
  const ends = [
    community.view.onChange(({ people }) => people && told()),
    network.onChange((id: CommunityId | undefined) => (id === undefined || id === community.community) && told()),
  ]
  return () => ends.forEach((end) => end())
}
