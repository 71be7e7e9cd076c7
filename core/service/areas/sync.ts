/** How a community stands with the network. */
import { implement } from '@orpc/server'
import { contract, type PeerView, type SyncView } from '../../contract/index.ts'
import type { Community } from '../communities/index.ts'
import { live } from '../live.ts'
import { shownName } from '../names.ts'
import type { Network, NetworkStatus } from '../ports.ts'
import type { Desk } from './desk.ts'

export function syncArea({ clock, communities, options: { network } }: Desk) {
  const os = implement(contract.sync)
  return os.router({
    watch: os.watch.handler(({ input, signal }) => {
      const community = communities.get(input.community)
      const subscribe = (told: () => void) => {
        const ends = [network.onChange(told), community.view.onChange(told), community.privates.onChange(told)]
        return () => ends.forEach((end) => end())
      }
      return live({ subscribe, clock, signal }, () => syncOf(community, network))
    }),
    retry: os.retry.handler(({ input }) => communities.retry(input.community)),
  })
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
    deviceName: '',
    mine: member === community.me,
    since: 0,
    received: 0,
    sent: 0,
  }))
  const receiving = list.reduce((sum, peer) => sum + peer.receiving, 0)
  return {
    state: stateOf(status, receiving),
    peers: new Set(list.map(({ device }) => device)).size,
    waiting: community.view.queries.waiting() + community.privates.waiting(),
    receiving: { left: receiving, whole: receiving },
    addresses: [...network.addresses()],
    list,
    unreached: [],
    unreachedCount: 0,
    relays: [],
    keepers: [],
  }
}

function stateOf({ connected, dialling, peers }: NetworkStatus, receiving: number): SyncView['state'] {
  if (peers.length === 0) return dialling > 0 ? 'connecting' : connected ? 'alone' : 'offline'
  return receiving > 0 || peers.every(({ state }) => state !== 'synced') ? 'receiving' : 'up-to-date'
}
