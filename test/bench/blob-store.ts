/**
 * What attaching a file costs, and reading it back: encrypted, kept on the disk itself chunk by chunk and checked, beside
 * the same cipher over a plain copy of it. How fast the copy alone is stands beside that.
 */
import { closeSync, copyFileSync, fsyncSync, openSync, readSync, writeFileSync, writeSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BlobSealing } from '../../core/blobs/index.ts'
import { CONTENT_KEY_BYTES, decrypt, encrypt, NONCE_BYTES, TAG_BYTES } from '../../core/identity/index.ts'
import { LIMITS } from '../../core/shared/index.ts'
import { gardenPlace, openStore, plainBytes } from '../support/blobs.ts'
import { seededRandom } from '../support/surroundings.ts'
import { type Bench, median } from './bench.ts'

const MB = 1024 * 1024
type Times = [number[], number[], number[], number[], number[]]

export const blobStore: Bench = {
  name: 'blob-store',
  about: 'a file of 100 MB sealed, kept durably, and read back / encrypted into one file, made durable, and read back',
  async run(options) {
    const size = Number(options.get('mb') ?? 100) * MB
    const folder = await mkdtemp(join(tmpdir(), 'folkmoot-bench-'))
    const from = join(folder, 'file')
    writeFileSync(from, plainBytes(size, 'bench'))
    const { store, close } = await openStore(join(folder, 'profile'))
    const [kept, read, plainly, plainlyRead, copied] = [0, 1, 2, 3, 4].map((): number[] => []) as Times
    const [key, nonce] = [plainBytes(CONTENT_KEY_BYTES, 'key'), new Uint8Array(NONCE_BYTES)]
    for (let round = 0; round < 3; round++) {
      const copy = join(folder, `copy ${round}`)
      copied.push(timed(() => copyFileSync(from, copy)))
      plainly.push(
        timed(() => {
          const to = openSync(copy, 'w')
          readAll(from, LIMITS.chunkBytes, (piece) => writeSync(to, encrypt(key, nonce, piece, nonce)))
          fsyncSync(to)
          closeSync(to)
        }),
      )
      plainlyRead.push(
        timed(() => readAll(copy, LIMITS.chunkBytes + TAG_BYTES, (piece) => decrypt(key, nonce, piece, nonce))),
      )
      const sealing = new BlobSealing({ place: gardenPlace, size, random: seededRandom(`round ${round}`) })
      const upload = String(round)
      const start = performance.now()
      readAll(from, LIMITS.attachmentPieceBytes, (piece) => store.keepOwn(sealing.append(piece), upload))
      const { ref, chunks } = sealing.finish()
      store.keepOwn(chunks, upload)
      store.adopt(ref.root)
      kept.push(performance.now() - start)
      read.push(
        timed(() => {
          for (let at = 0; at < size; at += LIMITS.attachmentPieceBytes)
            store.readRange(ref, gardenPlace, at, LIMITS.attachmentPieceBytes)
        }),
      )
      store.forget(ref.root)
    }
    close()
    await rm(folder, { recursive: true })
    const speed = (times: readonly number[]): number => size / MB / (median(times) / 1000)
    return [
      {
        ...{ name: 'keep', ratio: median(kept) / median(plainly), goal: 3, unit: 'time' },
        details: { MB: size / MB, 'MB/s': speed(kept), 'one file MB/s': speed(plainly), 'copy MB/s': speed(copied) },
      },
      {
        ...{ name: 'read', ratio: median(read) / median(plainlyRead), goal: 2, unit: 'time' },
        details: { MB: size / MB, 'MB/s': speed(read), 'one file MB/s': speed(plainlyRead) },
      },
    ]
  },
}

function timed(work: () => void): number {
  const start = performance.now()
  work()
  return performance.now() - start
}

function readAll(path: string, most: number, take: (piece: Uint8Array) => void): void {
  const file = openSync(path, 'r')
  const piece = new Uint8Array(most)
  for (let got = readSync(file, piece); got > 0; got = readSync(file, piece)) take(piece.subarray(0, got))
  closeSync(file)
}
