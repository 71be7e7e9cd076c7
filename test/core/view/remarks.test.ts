/** Reactions, pins and mentions where somebody makes more of them than anybody would: what others said stays, and what is read is bounded. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { editEntry, messageEntry, pinEntry, reactEntry } from '../../../core/documents/index.ts'
import { LIMITS, mentionHref, type MemberId } from '../../../core/shared/index.ts'
import { WHY } from '../../../core/view/index.ts'
import { adasView, memberOf, minute, nameOf, page, space } from '../../support/small-view.ts'

const me = 'A'.repeat(43) as MemberId

let ada: ReturnType<typeof adasView>
beforeEach(() => (ada = adasView([memberOf('mallory'), memberOf('cleo')])))
afterEach(() => ada.close())

const emojiOf = (n: number): string => String.fromCodePoint(0x1f600 + n)

it('Mallory puts an emoji there and takes it back thousands of times: what Cleo put there stays', () => {
  const said = ada.say('bram', 6 * minute, 'soup on Friday')
  const target = nameOf(said)
  ada.apply(ada.effect('cleo', 'room-page', reactEntry(7 * minute, { target, emoji: '🎉', on: true })))
  const flood = Array.from({ length: LIMITS.remarksRead + 1 }, (_, n) =>
    ada.effect('mallory', 'room-page', reactEntry(8 * minute + n, { target, emoji: '👎', on: n % 2 === 0 })),
  )
  ada.apply(...flood)
  expect(ada.view.threads.reactions(target, space)).toEqual([
    { emoji: '🎉', by: ['cleo'] },
    { emoji: '👎', by: ['mallory'] },
  ])
})

it('of one member no more emoji count under one message than a screen lets them put there', () => {
  const said = ada.say('bram', 6 * minute, 'soup on Friday')
  const target = nameOf(said)
  const many = Array.from({ length: LIMITS.reactionsByOne + 5 }, (_, n) =>
    ada.effect('mallory', 'room-page', reactEntry(1 + n, { target, emoji: emojiOf(n), on: true })),
  )
  ada.apply(...many, ada.effect('cleo', 'room-page', reactEntry(7 * minute, { target, emoji: '🎉', on: true })))
  const kinds = ada.view.threads.reactions(target, space).map(({ emoji }) => emoji)
  expect(kinds).toEqual([...Array.from({ length: LIMITS.reactionsByOne }, (_, n) => emojiOf(n)), '🎉'])
})

it('no more is told of what is pinned than may be, though somebody pins all there is', () => {
  const said = Array.from({ length: LIMITS.pinsPerSpace + 20 }, (_, n) =>
    ada.say('bram', 6 * minute + n, `number ${n}`),
  )
  ada.apply(
    ...said.map((each, n) =>
      ada.effect('mallory', 'room-page', pinEntry(7 * minute + n, { target: nameOf(each), on: true })),
    ),
  )
  expect(ada.view.threads.pinned(space, false)).toEqual([])
  const pinned = ada.view.threads.pinned(space, true)
  expect(pinned).toHaveLength(LIMITS.pinsPerSpace)
  expect(pinned[0]?.text).toBe(`number ${LIMITS.pinsPerSpace + 19}`)
})

it('who is named in a change alone is named, whichever came first: the message or the change, or what the log took and gave back', () => {
  const own = adasView([], me)
  const call = `[@Ada](${mentionHref({ kind: 'member', id: me })})`
  const said = own.effect('bram', 'room-page', messageEntry(6 * minute, 'come'), { feed: 'laptop' })
  const change = own.effect('bram', 'room-page', editEntry(7 * minute, { target: nameOf(said), text: call }), {
    feed: 'phone',
  })
  const called = () => own.view.inbox.concerns(space, '', WHY.me)
  own.apply(change)
  own.apply(said)
  expect(called()).toBe(1)
  own.refold(page, [change])
  expect(called()).toBe(0)
  own.refold(page, [change, said])
  expect(called()).toBe(1)
  own.close()
})

it('who leads no more calls nobody together by changing what they wrote while they did', () => {
  const room = `[@room](${mentionHref({ kind: 'room' })})`
  const said = ada.effect('cleo', 'room-page', messageEntry(6 * minute, 'tea'), { role: 'moderator' })
  const change = ada.effect('cleo', 'room-page', editEntry(7 * minute, { target: nameOf(said), text: room }))
  const called = () => ada.view.inbox.concerns(space, '', WHY.room)
  ada.apply(said, change)
  expect(called()).toBe(0)
  // It turns out that Cleo led still.
  ada.refold(page, [said, { ...change, role: 'moderator' }])
  expect(called()).toBe(1)
  ada.refold(page, [said, { ...change, role: 'member' }])
  expect(called()).toBe(0)
})

it('mentions are counted as far as anybody would', () => {
  const own = adasView([memberOf('mallory')], me)
  const call = `[@Ada](${mentionHref({ kind: 'member', id: me })})`
  own.apply(
    ...Array.from({ length: LIMITS.mentionsCounted + 3 }, (_, n) =>
      own.effect('mallory', 'room-page', messageEntry(6 * minute + n, call)),
    ),
  )
  expect(own.view.inbox.concerns(space, '', WHY.me)).toBe(LIMITS.mentionsCounted)
  own.close()
})
