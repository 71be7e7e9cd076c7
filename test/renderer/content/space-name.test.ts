import { expect, test } from 'vitest'
import { inListOrder, namingOf } from '../../../renderer/content/space-name.ts'
import { formatOf } from '../../../renderer/i18n/format.ts'
import type { MemberView, SpaceId, SpaceView } from '../../../renderer/session/index.ts'
import { member } from '../people.ts'

const me = member('Bram', { me: true })
const ada = member('Ada')
const twin = member('Βram', { lookAlike: true, tag: 'x7' })
const words = { onlyYou: 'Only you', alike: (name: string, tag: string) => `${name} (key ${tag})` }

function space(kind: SpaceView['kind'], people: readonly MemberView[], name = ''): SpaceView {
  return {
    id: 'space' as SpaceId,
    kind,
    name,
    people: people.map(({ id }) => id),
    mayManage: false,
    mayChange: false,
    archived: false,
    draft: false,
    topic: '',
    unread: 0,
    messages: 0,
  }
}

const naming = namingOf(new Map([me, ada, twin].map((one) => [one.id, one])), formatOf('en'), words)

test('a conversation is named by the others in it, each kept apart from what stands beside', () => {
  expect(naming.nameOf(space('direct', [me, ada]))).toBe('Ada')
  expect(naming.nameOf(space('direct', [me, ada, twin]))).toBe('\u2068Ada\u2069 and \u2068Βram (key x7)\u2069')
})

test('who looks like another is told apart, so that nothing goes to the wrong one', () => {
  expect(naming.nameOf(space('direct', [me, twin]))).toBe('Βram (key x7)')
})

test('a conversation all others have left says so', () => {
  expect(naming.nameOf(space('direct', [me]))).toBe('Only you')
})

test('rooms keep their names, and somebody not known here is left out', () => {
  expect(naming.nameOf(space('private', [me, ada], 'board'))).toBe('board')
  expect(naming.othersOf(space('private', [me, ada, member('Unknown')], 'board'))).toEqual([ada])
})

test('going from one to the next follows the list: rooms, private rooms, conversations', () => {
  const spaces = [space('direct', [me]), space('room', [], 'a'), space('private', [me], 'b'), space('room', [], 'c')]
  expect(inListOrder(spaces).map(({ name, kind }) => name || kind)).toEqual(['a', 'c', 'b', 'direct'])
})
