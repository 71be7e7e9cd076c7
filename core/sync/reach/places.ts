/** Where peers can be dialled. */
import { LIMITS, type PeerId } from '../../shared/index.ts'
import { type Channel, parseAddress } from '../transport/index.ts'

export interface Place {
  readonly peer: PeerId
  readonly addresses: readonly string[]
}

/** Where the peer of a channel can be dialled: where we reached it, and what it says itself of any place but this computer. */
export function placesOf(channel: Channel, told: readonly string[]): readonly string[] {
  const reached = channel.direction === 'outbound' ? parseAddress(channel.path.address) : undefined
  const places = new Set<string>()
  if (reached) places.add(reached.peer ? reached.text : `${reached.text}/p2p/${channel.remote}`)
  for (const text of told) {
    const address = parseAddress(text)
    if (address?.peer === channel.remote && address.scope !== 'loopback') places.add(address.text)
  }
  return [...places].slice(0, LIMITS.peerAddresses)
}

/** Addresses by the peer each names; those that name none, or ourselves, are left out. */
export function byPeer(addresses: readonly string[], self: PeerId): readonly Place[] {
  const places = new Map<PeerId, string[]>()
  for (const text of addresses) {
    const address = parseAddress(text)
    if (!address?.peer || address.peer === self) continue
    places.set(address.peer, [...(places.get(address.peer) ?? []), address.text])
  }
  return Array.from(places, ([peer, texts]) => ({ peer, addresses: texts.slice(0, LIMITS.peerAddresses) }))
}

/** The addresses, and those of the relays in them: who relays for a member is a member too, and may be asked as well. */
export function withRelays(addresses: readonly string[]): readonly string[] {
  const relays = addresses.flatMap((text) => {
    const address = parseAddress(text)
    return address?.relay === undefined ? [] : [address.text.slice(0, address.text.indexOf('/p2p-circuit/'))]
  })
  return [...new Set([...addresses, ...relays])]
}

/** The newer addresses first, each once. */
export function merged(newer: readonly string[], older: readonly string[]): readonly string[] {
  return [...new Set([...newer, ...older])].slice(0, LIMITS.peerAddresses)
}
