/** What the network says of a community, with the names of those it is about. */
import type { KeeperView, PeerView, SyncView, UnreachedView } from '../../contract/index.ts'
import { type DeviceId, LIMITS, type MemberId, type PeerId } from '../../shared/index.ts'
import type { Community } from '../communities/index.ts'
import { shownName } from '../names.ts'
import type { KeeperStatus, Network, NetworkStatus, PeerStatus, Unreached } from '../ports.ts'

export function syncOf(community: Community, network: Network): SyncView {
  const status = network.status(community.community)
  const named = namesIn(community, status)
  const list = status.peers.map((peer) => peerView(peer, named))
  const left = leftOf(status)
  return {
    state: stateOf(status, left),
    peers: new Set(list.map(({ device }) => device)).size,
    waiting: community.view.queries.waiting() + community.privates.waiting(),
    receiving: { left, whole: left },
    addresses: [...network.addresses()],
    list,
    unreached: status.unreached.slice(0, LIMITS.shownUnreached).map((device) => unreachedView(device, named)),
    unreachedCount: status.unreached.length,
    relays: network.reach().relays.map(({ peer, state }) => ({ peer, name: named.peer(peer), state })),
    keepers: status.keepers.map(keeperView),
  }
}

export interface Named {
  /** Whose device it is and what both are called. */
  device(device: DeviceId, member: MemberId): Pick<PeerView, 'member' | 'device' | 'name' | 'deviceName' | 'mine'>
  /** The member a peer belongs to, by name; empty when that is not known here. */
  peer(peer: PeerId): string
}

/** Names as they are now, looked up once for all that is shown together. */
export function namesIn({ view, acquaintances, membership, me }: Community, status: NetworkStatus): Named {
  const [names, deviceNames] = [view.queries.names(), view.queries.deviceNames()]
  /** Read only where somebody relays. */
  let members: Map<string, MemberId> | undefined
  const membersByPeer = (): Map<string, MemberId> => {
    const known = acquaintances.all().flatMap(({ peer, device }) => {
      const member = device && membership.state.devices.get(device)?.member
      return member ? [[peer, member] as const] : []
    })
    const now = [...status.unreached, ...status.peers].map(({ peer, member }) => [peer, member] as const)
    return new Map<string, MemberId>([...known, ...now])
  }
  return {
    device: (device, member) => ({
      ...{ member, device },
      name: shownName(member, names.get(member)),
      deviceName: deviceNames.get(device) ?? '',
      mine: member === me,
    }),
    peer: (peer) => {
      members ??= membersByPeer()
      const member = members.get(peer)
      return member ? shownName(member, names.get(member)) : ''
    },
  }
}

function peerView({ device, member, path, state, ...rest }: PeerStatus, named: Named): PeerView {
  const { receiving, sending, since, received, sent } = rest
  return {
    ...named.device(device, member),
    path: path.kind,
    address: path.address,
    ...(path.relay && { relayedBy: named.peer(path.relay) }),
    ...{ state, receiving, sending, since, received, sent },
  }
}

function unreachedView({ device, member, lastMet, nextTry, why, addresses }: Unreached, named: Named): UnreachedView {
  return {
    ...named.device(device, member),
    ...(lastMet !== undefined && { lastMet }),
    ...(Number.isFinite(nextTry) && { nextTry }),
    ...{ why, addresses },
  }
}

function keeperView({ peer, name, state, used, budget, waiting, lastMet }: KeeperStatus): KeeperView {
  return { peer, name, state, used, budget, waiting, ...(lastMet !== undefined && { lastMet }) }
}

/** Several may have the same for us, so that their sum would say too much: what the one has who has most is to come in any case. */
export function leftOf({ peers, keepers }: NetworkStatus): number {
  return Math.max(0, ...(peers.length > 0 ? peers : keepers).map(({ receiving }) => receiving))
}

/** Only what is known is said: up to date with whom is met, not with who is away. */
function stateOf({ connected, dialling, peers, unreached, keepers }: NetworkStatus, left: number): SyncView['state'] {
  if (peers.length > 0) return left > 0 || peers.every(({ state }) => state !== 'synced') ? 'receiving' : 'up-to-date'
  if (keepers.some(({ state }) => state === 'reached' || state === 'full')) return left > 0 ? 'receiving' : 'kept'
  // Those who did not answer are tried again and again: that is being alone, and does not change with every attempt.
  const isFirst = unreached.length === 0 || unreached.some(({ why }) => why === '')
  return dialling > 0 && isFirst ? 'connecting' : connected ? 'alone' : 'offline'
}
