/** Members of a community. */
import { implement } from '@orpc/server'
import { contract, type MemberView } from '../../contract/index.ts'
import type { CommunityId } from '../../shared/index.ts'
import type { Community } from '../communities/index.ts'
import { live } from '../live.ts'
import { alikeNames, nameTag, shownName } from '../names.ts'
import type { Network, NetworkStatus } from '../ports.ts'
import type { Desk } from './desk.ts'

export function membersArea({ clock, communities, options }: Desk) {
  const os = implement(contract.members)
  return os.router({
    watch: os.watch.handler(({ input, signal }) => {
      const community = communities.get(input.community)
      const read = () => membersOf(community, options.network.status(input.community))
      return live({ subscribe: (told) => peopleOrNetwork(community, options.network, told), clock, signal }, read)
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

const RANK = { owner: 0, moderator: 1, member: 2 }

function membersOf(community: Community, { peers }: NetworkStatus): MemberView[] {
  const names = community.view.queries.names()
  const online = new Set(peers.filter(({ state }) => state !== 'connecting').map(({ member }) => member))
  const members = [...community.membership.state.members.values()]
  const named = members.map((member) => ({ member, name: shownName(member.id, names.get(member.id)) }))
  const alike = alikeNames(named.map(({ name }) => name))
  return named
    .map(({ member, name }) => ({
      id: member.id,
      name,
      tag: nameTag(member.id),
      lookAlike: alike.has(name),
      role: member.role,
      state: member.state,
      me: member.id === community.me,
      online: member.id === community.me || online.has(member.id),
      since: member.since,
      devices: member.devices.length,
    }))
    .sort((a, b) => RANK[a.role] - RANK[b.role] || a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1))
}
