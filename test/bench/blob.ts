/**
 * 100 MB of a file's encrypted chunks from one member to another over real TCP: asked for, authenticated, verified, on disk and in the index,
 * both ends in this process; the other side the same bytes from file to file over a plain socket. Of three runs each the middle one.
 */
import { createReadStream, createWriteStream, writeFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer } from 'node:net'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { BlobSealing } from '../../core/blobs/index.ts'
import { carriedOf, eventually } from '../support/carried-person.ts'
import { gardenPlace, type OpenStore, openStore, plainBytes } from '../support/blobs.ts'
import { onLoopback } from '../support/loopback-person.ts'
import { smallCommunity } from '../support/small-community.ts'
import { seededRandom, temporaryFolder } from '../support/surroundings.ts'
import { type Bench, median } from './bench.ts'

const MB = 1_000_000
/** MB that a transfer may take, beside what the process had before. */
const MOST = 200
const RUNS = 3

export const blob: Bench = {
  name: 'blob',
  about: '100 MB of encrypted chunks peer to peer, verified and on disk / a raw TCP copy from file to file',
  async run(options) {
    const size = Number(options.get('megabytes') ?? 100) * MB
    using folder = temporaryFolder()
    const bytes = plainBytes(size, 'bench')
    writeFileSync(join(folder.path, 'whole'), bytes)
    const [theirs, ours]: [number[], { ms: number; grown: number }[]] = [[], []]
    // In turn, so that whatever else goes on meets both.
    for (let run = 0; run < RUNS; run++) {
      theirs.push(await rawCopy(folder.path))
      ours.push(await folkmoot(join(folder.path, `run ${run}`), bytes))
    }
    const ms = { ours: median(ours.map((one) => one.ms)), theirs: median(theirs) }
    const grown = Math.max(...ours.map((one) => one.grown))
    const details = { MB: size / MB, 'ms ours': ms.ours, 'ms theirs': ms.theirs, 'MB more in memory': grown }
    return [
      { name: 'blob', ratio: ms.ours / ms.theirs, goal: 4, unit: 'time', details },
      { name: 'blob', ratio: grown / MOST, goal: 1, unit: 'memory', details },
    ]
  },
}

async function rawCopy(folder: string): Promise<number> {
  const server = createServer((socket) => void pipeline(createReadStream(join(folder, 'whole')), socket))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const start = performance.now()
  const { port } = server.address() as AddressInfo
  await pipeline(connect(port, '127.0.0.1'), createWriteStream(join(folder, 'copy')))
  const ms = performance.now() - start
  await new Promise((resolve) => server.close(resolve))
  return ms
}

async function folkmoot(folder: string, bytes: Uint8Array): Promise<{ ms: number; grown: number }> {
  const small = smallCommunity('bench blob')
  small.join('ben', 'ada')
  small.carryAll()
  const kept = { ada: await openStore(join(folder, 'ada')), ben: await openStore(join(folder, 'ben')) }
  const sealing = new BlobSealing({ place: gardenPlace, size: bytes.length, random: seededRandom('bench blob') })
  for (let at = 0; at < bytes.length; at += MB)
    kept.ada.store.keepOwn(sealing.append(bytes.subarray(at, at + MB)), 'up')
  const { ref, chunks } = sealing.finish()
  kept.ada.store.keepOwn(chunks, 'up')
  kept.ada.store.adopt(ref.root)
  const ada = await onLoopback({ ...carriedOf(small, 'ada'), blobs: carriedBlobs(kept.ada) })
  const carried = { ...carriedOf(small, 'ben'), blobs: carriedBlobs(kept.ben) }
  carried.acquainted.push({ peer: ada.sync.peer, addresses: ada.sync.addresses() })
  const ben = await onLoopback(carried)
  const isQuiet = (): boolean => ben.sync.status(small.community).peers.some(({ state }) => state === 'synced')
  await eventually(isQuiet, 'that they are level', 60_000)
  const before = process.memoryUsage.rss()
  let most = before
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 50)
  const start = performance.now()
  kept.ben.store.want(ref)
  await eventually(() => !kept.ben.store.progress(ref.root).wanted, 'the file', 120_000)
  const ms = performance.now() - start
  clearInterval(watch)
  await Promise.all([ada.sync.stop(), ben.sync.stop()])
  for (const each of Object.values(kept)) each.close()
  small[Symbol.dispose]()
  return { ms, grown: (most - before) / MB }
}

const carriedBlobs = ({ store }: OpenStore) => ({
  has: store.has.bind(store),
  read: store.read.bind(store),
  wanted: store.wanted.bind(store),
  take: store.take.bind(store),
  onChange: store.onChange.bind(store),
  asking: () => undefined,
})
