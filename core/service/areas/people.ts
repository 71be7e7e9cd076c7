/** Members of a community, and how it stands with the network. */
import { implement } from '@orpc/server'
import { contract, type MemberView, type PeerView, type SyncView } from '../../contract/index.ts'
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

export function syncArea({ clock, communities, options: { network } }: Desk) {
  const os = implement(contract.sync)
  return os.router({
    watch: os.watch.handler(({ input, signal }) => {
      const community = communities.get(input.community)
      const subscribe = (told: () => void) => {
        const ends = [network.onChange(told), community.view.onChange(told)]
        return () => ends.forEach((end) => end())
      }
      return live({ subscribe, clock, signal }, () => syncOf(community, network))
    }),
    retry: os.retry.handler(({ input }) => communities.retry(input.community)),
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

function syncOf(community: Community, network: Network): SyncView {
  const status = network.status(community.community)
  const names = community.view.queries.names()
  const list = status.peers.map(({ member, device, path, state, receiving, sending }): PeerView => ({
    member,
    device,
    name: shownName(member, names.get(member)),
    path: path.kind,
    address: path.address,
    state,
    receiving,
    sending,
  }))
  const receiving = list.reduce((sum, peer) => sum + peer.receiving, 0)
  return {
    state: stateOf(status, receiving),
    peers: new Set(list.map(({ device }) => device)).size,
    waiting: community.view.queries.waiting(),
    receiving,
    addresses: [...network.addresses()],
    list,
  }
}

function stateOf({ connected, dialling, peers }: NetworkStatus, receiving: number): SyncView['state'] {
  if (peers.length === 0) return dialling > 0 ? 'connecting' : connected ? 'alone' : 'offline'
  return receiving > 0 || peers.every(({ state }) => state !== 'synced') ? 'receiving' : 'up-to-date'
}
