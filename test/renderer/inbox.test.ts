/** Until when something is put off. */
import { expect, it } from 'vitest'
import { untilOf } from '../../renderer/inbox/later.ts'

const at = (text: string): number => new Date(text).getTime()

it('puts off for an hour, until tomorrow morning, and until the next Monday morning', () => {
  const thursday = at('2026-11-19T23:30:00')
  expect(untilOf('hour', thursday)).toBe(at('2026-11-20T00:30:00'))
  expect(untilOf('tomorrow', thursday)).toBe(at('2026-11-20T08:00:00'))
  expect(untilOf('monday', thursday)).toBe(at('2026-11-23T08:00:00'))
  expect(untilOf('monday', at('2026-11-23T07:00:00'))).toBe(at('2026-11-30T08:00:00'))
  expect(untilOf('monday', at('2026-11-22T12:00:00'))).toBe(at('2026-11-23T08:00:00'))
  expect(untilOf('tomorrow', at('2026-12-31T12:00:00'))).toBe(at('2027-01-01T08:00:00'))
})
