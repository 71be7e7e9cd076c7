/** What is kept of files: made here or come from others, in any order, over restarts, on disks that are full or lie. */
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { blobErrors, type BlobStore } from '../../../core/blobs/index.ts'
import { type BlobId, type ChunkId, LIMITS, sameBytes } from '../../../core/shared/index.ts'
import { gardenPlace, openStore, type SealedFile, sealedFile } from '../../support/blobs.ts'
import { temporaryFolder } from '../../support/surroundings.ts'

const chunk = LIMITS.chunkBytes
const asChunk = (root: BlobId): ChunkId => root as string as ChunkId
const whole = (store: BlobStore, { ref }: SealedFile) => store.readRange(ref, gardenPlace, 0, ref.size)
const isWhole = (store: BlobStore, file: SealedFile) => sameBytes(whole(store, file), file.bytes)

/** All files in a folder, by their names. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map(({ name }) => name)
    .sort()
}

test('what is made here is there once its message is sent, after a restart too', async () => {
  using folder = temporaryFolder()
  const file = sealedFile(2 * chunk + 9)
  const first = await openStore(folder.path)
  first.store.keepOwn(file.chunks.slice(0, 2), 'upload')
  first.store.keepOwn(file.chunks.slice(2), 'upload')
  first.store.adopt(file.ref.root)
  expect(isWhole(first.store, file)).toBe(true)
  expect(first.store.progress(file.ref.root)).toEqual({ held: file.ref.size, complete: true, wanted: false })
  first.close()
  const again = await openStore(folder.path)
  again.store.sweep(new Set([file.ref.root]))
  expect(isWhole(again.store, file)).toBe(true)
  expect(again.store.readRange(file.ref, gardenPlace, chunk - 3, 7)).toEqual(file.bytes.subarray(chunk - 3, chunk + 4))
  expect(again.store.readRange(file.ref, gardenPlace, file.ref.size - 2, 50)).toEqual(file.bytes.subarray(-2))
  expect(again.store.readRange(file.ref, gardenPlace, file.ref.size + 5, 50)).toHaveLength(0)
  again.close()
})

test('an upload that is given up, or not sent before the end, leaves nothing', async () => {
  using folder = temporaryFolder()
  const [one, two] = [sealedFile(chunk, 'one'), sealedFile(chunk, 'two')]
  const first = await openStore(folder.path)
  first.store.keepOwn(one.chunks, 'one')
  first.store.keepOwn(two.chunks, 'two')
  first.store.dropOwn('one')
  expect(filesIn(first.folder)).toEqual(two.chunks.map(({ id }) => id).sort())
  first.close()
  const again = await openStore(folder.path)
  again.store.sweep(new Set())
  expect(filesIn(again.folder)).toEqual([])
  expect(() => again.store.adopt(two.ref.root)).toThrow(blobErrors('not-here'))
  again.close()
})

test('what comes from others is taken in any order, over a restart, and only what is wanted', async () => {
  using folder = temporaryFolder()
  const file = sealedFile(5 * chunk + 1)
  const other = sealedFile(chunk, 'other')
  const first = await openStore(folder.path)
  expect(first.store.wanted(100)).toEqual([])
  first.store.want(file.ref)
  expect(first.store.wanted(100)).toEqual([file.root.id])
  // Before the list came nobody knows whose chunk this is.
  expect(first.store.take(file.chunks[0]?.bytes ?? new Uint8Array())).toBeUndefined()
  expect(first.store.take(file.root.bytes)).toBe(file.root.id)
  const parts = file.chunks.slice(0, -1)
  expect(first.store.wanted(100)).toEqual(parts.map(({ id }) => id))
  expect(first.store.wanted(2)).toEqual(parts.slice(0, 2).map(({ id }) => id))
  for (const each of other.chunks) expect(first.store.take(each.bytes)).toBeUndefined()
  for (const at of [4, 1]) expect(first.store.take(parts[at]?.bytes ?? new Uint8Array())).toBe(parts[at]?.id)
  expect(first.store.take(parts[4]?.bytes ?? new Uint8Array())).toBeUndefined()
  expect(first.store.progress(file.ref.root)).toEqual({ held: 2 * chunk, complete: false, wanted: true })
  expect(() => whole(first.store, file)).toThrow(blobErrors('not-here'))
  first.close()

  const again = await openStore(folder.path)
  again.store.sweep(new Set([file.ref.root]))
  expect(again.store.wanted(100)).toEqual([0, 2, 3, 5].map((at) => parts[at]?.id))
  for (const { bytes } of parts.toReversed()) again.store.take(bytes)
  expect(again.store.progress(file.ref.root)).toEqual({ held: file.ref.size, complete: true, wanted: false })
  expect(again.store.wanted(100)).toEqual([])
  expect(isWhole(again.store, file)).toBe(true)
  again.close()
})

test('an empty file is there with its list', async () => {
  using folder = temporaryFolder()
  const file = sealedFile(0)
  const { store, close } = await openStore(folder.path)
  store.want(file.ref)
  store.take(file.root.bytes)
  expect(store.progress(file.ref.root)).toEqual({ held: 0, complete: true, wanted: false })
  expect(whole(store, file)).toHaveLength(0)
  close()
})

test('a file nobody has keeps none waiting, and what is not wanted any more is not asked for', async () => {
  using folder = temporaryFolder()
  const files = ['one', 'two', 'three'].map((seed) => sealedFile(20 * chunk, seed))
  const { store, close } = await openStore(folder.path)
  for (const { ref, root } of files) {
    store.want(ref)
    store.take(root.bytes)
  }
  const asked = store.wanted(48)
  for (const { chunks } of files) {
    expect(asked.filter((id) => chunks.some((each) => each.id === id))).toHaveLength(16)
    expect(asked).toContain(chunks[0]?.id)
  }
  store.unwant(files[0]?.ref.root ?? ('' as BlobId))
  expect(store.wanted(1000).some((id) => files[0]?.chunks.some((each) => each.id === id))).toBe(false)
  close()
})

test('a list of another size than its message says is not fetched on, and harms no message that says it right', async () => {
  using folder = temporaryFolder()
  const file = sealedFile(3 * chunk)
  const { store, close } = await openStore(folder.path)
  store.want({ ...file.ref, size: 10 })
  expect(store.take(file.root.bytes)).toBe(file.root.id)
  expect(store.wanted(100)).toEqual([])
  store.want(file.ref)
  for (const { bytes } of file.chunks) store.take(bytes)
  expect(isWhole(store, file)).toBe(true)
  close()
})

test('what is no list at all, though it has the name that was asked for, is fetched no further', async () => {
  using folder = temporaryFolder()
  const bogus = sealedFile(chunk).chunks[0]
  if (!bogus) return expect.unreachable()
  const { store, close } = await openStore(folder.path)
  store.want({ root: bogus.id as string as BlobId, key: new Uint8Array(32), size: chunk })
  expect(store.take(bogus.bytes)).toBe(bogus.id)
  expect(store.wanted(100)).toEqual([])
  expect(store.progress(bogus.id as string as BlobId).complete).toBe(false)
  close()
})

test('a file on the disk that was changed is noticed, let go of, and fetched again', async () => {
  using folder = temporaryFolder()
  const file = sealedFile(2 * chunk)
  const first = await openStore(folder.path)
  first.store.want(file.ref)
  first.store.take(file.root.bytes)
  for (const { bytes } of file.chunks) first.store.take(bytes)
  const [name] = file.chunks.map(({ id }) => id)
  if (!name) return expect.unreachable()
  const path = join(first.folder, name.slice(0, 2), name)
  const bytes = readFileSync(path)
  bytes[9] = (bytes[9] ?? 0) ^ 1
  writeFileSync(path, bytes)
  expect(() => whole(first.store, file)).toThrow(blobErrors('not-here'))
  expect(first.log.lines.join()).toContain('blobs.damaged')
  expect(first.store.progress(file.ref.root).complete).toBe(false)
  first.store.want(file.ref)
  expect(first.store.wanted(10)).toEqual([name])
  first.store.take(file.chunks[0]?.bytes ?? new Uint8Array())
  expect(isWhole(first.store, file)).toBe(true)
  // Gone altogether is noticed as well.
  rmSync(path)
  expect(first.store.read(name)).toBeUndefined()
  first.close()
})

test('a chunk two files share stays with the other', async () => {
  using folder = temporaryFolder()
  const file = sealedFile(chunk)
  const { store, folder: place, close } = await openStore(folder.path)
  store.keepOwn(file.chunks, 'one')
  store.adopt(file.ref.root)
  store.forget(file.ref.root)
  expect(filesIn(place)).toEqual([])
  store.keepOwn(file.chunks, 'one')
  store.adopt(file.ref.root)
  // Sent twice: what is given up is what was kept for the upload, and no more.
  store.keepOwn(file.chunks, 'two')
  store.dropOwn('two')
  expect(isWhole(store, file)).toBe(true)
  close()
})

test('sweeping keeps what is named, and removes the rest and what was left half written', async () => {
  using folder = temporaryFolder()
  const [kept, loose] = [sealedFile(chunk, 'kept'), sealedFile(chunk, 'loose')]
  const { store, folder: place, close } = await openStore(folder.path)
  for (const file of [kept, loose]) {
    store.keepOwn(file.chunks, 'upload')
    store.adopt(file.ref.root)
  }
  const sub = join(place, readdirSync(place)[0] ?? '')
  writeFileSync(join(sub, 'abc.part'), 'half')
  store.sweep(new Set([kept.ref.root]))
  expect(filesIn(place)).toEqual(kept.chunks.map(({ id }) => id).sort())
  expect(isWhole(store, kept)).toBe(true)
  expect(store.has(asChunk(loose.ref.root))).toBe(false)
  close()
})

test('a database that was set aside loses no file that lies there still', async () => {
  using folder = temporaryFolder()
  const file = sealedFile(2 * chunk)
  const first = await openStore(folder.path)
  first.store.keepOwn(file.chunks, 'upload')
  first.store.adopt(file.ref.root)
  first.profile.setAsideCommunity('garden' as never)
  first.close()
  const again = await openStore(folder.path)
  again.store.sweep(new Set())
  again.store.want(file.ref)
  expect(again.store.progress(file.ref.root)).toEqual({ held: file.ref.size, complete: true, wanted: false })
  expect(isWhole(again.store, file)).toBe(true)
  again.close()
})

test('a community that is removed takes its files with it, and nobody else can look into them before', async () => {
  using folder = temporaryFolder()
  const file = sealedFile(chunk)
  const { store, profile, folder: place, close } = await openStore(folder.path)
  store.keepOwn(file.chunks, 'upload')
  for (const each of readdirSync(place)) expect(statSync(join(place, each)).mode & 0o777).toBe(0o700)
  const name = filesIn(place)[0] ?? ''
  expect(statSync(join(place, name.slice(0, 2), name)).mode & 0o777).toBe(0o600)
  profile.removeCommunity('garden' as never)
  expect(statSync(place, { throwIfNoEntry: false })).toBeUndefined()
  close()
})

test('nothing on the disk tells what a file holds', async () => {
  using folder = temporaryFolder()
  const secret = new TextEncoder().encode('the beans are under the third stone '.repeat(200))
  const { store, folder: place, close } = await openStore(folder.path)
  const { BlobSealing } = await import('../../../core/blobs/index.ts')
  const { seededRandom } = await import('../../support/surroundings.ts')
  const sealing = new BlobSealing({ place: gardenPlace, size: secret.length, random: seededRandom('s') })
  store.keepOwn([...sealing.append(secret), ...sealing.finish().chunks], 'upload')
  for (const name of filesIn(place))
    expect(readFileSync(join(place, name.slice(0, 2), name)).includes('third stone')).toBe(false)
  close()
})
