/** Edits and withdrawals: an author's own word about their own messages, and nobody else's. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { editEntry, type Effect, messageEntry, withdrawEntry } from '../../../core/documents/index.ts'
import type { DocumentId } from '../../../core/shared/index.ts'
import { adasView, memberOf, nameOf, page, space } from '../../support/small-view.ts'

let ada: ReturnType<typeof adasView>
beforeEach(() => {
  ada = adasView([memberOf('bram', { devices: ['bram', 'brams-phone'] as never }), memberOf('cleo')])
})
afterEach(() => ada.close())

const edit = (who: string, at: number, of: Effect, text: string, odd = {}) =>
  ada.effect(who, 'room-page', editEntry(at, { target: nameOf(of), text }), odd)
const withdraw = (who: string, at: number, of: Effect, odd = {}) =>
  ada.effect(who, 'room-page', withdrawEntry(at, nameOf(of)), odd)

describe('an edit', () => {
  it('is what the message says from then on, by any device of its author, and earlier texts are kept', () => {
    const said = ada.say('bram', 10, 'helo')
    ada.apply(edit('bram', 20, said, 'hello'))
    ada.apply(edit('brams-phone', 30, said, 'hello all'))
    expect(ada.rows()).toMatchObject([{ text: 'hello all', editedAt: 30, withdrawn: false, at: 10 }])
    expect(ada.view.queries.versions(nameOf(said))).toEqual([
      { at: 10, text: 'helo' },
      { at: 20, text: 'hello' },
    ])
    expect(ada.view.queries.space(space)).toMatchObject({ messages: 1 })
  })

  it('is taken from nobody else, owners not excepted (1, 2, 56)', () => {
    const said = ada.say('bram', 10, 'mine')
    ada.apply(edit('cleo', 20, said, 'hers'), withdraw('cleo', 21, said))
    ada.apply(edit('ada', 22, said, 'the owner’s'), withdraw('ada', 23, said))
    ada.apply(edit('eve', 24, said, 'a stranger’s'))
    expect(ada.rows()).toMatchObject([{ text: 'mine', editedAt: undefined, withdrawn: false }])
    expect(ada.view.queries.versions(nameOf(said))).toEqual([])
  })

  it('may come before its message, or without it', () => {
    const said = ada.effect('bram', 'room-page', messageEntry(10, 'helo'))
    const never = ada.effect('bram', 'room-page', messageEntry(10, 'never came'), { feed: 'lost' })
    ada.apply(edit('brams-phone', 20, said, 'hello'), edit('brams-phone', 21, never, 'nothing'))
    expect(ada.texts()).toEqual([])
    ada.apply(said)
    expect(ada.texts()).toEqual(['hello'])
  })

  it('made last in the order counts, whatever came last and whatever clocks say', () => {
    const said = ada.say('bram', 10, 'one')
    const second = edit('bram', 30, said, 'two')
    // A clock far behind: but it had seen the second.
    const third = edit('brams-phone', 5, said, 'three', { seen: [second] })
    ada.apply(third)
    ada.apply(second)
    expect(ada.rows()).toMatchObject([{ text: 'three', editedAt: 5 }])
    expect(ada.view.queries.versions(nameOf(said)).map((version) => version.text)).toEqual(['one', 'two'])
  })

  it('is no message, edits no edit, reaches into no other room, and says something', () => {
    const said = ada.say('bram', 10, 'one')
    const first = edit('bram', 20, said, 'two')
    const elsewhere = { ...edit('brams-phone', 25, said, 'from another room'), space: 'R'.repeat(43) as DocumentId }
    ada.apply(first, edit('bram', 30, first, 'three'), edit('bram', 31, said, ''), elsewhere)
    expect(ada.texts()).toEqual(['two'])
    const other = 'O'.repeat(43) as DocumentId
    ada.apply(edit('brams-phone', 40, said, 'from the next page of this room', { document: other }))
    expect(ada.texts()).toEqual(['from the next page of this room'])
  })

  it('tells live queries of its message', () => {
    const said = ada.say('bram', 10, 'one')
    const told: number[] = []
    ada.view.onChange(({ messages }) => told.push(...(messages.get(space) ?? [])))
    ada.apply(edit('bram', 20, said, 'two'))
    expect(told).toEqual([ada.rows()[0]?.arrival])
  })
})

describe('a withdrawal', () => {
  it('is for good: no text, no earlier texts, whatever edits come', () => {
    const said = ada.say('bram', 10, 'secret')
    ada.apply(edit('bram', 20, said, 'secret too'), withdraw('brams-phone', 15, said))
    ada.apply(edit('bram', 99, said, 'again'))
    expect(ada.rows()).toMatchObject([{ text: '', withdrawn: true, editedAt: undefined }])
    expect(ada.view.queries.versions(nameOf(said))).toEqual([])
  })

  it('goes again when it has no effect any more', () => {
    const said = ada.say('bram', 10, 'mine')
    ada.apply(withdraw('brams-phone', 15, said))
    ada.refold(page, [said])
    expect(ada.rows()).toMatchObject([{ text: 'mine', withdrawn: false }])
  })
})
