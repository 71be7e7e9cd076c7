/** Parcels between people who never meet. */
import { expect, test } from 'vitest'
import { isOurs, NOTHING_HELD, openParcel, packParcels, withCovered } from '../../../core/parcels/index.ts'
import { rotate } from '../../../core/membership/index.ts'
import { LIMITS } from '../../../core/shared/index.ts'
import { smallCommunity } from '../../support/small-community.ts'
import { pack, sourceOf, stateOf, sum, take } from '../../support/small-parcels.ts'
import { seededRandom } from '../../support/surroundings.ts'

test('what one has written is with the other once her parcels were opened, and reading them again changes nothing', () => {
  using village = smallCommunity('parcels')
  village.join('ben', 'ada')
  for (let i = 0; i < 30; i++) village.say('ada', `message ${i}`)
  const parcels = pack(village, 'ada')
  const first = take(village, 'ben', parcels)
  expect(stateOf(village, 'ben')).toBe(stateOf(village, 'ada'))
  expect(sum(first, 'taken')).toBeGreaterThanOrEqual(30)
  expect(sum(first, 'refused')).toBe(0)
  const again = take(village, 'ben', parcels)
  expect(sum(again, 'taken')).toBe(0)
  expect(sum(again, 'known')).toBe(sum(first, 'taken') + sum(first, 'known'))
})

test('nothing is packed of what the other place holds, and what is new alone afterwards', () => {
  using village = smallCommunity('beyond')
  village.join('ben', 'ada')
  village.say('ada', 'one')
  const source = sourceOf(village.person('ada'))
  const held = withCovered(
    source,
    NOTHING_HELD,
    pack(village, 'ada').map(({ covers }) => covers),
  )
  expect(pack(village, 'ada', held)).toEqual([])
  village.say('ada', 'two')
  village.join('cleo', 'ada')
  const more = pack(village, 'ada', held)
  expect(more.map(({ covers }) => [covers.actions.length, covers.runs.length])).toEqual([
    [1, 0],
    [0, 1],
  ])
  const then = withCovered(
    source,
    held,
    more.map(({ covers }) => covers),
  )
  expect(pack(village, 'ada', then)).toEqual([])
})

test('whoever opens them knows as well what lies there', () => {
  using village = smallCommunity('covers')
  village.join('ben', 'ada')
  for (let i = 0; i < 5; i++) village.say('ada', `message ${i}`)
  const parcels = pack(village, 'ada')
  const opened = take(village, 'ben', parcels)
  const ben = sourceOf(village.person('ben'))
  const held = withCovered(
    ben,
    NOTHING_HELD,
    opened.map(({ covers }) => covers),
  )
  expect(pack(village, 'ben', held)).toEqual([])
})

test('what follows on something that is not there is not noted as held', () => {
  using village = smallCommunity('holes')
  village.say('ada', 'one')
  const source = sourceOf(village.person('ada'))
  const all = withCovered(
    source,
    NOTHING_HELD,
    pack(village, 'ada').map(({ covers }) => covers),
  )
  village.say('ada', 'two')
  village.join('ben', 'ada')
  const later = pack(village, 'ada', all).map(({ covers }) => covers)
  const held = withCovered(source, NOTHING_HELD, later)
  expect(held.actions).toEqual([])
  expect([...held.documents.values()].flatMap((vector) => [...vector])).toEqual([])
})

test('strangers see neither of which community a parcel is nor whether two are of one, and sizes are few', () => {
  using village = smallCommunity('strange')
  using other = smallCommunity('other')
  for (let i = 0; i < 40; i++) village.say('ada', `message ${i}`)
  const parcels = [...pack(village, 'ada'), ...pack(village, 'ada')]
  const foreign = sourceOf(other.person('ada'))
  const heads = new Set(parcels.map(({ bytes }) => Buffer.from(bytes.subarray(1, 41)).toString('hex')))
  for (const { bytes } of parcels) {
    expect(isOurs(foreign, bytes)).toBe(false)
    expect(() => openParcel(foreign, bytes)).toThrow(expect.objectContaining({ code: 'parcel/not-ours' }))
    expect(bytes.length).toBeLessThanOrEqual(LIMITS.parcelBytes)
    expect([1024, ...Array.from({ length: 60 }, (_, i) => 1024 + i * 64)]).toContain(bytes.length)
    expect(Buffer.from(bytes).includes('message 1')).toBe(false)
    expect(Buffer.from(bytes).includes(Buffer.from(village.community, 'base64url'))).toBe(false)
  }
  // The random of the test begins anew for each packing; all else of two parcels differs.
  expect(heads.size).toBe(parcels.length / 2)
})

test('one flipped bit anywhere is noticed', () => {
  using village = smallCommunity('flipped')
  village.join('ben', 'ada')
  village.say('ada', 'hello')
  const before = stateOf(village, 'ben')
  const ben = sourceOf(village.person('ben'))
  for (const { bytes } of pack(village, 'ada'))
    for (let at = 0; at < bytes.length; at += 13) {
      const spoilt = Uint8Array.from(bytes)
      spoilt[at] = (spoilt[at] ?? 0) ^ (1 << (at % 8))
      expect(() => openParcel(ben, spoilt)).toThrow(
        expect.objectContaining({ code: expect.stringMatching(/^parcel\/(damaged|not-ours)$/) as string }),
      )
    }
  expect(stateOf(village, 'ben')).toBe(before)
})

test('items under several keys go into parcels by their keys, and who came between opens what is for them', () => {
  using village = smallCommunity('epochs')
  const ada = village.person('ada')
  for (let i = 0; i < 5; i++) village.say('ada', `old ${i}`)
  rotate({
    log: ada.membership,
    ring: ada.ring,
    device: ada.device,
    random: seededRandom('turn'),
    now: village.clock.now(),
  })
  ada.documents.endFeeds()
  for (let i = 0; i < 5; i++) village.say('ada', `new ${i}`)
  const parcels = pack(village, 'ada')
  const documents = parcels.filter(({ covers }) => covers.runs.length > 0)
  expect(documents.length).toBeGreaterThanOrEqual(2)
  // Cleo is handed the newer key alone.
  const newer = ada.ring.heads()
  const cleo = village.join('cleo', 'ada')
  const source = sourceOf(cleo)
  const blind = {
    ...source,
    ring: {
      contentKeys: (epochs: Parameters<typeof cleo.ring.contentKeys>[0]) =>
        epochs.every((id) => newer.includes(id)) ? cleo.ring.contentKeys(epochs) : undefined,
    },
  }
  const codes = parcels.map(({ bytes }) => {
    try {
      return openParcel({ ...blind, lacking: () => [] }, bytes).kind
    } catch (error) {
      return (error as { code: string }).code
    }
  })
  expect(new Set(codes)).toEqual(new Set(['log', 'documents', 'parcel/not-meant']))
  const missing = { ...blind, lacking: () => cleo.ring.held().map(({ id }) => id) }
  expect(() => parcels.map(({ bytes }) => openParcel(missing, bytes))).toThrow(
    expect.objectContaining({ code: 'parcel/key-missing' }),
  )
  // With all keys all of it is there.
  take(village, 'cleo', parcels)
  village.carry('ada', 'cleo')
  expect(stateOf(village, 'cleo')).toBe(stateOf(village, 'ada'))
  expect(
    sum(take(village, 'cleo', [...packParcels(sourceOf(ada), NOTHING_HELD, seededRandom('again'))]), 'taken'),
  ).toBe(0)
})
