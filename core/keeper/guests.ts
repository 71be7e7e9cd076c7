/**
 * Devices of one shelf that no roster names: those that were introduced since the last roster, and those that one has left out. Who was
 * left out once comes back by a roster alone.
 */
import { type DeviceId, LIMITS } from '../shared/index.ts'
import type { Database } from '../storage/index.ts'
import { keeperErrors } from '../sync/index.ts'

interface Guest {
  /** The device of a roster by which it came, over however many in between; empty when it was on a roster itself. */
  readonly sponsor: DeviceId | ''
  readonly isOut: boolean
}

export class Guests {
  readonly #db: Database
  readonly #shelf: number
  readonly #all = new Map<DeviceId, Guest>()

  constructor(database: Database, shelf: number) {
    this.#db = database
    this.#shelf = shelf
    const rows = database.statement<{ device: DeviceId; sponsor: DeviceId | ''; out: number }>(
      'SELECT device, sponsor, out FROM guest WHERE shelf = ?',
    )
    for (const { device, sponsor, out } of rows.all(shelf)) this.#all.set(device, { sponsor, isOut: out === 1 })
  }

  /** How many were introduced since the last roster. */
  get size(): number {
    let size = 0
    for (const { isOut } of this.#all.values()) if (!isOut) size += 1
    return size
  }

  admits(device: DeviceId): boolean {
    return this.#all.get(device)?.isOut === false
  }

  /** The device of a roster that answers for what a device puts: itself, or by whom it came, also when it was left out since. */
  sponsorOf(device: DeviceId): DeviceId {
    return this.#all.get(device)?.sponsor || device
  }

  /** Those a device of a roster answers for beside itself. */
  of(sponsor: DeviceId): readonly DeviceId[] {
    return [...this.#all].flatMap(([device, guest]) => (guest.sponsor === sponsor ? [device] : []))
  }

  /**
   * Whether another may come by a device. Those that a roster has left out count for ever, so that nobody introduces ever new ones.
   * @throws keeper/struck, keeper/too-many-introduced
   */
  assertMayCome(device: DeviceId, by: DeviceId): void {
    if (this.#all.has(device)) throw keeperErrors('struck')
    const isMany = this.size >= LIMITS.keeperIntroduced || this.#all.size >= LIMITS.keeperStruck
    if (isMany || this.of(this.sponsorOf(by)).length >= LIMITS.keeperIntroductions)
      throw keeperErrors('too-many-introduced')
  }

  /** Within a transaction; `become` follows when it is on the disk. */
  write(changes: ReadonlyMap<DeviceId, Guest | undefined>): void {
    for (const [device, guest] of changes) {
      if (!guest) this.#db.statement('DELETE FROM guest WHERE shelf = ? AND device = ?').run(this.#shelf, device)
      else
        this.#db
          .statement('INSERT OR REPLACE INTO guest (shelf, device, sponsor, out) VALUES (?, ?, ?, ?)')
          .run(this.#shelf, device, guest.sponsor, guest.isOut ? 1 : 0)
    }
  }

  become(changes: ReadonlyMap<DeviceId, Guest | undefined>): void {
    for (const [device, guest] of changes) {
      if (guest) this.#all.set(device, guest)
      else this.#all.delete(device)
    }
  }

  /** Who comes by another. */
  coming(device: DeviceId, by: DeviceId): ReadonlyMap<DeviceId, Guest> {
    return new Map([[device, { sponsor: this.sponsorOf(by), isOut: false }]])
  }

  /**
   * What a new roster makes of all: whom it names is no guest, whom it leaves out is out. Of more than LIMITS.keeperStruck nothing is
   * noted: then nobody is introduced any more, so nobody comes back by it.
   */
  after(before: Iterable<DeviceId>, named: ReadonlySet<DeviceId>): ReadonlyMap<DeviceId, Guest | undefined> {
    const changes = new Map<DeviceId, Guest | undefined>()
    for (const [device, { sponsor, isOut }] of this.#all) {
      if (named.has(device)) changes.set(device, undefined)
      else if (!isOut) changes.set(device, { sponsor, isOut: true })
    }
    let room = LIMITS.keeperStruck - this.#all.size
    for (const device of before)
      if (!named.has(device) && !this.#all.has(device) && room-- > 0) changes.set(device, { sponsor: '', isOut: true })
    return changes
  }

  clear(): void {
    this.#all.clear()
  }

  /** Within a transaction: the shelf is let go of. */
  drop(): void {
    this.#db.statement('DELETE FROM guest WHERE shelf = ?').run(this.#shelf)
  }
}
