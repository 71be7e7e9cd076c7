/** Disks without room: nothing is half kept, and everything else goes on. */
import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { blobErrors } from '../../../core/blobs/index.ts'
import { storageErrors } from '../../../core/storage/index.ts'
import { openStore, sealedFile } from '../../support/blobs.ts'
import { SmallDisk, whyNoDisk } from '../../support/small-disk.ts'

test.skipIf(whyNoDisk() !== undefined)('a full disk takes no file, and loses none', async () => {
  using disk = new SmallDisk(4096)
  const { store, folder, log, close } = await openStore(disk.path)
  const kept = sealedFile(300_000, 'kept')
  store.keepOwn(kept.chunks, 'kept')
  store.adopt(kept.ref.root)
  const large = sealedFile(6_000_000, 'large')
  expect(() => store.keepOwn(large.chunks, 'large')).toThrow(
    storageErrors('disk-full', { details: { place: folder } }).message.slice(0, 17),
  )
  store.dropOwn('large')
  // What had been written of it is known to nobody, and goes with the next sweep.
  store.sweep(new Set([kept.ref.root]))
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile())
  expect(files.map(({ name }) => name).sort()).toEqual(kept.chunks.map(({ id }) => id).sort())
  // Some room is always left to everything else.
  expect(() => store.want(large.ref)).toThrow(blobErrors('no-room'))
  expect(() => store.assertRoom(1)).toThrow(blobErrors('no-room'))
  expect(store.wanted(10)).toEqual([])
  expect(log.lines).toEqual([])
  close()
})
