/** Files as they come off a stick: whole, cut, spoilt, and made up. */
import { expect, test } from 'vitest'
import { bundleBegin, bundleEnd, bundleParcel, BundleReader } from '../../../core/parcels/index.ts'
import { joinBytes, LIMITS } from '../../../core/shared/index.ts'
import { seededRandom } from '../../support/surroundings.ts'

const random = seededRandom('files')
const parcels = [1024, 2048, 1088].map((length) => random.bytes(length))
const records = parcels.map(bundleParcel)
const file = joinBytes(bundleBegin(), ...records, bundleEnd(parcels.length))
/** Where each part of the file ends. */
const ends = [bundleBegin(), ...records].map((_, at, all) =>
  all.slice(0, at + 1).reduce((sum, { length }) => sum + length, 0),
)

function read(bytes: Uint8Array, pieceBytes = bytes.length): { parcels: Uint8Array[]; isWhole: boolean } {
  const reader = new BundleReader()
  const out: Uint8Array[] = []
  for (let at = 0; at < bytes.length; at += pieceBytes) out.push(...reader.push(bytes.subarray(at, at + pieceBytes)))
  return { parcels: out, isWhole: reader.isWhole }
}

test('a file is read in pieces of any size', () => {
  for (const size of [1, 7, 1024, 1500, file.length]) expect(read(file, size)).toEqual({ parcels, isWhole: true })
  expect(read(joinBytes(bundleBegin(), bundleEnd(0)))).toEqual({ parcels: [], isWhole: true })
})

test('cut anywhere it is not whole, and what came before is there', () => {
  for (let length = 0; length < file.length; length += length < 40 || length > file.length - 40 ? 1 : 13) {
    const complete = ends.filter((end, at) => at > 0 && end <= length).length
    expect(read(file.subarray(0, length))).toEqual({ parcels: parcels.slice(0, complete), isWhole: false })
  }
  for (const end of ends)
    for (const near of [end - 1, end, end + 1, end + 4])
      expect([near, read(file.subarray(0, near)).isWhole]).toEqual([near, false])
})

test('with one bit of it flipped it is not whole, whichever it is; other parcels are there', () => {
  for (let at = 16; at < file.length; at += 5) {
    const spoilt = Uint8Array.from(file)
    spoilt[at] = (spoilt[at] ?? 0) ^ (1 << (at % 8))
    const found = read(spoilt, 1000)
    expect(found.isWhole).toBe(false)
    for (const parcel of found.parcels) expect(parcels).toContainEqual(parcel)
  }
})

test('a parcel left out, put twice, or more after the end is noticed', () => {
  const [one, two, three] = records as [Uint8Array, Uint8Array, Uint8Array]
  expect(read(joinBytes(bundleBegin(), one, three, bundleEnd(3))).isWhole).toBe(false)
  expect(read(joinBytes(bundleBegin(), one, two, two, three, bundleEnd(3))).isWhole).toBe(false)
  expect(read(joinBytes(file, Uint8Array.of(0))).isWhole).toBe(false)
  expect(read(joinBytes(file, one), 1).isWhole).toBe(false)
})

test('a huge length is not waited for', () => {
  for (const length of [LIMITS.parcelBytes + 1, 2 ** 31, 2 ** 32 - 1]) {
    const claim = new Uint8Array(4)
    new DataView(claim.buffer).setUint32(0, length)
    const reader = new BundleReader()
    expect([...reader.push(joinBytes(bundleBegin(), records[0] ?? claim, claim, random.bytes(5000)))]).toHaveLength(1)
    expect([...reader.push(random.bytes(100_000))]).toEqual([])
    expect(reader.isWhole).toBe(false)
  }
})

test('what is no bundle is refused at its first bytes, and a newer one by its version', () => {
  expect(() => read(new TextEncoder().encode('holiday'))).toThrow(
    expect.objectContaining({ code: 'bundle/not-a-bundle' }),
  )
  const newer = Uint8Array.from(file)
  newer[15] = 2
  expect(() => read(newer)).toThrow(expect.objectContaining({ code: 'bundle/newer' }))
})
