/** Two devices of a community of many documents meet again over real TCP: what passes between them is counted, by what it is for. */
import { messageEntry, roomEntry } from '../../core/documents/index.ts'
import type { DocumentId } from '../../core/shared/index.ts'
import { createSync, type Sync } from '../../core/sync/index.ts'
import { createPeerKey, libp2pTransport, type Transport, wallClock } from '../../core/sync/transport/index.ts'
import { sessionFrames } from '../../core/sync/wire/session-frames.ts'
import { areLevel, carriedOf, type CarriedPerson, eventually } from '../support/carried-person.ts'
import { keptPlaces } from '../support/places.ts'
import { type SmallCommunity, smallCommunity } from '../support/small-community.ts'
import { keptLog, seededRandom } from '../support/surroundings.ts'
import { tapped } from '../support/wire-tap.ts'
import { countingProxy } from './counting-proxy.ts'

/** Rooms one member opens in one document at most, below what a feed may hold. */
const ROOMS = 500

/** What a device keeps from one start to the next, so that it is found where it was. */
interface Device {
  readonly privateKey: Awaited<ReturnType<typeof createPeerKey>>
  port: number
  readonly places: CarriedPerson['places']
}

export interface Village {
  readonly village: SmallCommunity
  readonly devices: ReadonlyMap<string, Device>
  readonly pages: readonly DocumentId[]
  readonly documents: number
}

/** Ada and Bram hold the same so many documents: rooms, and a page in each. */
export async function wideCommunity(documents: number): Promise<Village> {
  const village = smallCommunity('wide')
  const ada = village.person('ada')
  const pages: DocumentId[] = []
  for (let opener = 0; ada.documents.list().length < documents; opener++) {
    const { documents: mine } = opener === 0 ? ada : village.join(`opener ${opener}`, 'ada')
    const root = mine.founding('charter')
    if (opener > 0) village.carry('ada', `opener ${opener}`)
    for (let at = 0; at < ROOMS && ada.documents.list().length + 2 * (opener > 0 ? at : 0) < documents; at++) {
      const room = mine.open(root, (random) =>
        roomEntry(village.clock.now(), { name: `room ${at}`, topic: '' }, random),
      )
      const page = mine.writablePage(room)
      mine.append(page, messageEntry(village.clock.now(), `The first word in room ${at}.`), undefined)
      pages.push(page)
    }
    if (opener > 0) village.carry(`opener ${opener}`, 'ada')
  }
  village.join('bram', 'ada')
  village.carry('ada', 'bram')
  const devices = new Map<string, Device>()
  for (const name of ['ada', 'bram'])
    devices.set(name, { privateKey: await createPeerKey(), port: 0, places: keptPlaces() })
  const wide = { village, devices, pages, documents: ada.documents.list().length }
  // Each learns where the other is.
  await meetAgain(wide)
  return wide
}

export interface Meeting {
  /** Bytes of frames until both have proven who they are. */
  readonly handshake: number
  /** Bytes of frames from then on, and of those that are about documents. */
  readonly exchange: number
  readonly ofDocuments: number
  /** Everything on the TCP connection: encryption, muxer and libp2p’s own protocols as well. */
  readonly wire: number
  /** Automerge documents that were loaded on both sides together. */
  readonly loaded: number
  readonly frames: string
}

const HANDSHAKE = new Set(['hello', 'welcome', 'sample', 'proof', 'after', 'ready'])
const OF_DEVICES = new Set(['addresses', 'places', 'book', 'signal', 'ping'])

/** Ada and Bram, both just started, meet and become level. */
export async function meetAgain({ village, devices }: Pick<Village, 'village' | 'devices'>): Promise<Meeting> {
  const frames: { type: string; bytes: number }[] = []
  const heard = (_: unknown, frame: Uint8Array): void => {
    frames.push({ type: sessionFrames.decode(frame).type, bytes: frame.length + (frame.length < 128 ? 1 : 2) })
  }
  for (const name of ['ada', 'bram']) village.restart(name)
  const start = async (name: string): Promise<Networked> => {
    const device = devices.get(name)
    if (!device) throw new TypeError(`nobody is called ${name}`)
    return networked(village, name, heard, device)
  }
  const [ada, bram] = [await start('ada'), await start('bram')]
  const proxy = await countingProxy(devices.get('ada')?.port ?? 0)
  bram.carried.acquainted.push({
    peer: ada.transport.peer,
    addresses: [`/ip4/127.0.0.1/tcp/${proxy.port}/p2p/${ada.transport.peer}`],
  })
  const ends = [ada, bram].map(({ sync, carried }) => sync.carry(carried))
  const isSynced = ({ sync }: Networked): boolean =>
    sync.status(village.community).peers.some(({ state }) => state === 'synced')
  await eventually(() => isSynced(ada) && isSynced(bram) && areLevel(ada, bram), 'level', 60_000)
  for (let before = -1; before !== proxy.bytes();) {
    before = proxy.bytes()
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  const sum = (of: (type: string) => boolean): number =>
    frames.filter(({ type }) => of(type)).reduce((total, { bytes }) => total + bytes, 0)
  const meeting = {
    handshake: sum((type) => HANDSHAKE.has(type)),
    exchange: sum((type) => !HANDSHAKE.has(type)),
    ofDocuments: sum((type) => !HANDSHAKE.has(type) && !OF_DEVICES.has(type)),
    wire: proxy.bytes(),
    loaded: ada.carried.person.documents.openPages + bram.carried.person.documents.openPages,
    frames: told(frames),
  }
  await Promise.all(ends.map((end) => end()))
  await Promise.all([ada.sync.stop(), bram.sync.stop()])
  await proxy.close()
  return meeting
}

interface Networked {
  readonly sync: Sync
  readonly transport: Transport
  readonly carried: CarriedPerson
}

async function networked(
  village: SmallCommunity,
  name: string,
  heard: Parameters<typeof tapped>[1],
  device: Device,
): Promise<Networked> {
  const log = keptLog()
  const { privateKey, places } = device
  const listen = { host: '127.0.0.1', port: device.port }
  const transport = tapped(
    await libp2pTransport({ privateKey, listen, discovery: false, log, clock: wallClock }),
    heard,
  )
  const sync = createSync({ transport, clock: wallClock, random: seededRandom(`meet-${name}`), log })
  await sync.start(AbortSignal.timeout(10_000))
  device.port = Number(/\/tcp\/(\d+)\//.exec(transport.addresses()[0] ?? '')?.[1])
  return { sync, transport, carried: { ...carriedOf(village, name), places } }
}

/** How many bytes of which frames. */
function told(frames: readonly { type: string; bytes: number }[]): string {
  return [...Map.groupBy(frames, ({ type }) => type)]
    .map(([type, all]) => `${all.length} ${type} ${all.reduce((sum, { bytes }) => sum + bytes, 0)}`)
    .join(', ')
}
