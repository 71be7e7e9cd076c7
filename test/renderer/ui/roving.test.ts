import { expect, test } from 'vitest'
import { nextStop } from '../../../renderer/ui/useRoving.ts'

const heading = { kind: 'heading', key: 'waiting' }
const of = (key: string) => ({ kind: 'member', key })
const lines = [heading, of('a'), of('b'), heading, of('c')]

test('arrow keys go from member to member, past headings, and stay at the ends', () => {
  expect(nextStop(lines, 2, 'ArrowDown')).toBe(4)
  expect(nextStop(lines, 4, 'ArrowUp')).toBe(2)
  expect(nextStop(lines, 4, 'ArrowDown')).toBe(4)
  expect(nextStop(lines, 1, 'ArrowUp')).toBe(1)
})

test('Home, End and pages reach both ends; other keys mean themselves', () => {
  expect(nextStop(lines, 2, 'Home')).toBe(1)
  expect(nextStop(lines, 1, 'End')).toBe(4)
  expect(nextStop(lines, 1, 'PageDown')).toBe(4)
  expect(nextStop(lines, 4, 'PageUp')).toBe(1)
  expect(nextStop(lines, 1, 'x')).toBeUndefined()
})
