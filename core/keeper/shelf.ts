/** One community's shelf: lanes of parcels, each filled by one device, for the devices a roster names. */
import { type DeviceId, errorCode, type FolkmootError, LIMITS, Listeners, sameBytes } from '../shared/index.ts'
import { type Database, storageErrors } from '../storage/index.ts'
import {
  clearingDigest,
  decodeClearing,
  decodeRoster,
  isSigned,
  keeperErrors,
  type Lane,
  LANE_BEGIN,
  type LaneItem,
  linkAfter,
  rosterDigest,
  rosterHash,
} from '../sync/index.ts'

type Rank = 'owner' | 'moderator' | 'other'

/** What was cleared last. */
export interface Cleared {
  readonly version: number
  readonly bytes: Uint8Array
  readonly device: DeviceId
  readonly signature: Uint8Array
}

interface Row {
  readonly number: number
  readonly id: Uint8Array
  readonly used: number
  readonly founder: DeviceId
  readonly roster: Uint8Array | null
  readonly clearing: Uint8Array | null
  readonly clearing_by: DeviceId | null
  readonly clearing_signature: Uint8Array | null
}

interface LaneRow extends Lane {
  readonly number: number
}

/** Bytes a parcel takes beside its own. */
const BESIDE = 256

export class Shelf {
  readonly id: Uint8Array
  /** Told after a lane goes further, or begins later. */
  readonly onLanes: Listeners<Lane>
  /** Told after others may use it than before. */
  readonly onRoster: Listeners<void>
  readonly #db: Database
  readonly #budget: number
  readonly #number: number
  readonly #lanes = new Map<DeviceId, LaneRow>()
  #ranks = new Map<DeviceId, Rank>()
  #version = 0
  #rosterHash: Uint8Array = new Uint8Array(32)
  #clearing: Cleared | undefined
  #used: number

  constructor(database: Database, budget: number, row: Row, onError: (error: unknown) => void) {
    this.#db = database
    this.#budget = budget
    this.#number = row.number
    this.id = Uint8Array.from(row.id)
    this.#used = row.used
    this.onLanes = new Listeners(onError)
    this.onRoster = new Listeners(onError)
    this.#ranks.set(row.founder, 'owner')
    if (row.roster) this.#use(Uint8Array.from(row.roster))
    if (row.clearing && row.clearing_by && row.clearing_signature) {
      const bytes = Uint8Array.from(row.clearing)
      const { version } = decodeClearing(this.id, bytes)
      this.#clearing = { version, bytes, device: row.clearing_by, signature: Uint8Array.from(row.clearing_signature) }
    }
    const lanes = database.statement<LaneRow & Record<string, never>>(
      'SELECT number, device, first, last, head FROM lane WHERE shelf = ?',
    )
    for (const lane of lanes.all(this.#number))
      this.#lanes.set(lane.device, { ...lane, head: Uint8Array.from(lane.head) })
  }

  get used(): number {
    return this.#used
  }

  get budget(): number {
    return this.#budget
  }

  /** Which roster holds: its version, and a hash of its lists; of none, 0 and zeros. */
  get roster(): { readonly version: number; readonly hash: Uint8Array } {
    return { version: this.#version, hash: this.#rosterHash }
  }

  get cleared(): Cleared | undefined {
    return this.#clearing
  }

  admits(device: DeviceId): boolean {
    return this.#ranks.has(device)
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
    if (this.#used + size > this.#budget) throw keeperErrors('full')
    const first = lane?.first ?? 1
    const number = this.#kept(() => {
      const { lastId } = this.#db
        .statement('INSERT OR IGNORE INTO lane (shelf, device, first, last, head) VALUES (?, ?, ?, ?, ?)')
        .run(this.#number, device, first, item.seq, head)
      const of = lane?.number ?? lastId
      this.#db.statement('UPDATE lane SET last = ?, head = ? WHERE number = ?').run(item.seq, head, of)
      this.#db
        .statement('INSERT INTO parcel (lane, seq, prev, signature, size, bytes) VALUES (?, ?, ?, ?, ?, ?)')
        .run(of, item.seq, item.prev, item.signature, size, item.parcel)
      this.#db.statement('UPDATE shelf SET used = used + ? WHERE number = ?').run(size, this.#number)
      return of
    })
    this.#used += size
    const now = { number, device, first, last: item.seq, head }
    this.#lanes.set(device, now)
    this.onLanes.tell(shown(now))
  }

  /**
   * From now on just these devices may use the shelf. Owners and moderators say so.
   * @throws keeper/refused, keeper/stale, keeper/not-proven, keeper/malformed, keeper/storage
   */
  setRoster(device: DeviceId, bytes: Uint8Array, signature: Uint8Array): void {
    this.#assertLeads(device)
    const { version } = decodeRoster(this.id, bytes)
    if (!isSigned(device, rosterDigest(bytes), signature)) throw keeperErrors('not-proven')
    if (version <= this.#version) throw keeperErrors('stale')
    this.#kept(() =>
      this.#db
        .statement('UPDATE shelf SET roster = ?, roster_by = ?, roster_signature = ? WHERE number = ?')
        .run(bytes, device, signature, this.#number),
    )
    this.#use(bytes)
    this.onRoster.tell()
  }

  /**
   * Lets go of what an owner or moderator says is superseded. What was cleared before must be in it, so that one paper tells all.
   * @throws keeper/refused, keeper/stale, keeper/not-proven, keeper/malformed, keeper/storage
   */
  clear(device: DeviceId, bytes: Uint8Array, signature: Uint8Array): void {
    this.#assertLeads(device)
    const { version, upTo } = decodeClearing(this.id, bytes)
    if (!isSigned(device, clearingDigest(bytes), signature)) throw keeperErrors('not-proven')
    if (version <= (this.#clearing?.version ?? 0)) throw keeperErrors('stale')
    const lanes = [...this.#lanes.values()]
    if (lanes.some(({ device: of, first }) => first > 1 && (upTo.get(of) ?? 0) < first - 1)) throw keeperErrors('stale')
    if ([...upTo].some(([of, seq]) => seq > (this.#lanes.get(of)?.last ?? 0))) throw keeperErrors('malformed')
    const shortened = lanes.flatMap((lane) => {
      const first = (upTo.get(lane.device) ?? 0) + 1
      return first > lane.first ? [{ ...lane, first }] : []
    })
    const freed = this.#kept(() => {
      let sum = 0
      for (const { number, first } of shortened) {
        const row = this.#db
          .statement<{ n: number }>('SELECT coalesce(sum(size), 0) AS n FROM parcel WHERE lane = ? AND seq < ?')
          .get(number, first)
        sum += row?.n ?? 0
        this.#db.statement('DELETE FROM parcel WHERE lane = ? AND seq < ?').run(number, first)
        this.#db.statement('UPDATE lane SET first = ? WHERE number = ?').run(first, number)
      }
      this.#db
        .statement(
          'UPDATE shelf SET used = used - ?, clearing = ?, clearing_by = ?, clearing_signature = ? WHERE number = ?',
        )
        .run(sum, bytes, device, signature, this.#number)
      return sum
    })
    this.#used -= freed
    this.#clearing = { version, bytes, device, signature }
    for (const lane of shortened) this.#lanes.set(lane.device, lane)
    for (const lane of shortened) this.onLanes.tell(shown(lane))
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

  /** @throws keeper/refused */
  #assertLeads(device: DeviceId): void {
    const rank = this.#ranks.get(device)
    if (rank !== 'owner' && rank !== 'moderator') throw keeperErrors('refused')
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

/** What a member is told of the keeper's disk. */
export function asKeeper(error: unknown): FolkmootError {
  if (storageErrors.is(error, 'disk-full')) return keeperErrors('full', { cause: error })
  return keeperErrors('storage', { cause: error, details: { code: errorCode(error) } })
}

function shown({ device, first, last, head }: Lane): Lane {
  return { device, first, last, head }
}
