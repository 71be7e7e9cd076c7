/** What is unread, and where: worked out once for each state of the database, and never told of one that was taken back. */
import { expect, it } from 'vitest'
import { messageEntry } from '../../../core/documents/index.ts'
import { adasView, minute, nameOf, space } from '../../support/small-view.ts'

const ALL = 31

function someView() {
  const view = adasView()
  const { inbox } = view.view
  const unread = () => inbox.places(ALL).map((place) => place.unread)
  return { ...view, inbox, unread, [Symbol.dispose]: view.close }
}

it('is the same answer until something is written, and another one then', () => {
  using view = someView()
  view.say('bram', 6 * minute, 'one')
  const before = view.inbox.places(ALL)
  expect(view.inbox.places(ALL)).toBe(before)
  expect(view.unread()).toEqual([1])
  view.say('bram', 7 * minute, 'two')
  expect(view.unread()).toEqual([2])
  view.view.markRead(space, Number.MAX_SAFE_INTEGER)
  expect(view.unread()).toEqual([])
})

it('tells nothing of what a transaction wrote that failed, wherever in it this was asked', () => {
  using view = someView()
  view.say('bram', 6 * minute, 'one')
  const asked: number[][] = []
  const fail = (at: number): void =>
    view.database.transaction('received', () => {
      view.view.apply([view.effect('bram', 'room-page', messageEntry(at * minute, 'never'), { feed: `never ${at}` })])
      asked.push(view.unread())
      throw new TypeError('no')
    })
  expect(() => fail(7)).toThrow('no')
  expect(view.unread()).toEqual([1])
  view.database.transaction('received', () => {
    expect(() => fail(8)).toThrow('no')
    expect(view.unread()).toEqual([1])
  })
  expect(view.unread()).toEqual([1])
  expect(asked).toEqual([[2], [2]])
})

it('lists threads by what came last, and keeps apart for whom it is asked', () => {
  using view = someView()
  const [one, two] = [view.say('ada', 6 * minute, 'one'), view.say('bram', 7 * minute, 'two')]
  for (const [at, root] of [one, two, one].entries())
    view.apply(view.effect('bram', 'room-page', messageEntry((8 + at) * minute, 'so?', { root: nameOf(root) })))
  const places = () => view.inbox.places(ALL).map(({ root, own }) => [root, own])
  expect(places()).toEqual([
    ['', false],
    [nameOf(one), true],
    [nameOf(two), false],
  ])
  view.apply(view.effect('bram', 'room-page', messageEntry(12 * minute, 'well', { root: nameOf(two) })))
  expect(places().map(([root]) => root)).toEqual(['', nameOf(two), nameOf(one)])
  const reply = { reply: nameOf(one) }
  view.apply(view.effect('bram', 'room-page', messageEntry(13 * minute, 'an answer', reply)))
  const concerns = (mask: number) => view.inbox.places(mask).map((place) => place.concerns)
  expect([concerns(ALL)[0], concerns(1)[0], concerns(ALL)[0]]).toEqual([1, 0, 1])
})
