/**
 * A fresh peer gets 10,000 messages of 50 authors over real TCP: ours authenticated, gated, encrypted, on disk and indexed, from the opened
 * invite on; automerge-repo's the same documents over its WebSocket to its file storage, ungated. Both ends of each run in this process.
 */
import type { AutomergeUrl } from '@automerge/automerge-repo'
import type { WebSocketServerAdapter as WebSocketServerAdapterType } from '@automerge/automerge-repo-network-websocket'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import { createPeerKey, libp2pTransport, wallClock } from '../../core/sync/transport/index.ts'
import { createSync } from '../../core/sync/index.ts'
import { carriedOf } from '../support/carried-person.ts'
import { until } from '../support/named-people.ts'
import { keptLog, seededRandom, temporaryFolder } from '../support/surroundings.ts'
import type { Bench } from './bench.ts'
import { type BenchCommunity, benchCommunity } from './data.ts'
import { countingProxy } from './counting-proxy.ts'
import { wholeCore } from './whole-core.ts'

export const syncFresh: Bench = {
  name: 'sync-fresh',
  about:
    '10,000 messages of 50 authors to a fresh peer over TCP / automerge-repo 2.5.6 with websocket and nodefs, ungated',
  async run(options) {
    const count = Number(options.get('entries') ?? 10_000)
    const bench = benchCommunity(count)
    const documents = bench.pages.map((page) => bench.village.person('ada').documents.automerge(page))
    const ours = await folkmoot(bench, count)
    const theirs = await automergeRepo(documents, count)
    bench.village[Symbol.dispose]()
    const details = {
      messages: count,
      'ms ours': ours.ms,
      'ms theirs': theirs.ms,
      'bytes ours': ours.bytes,
      'bytes theirs': theirs.bytes,
    }
    return [
      { name: 'sync-fresh', ratio: ours.ms / theirs.ms, goal: 1, unit: 'time', details },
      { name: 'sync-fresh', ratio: ours.bytes / theirs.bytes, goal: 0.8, unit: 'bytes', details },
    ]
  },
}

interface Measured {
  readonly ms: number
  readonly bytes: number
}

async function folkmoot({ village }: BenchCommunity, count: number): Promise<Measured> {
  const privateKey = await createPeerKey()
  const log = keptLog()
  const transport = await libp2pTransport({
    privateKey,
    listen: { host: '127.0.0.1', port: 0 },
    discovery: false,
    log,
    clock: wallClock,
  })
  const sync = createSync({ transport, clock: wallClock, random: seededRandom('bench-sync'), log })
  await sync.start(AbortSignal.timeout(10_000))
  const carried = carriedOf(village, 'ada')
  carried.inviting = true
  const end = sync.carry(carried)
  const port = Number(/\/tcp\/(\d+)\//.exec(sync.addresses()[0] ?? '')?.[1])
  const proxy = await countingProxy(port)
  const link = village.link([`/ip4/127.0.0.1/tcp/${proxy.port}/p2p/${transport.peer}`])
  const zoe = await wholeCore()
  const start = performance.now()
  const { community } = await zoe.client.invites.accept({ link, displayName: 'Zoe' })
  await until(zoe.client.communities.watch(), (all) => all.some(({ state }) => state === 'member'), 60_000)
  await until(
    zoe.client.spaces.watch({ community }),
    (spaces) => spaces.some(({ messages }) => messages >= count),
    120_000,
  )
  const ms = performance.now() - start
  const bytes = proxy.bytes()
  await zoe.stop()
  await end()
  await sync.stop()
  await proxy.close()
  return { ms, bytes }
}

async function automergeRepo(documents: readonly Uint8Array[], count: number): Promise<Measured> {
  const { Repo, WebSocketClientAdapter, WebSocketServerAdapter, NodeFSStorageAdapter } = await otherSide()
  const [left, right] = [temporaryFolder(), temporaryFolder()]
  const http = createServer()
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const sockets = new WebSocketServer({ server: http })
  const server = new Repo({
    storage: new NodeFSStorageAdapter(left.path),
    network: [new WebSocketServerAdapter(sockets as unknown as ServerSockets)],
    sharePolicy: async () => true,
  })
  const urls: AutomergeUrl[] = documents.map((bytes) => server.import(bytes).url)
  await server.flush()
  const proxy = await countingProxy((http.address() as AddressInfo).port)
  const start = performance.now()
  const adapter = new WebSocketClientAdapter(`ws://127.0.0.1:${proxy.port}`)
  const fresh = new Repo({ storage: new NodeFSStorageAdapter(right.path), network: [adapter] })
  await new Promise<void>((resolve) => fresh.networkSubsystem.once('peer', () => resolve()))
  const handles = await Promise.all(urls.map((url) => fresh.find<{ entries: Record<string, unknown> }>(url)))
  const total = () => handles.reduce((sum, handle) => sum + Object.keys(handle.doc().entries ?? {}).length, 0)
  while (total() < count) await new Promise((resolve) => setTimeout(resolve, 5))
  await fresh.flush()
  const ms = performance.now() - start
  const bytes = proxy.bytes()
  await Promise.all([fresh.shutdown(), server.shutdown()])
  for (const client of sockets.clients) client.terminate()
  sockets.close()
  http.close()
  await proxy.close()
  left[Symbol.dispose]()
  right[Symbol.dispose]()
  return { ms, bytes }
}

type ServerSockets = ConstructorParameters<typeof WebSocketServerAdapterType>[0]

/** Its CBOR library looks for a native helper this project does not install, and must be told so before it is loaded. */
async function otherSide() {
  process.env['CBOR_NATIVE_ACCELERATION_DISABLED'] = 'true'
  const [repo, socket, files] = await Promise.all([
    import('@automerge/automerge-repo'),
    import('@automerge/automerge-repo-network-websocket'),
    import('@automerge/automerge-repo-storage-nodefs'),
  ])
  return { ...repo, ...socket, ...files }
}
