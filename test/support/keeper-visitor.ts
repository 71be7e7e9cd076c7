/** Somebody who speaks to a keeper frame by frame, as members do or as no honest member would. */
import { type Device, deviceOf, newDeviceSeed, sign } from '../../core/identity/index.ts'
import type { PeerId } from '../../core/shared/index.ts'
import {
  encodeIntroduction,
  encodeRoster,
  introductionDigest,
  KEEP_PROTOCOL,
  KEEP_VERSION,
  type KeepFrame,
  keepTalk,
  laneLink,
  type LaneItem,
  LANE_BEGIN,
  type LaneMark,
  meetKeeper,
  readKeeperLink,
  type Roster,
  rosterDigest,
  type Shown,
  shelfOf,
} from '../../core/sync/keeping/index.ts'
import {
  createPeerKey,
  type MemoryHub,
  memoryTransport,
  type MemoryTransport,
  peerOfKey,
} from '../../core/sync/transport/index.ts'
import { seededRandom } from './surroundings.ts'

export const random = seededRandom('visitors of keepers')

export class Visitor {
  readonly device: Device = deviceOf(newDeviceSeed(random))
  readonly transport: MemoryTransport
  readonly #over = new AbortController()

  private constructor(transport: MemoryTransport) {
    this.transport = transport
  }

  static async on(hub: MemoryHub): Promise<Visitor> {
    const transport = memoryTransport(hub, await peerOfKey(await createPeerKey()))
    await transport.start(AbortSignal.timeout(5000))
    return new Visitor(transport)
  }

  get peer(): PeerId {
    return this.transport.peer
  }

  async talk(keeper: MemoryTransport) {
    const channel = await this.transport.open(keeper.peer, keeper.addresses(), KEEP_PROTOCOL, this.#over.signal)
    return keepTalk(channel, this.#over.signal)
  }

  /** Shows who this is, or claims a shelf. */
  async meet(keeper: MemoryTransport, shelf: Uint8Array, link?: string, annex?: Uint8Array): Promise<Meeting> {
    const talk = await this.talk(keeper)
    const claim = link === undefined ? undefined : readKeeperLink(link)
    const carried = { device: this.device.id, signSession: (bytes: Uint8Array) => sign(this.device.signing, bytes) }
    const shown = await meetKeeper(talk, carried, shelf, { self: this.peer, random, claim, annex })
    return new Meeting(talk, shown, this.device, shelf)
  }

  /** Claims what a link is for. */
  async claim(keeper: MemoryTransport, link: string): Promise<Meeting> {
    return this.meet(keeper, shelfOf(readKeeperLink(link).secret), link)
  }

  /** Uses the shelf of a private space beside a community's, or has it made. */
  annex(keeper: MemoryTransport, shelf: Uint8Array, under: Uint8Array): Promise<Meeting> {
    return this.meet(keeper, shelf, undefined, under)
  }

  hello(shelf: Uint8Array, nonce = random.bytes(32)): KeepFrame {
    return { type: 'hello', version: KEEP_VERSION, shelf, nonce }
  }

  async stop(): Promise<void> {
    this.#over.abort()
    await this.transport.stop()
  }
}

/** A conversation with a keeper that has begun. */
export class Meeting {
  readonly talk: Awaited<ReturnType<Visitor['talk']>>
  readonly shown: Shown
  readonly device: Device
  readonly shelf: Uint8Array
  /** What the keeper has called this device to, as far as it was heard. */
  readonly calls: Extract<KeepFrame, { type: 'called' }>[] = []
  /** Where the own lane ends. */
  mark: LaneMark

  constructor(talk: Meeting['talk'], shown: Shown, device: Device, shelf: Uint8Array) {
    this.talk = talk
    this.shown = shown
    this.device = device
    this.shelf = shelf
    const own = shown.lanes.find((lane) => lane.device === device.id)
    this.mark = own ? { seq: own.last, head: own.head } : LANE_BEGIN
  }

  /** An item for the own lane, or, by `changes`, for none. */
  item(parcel: Uint8Array, changes: Partial<LaneItem> = {}): LaneItem {
    const bare = { seq: this.mark.seq + 1, prev: this.mark.head, parcel, ...changes }
    return { ...bare, signature: sign(this.device.signing, laneLink(this.shelf, this.device.id, bare)), ...changes }
  }

  async ask(frame: KeepFrame): Promise<KeepFrame> {
    await this.talk.send(frame)
    for (;;) {
      const answer = await this.talk.receive(2000)
      if (answer.type === 'called') this.calls.push(answer)
      else if (!['news', 'cleared', 'state'].includes(answer.type)) return answer
    }
  }

  async put(item: LaneItem): Promise<KeepFrame> {
    const answer = await this.ask({ type: 'put', ...item })
    if (answer.type === 'kept') this.mark = { seq: item.seq, head: laneLink(this.shelf, this.device.id, item) }
    return answer
  }

  roster(roster: Roster): Promise<KeepFrame> {
    const bytes = encodeRoster(this.shelf, roster)
    return this.ask({ type: 'roster', bytes, signature: sign(this.device.signing, rosterDigest(bytes)) })
  }

  /** Has another served, or says so on a paper that is somebody else's, or for another shelf. */
  introduce(device: Device, paper: { readonly by?: Device; readonly shelf?: Uint8Array } = {}): Promise<KeepFrame> {
    const { by = this.device, shelf = this.shelf } = paper
    const bytes = encodeIntroduction(shelf, by.id, device.id)
    return this.ask({ type: 'introduce', bytes, signature: sign(by.signing, introductionDigest(bytes)) })
  }

  async fetch(of: Device, from = 1, to = 1000): Promise<readonly LaneItem[]> {
    await this.talk.send({ type: 'fetch', device: of.id, from, to })
    const items: LaneItem[] = []
    for (;;) {
      const frame = await this.talk.receive(2000)
      if (frame.type === 'called') this.calls.push(frame)
      if (frame.type === 'covered') return items
      if (frame.type === 'item') items.push(frame)
    }
  }
}
