/** A besieged village whose membership log is under attack as well. */
import { expect } from 'vitest'
import type { Action } from '../../core/membership/action.ts'
import { type Besieged, besieged } from './besieged-village.ts'
import { HostileLog } from './hostile-log.ts'
import { seededRandom } from './surroundings.ts'

export interface Siege extends Besieged {
  readonly hostile: HostileLog
  /** Hands actions to Bram; answers how many he took. */
  hand(...actions: readonly Action[]): number
}

export function siegeOf(seed = 'members'): Siege {
  const siege = besieged(seed)
  const hostile = new HostileLog(siege.ada.membership, seededRandom(`${seed}/log`))
  const hand = (...actions: readonly Action[]): number =>
    siege.bram.membership.receive(actions.map((action) => hostile.seal(action))).accepted
  return Object.assign(siege, { hostile, hand })
}

/** Bram refuses an action, and nothing changed by it. */
export function expectRefused(siege: Siege, action: Action): void {
  const before = siege.bram.membership.heads()
  expect(siege.hand(action)).toBe(0)
  expect(siege.bram.membership.heads()).toEqual(before)
}
