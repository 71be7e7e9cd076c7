import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MemberId } from '../../../core/shared/index.ts'
import { baseTime, orderTime, type Witness } from '../../../core/view/index.ts'

const ada = 'ada' as MemberId
const witness = (author: string, at: number): Witness => ({ author: author as MemberId, at })

describe('where an entry stands', () => {
  it('is where it was claimed when nothing was seen', () => {
    expect(orderTime(5, [])).toBe(5)
  })

  it('is never before what it had seen, however wrong its clock', () => {
    fc.assert(
      fc.property(fc.integer(), fc.array(fc.integer()), (claimed, seen) => {
        const time = orderTime(claimed, seen)
        expect(seen.every((each) => each < time)).toBe(true)
        expect(time).toBeGreaterThanOrEqual(claimed)
      }),
    )
  })
})

describe('a claim', () => {
  it('counts as it is until three other members had seen the entry', () => {
    expect(baseTime(1000, ada, [witness('bram', 10), witness('cleo', 11), witness('bram', 5), witness('ada', 1)])).toBe(
      1000,
    )
  })

  it('counts no later than half of those who had seen the entry say', () => {
    const [bram, cleo, dov, eli] = [witness('bram', 10), witness('cleo', 30), witness('dov', 20), witness('eli', 40)]
    expect(baseTime(1000, ada, [bram, cleo, dov])).toBe(20)
    expect(baseTime(1000, ada, [bram, cleo, dov, eli])).toBe(20)
    expect(baseTime(15, ada, [bram, cleo, dov])).toBe(15)
  })

  it('hears each member once, with their earliest word', () => {
    const loud = [50, 60, 70].map((at) => witness('bram', at))
    expect(baseTime(1000, ada, [...loud, witness('cleo', 20), witness('dov', 30)])).toBe(30)
  })

  it('depends on nobody’s order of arrival, and one of three cannot move it beyond the other two', () => {
    const said = fc.array(fc.tuple(fc.constantFrom('ada', 'bram', 'cleo', 'dov'), fc.integer()), { maxLength: 12 })
    fc.assert(
      fc.property(fc.integer(), said, (claimed, all) => {
        const witnesses = all.map(([who, at]) => witness(who, at))
        expect(baseTime(claimed, ada, witnesses.toReversed())).toBe(baseTime(claimed, ada, witnesses))
        expect(baseTime(claimed, ada, witnesses)).toBeLessThanOrEqual(claimed)
      }),
    )
    for (const far of [-1e15, 8.64e15]) {
      const time = baseTime(1e12, ada, [witness('bram', 100), witness('cleo', 200), witness('mallory', far)])
      expect([100, 200]).toContain(time)
    }
  })
})
