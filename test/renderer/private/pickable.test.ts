import { expect, test } from 'vitest'
import { called, pickable, toggled } from '../../../renderer/private/pickable.ts'
import type { MemberView } from '../../../renderer/session/index.ts'
import { member } from '../people.ts'

const [ada, bram, chidi, zoe] = [
  member('Ada'),
  member('Bram', { me: true }),
  member('Chidi'),
  member('Zoë', { tag: 'x7' }),
]
const names = (members: readonly MemberView[]): string[] => members.map(({ name }) => name)

test('everybody active but me and those who are in can be chosen, by name', () => {
  const gone = [
    member('Goro', { state: 'left' }),
    member('Hana', { state: 'removed' }),
    member('Emre', { state: 'pending' }),
  ]
  expect(names(pickable([zoe, chidi, bram, ada, ...gone], [chidi.id], 'en'))).toEqual(['Ada', 'Zoë'])
})

test.each([
  ['', ['Ada', 'Chidi', 'Zoë']],
  ['zoe', ['Zoë']],
  ['  CHI ', ['Chidi']],
  ['d', ['Ada', 'Chidi']],
  ['X7', ['Zoë']],
  ['nobody', []],
])('%j finds %j', (typed, found) => {
  expect(names(called([ada, chidi, zoe], typed))).toEqual(found)
})

test('whose name begins with what was typed comes first', () => {
  const list = [member('Magda'), member('Dalia'), member('Ada')]
  expect(names(called(list, 'da'))).toEqual(['Dalia', 'Magda', 'Ada'])
})

test('choosing again takes out; nobody comes in beyond the limit, nor who was not offered', () => {
  expect(toggled([], ada.id, [ada, zoe], 2)).toEqual([ada.id])
  expect(toggled([ada.id, zoe.id], ada.id, [ada, zoe], 2)).toEqual([zoe.id])
  expect(toggled([ada.id], zoe.id, [ada, zoe], 1)).toEqual([ada.id])
  expect(toggled([], bram.id, [ada, zoe], 2)).toEqual([])
})
