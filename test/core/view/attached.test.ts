/** Files of messages in the index: shown, found, and gone with what named them. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type AttachedFile,
  editEntry,
  type Effect,
  messageEntry,
  withdrawEntry,
} from '../../../core/documents/index.ts'
import { base64url, type BlobId } from '../../../core/shared/index.ts'
import { lineOf, termsOf } from '../../../core/view/index.ts'
import { adasView, memberOf, nameOf, page } from '../../support/small-view.ts'

let ada: ReturnType<typeof adasView>
beforeEach(() => (ada = adasView([memberOf('cleo')])))
afterEach(() => ada.close())

const rootOf = (n: number): BlobId => base64url(new Uint8Array(32).fill(n)) as BlobId
const file = (n: number, name: string, alt = ''): AttachedFile => ({
  ...{ name, type: 'image/png', size: 10, alt, width: 4, height: 3 },
  ref: { root: rootOf(n), key: new Uint8Array(32).fill(n), size: 10 },
})
const say = (who: string, at: number, text: string, files: readonly AttachedFile[]): Effect => {
  const said = ada.effect(who, 'room-page', messageEntry(at, text, {}, files))
  ada.apply(said)
  return said
}
const withdraw = (who: string, at: number, of: Effect): Effect =>
  ada.effect(who, 'room-page', withdrawEntry(at, nameOf(of)))
const edit = (who: string, at: number, of: Effect, text: string): Effect =>
  ada.effect(who, 'room-page', editEntry(at, { target: nameOf(of), text }))
const found = (words: string) => {
  ada.view.search.settle(100)
  return ada.view.search.newest({ terms: termsOf(words, false) }, 10).length
}

describe('files of messages', () => {
  it('are shown with their message, whose line is what the first is called when it says nothing', () => {
    const files = [file(1, 'beets.png', 'Beets'), file(2, 'plan.pdf')]
    say('bram', 10, '', files)
    const [row] = ada.rows()
    expect(row?.files).toEqual(files)
    expect(row && lineOf(row)).toBe('beets.png')
    expect(ada.view.attached.blobs().sort()).toEqual([rootOf(1), rootOf(2)].sort())
  })

  it('go with a message that is taken back, unless another one names them', () => {
    const first = say('bram', 10, 'look', [file(1, 'one.png'), file(2, 'two.png')])
    const again = say('bram', 20, 'again', [file(2, 'two.png')])
    ada.apply(withdraw('bram', 30, first))
    const [taken] = ada.rows()
    expect(taken).toMatchObject({ withdrawn: true, files: [] })
    expect(ada.view.attached.blobs()).toEqual([rootOf(2)])
    expect(ada.view.attached.leftBy(ada.rows().map(({ arrival }) => arrival))).toEqual([rootOf(1)])
    ada.apply(withdraw('bram', 40, again))
    expect(ada.view.attached.leftBy(ada.rows().map(({ arrival }) => arrival)).sort()).toEqual(
      [rootOf(1), rootOf(2)].sort(),
    )
    expect(ada.view.attached.namers(rootOf(2))).toEqual([])
  })

  it('go with what is set aside, and come back with it', () => {
    const kept = say('bram', 10, 'kept', [])
    const cut = say('cleo', 20, '', [file(3, 'cut.png')])
    ada.refold(page, [kept])
    expect(ada.view.attached.blobs()).toEqual([])
    ada.refold(page, [kept, cut])
    expect(ada.view.attached.blobs()).toEqual([rootOf(3)])
    ada.view.rebuild(() => [ada.opening, kept, cut])
    expect(ada.view.attached.blobs()).toEqual([rootOf(3)])
    expect(ada.rows().at(-1)?.files).toMatchObject([{ name: 'cut.png' }])
  })

  it('stay when the text is changed, which may then be empty; without files an empty edit is none', () => {
    const withFiles = say('bram', 10, 'caption', [file(1, 'one.png')])
    const without = say('bram', 11, 'words', [])
    ada.apply(edit('bram', 20, withFiles, ''), edit('bram', 21, without, ''))
    expect(ada.rows()).toMatchObject([
      { text: '', editedAt: 20, files: [{ name: 'one.png' }] },
      { text: 'words', editedAt: undefined, files: [] },
    ])
  })

  it('are found by their names and descriptions, and by that there are any, until they are taken back', () => {
    const said = say('bram', 10, 'look', [file(1, 'harvest-plan.pdf', 'Rows of beets')])
    expect([found('harvest'), found('beets'), found('look'), found('carrots')]).toEqual([1, 1, 1, 0])
    expect(ada.view.search.newest({ terms: [], about: ['file'] }, 10)).toHaveLength(1)
    ada.apply(withdraw('bram', 20, said))
    expect([found('harvest'), found('beets')]).toEqual([0, 0])
    expect(ada.view.search.newest({ terms: [], about: ['file'] }, 10)).toHaveLength(0)
  })
})
