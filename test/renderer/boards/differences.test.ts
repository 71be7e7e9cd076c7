import fc from 'fast-check'
import { expect, it } from 'vitest'
import { differences } from '../../../renderer/boards/differences.ts'

const only = (kind: 'added' | 'removed', parts: ReturnType<typeof differences>): string =>
  parts
    .filter((part) => part.kind === kind || part.kind === 'same')
    .map(({ text }) => text)
    .join('')

it('shows the words that came and those that went, and leaves the rest', () => {
  expect(differences('a spade and a saw', 'a spade, a rake and a saw')).toEqual([
    { kind: 'same', text: 'a spade' },
    { kind: 'added', text: ', a rake' },
    { kind: 'same', text: ' and a saw' },
  ])
  expect(differences('same', 'same')).toEqual([{ kind: 'same', text: 'same' }])
  expect(differences('', 'new')).toEqual([{ kind: 'added', text: 'new' }])
})

it('always adds up to both texts, however long and odd they are', () => {
  const text = fc.array(fc.constantFrom('a', 'b', ' ', '\n', '東', '👍🏽', '*', '\ud83d'), { maxLength: 60 })
  fc.assert(
    fc.property(text, text, (a, b) => {
      const [before, after] = [a.join(''), b.join('')]
      const parts = differences(before, after)
      expect(only('removed', parts)).toBe(before)
      expect(only('added', parts)).toBe(after)
    }),
  )
  const [long, other] = ['x y '.repeat(4000), 'y z '.repeat(4000)]
  const parts = differences(long, other)
  expect([only('removed', parts), only('added', parts)]).toEqual([long, other])
})
