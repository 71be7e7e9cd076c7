/** 23: clocks that lie, one alone and many together: what people said stays in the order in which they had heard each other. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Effect, messageEntry } from '../../core/documents/index.ts'
import { adasView, effectMaker, memberOf, minute } from '../support/small-view.ts'

const puppets = ['one', 'two', 'three', 'four', 'five'].map((name) => `puppet-${name}`)
const people = ['cleo', 'dov', 'eli']

let ada: ReturnType<typeof adasView>
let effect: ReturnType<typeof effectMaker>
beforeEach(() => {
  ada = adasView([...puppets, ...people].map((name) => memberOf(name)))
  effect = effectMaker(() => 'member')
})
afterEach(() => ada.close())

const say = (who: string, at: number, text: string, ...seen: readonly Effect[]): Effect =>
  effect(who, 'room-page', messageEntry(at, text), { seen })

/** What the same entries come to in both orders of arrival that matter: as written, and the other way round. */
function shownEitherWay(entries: readonly Effect[]): readonly string[] {
  ada.apply(...entries)
  const texts = ada.texts()
  const other = adasView([...puppets, ...people].map((name) => memberOf(name)))
  for (const each of entries.toReversed()) other.apply(each)
  expect(other.texts()).toEqual(texts)
  other.close()
  return texts
}

describe('the order of a room', () => {
  it.each([0, 1, 8.64e15])('23: is not turned round by five sock puppets that claim %d', (claim) => {
    const first = say('bram', 10 * minute, 'first')
    const second = say('cleo', 11 * minute, 'second', first)
    const third = say('dov', 12 * minute, 'third', second)
    const fourth = say('eli', 13 * minute, 'fourth', third)
    const lies = puppets.map((name, at) => say(name, claim, `lie ${at}`, [second, third][at % 2] ?? second, third))
    const texts = shownEitherWay([first, second, third, ...lies, fourth])
    expect(texts.filter((text) => !text.startsWith('lie'))).toEqual(['first', 'second', 'third', 'fourth'])
    for (const lie of texts.filter((text) => text.startsWith('lie')))
      expect(texts.indexOf(lie), 'none stands before what it answers').toBeGreaterThan(texts.indexOf('third'))
  })

  it('23: puts a message of the far future where those who had seen it say, once three have', () => {
    const before = say('bram', 10 * minute, 'before')
    const lie = say('puppet-one', 8.64e15, 'from the far future', before)
    const alone = say('cleo', 11 * minute, 'after', before)
    const seen = ['bram', 'dov', 'eli'].map((who, at) => say(who, (12 + at) * minute, `${who} saw it`, lie, alone))
    const texts = shownEitherWay([before, lie, alone, ...seen])
    expect(texts.indexOf('from the far future')).toBeLessThan(texts.indexOf('bram saw it'))
    expect(texts.indexOf('from the far future')).toBeGreaterThan(texts.indexOf('before'))
    expect(ada.rows().find(({ text }) => text === 'eli saw it')?.time).toBeLessThan(20 * minute)
  })
})
