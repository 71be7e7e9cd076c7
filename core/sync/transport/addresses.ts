import { isIPv4, isIPv6, SocketAddress } from 'node:net'
import { peerIdFromString } from '@libp2p/peer-id'
import type { PeerId } from '../../shared/index.ts'
import { transportErrors } from './errors.ts'
import { ipScope, type IpScope } from './ip-scope.ts'

/** An address that may be dialled: TCP to an IP address or a name, perhaps with the peer that is expected there, or to one who relays. */
export interface PeerAddress {
  /** The one spelling of the address, with the peer when it names one. */
  readonly text: string
  readonly family: 'ip4' | 'ip6' | 'dns'
  readonly host: string
  readonly port: number
  readonly peer: PeerId | undefined
  /** Who listens there and relays to the peer (`/p2p/<relay>/p2p-circuit`); nothing when it is the peer itself. */
  readonly relay: PeerId | undefined
  /** How far host and port reach; `name` when only a look-up would tell. */
  readonly scope: IpScope | 'name'
}

/** Characters of one address: the longest name, port and peer id fit. */
const longest = 340
const protocols = { ip4: 'ip4', ip6: 'ip6', dns: 'dns', dns4: 'dns', dns6: 'dns' } as const
const label = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/

/** The peer id that an untrusted text spells, or nothing: only Ed25519 peers, in their one spelling. */
export function peerIdFromText(text: string): PeerId | undefined {
  if (text.length > 64 || !text.startsWith('12D3KooW')) return undefined
  try {
    const id = peerIdFromString(text)
    return id.type === 'Ed25519' && id.toString() === text ? (text as PeerId) : undefined
  } catch {
    return undefined
  }
}

/** The address that an untrusted text spells, or nothing when it is none that may be dialled. Never throws. */
export function parseAddress(text: string): PeerAddress | undefined {
  if (text.length > longest || !text.startsWith('/')) return undefined
  const [, protocol, spelled, tcp, portText, ...rest] = text.split('/')
  if (protocol === undefined || spelled === undefined || tcp !== 'tcp' || portText === undefined) return undefined
  if (!Object.hasOwn(protocols, protocol)) return undefined
  const family = protocols[protocol as keyof typeof protocols]
  const host = spell(family, spelled)
  const port = /^[1-9][0-9]{0,4}$/.test(portText) ? Number(portText) : 0
  if (port === 0 || port > 65_535) return undefined
  const scope = scopeOf(family, host)
  const ends = parseEnds(rest)
  if (scope === undefined || ends === undefined) return undefined
  return { text: `/${protocol}/${host}/tcp/${port}${ends.text}`, family, host, port, scope, ...ends.peers }
}

type Ends = { readonly peer: PeerId | undefined; readonly relay: PeerId | undefined }

/** What follows host and port: nothing, a peer, or a relay and another peer behind it. */
function parseEnds(rest: readonly string[]): { readonly text: string; readonly peers: Ends } | undefined {
  const [p2p, id, circuit, ...beyond] = rest
  if (p2p === undefined) return { text: '', peers: { peer: undefined, relay: undefined } }
  const first = p2p === 'p2p' && id !== undefined ? peerIdFromText(id) : undefined
  if (first === undefined) return undefined
  if (circuit === undefined) return { text: `/p2p/${first}`, peers: { peer: first, relay: undefined } }
  if (circuit !== 'p2p-circuit') return undefined
  const behind = parseEnds(beyond)
  if (!behind?.peers.peer || behind.peers.relay !== undefined || behind.peers.peer === first) return undefined
  return { text: `/p2p/${first}/p2p-circuit${behind.text}`, peers: { peer: behind.peers.peer, relay: first } }
}

/**
 * Those of the addresses that may be dialled to reach a peer, each with the peer's id.
 * @throws sync/not-ours-to-dial when there were some and none may, or when the peer is oneself; sync/unreachable when there were none
 */
export function dialable(addresses: readonly string[], peer: PeerId, self: PeerId): PeerAddress[] {
  if (peer === self || peerIdFromText(peer) === undefined) throw transportErrors('not-ours-to-dial')
  if (addresses.length === 0) throw transportErrors('unreachable')
  const good = placesOf(addresses, peer, self)
  if (good.length === 0) throw transportErrors('not-ours-to-dial')
  return good
}

/** Likewise, and none when there are none. Without the peer's id anybody could answer there. Never throws. */
export function placesOf(addresses: readonly string[], peer: PeerId, self: PeerId): PeerAddress[] {
  const good = new Map<string, PeerAddress>()
  for (const text of addresses.slice(0, mostAddresses)) {
    const address = parseAddress(text)
    if (address === undefined || (address.peer !== undefined && address.peer !== peer)) continue
    // Over oneself, or over the peer itself, leads nowhere.
    if (address.relay === self || address.relay === peer) continue
    const full = address.peer === undefined ? { ...address, peer, text: `${address.text}/p2p/${peer}` } : address
    good.set(full.text, full)
  }
  return [...good.values()]
}

/** Addresses of one peer that are looked at. */
export const mostAddresses = 16

/** IPv6 has many spellings of one address; names are the same in capitals. */
function spell(family: PeerAddress['family'], host: string): string {
  if (family !== 'ip6' || !isIPv6(host) || host.includes('%')) return host.toLowerCase()
  return new SocketAddress({ address: host, family: 'ipv6' }).address
}

function scopeOf(family: 'ip4' | 'ip6' | 'dns', host: string): PeerAddress['scope'] | undefined {
  if (family === 'dns') {
    const isName = host.length <= 253 && host.split('.').every((part) => label.test(part))
    return isName && !/^[0-9.]+$/.test(host) ? 'name' : undefined
  }
  // A zone (`%eth0`) means something on that device alone.
  if (family === 'ip4' ? !isIPv4(host) : !isIPv6(host) || host.includes('%')) return undefined
  const scope = ipScope(host)
  return scope === 'none' ? undefined : scope
}
