import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { charterEntry, messageEntry, profileEntry, roomEntry } from '../../../core/documents/index.ts'
import type { MemberId } from '../../../core/shared/index.ts'
import type { Touched } from '../../../core/view/index.ts'
import { adasView, charter, memberOf, minute, page, space } from '../../support/small-view.ts'

let ada: ReturnType<typeof adasView>
beforeEach(() => (ada = adasView()))
afterEach(() => ada.close())

describe('what people see', () => {
  it('is what owners say the community is, the latest saying first, and nothing a member says it is', () => {
    const text = (name: string) => ({ name, purpose: 'p', rules: 'r' })
    ada.apply(ada.effect('ada', 'charter', charterEntry(2, text('Garden'))))
    ada.apply(ada.effect('ada', 'charter', charterEntry(1, text('Older'))))
    ada.apply(ada.effect('bram', 'charter', charterEntry(9, text('Bram’s own'))))
    expect(ada.view.queries.charter()).toMatchObject({ name: 'Garden', purpose: 'p', rules: 'r' })
  })

  it('has no room a member laid out, and no message of a device nobody knows', () => {
    ada.apply(ada.effect('bram', 'charter', roomEntry(1, { name: 'mine', topic: '' }, ''), { opened: page }))
    ada.say('eve', 1, 'let me in')
    expect(ada.view.queries.spaces().map(({ name }) => name)).toEqual(['general'])
    expect(ada.texts()).toEqual([])
  })

  it('32: has each room as it was opened, whoever says once more that it is, in whatever order that comes', () => {
    ada.know(memberOf('mo', { role: 'moderator' }))
    const again = (at: number, name: string) => {
      const { kind, fields } = roomEntry(at, { name, topic: '' }, '')
      return { kind, at, fields: new Map([...fields, ['opener', 'ada']]) }
    }
    const restated = [again(0, 'mine'), again(-9, 'mine too')].map((entry) =>
      ada.effect('mo', 'charter', entry, { opened: space }),
    )
    const names = () => ada.view.queries.spaces().map(({ name }) => name)
    ada.apply(...restated)
    expect(names()).toEqual(['general'])
    ada.refold(charter, [...restated, ada.opening])
    expect(names()).toEqual(['general'])
    // Whoever cannot read how it was opened is told by others.
    ada.refold(charter, restated)
    expect(names()).toEqual(['mine too'])
    ada.apply(ada.opening)
    expect(names()).toEqual(['general'])
  })

  it('passes over entries whose fields do not fit, and goes on with the next', () => {
    ada.apply(ada.effect('bram', 'room-page', { kind: 'message', at: 1, fields: new Map([['text', 5]]) }))
    ada.apply(ada.effect('bram', 'room-page', { kind: 'from-the-future', at: 1, fields: new Map() }))
    ada.say('bram', 2, 'plain')
    expect(ada.texts()).toEqual(['plain'])
  })

  it('shows the name a member last gave themselves', () => {
    ada.apply(
      ada.effect('bram', 'profiles', profileEntry(5, 'Bram')),
      ada.effect('bram', 'profiles', profileEntry(3, 'Old')),
    )
    expect(ada.view.queries.names().get('bram' as MemberId)).toBe('Bram')
  })
})

describe('unread', () => {
  it('counts what others wrote since one came, until it was seen', () => {
    ada.say('bram', 1 * minute, 'long before Ada came')
    ada.say('bram', 6 * minute, 'one')
    ada.say('ada', 7 * minute, 'my own')
    ada.say('bram', 8 * minute, 'two')
    expect(ada.view.queries.space(space)).toMatchObject({ messages: 4, unread: 2 })
    const one = ada.view.queries.newest(space, 10).find(({ text }) => text === 'one')
    ada.view.markRead(space, one?.arrival ?? 0)
    expect(ada.view.queries.space(space)?.unread).toBe(1)
    ada.view.markRead(space, 1)
    expect(ada.view.queries.space(space)?.unread).toBe(1)
  })

  it('cannot be marked ahead: what has not come yet was not seen', () => {
    ada.view.markRead(space, 1_000_000)
    ada.say('bram', 6 * minute, 'after')
    expect(ada.view.queries.space(space)?.unread).toBe(1)
  })

  it('goes by arrival: what was written earlier and came late is news', () => {
    ada.say('bram', 9 * minute, 'now')
    ada.view.markRead(space, 1)
    ada.at(20 * minute)
    ada.say('bram', 6 * minute, 'from the train')
    expect(ada.view.queries.space(space)?.unread).toBe(1)
  })
})

describe('lateness', () => {
  it('is told of what stands above something that has been here for a while', () => {
    ada.say('bram', 9 * minute, 'now')
    ada.at(10 * minute + 30_000)
    ada.say('carl', 8 * minute, 'x', { device: 'bram' })
    ada.at(20 * minute)
    ada.say('dora', 8 * minute, 'y', { device: 'bram' })
    const late = new Map(ada.view.queries.newest(space, 10).map(({ text, late: isLate }) => [text, isLate]))
    expect(late).toEqual(
      new Map([
        ['now', false],
        ['x', false],
        ['y', true],
      ]),
    )
  })
})

describe('reach', () => {
  it('counts the other members who hold an own message, each once, and tells live queries', () => {
    ada.say('ada', 1, 'one')
    ada.say('ada', 2, 'two')
    const told: Touched[] = []
    ada.view.onChange((touched) => told.push(touched))
    const [one, two] = ada.view.queries.newest(space, 10)
    if (!one || !two) throw new TypeError('not written')
    expect(ada.view.queries.waiting()).toBe(2)
    ada.view.reached('bram' as MemberId, [{ feed: one.feed, seq: one.seq }])
    ada.view.reached('bram' as MemberId, [{ feed: one.feed, seq: one.seq }])
    ada.view.reached('ada' as MemberId, [{ feed: two.feed, seq: two.seq }])
    expect(ada.view.queries.newest(space, 10).map(({ reached }) => reached)).toEqual([1, 0])
    expect(ada.view.queries.waiting()).toBe(1)
    expect(told.map(({ messages }) => [...(messages.get(space) ?? [])])).toEqual([[one.arrival]])
  })

  it('outlives an index made anew', () => {
    const said = ada.effect('ada', 'room-page', messageEntry(1, 'one'))
    ada.apply(said)
    ada.view.reached('bram' as MemberId, [{ feed: said.feed, seq: 1 }])
    ada.view.rebuild(() => [said, ada.opening])
    expect(ada.view.queries.newest(space, 10).map(({ reached }) => reached)).toEqual([1])
    expect(ada.view.queries.waiting()).toBe(0)
  })
})
