/**
 * What a device has given to one shelf: a chain of parcels, each signed with the hash of the one before. A keeper can neither put something
 * into it, nor leave something out of it, nor show it differently to two members without that being seen.
 */
import { type CborValue, type DeviceId, encodeCanonical, fromBase64url, sameBytes } from '../../shared/index.ts'
import { deviceKey, digest, identityErrors, sha256, verify } from '../../identity/index.ts'

/** How far a lane goes on a keeper. */
export interface Lane {
  readonly device: DeviceId
  /** The first that is kept; what was before has been cleared. */
  readonly first: number
  readonly last: number
  /** 32 bytes: the link of the last. */
  readonly head: Uint8Array
}

/** One parcel in a lane. */
export interface LaneItem {
  /** From 1. */
  readonly seq: number
  /** 32 bytes: the link of the one before; zeros before the first. */
  readonly prev: Uint8Array
  /** 64 bytes, by the lane's device, over the link. */
  readonly signature: Uint8Array
  readonly parcel: Uint8Array
}

/** Up to where a lane is known. */
export interface LaneMark {
  readonly seq: number
  readonly head: Uint8Array
}

export const LANE_BEGIN: LaneMark = { seq: 0, head: new Uint8Array(32) }

/** What a device signs for one parcel, and what the next one names. */
export function laneLink(shelf: Uint8Array, device: DeviceId, item: Omit<LaneItem, 'signature'>): Uint8Array {
  const fields: CborValue = [shelf, rawDevice(device), item.seq, item.prev, sha256(item.parcel)]
  return digest('folkmoot/keep-link/1', encodeCanonical(fields))
}

/** The link of an item that follows a mark and is its device's, or nothing. */
export function linkAfter(shelf: Uint8Array, device: DeviceId, mark: LaneMark, item: LaneItem): Uint8Array | undefined {
  if (item.seq !== mark.seq + 1 || !sameBytes(item.prev, mark.head)) return undefined
  const link = laneLink(shelf, device, item)
  return isSigned(device, link, item.signature) ? link : undefined
}

/** Whether a device signed this. False for what is no key of a device. */
export function isSigned(device: DeviceId, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    return verify(deviceKey(device), message, signature)
  } catch (error) {
    if (identityErrors.is(error, 'bad-key')) return false
    throw error
  }
}

export function rawDevice(device: DeviceId): Uint8Array {
  return fromBase64url(device) ?? new Uint8Array(0)
}
