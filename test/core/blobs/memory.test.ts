/** However large a file is, a few chunks of it are in memory at once. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { BlobSealing, type SealedChunk } from '../../../core/blobs/index.ts'
import { LIMITS } from '../../../core/shared/index.ts'
import { gardenPlace, openStore, plainBytes } from '../../support/blobs.ts'
import { seededRandom, temporaryFolder } from '../../support/surroundings.ts'

const MB = 1024 * 1024
const size = 100 * MB

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Bytes of buffers that somebody still holds. */
function held(): number {
  // What one round frees is counted by the next.
  collect()
  collect()
  return process.memoryUsage().arrayBuffers
}

test('a file of 100 MB is sealed, kept, handed on, taken and read without ever being whole in memory', async () => {
  using one = temporaryFolder()
  using other = temporaryFolder()
  const piece = plainBytes(LIMITS.attachmentPieceBytes, 'piece')
  const here = await openStore(one.path)
  const there = await openStore(other.path)
  const before = held()
  let most = 0
  const look = (at: number): void => void (at % (10 * MB) === 0 && (most = Math.max(most, held() - before)))

  const sealing = new BlobSealing({ place: gardenPlace, size, random: seededRandom('large') })
  for (let at = 0; at < size; at += piece.length) {
    here.store.keepOwn(sealing.append(piece), 'upload')
    look(at)
  }
  const { ref, chunks } = sealing.finish()
  here.store.keepOwn(chunks, 'upload')
  here.store.adopt(ref.root)

  there.store.want(ref)
  for (let round = 0; ; round += 1) {
    const wanted: readonly SealedChunk['id'][] = there.store.wanted(LIMITS.chunksAsked)
    if (wanted.length === 0) break
    for (const id of wanted) expect(there.store.take(here.store.read(id) ?? new Uint8Array())).toBe(id)
    look(round * MB)
  }
  let same = 0
  for (let at = 0; at < size; at += piece.length) {
    same += Buffer.compare(there.store.readRange(ref, gardenPlace, at, piece.length), piece) === 0 ? 1 : 0
    look(at)
  }
  expect(same * piece.length).toBe(size)
  expect(most).toBeLessThan(8 * MB)
  here.close()
  there.close()
}, 60_000)
