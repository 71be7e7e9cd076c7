/** What a sketched core knows of its network: who is met by which way, who is not and why, keepers, switches. */
import type {
  CarriedView,
  KeeperView,
  NetworkView,
  PeerView,
  ReachStep,
  SyncView,
  UnreachedView,
} from '../../../core/contract/index.ts'
import { REACH_DEFAULTS, type DeviceId, type MemberId, type PeerId } from '../../../core/shared/index.ts'
import { idOf } from './people.ts'

export interface NetworkScene {
  /** State of the first community. */
  readonly state?: SyncView['state']
  /** Every way to be met and every reason not to be, keepers of every kind, relays. */
  readonly full?: boolean
  readonly settings?: Partial<NetworkView['settings']>
  readonly router?: NetworkView['status']['router']
  /** The switches are not in force. */
  readonly trouble?: boolean
  /** Every command about the network, keepers and files is refused. */
  readonly refuse?: boolean
  /** What reading a file comes to. */
  readonly read?: 'new' | 'nothing' | 'cut' | 'damaged'
  /** Pieces come so slowly that one can look at them, and stop them. */
  readonly slow?: boolean
  /** How conversations stand with the community's keepers; without it there is none. */
  readonly carried?: Partial<CarriedView>
  /** Nothing is there to be taken or tried. */
  readonly nothing?: boolean
}

const minute = 60_000
const day = 86_400_000
const long = 'Ole Gunnar Kristoffersen-Hagelund von der Wiesenmühle'

export const peerOf = (seed: string): PeerId =>
  `12D3KooW${idOf(seed).replaceAll(/[^1-9A-HJ-NP-Za-km-z]/g, 'x')}` as PeerId
const someone = (name: string, deviceName: string) => ({
  member: idOf(name) as MemberId,
  device: idOf(`${deviceName} of ${name}`) as DeviceId,
  name,
  deviceName,
  mine: name === 'Bram',
})

function met(name: string, deviceName: string, over: Partial<PeerView> = {}): PeerView {
  return {
    ...someone(name, deviceName),
    path: 'lan',
    address: `/ip4/192.168.1.20/tcp/41107/p2p/${peerOf(name)}`,
    state: 'synced',
    receiving: 0,
    sending: 0,
    since: Date.now() - 34 * minute,
    received: 3_400_000,
    sent: 812_000,
    ...over,
  }
}

function away(name: string, deviceName: string, over: Partial<UnreachedView> = {}): UnreachedView {
  return {
    ...someone(name, deviceName),
    lastMet: Date.now() - 26 * 60 * minute,
    nextTry: Date.now() + 40_000,
    why: 'sync/unreachable',
    addresses: 3,
    ...over,
  }
}

const relayed = `/ip4/203.0.113.9/tcp/4001/p2p/${peerOf('Chidi')}/p2p-circuit/p2p/${peerOf('Dalia')}`

const allMet = (): PeerView[] => [
  met('Bram', 'Phone', { sending: 4, state: 'authenticated' }),
  met('Ada', 'Laptop'),
  met('Ada', '', { path: 'direct', address: `/ip6/2001:db8::17/tcp/40123/p2p/${peerOf('Ada')}` }),
  met('Chidi', 'The machine under the stairs', { path: 'punched', receiving: 12, state: 'authenticated' }),
  met('Dalia', 'Phone', { path: 'relayed', relayedBy: 'Chidi', address: relayed }),
  met(long, 'A computer whose name somebody thought about for a rather long while', {
    path: 'relayed',
    address: relayed,
    state: 'connecting',
    received: 0,
    sent: 0,
  }),
  met('ليلى حداد', 'الحاسوب المحمول', { path: 'relayed', relayedBy: long, address: relayed }),
]

const allAway = (): UnreachedView[] => [
  away('Ada', 'Old tablet', { why: 'session/stopped', lastMet: Date.now() - 12 * minute }),
  away('Emre', 'Computer'),
  away('Emre', 'Phone', { addresses: 0, why: '', lastMet: Date.now() - 200 * day }),
  away('Fatou', '', { why: 'session/full', nextTry: Date.now() }),
  away('Goro', 'Desktop', { why: 'sync/no-such-protocol', lastMet: Date.now() - 3 * day }),
  away('山田花子', 'ノートパソコン', { why: 'sync/closed' }),
]

export const allKeepers = (): KeeperView[] => [
  { peer: peerOf('k1'), name: 'The cellar', state: 'reached', used: 412_000_000, budget: 2 ** 30, waiting: 0 },
  {
    peer: peerOf('k2'),
    name: 'Keeper of the allotment association, second shelf on the left',
    state: 'full',
    used: 200 * 2 ** 20,
    budget: 200 * 2 ** 20,
    waiting: 31,
  },
  {
    peer: peerOf('k3'),
    name: '',
    state: 'unreached',
    used: 5000,
    budget: 0,
    waiting: 2,
    lastMet: Date.now() - 2 * day,
  },
  { peer: peerOf('k4'), name: 'Uncle Emeka', state: 'refused', used: 0, budget: 0, waiting: 4 },
]

/** What the scene makes of the first community's network. */
export function networked(sync: SyncView, { full, state = sync.state }: NetworkScene): SyncView {
  if (!full)
    return { ...sync, state, ...(state === 'kept' && { list: [], peers: 0, keepers: allKeepers().slice(0, 1) }) }
  return {
    ...sync,
    state: 'receiving',
    list: allMet(),
    peers: 7,
    receiving: { left: 12, whole: 48 },
    waiting: 2,
    unreached: allAway(),
    unreachedCount: 19,
    relays: [
      { peer: peerOf('Chidi'), name: 'Chidi', state: 'reserved' },
      { peer: peerOf('somebody'), name: '', state: 'asking' },
    ],
    keepers: allKeepers(),
  }
}

export function networkOf({ settings, router = 'none', trouble, full }: NetworkScene): NetworkView {
  return {
    settings: { ...REACH_DEFAULTS, addresses: [], ...settings },
    status: { listening: !trouble, router, relays: [], helped: full ? 3 : 0 },
    addresses: ['/ip4/192.168.1.17/tcp/40123'],
    ...(trouble && {
      trouble: { code: 'sync/port-in-use', text: 'Port 4001 is used by another program.', details: { port: 4001 } },
    }),
  }
}

export function steps(): ReachStep[] {
  const step = (name: string, deviceName: string, over: Partial<ReachStep> = {}): ReachStep => ({
    peer: peerOf(name),
    name,
    deviceName,
    kind: 'lan',
    address: `/ip4/192.168.1.${20 + name.length}/tcp/41107`,
    outcome: 'reached',
    ms: 12,
    ...over,
  })
  return [
    step('Ada', 'Laptop'),
    step('Ada', 'Laptop', { kind: 'direct', address: '/ip6/2001:db8::17/tcp/40123', ms: 84 }),
    step('Dalia', 'Phone', { kind: 'relayed', address: relayed, ms: 231 }),
    step('Emre', '', { outcome: 'sync/unreachable', ms: 4000 }),
    step('Goro', 'Desktop', { outcome: 'sync/no-such-protocol', ms: 40 }),
    step('', '', { peer: peerOf('x'), outcome: 'session/full', address: '/ip4/203.0.113.5/tcp/1', kind: 'direct' }),
    step(long, 'Phone', { outcome: 'sync/not-ours-to-dial', address: '/ip4/10.0.0.1/tcp/1', ms: 0 }),
  ]
}
