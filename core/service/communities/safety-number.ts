/**
 * A number two people read to each other to know that nobody stands between them: both compute it from the keys of the devices they
 * believe each other to use, so it is the same on both sides only when they believe the same.
 */
import { compareBytes, type DeviceId, fromBase64url, type MemberId } from '../../shared/index.ts'
import { digest } from '../../identity/index.ts'

export interface Keyed {
  readonly id: MemberId
  /** Those in use. */
  readonly devices: readonly DeviceId[]
}

const GROUPS = 12
const GROUP_BYTES = 5
const HASH_BYTES = 32

/** Sixty decimal digits in groups of five. For oneself: both the same member. */
export function safetyNumber(one: Keyed, other: Keyed): string {
  const people = one.id === other.id ? [one] : [one, other]
  const parts = people.map(keysOf).sort(compareBytes)
  const halves = [0, 1].map((half) => digest('folkmoot/safety-number/1', Uint8Array.of(half), ...parts))
  return Array.from({ length: GROUPS }, (_, at) => group(halves, at)).join(' ')
}

/** 32 bytes that stand for a member with their devices. */
function keysOf({ id, devices }: Keyed): Uint8Array {
  const keys = [...devices].sort().map(bytes)
  return digest('folkmoot/safety-keys/1', bytes(id), ...keys)
}

/** Five digits of five bytes: 40 bits leave no digit noticeably likelier than another. */
function group(halves: readonly Uint8Array[], at: number): string {
  const inHalf = Math.floor(HASH_BYTES / GROUP_BYTES)
  const from = (at % inHalf) * GROUP_BYTES
  const some = halves[Math.floor(at / inHalf)]?.subarray(from, from + GROUP_BYTES) ?? new Uint8Array(0)
  const value = some.reduce((sum, byte) => sum * 256 + byte, 0)
  return String(value % 100_000).padStart(5, '0')
}

function bytes(id: string): Uint8Array {
  return fromBase64url(id) ?? new Uint8Array(0)
}
