/** Entries of the address book, as honest devices and others make them. */
import type { DeviceId, PeerId } from '../../core/shared/index.ts'
import type { Carried } from '../../core/sync/index.ts'
import type { CarriedPlaces } from '../../core/sync/ports.ts'
import { type PlaceEntry, signPlace, type SignedPlace } from '../../core/sync/reach/place-entry.ts'

const hour = 3_600_000

/** What a device says of itself under a peer id; whatever else it is to say goes before what it would. */
export function placeOf(
  carried: Pick<Carried, 'community' | 'device' | 'signSession'>,
  peer: PeerId,
  addresses: readonly string[],
  more: Partial<PlaceEntry> = {},
): SignedPlace {
  const issued = more.issued ?? Date.now()
  const entry = { device: carried.device, peer, addresses, relay: false, issued, expires: issued + hour }
  return signPlace(carried, { ...entry, ...more })
}

/** A disk for an address book. */
export function keptPlaces(): CarriedPlaces & { readonly entries: Map<DeviceId, Uint8Array> } {
  const entries = new Map<DeviceId, Uint8Array>()
  return {
    entries,
    all: () => [...entries.values()],
    keep: (device, entry) => void entries.set(device, entry),
    forget: (device) => void entries.delete(device),
  }
}
