/** When who may use a shelf is said: at once of who may no longer, soon of who may now, and in the end against anybody. */
import { describe, expect, it } from 'vitest'
import { deviceOf, newDeviceSeed } from '../../../core/identity/index.ts'
import { type DeviceId, LIMITS } from '../../../core/shared/index.ts'
import { type Roster, rosterHash } from '../../../core/sync/keeping/index.ts'
import { RosterTiming } from '../../../core/sync/keeping/roster-timing.ts'
import { random } from '../../support/keeper-visitor.ts'
import { testClock } from '../../support/surroundings.ts'

const shelf = random.bytes(16)
const anybody = (): DeviceId => deviceOf(newDeviceSeed(random)).id
const [ada, ben, cai] = [anybody(), anybody(), anybody()]
const roster = (version: number, ...others: DeviceId[]): Roster => ({ version, owners: [ada], moderators: [], others })
const held = (of: Roster, version = of.version) => ({
  ...{ version, roster: rosterHash(shelf, of), used: 0, budget: 1 },
})
const timing = () => {
  const clock = testClock()
  return { clock, timing: new RosterTiming(shelf, { clock, random }) }
}

describe('a roster', () => {
  it('is said at once where there is none, and not where it is so', () => {
    const { timing: at } = timing()
    expect(at.isDue(roster(3, ben), { ...held(roster(0)), version: 0 })).toBe(true)
    at.said()
    expect(at.isDue(roster(3, ben), held(roster(3, ben)))).toBe(false)
    expect(at.due).toBe(Infinity)
    expect(at.isDue(undefined, held(roster(3)))).toBe(false)
  })

  it('is said at once when somebody was removed, also while another waits to be named, and however high its version', () => {
    for (const version of [3, 1000]) {
      const { timing: at } = timing()
      const state = held(roster(3, ben), version)
      expect(at.isDue(roster(3, ben), state)).toBe(false)
      expect(at.isDue(roster(4, ben, cai), state)).toBe(false)
      expect(at.isDue(roster(5, cai), state)).toBe(true)
    }
  })

  it('is said in a moment when somebody was admitted', () => {
    for (const version of [3, 1000]) {
      const { timing: at, clock } = timing()
      const state = held(roster(3, ben), version)
      at.isDue(roster(3, ben), state)
      at.isDue(roster(4, ben, cai), state)
      expect(at.due - clock.now()).toBeLessThanOrEqual(LIMITS.dutyPauseLeast)
    }
  })

  it('is said later, but said, when the keeper has one that says to know more', () => {
    const { timing: at, clock } = timing()
    expect(at.isDue(roster(3, ben), held(roster(0, cai), 1000))).toBe(false)
    expect(at.due - clock.now()).toBeGreaterThanOrEqual(LIMITS.keepOthersTick)
    expect(at.due).toBeLessThan(Infinity)
  })
})
