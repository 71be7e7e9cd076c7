import { type DeviceId, LIMITS, type PeerId } from '../../shared/index.ts'
import { mostAddresses } from '../transport/index.ts'

/** A peer that is dialled again and again, and what is known of where it is. */
export interface Target {
  readonly peer: PeerId
  /** Where it was met, or an invite link said it is. */
  addresses: readonly string[]
  /** Where the address book says it is: devices that claim the peer id, and what each says. One, unless somebody lies. */
  readonly told: Map<DeviceId, readonly string[]>
  /** Where it is said to be in the local network, by whoever says so: tried too, but never in place of what is known. */
  near: readonly string[]
  /** Of this community as far as known; others are only heard in the local network, and tried once. */
  isMember: boolean
  /** By chance: not all devices of a community are to seek the same few. */
  readonly luck: number
  dials: number
  failures: number
  /** When it may be dialled again. */
  due: number
  /** Since when there is a session. */
  metAt: number | undefined
  /** When there was one last. */
  lastMet: number | undefined
  /** When one last moved to a better path. */
  movedAt: number | undefined
  /** Whether the log barred it, or this device from it, when it was lost: it is sought again once the log does not. */
  barred: boolean
  /** Code of the last failure; empty when there was none. */
  why: string
}

export function newTarget(peer: PeerId, luck: number, due: number): Target {
  return {
    ...{ peer, luck, due, addresses: [], told: new Map(), near: [], isMember: false, dials: 0, failures: 0 },
    ...{ metAt: undefined, lastMet: undefined, movedAt: undefined, barred: false, why: '' },
  }
}

/** All addresses known of a peer, the most trustworthy first. */
export function knownAddresses({ addresses, told }: Target): readonly string[] {
  return [...new Set([...[...told.values()].flat(), ...addresses])]
}

/** The addresses for the next dial; not the same each time where what is said is at odds. */
export function nextAddresses(target: Target): readonly string[] {
  const { near, told, addresses } = target
  const ways = told.size > 1 ? [...told.values(), addresses] : [[...[...told.values()].flat(), ...addresses]]
  const good = ways.filter((way) => way.length > 0)
  const known = good[Math.floor(target.dials / 2) % Math.max(1, good.length)] ?? []
  // Anybody can say in a local network where a peer is, so that the time for one dial is used up before what is known is tried.
  const also = target.dials % 2 === 0 || known.length === 0 ? near : []
  target.dials += 1
  return [...new Set([...also, ...known])].slice(0, mostAddresses)
}

/** A device says that a peer id is its own. */
export function claim(target: Target, device: DeviceId, addresses: readonly string[]): void {
  if (target.told.has(device) || target.told.size < LIMITS.placeClaims) target.told.set(device, addresses)
}
