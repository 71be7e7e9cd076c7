/** One community's shelf: lanes of parcels, each filled by one device, for the devices a roster names. */
import { type DeviceId, LIMITS, Listeners, sameBytes } from '../shared/index.ts'
import type { Database } from '../storage/index.ts'
import {
  clearingDigest,
  decodeClearing,
  decodeIntroduction,
  decodeRoster,
  devicesOf,
  dropDigest,
  encodeRoster,
  introductionDigest,
  isSigned,
  keeperErrors,
  type Lane,
  LANE_BEGIN,
  type LaneItem,
  linkAfter,
  type Roster,
  rosterDigest,
  rosterHash,
} from '../sync/index.ts'
import { Calls } from './calls.ts'
import { Guests } from './guests.ts'
import { asKeeper, type Call, type Cleared, type LaneRow, type Rank, type ShelfRow } from './shelf-parts.ts'

/** Bytes a parcel takes beside its own. */
const BESIDE = 256

export class Shelf {
  readonly id: Uint8Array
  /** Told after a lane goes further, or begins later. */
  readonly onLanes: Listeners<Lane>
  /** Told after others may use it than before. */
  readonly onRoster: Listeners<void>
  /** Told when a device is called to a private space's shelf beside this one. */
  readonly onCalls: Listeners<Call>
  readonly number: number
  readonly founder: DeviceId
  /** The community's shelf, where this is a private space's. */
  readonly parent: Shelf | undefined
  readonly #db: Database
  readonly #budget: number
  readonly #lanes = new Map<DeviceId, LaneRow>()
  readonly #guests: Guests
  readonly #calls: Calls
  readonly #unfollow: () => void
  #ranks = new Map<DeviceId, Rank>()
  #version = 0
  #turn = 1
  #rosterHash: Uint8Array = new Uint8Array(32)
  #clearing: Cleared | undefined
  #used: number

  constructor(database: Database, budget: number, row: ShelfRow, onError: (error: unknown) => void, parent?: Shelf) {
    this.#db = database
    this.#budget = budget
    this.number = row.number
    this.founder = row.founder
    this.parent = parent
    this.id = Uint8Array.from(row.id)
    this.#used = row.used
    this.onLanes = new Listeners(onError)
    this.onRoster = new Listeners(onError)
    this.onCalls = new Listeners(onError)
    // Who is a member no longer has no part in its private spaces either.
    this.#unfollow = parent?.onRoster.add(() => this.#changed()) ?? (() => undefined)
    this.#guests = new Guests(database, row.number)
    this.#calls = new Calls(database, row)
    this.#ranks.set(row.founder, 'owner')
    if (row.roster) this.#use(Uint8Array.from(row.roster))
    if (row.clearing && row.clearing_by && row.clearing_signature) {
      const bytes = Uint8Array.from(row.clearing)
      const { version } = decodeClearing(this.id, bytes)
      this.#clearing = { version, bytes, device: row.clearing_by, signature: Uint8Array.from(row.clearing_signature) }
    }
    const lanes = database.statement<LaneRow & Record<string, never>>(
      `SELECT number, device, first, last, head,
         (SELECT coalesce(sum(parcel.size), 0) FROM parcel WHERE parcel.lane = lane.number) AS size
       FROM lane WHERE shelf = ?`,
    )
    for (const lane of lanes.all(this.number))
      this.#lanes.set(lane.device, { ...lane, head: Uint8Array.from(lane.head) })
  }

  get used(): number {
    return this.#used
  }

  get budget(): number {
    return this.#budget
  }

  /**
   * Which roster holds: its version, and a hash of its lists; of none, 0 and zeros. Zeros also while somebody is introduced, so that who
   * leads says anew who may use it.
   */
  get roster(): { readonly version: number; readonly hash: Uint8Array } {
    return { version: this.#version, hash: this.#guests.size > 0 ? new Uint8Array(32) : this.#rosterHash }
  }

  /** Another number whenever others may use it than before. */
  get turn(): number {
    return this.#turn
  }

  get cleared(): Cleared | undefined {
    return this.#clearing
  }

  /** The device of a roster that answers for another: itself, or by whom it was introduced. */
  sponsorOf(device: DeviceId): DeviceId {
    return this.#guests.sponsorOf(device)
  }

  /** Whether no roster of the community names a device, which another has introduced. */
  isGuest(device: DeviceId): boolean {
    return this.parent ? this.parent.isGuest(device) : this.#guests.admits(device)
  }

  admits(device: DeviceId): boolean {
    if (this.parent && !this.parent.admits(device)) return false
    return this.#ranks.has(device) || this.#guests.admits(device)
  }

  /** Whether nobody may use it. */
  get isDeserted(): boolean {
    return this.#ranks.keys().every((device) => !this.admits(device))
  }

  /** Whether it is an owner's or moderator's. */
  leads(device: DeviceId): boolean {
    const rank = this.#ranks.get(device)
    return rank === 'owner' || rank === 'moderator'
  }

  lanes(): readonly Lane[] {
    return Array.from(this.#lanes.values(), shown)
  }

  /** Items of a lane that are kept, in order; read one by one, so that little is in memory. */
  *items(device: DeviceId, from: number, to: number): Generator<LaneItem> {
    const lane = this.#lanes.get(device)
    if (!lane) return
    const one = this.#db.statement<{ seq: number; prev: Uint8Array; signature: Uint8Array; bytes: Uint8Array }>(
      'SELECT seq, prev, signature, bytes FROM parcel WHERE lane = ? AND seq >= ? AND seq <= ? ORDER BY seq LIMIT 1',
    )
    for (let next = from; next <= to; next++) {
      // Dropped meanwhile, it may be another's number by now.
      if (!this.#lanes.has(device)) return
      const row = one.get(lane.number, next, to)
      if (!row) return
      next = row.seq
      const { seq, prev, signature, bytes } = row
      yield { seq, prev: Uint8Array.from(prev), signature: Uint8Array.from(signature), parcel: Uint8Array.from(bytes) }
    }
  }

  /**
   * Keeps the next parcel of a device's lane: it is on the disk when this returns.
   * @throws keeper/refused, keeper/out-of-sequence, keeper/not-proven, keeper/full, keeper/storage
   */
  put(device: DeviceId, item: LaneItem): void {
    if (!this.admits(device)) throw keeperErrors('refused')
    const lane = this.#lanes.get(device)
    const mark = lane ? { seq: lane.last, head: lane.head } : LANE_BEGIN
    if (item.seq !== mark.seq + 1 || !sameBytes(item.prev, mark.head)) throw keeperErrors('out-of-sequence')
    const head = linkAfter(this.id, device, mark, item)
    if (!head) throw keeperErrors('not-proven')
    if (!lane && this.#lanes.size >= LIMITS.keeperLanes) throw keeperErrors('full')
    const size = item.parcel.length + BESIDE
    const inLane = (lane?.size ?? 0) + size
    const isTooMuch = this.#filledBy(device) + size > this.#shareOf(device)
    if (this.#used + size > this.#budget || isTooMuch) throw keeperErrors('full')
    const first = lane?.first ?? 1
    const number = this.#kept(() => {
      const { lastId } = this.#db
        .statement('INSERT OR IGNORE INTO lane (shelf, device, first, last, head) VALUES (?, ?, ?, ?, ?)')
        .run(this.number, device, first, item.seq, head)
      const of = lane?.number ?? lastId
      this.#db.statement('UPDATE lane SET last = ?, head = ? WHERE number = ?').run(item.seq, head, of)
      this.#db
        .statement('INSERT INTO parcel (lane, seq, prev, signature, size, bytes) VALUES (?, ?, ?, ?, ?, ?)')
        .run(of, item.seq, item.prev, item.signature, size, item.parcel)
      this.#db.statement('UPDATE shelf SET used = used + ? WHERE number = ?').run(size, this.number)
      return of
    })
    this.#used += size
    const now = { number, device, first, last: item.seq, head, size: inLane }
    this.#lanes.set(device, now)
    this.onLanes.tell(shown(now))
  }

  /**
   * From now on just these devices may use the shelf. Owners say so; moderators too, but who leads stays as it is.
   * @throws keeper/refused, keeper/stale, keeper/not-proven, keeper/malformed, keeper/storage
   */
  setRoster(device: DeviceId, bytes: Uint8Array, signature: Uint8Array): void {
    if (!this.leads(device)) throw keeperErrors('refused')
    const said = decodeRoster(this.id, bytes)
    if (!isSigned(device, rosterDigest(bytes), signature)) throw keeperErrors('not-proven')
    if (said.version <= this.#version) throw keeperErrors('stale')
    // No log grows by more; and so the next one can always be higher.
    if (said.version > this.#version + LIMITS.logActions) throw keeperErrors('malformed')
    const isOwner = this.#ranks.get(device) === 'owner'
    const held = isOwner ? bytes : encodeRoster(this.id, this.#withinLead(said))
    // Said again and again by a moderator who knows of other owners, it does not make the version higher than any log is long.
    const isSame = sameBytes(rosterHash(this.id, this.#withinLead(said)), this.#rosterHash)
    if (!isOwner && isSame && this.#guests.size === 0) return
    const named = new Set(devicesOf(decodeRoster(this.id, held)))
    // To a private space's nobody is introduced, so that nobody needs to be remembered as left out either.
    const guests = this.parent ? new Map() : this.#guests.after(this.#ranks.keys(), named)
    this.#kept(() => {
      this.#db
        .statement('UPDATE shelf SET roster = ?, roster_by = ?, roster_signature = ? WHERE number = ?')
        .run(held, device, signature, this.number)
      this.#guests.write(guests)
      for (const id of this.#ranks.keys()) if (!named.has(id)) this.#calls.remove(id)
    })
    this.#guests.become(guests)
    this.#use(held)
    this.#changed()
  }

  /**
   * Serves a device that no roster names, at the word of one that is served, until the next roster: that names it, or leaves it out.
   * Whoever was introduced may introduce others: all of them count for the one device of a roster by which they came.
   * @throws keeper/refused, keeper/not-proven, keeper/malformed, keeper/struck, keeper/too-many-introduced, keeper/storage
   */
  introduce(by: DeviceId, bytes: Uint8Array, signature: Uint8Array): void {
    // To a private space's shelf nobody comes but by the word of who manages it.
    if (!this.admits(by) || this.#version === 0 || this.parent) throw keeperErrors('refused')
    const said = decodeIntroduction(this.id, bytes)
    if (said.by !== by) throw keeperErrors('malformed')
    if (!isSigned(by, introductionDigest(bytes), signature)) throw keeperErrors('not-proven')
    if (this.admits(said.device)) return
    this.#guests.assertMayCome(said.device, by)
    if (this.#ranks.size + this.#guests.size >= LIMITS.keeperDevices) throw keeperErrors('too-many-introduced')
    const guests = this.#guests.coming(said.device, by)
    this.#kept(() => this.#guests.write(guests))
    this.#guests.become(guests)
    this.#changed()
  }

  /** Whether an owner says that it is not needed any more. @throws keeper/refused, keeper/not-proven */
  assertMayDrop(device: DeviceId, signature: Uint8Array): void {
    if (this.#ranks.get(device) !== 'owner') throw keeperErrors('refused')
    if (!isSigned(device, dropDigest(this.id), signature)) throw keeperErrors('not-proven')
  }

  /**
   * Lets go of all of it: nobody may use it any more.
   * @param within what else is done at once with that on the disk
   * @throws keeper/storage
   */
  letGo(within: () => void): void {
    this.#kept(() => {
      this.#db.statement('DELETE FROM parcel WHERE lane IN (SELECT number FROM lane WHERE shelf = ?)').run(this.number)
      this.#db.statement('DELETE FROM lane WHERE shelf = ?').run(this.number)
      this.#calls.drop()
      this.#db.statement('DELETE FROM shelf WHERE number = ?').run(this.number)
      this.#guests.drop()
      within()
    })
    this.#unfollow()
    this.#ranks.clear()
    this.#guests.clear()
    this.#lanes.clear()
    this.#used = 0
    this.#changed()
  }

  /**
   * On a private space's shelf, at the word of who manages it: what a device is to be told when it comes to the community's. Once told it
   * stays as it is. Letters have as much room as parcels, beside them.
   * @throws keeper/refused, keeper/full, keeper/storage
   */
  call(by: DeviceId, device: DeviceId, letter: Uint8Array): void {
    // Nobody is told who is not there: anybody could make up devices.
    if (!this.parent || !this.leads(by) || !this.#ranks.has(device) || !this.admits(device))
      throw keeperErrors('refused')
    if (this.#calls.has(device)) return
    if (this.#calls.bytes() + letter.length > this.#budget) throw keeperErrors('full')
    if (this.#kept(() => this.#calls.add(device, letter))) this.parent.onCalls.tell({ shelf: this.id, device, letter })
  }

  /** The private spaces' shelves beside this one to which a device is called. */
  calls(device: DeviceId): readonly Call[] {
    return this.#calls.beside(device)
  }

  /**
   * Lets go of what an owner says is superseded. What was cleared before must be in it, so that one paper tells all.
   * @throws keeper/refused, keeper/stale, keeper/not-proven, keeper/malformed, keeper/storage
   */
  clear(device: DeviceId, bytes: Uint8Array, signature: Uint8Array): void {
    if (this.#ranks.get(device) !== 'owner') throw keeperErrors('refused')
    const { version, upTo } = decodeClearing(this.id, bytes)
    if (!isSigned(device, clearingDigest(bytes), signature)) throw keeperErrors('not-proven')
    if (version !== (this.#clearing?.version ?? 0) + 1) throw keeperErrors('stale')
    const lanes = [...this.#lanes.values()]
    if (lanes.some(({ device: of, first }) => first > 1 && (upTo.get(of) ?? 0) < first - 1)) throw keeperErrors('stale')
    if ([...upTo].some(([of, seq]) => seq > (this.#lanes.get(of)?.last ?? 0))) throw keeperErrors('malformed')
    const shortened = lanes.flatMap((lane) => {
      const first = (upTo.get(lane.device) ?? 0) + 1
      return first > lane.first ? [{ ...lane, first }] : []
    })
    const freed = this.#kept(() => {
      const freedOf = new Map<DeviceId, number>()
      for (const { device: of, number, first } of shortened) {
        const row = this.#db
          .statement<{ n: number }>('SELECT coalesce(sum(size), 0) AS n FROM parcel WHERE lane = ? AND seq < ?')
          .get(number, first)
        freedOf.set(of, row?.n ?? 0)
        this.#db.statement('DELETE FROM parcel WHERE lane = ? AND seq < ?').run(number, first)
        this.#db.statement('UPDATE lane SET first = ? WHERE number = ?').run(first, number)
      }
      this.#db
        .statement(
          'UPDATE shelf SET used = used - ?, clearing = ?, clearing_by = ?, clearing_signature = ? WHERE number = ?',
        )
        .run(sum(freedOf), bytes, device, signature, this.number)
      return freedOf
    })
    this.#used -= sum(freed)
    this.#clearing = { version, bytes, device, signature }
    for (const lane of shortened)
      this.#lanes.set(lane.device, { ...lane, size: lane.size - (freed.get(lane.device) ?? 0) })
    for (const lane of shortened) this.onLanes.tell(shown(lane))
  }

  #changed(): void {
    this.#turn += 1
    this.onRoster.tell()
  }

  #use(bytes: Uint8Array): void {
    const roster = decodeRoster(this.id, bytes)
    const { version, owners, moderators, others } = roster
    this.#ranks = new Map([
      ...others.map((id) => [id, 'other'] as const),
      ...moderators.map((id) => [id, 'moderator'] as const),
      ...owners.map((id) => [id, 'owner'] as const),
    ])
    this.#rosterHash = rosterHash(this.id, roster)
    this.#version = version
  }

  /** A moderator's roster: of those who do not lead, those it names. */
  #withinLead(said: Roster): Roster {
    const all = [...this.#ranks]
    const owners = all.flatMap(([id, rank]) => (rank === 'owner' ? [id] : []))
    const moderators = all.flatMap(([id, rank]) => (rank === 'moderator' ? [id] : []))
    const leading = new Set([...owners, ...moderators])
    const others = devicesOf(said).filter((id) => !leading.has(id))
    return { version: said.version, owners, moderators, others: others.slice(0, LIMITS.keeperDevices - leading.size) }
  }

  /** Bytes that count for a device: its own, and of those who came by the same device of a roster, and that one's, unless it is an owner's. */
  #filledBy(device: DeviceId): number {
    const sizeOf = (of: DeviceId): number => this.#lanes.get(of)?.size ?? 0
    if (this.#ranks.get(device) === 'owner') return sizeOf(device)
    const sponsor = this.#guests.sponsorOf(device)
    const own = this.#ranks.get(sponsor) === 'owner' ? 0 : sizeOf(sponsor)
    return this.#guests.of(sponsor).reduce((sum, of) => sum + sizeOf(of), own)
  }

  /** Bytes a device may have here, so that one cannot fill it for all. Owners pack all anew. */
  #shareOf(device: DeviceId): number {
    if (this.#ranks.get(device) === 'owner') return this.#budget
    return Math.max(LIMITS.parcelBytes + BESIDE, this.#budget * LIMITS.keeperDeviceShare)
  }

  /** All of it on the disk, or nothing. @throws keeper/full, keeper/storage */
  #kept<T>(work: () => T): T {
    try {
      return this.#db.transaction('authored', work)
    } catch (error) {
      throw asKeeper(error)
    }
  }
}

function sum(sizes: ReadonlyMap<DeviceId, number>): number {
  return [...sizes.values()].reduce((all, size) => all + size, 0)
}

function shown({ device, first, last, head }: Lane): Lane {
  return { device, first, last, head }
}
