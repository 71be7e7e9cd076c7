/** What is read out for an archive is the same for everybody who holds the same, in one order, and no more than was wished for. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readPlaces } from '../../../core/archive/reading/read-places.ts'
import type { Reading } from '../../../core/archive/reading/about.ts'
import { messageEntry, reactEntry, withdrawEntry } from '../../../core/documents/index.ts'
import type { MemberId } from '../../../core/shared/index.ts'
import { comesBefore } from '../../../core/view/index.ts'
import { heldBy } from '../../support/archived.ts'
import { smallCommunity, type SmallCommunity } from '../../support/small-community.ts'
import { adasView, nameOf, page, space } from '../../support/small-view.ts'

let small: SmallCommunity
beforeEach(() => {
  small = smallCommunity('reading')
  small.join('bo', 'ada')
  small.join('cy', 'ada')
  small.carryAll()
})
afterEach(() => small[Symbol.dispose]())

const readBy = (name: string, part: Parameters<typeof readPlaces>[1] = {}): Reading =>
  readPlaces([heldBy(small, small.person(name))], part)

function everythingIn(reading: Reading) {
  const spaces = [...reading.spaces()]
  return {
    community: reading.community,
    members: [...reading.members()],
    decisions: [...reading.decisions()],
    said: spaces.map((each) => [each, [...reading.messages(each.id)]] as const),
    standing: spaces.map(({ id }) => [...reading.standing(id, '')]),
  }
}

describe('a reading', () => {
  it('is the same for all who hold the same, in whatever order it came', () => {
    for (let n = 0; n < 40; n++) {
      const who = ['ada', 'bo', 'cy'][n % 3] ?? ''
      small.clock.advance(1000)
      small.say(who, `word ${n}`)
      if (n % 7 === 0) small.carry(who, 'bo')
    }
    small.carryAll()
    const ada = everythingIn(readBy('ada'))
    expect(ada.said[0]?.[1]).toHaveLength(40)
    expect(ada.members).toHaveLength(3)
    expect(everythingIn(readBy('bo'))).toEqual(ada)
    expect(everythingIn(readBy('cy'))).toEqual(ada)
  })

  it('tells what was decided with what each had seen before it', () => {
    small.carryAll()
    const types = [...readBy('cy').decisions()].map(({ type }) => type)
    expect(types).toEqual(['create', 'admit', 'admit'])
  })

  it('of a part by time or by member holds that part, is dated by it, and goes on from a place', () => {
    for (let n = 0; n < 30; n++) {
      small.clock.advance(1000)
      small.say(n % 3 === 0 ? 'bo' : 'ada', `word ${n}`)
    }
    small.carryAll()
    const whole = readBy('ada')
    const all = [...whole.messages(small.room)]
    const [from, until] = [all[10]?.time ?? 0, all[20]?.time ?? 0]
    const middle = readBy('ada', { since: from, until })
    expect([...middle.messages(small.room)]).toEqual(all.slice(10, 20))
    expect(middle.community.newest).toBe(all[19]?.time)
    const bo = all.find(({ text }) => text === 'word 0')?.author ?? ('' as MemberId)
    const his = readBy('ada', { by: bo })
    expect([...his.messages(small.room)].map(({ text }) => text)).toEqual(
      all.filter(({ author }) => author === bo).map(({ text }) => text),
    )
    expect([...his.members()].map(({ id }) => id)).toEqual([bo])
    expect([...readBy('ada', { spaces: [] }).spaces()]).toEqual([])
    const tenth = all[9]
    expect(tenth && [...whole.standing(small.room, '', tenth)]).toEqual(all.slice(10))
  })
})

describe('all that was said in a space', () => {
  it('is read in the one order, across pages, however many there are and wherever threads stand', () => {
    const ada = adasView()
    try {
      const pages = [page, 'P'.repeat(42) + 'Q', 'P'.repeat(42) + 'R'] as (typeof page)[]
      for (let n = 0; n < 900; n++) {
        const document = pages[n % 11 === 0 ? 2 : Math.floor(n / 450)]
        const about = n % 5 === 0 ? { root: `${'a'.repeat(32)}.1` as ReturnType<typeof nameOf> } : undefined
        const entry = messageEntry(n * 7 + (n % 13) * 100, `word ${n}`, about)
        ada.apply(ada.effect(n % 2 === 0 ? 'ada' : 'bram', 'room-page', entry, { ...(document && { document }) }))
      }
      const said = [...ada.view.chronicle.messages(space)]
      expect(said).toHaveLength(900)
      expect(new Set(said.map(({ id }) => id)).size).toBe(900)
      for (const [at, each] of said.slice(1).entries()) expect(comesBefore(said[at] ?? each, each)).toBe(true)
      expect(ada.view.chronicle.newest(space, {})).toBe(said.at(-1)?.time)
      expect([...ada.view.chronicle.messages('N'.repeat(43) as typeof space)]).toEqual([])
    } finally {
      ada.close()
    }
  })

  it('does not hold what only amends or remarks, and finds pages in which nothing else is', () => {
    const ada = adasView()
    try {
      const first = ada.say('bram', 1000, 'here and gone')
      ada.apply(ada.effect('bram', 'room-page', withdrawEntry(2000, nameOf(first))))
      const other = ('P'.repeat(42) + 'Z') as typeof page
      ada.apply(
        ada.effect('ada', 'room-page', reactEntry(3000, { target: nameOf(first), emoji: '👍', on: true }), {
          document: other,
        }),
      )
      const said = [...ada.view.chronicle.messages(space)]
      expect(said.map(({ text, withdrawn }) => [text, withdrawn])).toEqual([['', true]])
    } finally {
      ada.close()
    }
  })
})
