import { describe, expect, test } from 'vitest'
import { firstWords } from '../../../renderer/chat/beginning.ts'

describe('the first words of a message', () => {
  test('are all of a short one, without marks and in one line', () => {
    expect(firstWords('**Water** the\n\n- leeks')).toBe('Water the leeks')
  })

  test('end after a whole word', () => {
    const told = firstWords('Who waters the leeks this week? '.repeat(20))
    expect(told.length).toBeLessThanOrEqual(81)
    expect(told).toMatch(/ (?:Who|waters|the|leeks|this|week\?)…$/)
  })

  test.each([0, 1])('end after a whole character where there are no spaces (%i before)', (before) => {
    const told = firstWords('x'.repeat(before) + '🌱'.repeat(200))
    expect(told).toMatch(/^x?(?:🌱){30,40}…$/u)
    expect(told.isWellFormed()).toBe(true)
  })
})
