/** Who shows which picture: each their own alone, the latest counts, in whatever order they come, and one row however often it changes. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Effect, type Entry, pictureEntry, pictureOf, readPicture } from '../../../core/documents/index.ts'
import { base64url, type CborValue, LIMITS, type MemberId } from '../../../core/shared/index.ts'
import { adasFace, bramsFace, bytesOf } from '../../support/faces.ts'
import { adasView, memberOf, profiles } from '../../support/small-view.ts'

const idOf = (name: string): MemberId => `${name}_`.padEnd(43, 'A') as MemberId
const [bram, cleo] = ['bram', 'cleo'].map(idOf) as [MemberId, MemberId]
const [one, other] = [bytesOf(adasFace), bytesOf(bramsFace)] as const
const nameOf = (bytes: Uint8Array) => pictureOf(bytes)?.name

let ada: ReturnType<typeof adasView>
beforeEach(() => {
  ada = adasView([memberOf(bram, { devices: ['bram'] as never }), memberOf(cleo, { devices: ['cleo'] as never })])
})
afterEach(() => ada.close())

const shows = (who: string, at: number, bytes: Uint8Array | undefined): Effect =>
  ada.effect(who, 'profiles', pictureEntry(at, bytes))
const shown = () => ada.view.pictures.all().map(({ member, picture }) => [member, picture])

describe('a picture', () => {
  it('is that which its member showed last, and of nobody else', () => {
    ada.apply(shows('bram', 5, one), shows('bram', 3, other), shows('cleo', 4, other), shows('eve', 9, one))
    expect(shown()).toEqual([
      [bram, nameOf(one)],
      [cleo, nameOf(other)],
    ])
    const name = nameOf(one)
    expect(name && ada.view.pictures.bytes(name)?.length).toBe(one.length)
    ada.apply(shows('bram', 6, undefined), shows('bram', 2, one))
    expect(shown()).toEqual([[cleo, nameOf(other)]])
    expect(name && ada.view.pictures.bytes(name)).toBeUndefined()
  })

  it('is told of apart from names and what people tell', () => {
    const touched: unknown[] = []
    const stop = ada.view.onChange(({ people, about, pictures }) => touched.push([people, about, pictures]))
    ada.apply(shows('bram', 5, one))
    stop()
    expect(touched).toEqual([[false, false, true]])
  })

  it('comes out the same when everything is folded anew', () => {
    const effects = [shows('bram', 5, one), shows('cleo', 6, other), shows('bram', 7, other)]
    ada.apply(...effects)
    const before = shown()
    ada.view.refold(profiles, effects.toReversed())
    expect(shown()).toEqual(before)
    ada.view.refold(profiles, effects.slice(0, 1))
    expect(shown()).toEqual([[bram, nameOf(one)]])
  })

  const text = new TextEncoder()
  const huge = Uint8Array.from(one).fill(0x3f, 26, 30)
  it.each<[string, CborValue]>([
    ['a page', base64url(text.encode('<html><script>alert(1)</script>'))],
    ['an SVG', base64url(text.encode('<svg xmlns="http://www.w3.org/2000/svg"/>'))],
    ['more than there may be', base64url(new Uint8Array(LIMITS.pictureBytes + 1))],
    ['one of 16,191 pixels', base64url(huge)],
    ['a picture with more behind it', base64url(Uint8Array.from([...one, 0]))],
    ['an address', 'https://example.org/track.webp'],
    ['base64 of the other kind', Buffer.from(one).toString('base64')],
    ['padded base64url', `${base64url(one)}=`],
    ['a number', 7],
    ['a list', [base64url(one)]],
  ])('that is %s is shown nowhere, and takes nothing away', (_, picture) => {
    ada.apply(shows('bram', 1, one))
    const entry: Entry = { kind: 'picture', at: 5, fields: new Map([['picture', picture]]) }
    expect(readPicture(entry)).toBeUndefined()
    ada.apply(ada.effect('bram', 'profiles', entry))
    expect(shown()).toEqual([[bram, nameOf(one)]])
  })

  it('that is changed ten thousand times takes one row, and the last one is shown', () => {
    const many = Array.from({ length: 10_000 }, (_, at) => shows('bram', at + 1, at % 2 === 0 ? one : other))
    ada.apply(...many)
    expect(shown()).toEqual([[bram, nameOf(other)]])
    const rows = ada.database.statement<{ rows: number }>('SELECT count(*) AS rows FROM picture').get()?.rows
    expect(rows).toBe(1)
  })
})
