/** Attack 58, below the messages: lists that lie of a file, chunks that are another's, names that are none. Nothing is opened, lost or heaped up. */
import { existsSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { encodeRoot } from '../../core/blobs/root.ts'
import { blobErrors, type BlobRef, BlobSealing, type BlobStore, chunkId, chunkNames } from '../../core/blobs/index.ts'
import {
  type BlobId,
  type ChunkId,
  encodeCanonical,
  joinBytes,
  LIMITS,
  type MemberId,
  sameBytes,
} from '../../core/shared/index.ts'
import { gardenPlace, openStore, plainBytes, type SealedFile, sealedFile } from '../support/blobs.ts'
import { seededRandom, temporaryFolder } from '../support/surroundings.ts'

const chunk = LIMITS.chunkBytes
const mallorys = { ...gardenPlace, author: 'mallory' as MemberId }
const key = plainBytes(32, 'mallory’s key')

/** A list Mallory made, naming whatever she likes, right in all that her key vouches for. */
function lyingRoot(size: number, chunks: readonly ChunkId[]): { readonly ref: BlobRef; readonly bytes: Uint8Array } {
  const bytes = encodeRoot(key, mallorys, { size, chunks })
  return { ref: { root: chunkId(bytes) as string as BlobId, key, size }, bytes }
}

function filesIn(folder: string): string[] {
  const all = readdirSync(folder, { recursive: true, withFileTypes: true })
  return all.filter((each) => each.isFile()).map(({ name }) => name)
}

const idsOf = ({ chunks }: SealedFile): ChunkId[] => chunks.map(({ id }) => id)
const partsOf = (file: SealedFile): ChunkId[] => idsOf(file).slice(0, -1)

function receive(store: BlobStore, { ref, chunks, root }: SealedFile): void {
  store.want(ref)
  store.take(root.bytes)
  for (const { bytes } of chunks) store.take(bytes)
}

test('58: a list of 4,096 names for one byte, or of one name for a gigabyte, is no list', async () => {
  using folder = temporaryFolder()
  const { store, folder: kept, close } = await openStore(folder.path)
  const names = Array.from({ length: 4096 }, (_, at) => chunkId(Uint8Array.of(at >> 8, at & 255)))
  for (const [size, listed] of [
    [1, names],
    [LIMITS.attachmentBytes, names.slice(0, 1)],
    [0, names.slice(0, 1)],
    [LIMITS.attachmentBytes + 1, [...names, ...names.slice(0, 1)]],
  ] as const) {
    const { ref, bytes } = lyingRoot(size, listed)
    expect(chunkNames(bytes)).toBeUndefined()
    store.want({ ...ref, size: Math.min(size, 1000) })
    store.take(bytes)
    expect(store.wanted(5000)).toEqual([])
    expect(store.progress(ref.root)).toMatchObject({ complete: false, wanted: false })
    store.forget(ref.root)
  }
  expect(filesIn(kept)).toEqual([])
  close()
})

test('58: numbers and forms that no list has', () => {
  const committed = new Uint8Array(32)
  const forms: unknown[] = [
    [1, 1.5, committed, new Uint8Array(32)],
    [1, -1, committed, new Uint8Array(0)],
    [1, 2 ** 60, committed, new Uint8Array(32)],
    [2, 1, committed, new Uint8Array(32)],
    [1, 1, committed, new Uint8Array(33)],
    [1, 1, new Uint8Array(31), new Uint8Array(32)],
    [1, 1, committed, 'x'.repeat(32)],
    [1, 1, committed, new Uint8Array(32), 0],
    [1, 1, committed, [new Uint8Array(32)]],
    { 0: 1 },
    1,
  ]
  const encoded = forms.flatMap((form) => {
    try {
      return [encodeCanonical(form as never)]
    } catch {
      return []
    }
  })
  expect(encoded.length).toBeGreaterThan(6)
  for (const bytes of encoded) expect(chunkNames(bytes)).toBeUndefined()
  expect(chunkNames(encodeCanonical([1, 1, committed, new Uint8Array(32)]))).toHaveLength(1)
})

test('58: a gigabyte of one and the same chunk takes the room of one, and does not open', async () => {
  using folder = temporaryFolder()
  const { store, folder: kept, close } = await openStore(folder.path)
  const [small] = sealedFile(chunk, 'small', mallorys).chunks
  if (!small) return expect.unreachable()
  const { ref, bytes } = lyingRoot(
    LIMITS.attachmentBytes,
    Array.from({ length: 4096 }, () => small.id),
  )
  store.want(ref)
  expect(store.take(bytes)).toBe(ref.root)
  expect(store.wanted(5000)).toEqual([small.id])
  expect(store.take(small.bytes)).toBe(small.id)
  expect(filesIn(kept)).toHaveLength(2)
  expect(() => store.readRange(ref, mallorys, 0, 10)).toThrow(blobErrors('wrong'))
  store.forget(ref.root)
  expect(filesIn(kept)).toEqual([])
  close()
})

test('58: whoever lists Ada’s chunks reads nothing of them, and takes none along when they are let go of', async () => {
  using folder = temporaryFolder()
  const { store, close } = await openStore(folder.path)
  const adas = sealedFile(2 * chunk, 'ada')
  receive(store, adas)
  const { ref, bytes } = lyingRoot(2 * chunk, partsOf(adas))
  store.want(ref)
  store.take(bytes)
  // All of it is here already, and opens neither as Mallory's nor as Ada's.
  expect(store.progress(ref.root)).toEqual({ held: 2 * chunk, complete: true, wanted: false })
  expect(() => store.readRange(ref, mallorys, 0, 10)).toThrow(blobErrors('wrong'))
  expect(() => store.readRange({ ...ref, key: adas.ref.key }, mallorys, 0, 10)).toThrow(blobErrors('foreign'))
  expect(() => store.readRange(adas.ref, mallorys, 0, 10)).toThrow(blobErrors('foreign'))
  expect(() => store.readRange({ ...adas.ref, root: ref.root }, gardenPlace, 0, 10)).toThrow(blobErrors('foreign'))
  store.forget(ref.root)
  expect(sameBytes(store.readRange(adas.ref, gardenPlace, 0, adas.ref.size), adas.bytes)).toBe(true)
  // And the other way round.
  store.want(ref)
  store.take(bytes)
  store.sweep(new Set([ref.root]))
  expect(partsOf(adas).every((id) => store.has(id))).toBe(true)
  expect(store.has(adas.root.id)).toBe(false)
  close()
})

test('58: a list that names another list as its chunk does not take it along', async () => {
  using folder = temporaryFolder()
  const { store, close } = await openStore(folder.path)
  const adas = sealedFile(chunk, 'ada')
  receive(store, adas)
  const { ref, bytes } = lyingRoot(chunk, [adas.root.id])
  store.want(ref)
  store.take(bytes)
  expect(() => store.readRange(ref, mallorys, 0, 10)).toThrow(blobErrors('wrong'))
  store.forget(ref.root)
  expect(sameBytes(store.readRange(adas.ref, gardenPlace, 0, chunk), adas.bytes)).toBe(true)
  close()
})

test('58: chunks shorter or longer than their file says are none of it, though they open', async () => {
  using folder = temporaryFolder()
  const { store, close } = await openStore(folder.path)
  // Sealed for this very file by who may, but another part of it.
  const sealing = new BlobSealing({ place: mallorys, size: chunk + 7, random: seededRandom('m'), key })
  const [full, ...more] = [...sealing.append(plainBytes(chunk + 7, 'm')), ...sealing.finish().chunks]
  const short = more[0]
  if (!full || !short) return expect.unreachable()
  const { ref, bytes } = lyingRoot(chunk + 7, [short.id, full.id])
  store.want(ref)
  for (const each of [bytes, full.bytes, short.bytes]) store.take(each)
  for (const from of [0, chunk]) expect(() => store.readRange(ref, mallorys, from, 5)).toThrow(blobErrors('wrong'))
  // One that is larger than any chunk is never taken, whatever names it.
  const huge = joinBytes(full.bytes, Uint8Array.of(0))
  const other = lyingRoot(1, [chunkId(huge)])
  store.want(other.ref)
  store.take(other.bytes)
  expect(store.wanted(5)).toEqual([chunkId(huge)])
  expect(store.take(huge)).toBeUndefined()
  expect(store.has(chunkId(huge))).toBe(false)
  close()
})

test('58: what nobody asked for is not kept, and names that are none lead nowhere', async () => {
  using folder = temporaryFolder()
  const { store, folder: kept, close } = await openStore(folder.path)
  const before = readdirSync(folder.path).sort()
  for (const bytes of [new Uint8Array(0), plainBytes(1000, 'x'), plainBytes(2 * chunk, 'y'), sealedFile(5).root.bytes])
    expect(store.take(bytes)).toBeUndefined()
  for (const name of ['__proto__', 'constructor', '../../key', '/etc/passwd', '', '\0', 'a'.repeat(10_000)]) {
    const root = name as BlobId
    expect(store.has(name as ChunkId)).toBe(false)
    expect(store.read(name as ChunkId)).toBeUndefined()
    expect(store.progress(root)).toEqual({ held: 0, complete: false, wanted: false })
    store.want({ root, key, size: 1 })
    expect(() => store.readRange({ root, key, size: 1 }, gardenPlace, 0, 1)).toThrow(blobErrors('not-here'))
    expect(() => store.adopt(root)).toThrow(blobErrors('not-here'))
    store.unwant(root)
    store.forget(root)
  }
  expect(readdirSync(folder.path).sort()).toEqual(before)
  expect(existsSync(kept)).toBe(false)
  close()
})
