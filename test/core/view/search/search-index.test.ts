/** The index of words of one place: what enemies write and seek costs little and breaks nothing, and what was there before is taken in. */
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { editEntry, type Effect, messageEntry, withdrawEntry } from '../../../../core/documents/index.ts'
import { LIMITS, type MemberId, parseSearch, type SpaceId } from '../../../../core/shared/index.ts'
import { type Sought, termsOf, View } from '../../../../core/view/index.ts'
import { adasView, minute, nameOf, page, space } from '../../../support/small-view.ts'

let ada: ReturnType<typeof adasView>
beforeEach(() => (ada = adasView()))
afterEach(() => ada.close())

/** As whoever searches does, once what is due was taken in. */
function find(sought: Sought | string): string[] {
  ada.view.search.settle(LIMITS.searchStep)
  const of = typeof sought === 'string' ? { terms: termsOf(sought, true) } : sought
  return ada.view.search.newest(of, 100).flatMap(({ arrival }) => ada.view.queries.byArrival(arrival)?.text ?? [])
}

describe('what was found', () => {
  it('is what a message says last, and nothing of what was taken back', () => {
    const said = ada.say('bram', 6 * minute, 'tomatoes on Monday')
    expect(find('monday')).toEqual(['tomatoes on Monday'])
    ada.apply(
      ada.effect('bram', 'room-page', editEntry(7 * minute, { target: nameOf(said), text: 'tomatoes on Friday' })),
    )
    expect([find('monday'), find('friday')]).toEqual([[], ['tomatoes on Friday']])
    ada.apply(ada.effect('bram', 'room-page', withdrawEntry(8 * minute, nameOf(said))))
    expect(find('tomatoes')).toEqual([])
  })

  it('is the newest first, a page at a time, however it arrived', () => {
    for (const at of [3, 9, 1, 7, 5]) ada.say('bram', at * minute, `seed ${at}`, { feed: `${at}` })
    expect(find('seed')).toEqual(['seed 9', 'seed 7', 'seed 5', 'seed 3', 'seed 1'])
    const first = ada.view.search.newest({ terms: termsOf('seed', true) }, 2)
    const next = ada.view.search.newest({ terms: termsOf('seed', true) }, 2, first.at(-1)?.key)
    expect([...first, ...next].map(({ arrival }) => ada.view.queries.byArrival(arrival)?.text)).toEqual([
      ...['seed 9', 'seed 7', 'seed 5', 'seed 3'],
    ])
  })

  it('can be of some room, some people, or hold a link', () => {
    ada.say('bram', 6 * minute, 'plan: https://example.org')
    ada.say('ada', 7 * minute, 'plan without')
    const elsewhere = 'T'.repeat(43) as SpaceId
    expect(find({ terms: [], about: ['link'] })).toEqual(['plan: https://example.org'])
    expect(find({ terms: termsOf('plan', false), authors: ['ada' as MemberId] })).toEqual(['plan without'])
    expect(find({ terms: termsOf('plan', false), spaces: [elsewhere] })).toEqual([])
    expect(find({ terms: termsOf('plan', false), spaces: [elsewhere, space] })).toHaveLength(2)
    // What a message is about is no word of it.
    expect([find('link'), find('message')]).toEqual([[], []])
  })

  it('stays in reach when a clock is anywhere at all', () => {
    for (const at of [-1e15, 8.64e15, 0]) ada.say('bram', at, `lost in time ${at}`)
    expect(find('time')).toHaveLength(3)
    ada.refold(page, [])
    expect(find('time')).toEqual([])
  })
})

describe('an enemy', () => {
  it('cannot make a query that is more than words', () => {
    ada.say('bram', 6 * minute, 'harmless')
    const nasty = [
      '"',
      '""',
      "'",
      '*',
      'a*b*',
      'NEAR(a b)',
      'words:x',
      '{words} : x',
      '-x',
      '^x',
      'a AND',
      'OR',
      '"a" "b',
      '\\',
      ';--',
      '\u0000',
      '(',
      'rank',
      'message_words',
    ]
    for (const text of nasty) {
      const terms = termsOf(text, true)
      if (terms.length > 0) expect(find({ terms })).toEqual([])
    }
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
        const terms = parseSearch(text).flatMap(({ value, open }) => termsOf(value, open))
        ada.view.search.newest({ terms, spaces: [text as SpaceId], authors: [text as MemberId] }, 10)
      }),
      { numRuns: 100 },
    )
  })

  it('finds every text that can be written by each of its first words', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), fc.nat({ max: 9 }), (text, at) => {
        const said = ada.say('bram', at * minute, `${text} zebra`)
        ada.view.search.settle(LIMITS.searchStep)
        const arrivals = ada.view.search.newest({ terms: termsOf('zebra', false) }, 1000).map(({ arrival }) => arrival)
        expect(arrivals).toContain(ada.view.queries.message(nameOf(said))?.arrival)
      }),
      { numRuns: 60 },
    )
  })

  it('cannot fill the index with one message', () => {
    ada.say('bram', 6 * minute, 'ab '.repeat(10_000) + 'behind')
    ada.view.search.settle(LIMITS.searchStep)
    const [row] = ada.database.statement<{ n: number }>('SELECT sum(length(block)) AS n FROM message_words_data').all()
    expect(row?.n).toBeLessThan(LIMITS.searchWords * 20)
    expect(find('behind')).toEqual([])
    expect(find('ab')).toHaveLength(1)
  })
})

describe('what came in a large number, or before', () => {
  const many = (count: number): Effect[] =>
    Array.from({ length: count }, (_, at) => ada.effect('bram', 'room-page', messageEntry(at, `seed ${at}`)))

  it('is taken in steps, the newest first, and nothing twice', () => {
    const count = LIMITS.searchStep + 300
    ada.apply(...many(count))
    expect(ada.view.search).toMatchObject({ behind: true })
    expect(ada.view.search.left()).toBe(count)
    ada.view.search.settle(LIMITS.searchStep)
    expect(ada.view.search.left()).toBe(300)
    const [newest] = ada.view.search.newest({ terms: termsOf('seed', false) }, 1)
    expect(newest && ada.view.queries.byArrival(newest.arrival)?.text).toBe(`seed ${count - 1}`)
    while (ada.view.search.behind) ada.view.search.settle(LIMITS.searchStep)
    expect(ada.view.search.left()).toBe(0)
    expect(ada.view.search.newest({ terms: termsOf('seed', false) }, 10_000)).toHaveLength(count)
  })

  it('is taken in anew when words are cut by another rule', () => {
    ada.apply(...many(3))
    ada.database.statement('UPDATE search_state SET version = 0').run()
    const { database } = ada
    const again = new View({
      ...{ database, community: '' as never, me: 'ada' as MemberId, log: { error: () => undefined } as never },
      ...{ memberOf: () => undefined, mySince: () => 0, now: () => 0 },
    })
    again.prepare(() => [])
    expect(again.search.newest({ terms: termsOf('seed', false) }, 10)).toEqual([])
    expect(again.search.left()).toBe(3)
    again.search.settle(10)
    expect(again.search.newest({ terms: termsOf('seed', false) }, 10)).toHaveLength(3)
  })
})
