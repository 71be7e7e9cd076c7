/** One shelf as this device knows it: what was read of it, what it holds, and what is put next. */
import { type DeviceId, errorCode, type Log, type Random, sameBytes } from '../../../shared/index.ts'
import {
  type Covers,
  type Held,
  NOTHING_HELD,
  openParcel,
  packParcels,
  type ParcelSource,
  parcelErrors,
  withCovered,
} from '../../../parcels/index.ts'
import type { Database } from '../../../storage/index.ts'
import { type LaneMark, type Pending, type ReadLane, ShelfRows, type Unread } from './shelf-rows.ts'

export interface KeptShelfParts {
  readonly database: Database
  readonly source: ParcelSource
  readonly random: Random
  readonly log: Log
  readonly device: DeviceId
  /** The next item of the own lane after a mark, signed. */
  readonly sign: (prev: LaneMark, parcel: Uint8Array) => Omit<Pending, 'covers'>
}

/** One parcel in a lane, as sync hands it over. */
interface LaneItem {
  readonly seq: number
  readonly parcel: Uint8Array
}

const BEGIN: LaneMark = { seq: 0, head: new Uint8Array(32) }

/**
 * Times one that came early is tried again, before it is taken that what it follows on will come in another way. A try after others brought
 * something is not counted, for so many of them: two who take turns deciding are read a turn further each time.
 */
const TRIES = 16
const TURNS = 64

export class KeptShelf {
  readonly #parts: KeptShelfParts
  readonly #rows: ShelfRows
  #lanes: Map<DeviceId, ReadLane>
  #held: Held
  #packs: Generator<{ bytes: Uint8Array; covers: Covers }> | undefined
  /** How many parcels brought something new, and by those that could not be read yet at which number they were tried last, and how often. */
  #brought = 0
  readonly #tried = new Map<string, { readonly at: number; readonly turns: number }>()

  /** @param shelf its id, as text */
  constructor(parts: KeptShelfParts, shelf: string) {
    this.#parts = parts
    this.#rows = new ShelfRows(parts.database, shelf)
    this.#lanes = this.#rows.lanes()
    this.#held = this.#rows.held()
  }

  lanes(): ReadonlyMap<DeviceId, ReadLane> {
    return this.#lanes
  }

  get clearing(): number {
    return this.#rows.state()?.clearing ?? 0
  }

  get said(): { readonly at: number; readonly used: number; readonly budget: number } | undefined {
    return this.#rows.state()
  }

  met(said: { readonly at: number; readonly used: number; readonly budget: number }): void {
    const before = this.#rows.state()
    const isSame = before?.used === said.used && before.budget === said.budget
    if (isSame && said.at - before.at < MET_AGAIN) return
    this.#write(() => this.#rows.setState({ ...said, clearing: before?.clearing ?? 0 }))
  }

  take(device: DeviceId, item: LaneItem, link: Uint8Array): void {
    const outcome = this.#open(item.parcel)
    const top = this.#lanes.get(device)?.top ?? BEGIN
    const mark = { seq: item.seq, head: link }
    const lane = { read: mark, top: item.seq > top.seq ? mark : top }
    this.#write(() => {
      this.#rows.setLane(device, lane)
      this.#hold(outcome.covers)
      if (outcome.closed) this.#rows.setClosed()
      if (outcome.left) this.#rows.setUnread({ device, seq: item.seq, link, early: outcome.left === 'early', tries: 0 })
    })
    this.#lanes.set(device, lane)
  }

  unread(): readonly Unread[] {
    return this.#rows.unread()
  }

  takeAgain(device: DeviceId, item: LaneItem): boolean {
    const known = this.#rows.unread().find((each) => each.device === device && each.seq === item.seq)
    const name = `${device} ${item.seq}`
    const { turns = 0, at } = this.#tried.get(name) ?? {}
    const isTurn = at !== undefined && at < this.#brought && turns < TURNS
    const { covers, left, taken } = this.#open(item.parcel)
    const isLeft = known !== undefined && left !== undefined && (isTurn || known.tries < TRIES)
    this.#write(() => {
      this.#hold(covers)
      if (isLeft) this.#rows.setUnread({ ...known, early: left === 'early', tries: known.tries + (isTurn ? 0 : 1) })
      else this.#rows.dropUnread(device, item.seq)
    })
    if (isLeft) this.#tried.set(name, { at: this.#brought, turns: turns + (isTurn ? 1 : 0) })
    else this.#tried.delete(name)
    return taken > 0
  }

  forgo(device: DeviceId, seq: number): void {
    this.#tried.delete(`${device} ${seq}`)
    this.#write(() => this.#rows.dropUnread(device, seq))
  }

  reread(version: number): void {
    const { at = 0, used = 0, budget = 0 } = this.#rows.state() ?? {}
    this.#write(() => {
      this.#rows.beginAgain()
      this.#rows.setState({ at, used, budget, clearing: version })
    })
    this.#tried.clear()
    this.#lanes = this.#rows.lanes()
    this.#held = this.#rows.held()
    this.#packs = undefined
  }

  sizeAnew(): number | undefined {
    if (this.#rows.isClosed || this.#rows.unread().length > 0) return undefined
    let size = 0
    for (const { bytes } of packParcels(this.#parts.source, NOTHING_HELD, this.#parts.random)) size += bytes.length
    return size
  }

  get plan(): ReadonlyMap<DeviceId, number> | undefined {
    return this.#rows.plan()
  }

  beginAnew(plan: ReadonlyMap<DeviceId, number>): void {
    this.#write(() => {
      this.#rows.dropHeld()
      this.#rows.setPlan(plan)
    })
    this.#held = NOTHING_HELD
    this.#packs = undefined
  }

  cleared(version: number): void {
    const { at = 0, used = 0, budget = 0 } = this.#rows.state() ?? {}
    this.#write(() => {
      this.#rows.setPlan(undefined)
      this.#rows.setState({ at, used, budget, clearing: version })
    })
  }

  next(): Omit<Pending, 'covers'> | undefined {
    const own = this.#lanes.get(this.#parts.device)?.top ?? BEGIN
    const pending = this.#rows.pending()
    if (pending && pending.seq === own.seq + 1 && sameBytes(pending.prev, own.head)) return pending
    this.#packs ??= packParcels(this.#parts.source, this.#held, this.#parts.random)
    const next = this.#packs.next()
    if (next.done === true) {
      this.#packs = undefined
      this.#write(() => this.#rows.dropPending())
      return undefined
    }
    const { bytes, covers } = next.value
    const made = { ...this.#parts.sign(own, bytes), covers }
    this.#write(() => this.#rows.setPending(made), 'authored')
    return made
  }

  kept(link: Uint8Array): void {
    const pending = this.#rows.pending()
    if (!pending) return
    const mark = { seq: pending.seq, head: link }
    const lane = { read: mark, top: mark }
    this.#write(() => {
      this.#rows.setLane(this.#parts.device, lane)
      this.#hold(pending.covers)
      this.#rows.dropPending()
    })
    this.#lanes.set(this.#parts.device, lane)
  }

  rest(): void {
    this.#packs = undefined
  }

  #hold(covers: Covers): void {
    const before = this.#held
    const now = withCovered(this.#parts.source, before, [covers])
    this.#rows.setHeld(now, before)
    this.#held = now
  }

  /** Nothing in a parcel can do more harm than not to be read. */
  #open(parcel: Uint8Array): OpenedHere {
    try {
      const { covers, early, taken } = openParcel(this.#parts.source, parcel)
      if (taken > 0) this.#brought += 1
      return { covers, taken, left: early > 0 ? 'early' : undefined, closed: false }
    } catch (error) {
      const code = errorCode(error)
      if (!code.startsWith('parcel/')) throw error
      this.#parts.log.debug('keeper.parcel', { code })
      const closed = parcelErrors.is(error, 'not-meant') || parcelErrors.is(error, 'newer')
      return { covers: NOTHING, taken: 0, left: parcelErrors.is(error, 'key-missing') ? 'key' : undefined, closed }
    }
  }

  /** What is not kept is not believed either. */
  #write(work: () => void, durability: 'authored' | 'received' = 'received'): void {
    const held = this.#held
    try {
      this.#parts.database.transaction(durability, work)
    } catch (error) {
      this.#held = held
      throw error
    }
  }
}

/** What came of opening a parcel here. */
interface OpenedHere {
  readonly covers: Covers
  /** Why it is to be opened again. */
  readonly left: 'early' | 'key' | undefined
  readonly taken: number
  /** It is not for this device to read. */
  readonly closed: boolean
}

const NOTHING: Covers = { actions: [], runs: [] }
/** Milliseconds after which it is noted again that a keeper was met. */
const MET_AGAIN = 60_000
