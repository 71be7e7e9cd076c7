/** A file that is sealed opens as it was, with its key and in its place alone. */
import { expect, test } from 'vitest'
import {
  type BlobPlace,
  blobErrors,
  BlobSealing,
  chunkId,
  chunkNames,
  openChunk,
  openRoot,
} from '../../../core/blobs/index.ts'
import {
  type BlobId,
  joinBytes,
  LIMITS,
  type MemberId,
  type CommunityId,
  sameBytes,
  type SpaceId,
} from '../../../core/shared/index.ts'
import { gardenPlace, type SealedFile, sealedFile } from '../../support/blobs.ts'
import { seededRandom } from '../../support/surroundings.ts'

const chunk = LIMITS.chunkBytes

function opened({ ref, chunks, root }: SealedFile, place: BlobPlace = gardenPlace): Uint8Array {
  const list = openRoot(ref, place, root.bytes)
  const parts = chunks.filter((each) => each !== root)
  return joinBytes(...parts.map(({ bytes }, at) => openChunk(ref, place, list, at, bytes)))
}

test.each([0, 1, 1000, chunk - 1, chunk, chunk + 1, 3 * chunk, 3 * chunk + 77])(
  'a file of %i bytes is read as it was',
  (size) => {
    for (const piece of [17_000, chunk, 3 * chunk + 5]) {
      const file = sealedFile(size, 'file', gardenPlace, piece)
      expect(sameBytes(opened(file), file.bytes)).toBe(true)
      expect(file.chunks).toHaveLength(Math.ceil(size / chunk) + 1)
      expect(file.ref).toEqual(sealedFile(size).ref)
      expect(file.ref.root).toBe(chunkId(file.root.bytes))
    }
  },
)

test('one file sealed twice makes nothing alike', () => {
  const [one, two] = [sealedFile(2 * chunk, 'one'), sealedFile(2 * chunk, 'two')]
  const names = new Set([...one.chunks, ...two.chunks].map(({ id }) => id))
  expect(names.size).toBe(one.chunks.length + two.chunks.length)
})

test('sealed again with its key it makes the same bytes, and with one byte changed others', () => {
  const { ref, bytes, chunks } = sealedFile(chunk + 5)
  const again = (plain: Uint8Array) => {
    const sealing = new BlobSealing({
      place: gardenPlace,
      size: plain.length,
      random: seededRandom('other'),
      key: ref.key,
    })
    return [...sealing.append(plain), ...sealing.finish().chunks]
  }
  expect(again(bytes).map(({ id }) => id)).toEqual(chunks.map(({ id }) => id))
  const changed = bytes.slice()
  changed[7] = (changed[7] ?? 0) ^ 1
  expect(again(changed).at(-1)?.id).not.toBe(ref.root)
})

test('whoever says another size is stopped', () => {
  const sealing = new BlobSealing({ place: gardenPlace, size: 10, random: seededRandom('x') })
  sealing.append(new Uint8Array(9))
  expect(() => sealing.finish()).toThrow(blobErrors('too-short'))
  expect(() => sealing.append(new Uint8Array(2))).toThrow(blobErrors('too-long'))
  const size = LIMITS.attachmentBytes + 1
  expect(() => new BlobSealing({ place: gardenPlace, size, random: seededRandom('x') })).toThrow(blobErrors('too-long'))
})

test('what was taken may be used again by whose it is', () => {
  const bytes = new Uint8Array(100).fill(1)
  const sealing = new BlobSealing({ place: gardenPlace, size: 200, random: seededRandom('x') })
  sealing.append(bytes)
  bytes.fill(2)
  sealing.append(bytes)
  const { ref, chunks } = sealing.finish()
  const [only, root] = chunks
  if (!only || !root) return expect.unreachable()
  const list = openRoot(ref, gardenPlace, root.bytes)
  expect(openChunk(ref, gardenPlace, list, 0, only.bytes)).toEqual(
    joinBytes(new Uint8Array(100).fill(1), new Uint8Array(100).fill(2)),
  )
})

test('the largest file has a list that is still taken', () => {
  const names = Math.ceil(LIMITS.attachmentBytes / chunk)
  expect(names * 32 + 100).toBeLessThan(LIMITS.blobRootBytes)
})

test('a list is read without its key, and says what to fetch', () => {
  const { chunks, root } = sealedFile(3 * chunk)
  expect(chunkNames(root.bytes)).toEqual(chunks.slice(0, -1).map(({ id }) => id))
})

test('58: it opens for no other author, in no other space or community, with no other key, in no other size', () => {
  const file = sealedFile(chunk + 1)
  const places: readonly BlobPlace[] = [
    { ...gardenPlace, author: 'mallory' as MemberId },
    { ...gardenPlace, space: 'elsewhere' as SpaceId },
    { ...gardenPlace, community: 'other' as CommunityId },
  ]
  for (const place of places) expect(() => opened(file, place)).toThrow(blobErrors('foreign'))
  const key = file.ref.key.map((byte, at) => (at === 3 ? byte ^ 1 : byte))
  expect(() => opened({ ...file, ref: { ...file.ref, key } })).toThrow(blobErrors('foreign'))
  expect(() => opened({ ...file, ref: { ...file.ref, size: chunk } })).toThrow(blobErrors('wrong'))
  const root = sealedFile(chunk + 1, 'another').ref.root
  expect(() => opened({ ...file, ref: { ...file.ref, root } })).toThrow(blobErrors('wrong'))
  // Names that lie within each other's bytes do not make one place another.
  const shifted = { community: 'gardeng' as CommunityId, space: 'eneral' as SpaceId, author: gardenPlace.author }
  expect(() => opened(file, shifted)).toThrow(blobErrors('foreign'))
})

test('58: a chunk in another’s place, cut, lengthened or with a bit flipped is refused', () => {
  const { ref, chunks, root } = sealedFile(3 * chunk)
  const list = openRoot(ref, gardenPlace, root.bytes)
  const [first, second] = chunks
  if (!first || !second) return expect.unreachable()
  const flipped = first.bytes.slice()
  flipped[100] = (flipped[100] ?? 0) ^ 4
  for (const bytes of [
    second.bytes,
    flipped,
    first.bytes.subarray(0, -1),
    joinBytes(first.bytes, Uint8Array.of(0)),
    new Uint8Array(0),
  ])
    expect(() => openChunk(ref, gardenPlace, list, 0, bytes)).toThrow(blobErrors('wrong'))
  // A list made to order names them in another order: each is still bound to its number.
  const swapped = { ...list, chunks: list.chunks.toReversed() }
  expect(() => openChunk(ref, gardenPlace, swapped, 2, first.bytes)).toThrow(blobErrors('wrong'))
  expect(() => openChunk(ref, gardenPlace, list, 3, first.bytes)).toThrow(blobErrors('wrong'))
})

test('58: whatever is no list is none, whichever bit of it was changed', () => {
  const { ref, root } = sealedFile(2 * chunk)
  for (let at = 0; at < root.bytes.length; at += 1) {
    const bytes = root.bytes.slice()
    bytes[at] = (bytes[at] ?? 0) ^ 0x10
    expect(() => openRoot(ref, gardenPlace, bytes)).toThrow(blobErrors('wrong'))
    // Named by what it is, it still lies about its key or place, or about its size.
    const named = { ...ref, root: chunkId(bytes) as string as BlobId }
    if (at < 40) expect(() => openRoot(named, gardenPlace, bytes)).toThrow()
  }
  for (const bytes of [
    new Uint8Array(0),
    new Uint8Array(LIMITS.blobRootBytes + 1),
    Uint8Array.of(0x80),
    new Uint8Array(64),
  ])
    expect(chunkNames(bytes)).toBeUndefined()
})
