import fc from 'fast-check'
import { expect, it } from 'vitest'
import { orderTime } from '../../../core/view/index.ts'

it('stands where it was claimed when nothing was seen', () => {
  expect(orderTime(5, [])).toBe(5)
})

it('never stands before what it had seen, however wrong its clock', () => {
  fc.assert(
    fc.property(fc.nat(), fc.array(fc.nat()), (claimed, seen) => {
      const time = orderTime(claimed, seen)
      expect(seen.every((each) => each < time)).toBe(true)
      expect(time).toBeGreaterThanOrEqual(claimed)
    }),
  )
})
