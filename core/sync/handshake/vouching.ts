/**
 * Before either side names its device, each shows by the keys of epochs that it is or was a member, and no mere holder of an invite link:
 * so that nobody is shown a device or the log who could not have either as a member.
 */
import { LIMITS, type Random, sameBytes } from '../../shared/index.ts'
import type { CarriedKeys } from '../ports.ts'
import { VOUCH_BYTES } from '../wire/session-frames.ts'
import { bound, type Meeting } from './tags.ts'

/** What the other side's vouches show: nothing, a key that was in use before, or one under which is written now. */
export const RECOGNISED = { not: 0, older: 1, now: 2 } as const
export type Recognised = (typeof RECOGNISED)[keyof typeof RECOGNISED]

/** Vouches are shown in eights, the last of them made up. */
const GROUP = 8

/** What this side shows. */
export function vouches(keys: CarriedKeys, message: Uint8Array, random: Random): readonly Uint8Array[] {
  const { heads, older } = keys.vouch(message)
  const shown = [...heads, ...older].slice(0, LIMITS.vouches).map((each) => each.subarray(0, VOUCH_BYTES))
  while (shown.length === 0 || shown.length % GROUP !== 0) shown.push(random.bytes(VOUCH_BYTES))
  return shown
}

/** What is to be made of what the other side showed. */
export function recogniseVouches(
  keys: CarriedKeys,
  message: Uint8Array,
  seen: readonly Uint8Array[],
): { readonly recognised: Recognised; readonly hasKeys: boolean } {
  const { heads, older } = keys.vouch(message)
  const isSeen = (each: Uint8Array): boolean => seen.some((one) => sameBytes(one, each.subarray(0, VOUCH_BYTES)))
  const recognised = heads.some(isSeen) ? RECOGNISED.now : older.some(isSeen) ? RECOGNISED.older : RECOGNISED.not
  return { recognised, hasKeys: heads.length + older.length > 0 }
}

/** The message that I's vouches are made of, and R's. */
export const vouchMessages = {
  I: (meeting: Meeting): Uint8Array => bound(meeting, 'vouch I', []),
  R: (meeting: Meeting, nonceR: Uint8Array): Uint8Array => bound(meeting, 'vouch R', [nonceR]),
}

/** Who names their device first, and whether the log is shown with it, before the other side has named its own. */
export interface Order {
  readonly first: 'I' | 'R'
  readonly showsLog: boolean
}

/**
 * First goes who recognised the other as somebody who reads what is written now: such a one may see device and log. Otherwise the log is
 * shown only to a device that is known, and who names a device first recognised at least an older key, or has none to recognise by.
 */
export function orderOf(
  ours: { readonly recognised: Recognised; readonly hasKeys: boolean },
  theirs: Recognised,
  areLevel: boolean,
): Order {
  if (areLevel) return { first: 'I', showsLog: false }
  if (ours.recognised === RECOGNISED.now) return { first: 'I', showsLog: true }
  if (theirs === RECOGNISED.now) return { first: 'R', showsLog: true }
  const mayGoFirst = ours.recognised === RECOGNISED.older || !ours.hasKeys
  return { first: mayGoFirst ? 'I' : 'R', showsLog: false }
}
