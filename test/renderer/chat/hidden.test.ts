import { expect, test } from 'vitest'
import { countHidden, keyOf, sentences } from '../../../renderer/chat/hidden.ts'
import { lastOwn } from '../../../renderer/chat/message-actions.ts'
import { apart } from '../../../renderer/i18n/private/en.ts'
import type { HiddenView, MemberId } from '../../../renderer/session/index.ts'
import { row } from '../rows.ts'

const group = (over: Partial<HiddenView>): HiddenView => ({
  reason: 'removed',
  authorName: 'Goro',
  count: 1,
  texts: [],
  ...over,
})

test('what is set aside is counted over all groups, and it is told when one does not know its number', () => {
  expect(countHidden([group({ count: 11 }), group({ count: 3 })])).toEqual({ count: 14, some: false })
  expect(countHidden([group({ count: 11 }), group({ count: 0 })])).toEqual({ count: 11, some: true })
})

test('every reason has its sentence', () => {
  const known = Object.keys(apart.hidden).map((key) => `hidden.${key}`)
  expect(Object.values(sentences).filter((key) => !known.includes(key))).toEqual([])
})

test('groups of different authors or reasons are different groups', () => {
  const groups = [group({}), group({ reason: 'left' }), group({ author: 'goro' as MemberId })]
  expect(new Set(groups.map(keyOf)).size).toBe(3)
})

test('Up changes the last message of mine that was not taken back', () => {
  const rows = [row(1, { mine: true }), row(2, { mine: true }), row(3, { mine: true, withdrawn: true }), row(4)]
  expect(lastOwn(rows)?.id).toBe(row(2).id)
  expect(lastOwn([row(4)])).toBeUndefined()
})
