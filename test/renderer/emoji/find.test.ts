import { describe, expect, test } from 'vitest'
import { isEmoji, LIMITS } from '../../../core/shared/index.ts'
import { emojiLanguage, emojiNow, groups, inTone, loadEmoji, skinTones } from '../../../renderer/emoji/data.ts'
import { findEmoji } from '../../../renderer/emoji/find.ts'
import { answers, gridData, groupTops } from '../../../renderer/emoji/grid-data.ts'
import { latestFirst } from '../../../renderer/emoji/usage.ts'

const english = await loadEmoji('en')
const german = await loadEmoji('de')
const found = (typed: string, entries = english) => findEmoji(entries, typed, 8).map(({ emoji }) => emoji)

describe('the emoji that are offered', () => {
  test('can all be reacted with, in every tone', () => {
    expect(english.length).toBeGreaterThan(1800)
    for (const entry of english)
      for (const tone of skinTones) expect([entry.label, isEmoji(inTone(entry, tone))]).toEqual([entry.label, true])
  })

  test('are the same in every language, and each is there once', () => {
    const signs = english.map(({ emoji }) => emoji)
    expect(german.map(({ emoji }) => emoji)).toEqual(signs)
    expect(new Set(signs).size).toBe(signs.length)
    expect(emojiNow('de')).toBe(german)
  })

  test('have names in the language of the screen, or in English', () => {
    expect([emojiLanguage('de'), emojiLanguage('ar'), emojiLanguage('en')]).toEqual(['de', 'en', 'en'])
  })
})

describe('an emoji', () => {
  test('is found by the name people type between colons first', () => {
    expect(found('tada')[0]).toBe('🎉')
    expect(found('+1')[0]).toBe('👍')
    expect(found('heart')[0]).toBe('❤️')
  })

  test('is found by words of its language, accents or not', () => {
    expect(found('erdbeere', german)[0]).toBe('🍓')
    expect(found('möhre', german)).toEqual(found('mohre', german))
    expect(found('rocket', german)[0]).toBe('🚀')
  })

  test('is not found by nothing, nor by what is no name', () => {
    for (const typed of ['', '  ', 'zzzzzz', '(.*', '\\', 'a'.repeat(5000)]) expect(found(typed)).toEqual([])
  })
})

test('the picker is told every emoji under its kind, and where each kind begins', () => {
  const data = gridData(english, 'en', (name) => name)
  expect(data.emojis).toHaveLength(english.length)
  expect(new Set(data.emojis.map(({ category }) => category))).toEqual(new Set(groups.map(({ group }) => group)))
  expect(data.emojis.find(({ emoji }) => emoji === '👍')?.skins?.dark).toBe('👍🏿')
  const tops = [...groupTops(english, 8).values()]
  expect(tops[0]).toBe(0)
  expect(tops).toEqual(tops.toSorted((a, b) => a - b))
  expect(new Set(tops).size).toBe(groups.length)
})

test('the picker knows whether what it shows is what was asked for', () => {
  const shown = (label: string, search: string) => answers(english, label, search)
  expect(['thumbs up', 'Thumbs ', '+1', 'UP'].map((search) => shown('thumbs up', search))).toEqual(Array(4).fill(true))
  expect([shown('thumbs up', 'rocket'), shown('no such emoji', 'rocket')]).toEqual([false, false])
})

test('the one used last comes first, once, and the oldest goes', () => {
  const many = english.slice(0, LIMITS.recentEmoji).map(({ emoji }) => emoji)
  const oldest = many.at(-1) ?? ''
  expect(latestFirst(many, '🌱')).toEqual(['🌱', ...many.slice(0, -1)])
  expect(latestFirst(many, oldest)).toEqual([oldest, ...many.slice(0, -1)])
})
