import { describe, expect, test } from 'vitest'
import { lengthOf } from '../../../renderer/content/length.ts'

describe('the length of a text against a limit', () => {
  test('is not told while there is plenty left', () => {
    expect(lengthOf('hello', 100).left).toBeUndefined()
    expect(lengthOf('a'.repeat(89), 100).left).toBeUndefined()
  })

  test('is told near the limit, in bytes and not in characters', () => {
    expect(lengthOf('a'.repeat(95), 100).left).toBe(5)
    expect(lengthOf('ä'.repeat(48), 100).left).toBe(4)
    expect(lengthOf('👍'.repeat(25), 100).left).toBe(0)
  })

  test('is below zero beyond it', () => {
    expect(lengthOf('a'.repeat(1_000_000), 32_768)).toEqual({ bytes: 1_000_000, left: 32_768 - 1_000_000 })
  })
})
