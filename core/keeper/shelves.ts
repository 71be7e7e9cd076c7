/** All that a blind keeper keeps: its shelves, and the secret of the link by which the next one is claimed. */
import { type DeviceId, hex, LIMITS, type Log, errorCode, type Random } from '../shared/index.ts'
import type { Database } from '../storage/index.ts'
import { keeperErrors, shelfOf } from '../sync/index.ts'
import { asKeeper, type ShelfRow } from './shelf-parts.ts'
import { Shelf } from './shelf.ts'

export interface ShelvesParts {
  readonly database: Database
  readonly random: Random
  readonly log: Log
  /** Bytes of parcels that are kept of one community. */
  readonly budget: number
}

export class Shelves {
  readonly #parts: ShelvesParts
  readonly #shelves = new Map<string, Shelf>()

  constructor(parts: ShelvesParts) {
    this.#parts = parts
    const rows = parts.database.statement<ShelfRow & Record<string, never>>('SELECT * FROM shelf ORDER BY number')
    for (const row of rows.all()) this.#add(row)
  }

  /** Those of communities and of private spaces. */
  all(): readonly Shelf[] {
    return [...this.#shelves.values()]
  }

  /** Those of communities. */
  communities(): readonly Shelf[] {
    return this.all().filter(({ parent }) => !parent)
  }

  get(id: Uint8Array): Shelf | undefined {
    return this.#shelves.get(hex(id))
  }

  /**
   * Lets go of a shelf, and with a community's of those beside it; that of a private space is not made again.
   * @throws keeper/refused, keeper/not-proven, keeper/storage
   */
  drop(shelf: Shelf, device: DeviceId, signature: Uint8Array): void {
    shelf.assertMayDrop(device, signature)
    for (const each of this.#beside(shelf)) {
      each.letGo(() => undefined)
      this.#shelves.delete(hex(each.id))
    }
    shelf.letGo(() => {
      if (shelf.parent) this.#noteGone(shelf, shelf.parent)
      else this.#parts.database.statement('DELETE FROM gone_annex WHERE parent = ?').run(shelf.number)
    })
    this.#shelves.delete(hex(shelf.id))
  }

  /**
   * The shelf of a private space beside a community's, for a device that may use that; made if there is none, unless there was one.
   * @throws keeper/refused, keeper/full, keeper/storage
   */
  annex(id: Uint8Array, under: Uint8Array, device: DeviceId): Shelf {
    const parent = this.get(under)
    const known = this.get(id)
    if (!parent || parent.parent || !parent.admits(device) || (known && known.parent !== parent))
      throw keeperErrors('refused')
    if (known && !known.admits(device)) throw keeperErrors('refused')
    if (known) return known
    const { database } = this.#parts
    if (database.statement('SELECT 1 FROM gone_annex WHERE id = ?').get(id)) throw keeperErrors('refused')
    const beside = this.#beside(parent)
    // Who was introduced counts for whoever answers for them: devices can be made up.
    const sponsor = parent.sponsorOf(device)
    const own = beside.filter(({ founder }) => parent.sponsorOf(founder) === sponsor)
    if (own.length >= LIMITS.keeperAnnexesOfOne) throw keeperErrors('full')
    if (beside.length >= LIMITS.keeperAnnexes) this.#giveWay(beside)
    return this.#make(id, () =>
      database.statement('INSERT INTO shelf (id, founder, parent) VALUES (?, ?, ?)').run(id, device, parent.number),
    )
  }

  /** A secret of this keeper's own, by name. */
  setting(name: string): Uint8Array | undefined {
    const row = this.#parts.database
      .statement<{ value: Uint8Array }>('SELECT value FROM setting WHERE name = ?')
      .get(name)
    return row && Uint8Array.from(row.value)
  }

  set(name: string, value: Uint8Array): void {
    this.#parts.database
      .statement('INSERT INTO setting VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value')
      .run(name, value)
  }

  /** The secret that is good for one claim, while there is one. */
  claimSecret(): Uint8Array | undefined {
    return this.setting(CLAIM)
  }

  /** Makes a new one in place of any that was not used. @throws keeper/no-shelf */
  openClaim(): Uint8Array {
    if (this.communities().length >= LIMITS.keeperShelves) throw keeperErrors('no-shelf')
    const secret = this.#parts.random.bytes(32)
    this.set(CLAIM, secret)
    return secret
  }

  /**
   * Makes the shelf that the open secret names, for the device that showed it knows the secret, which is used up by this.
   * @throws keeper/claimed, keeper/full, keeper/storage
   */
  claim(id: Uint8Array, founder: DeviceId): Shelf {
    const secret = this.claimSecret()
    if (!secret || hex(shelfOf(secret)) !== hex(id)) throw keeperErrors('claimed')
    const { database } = this.#parts
    return this.#make(id, () => {
      database.statement('DELETE FROM setting WHERE name = ?').run(CLAIM)
      database.statement('INSERT INTO shelf (id, founder) VALUES (?, ?)').run(id, founder)
    })
  }

  #make(id: Uint8Array, insert: () => void): Shelf {
    const { database } = this.#parts
    let row: ShelfRow | undefined
    try {
      row = database.transaction('authored', () => {
        insert()
        return database.statement<ShelfRow & Record<string, never>>('SELECT * FROM shelf WHERE id = ?').get(id)
      })
    } catch (error) {
      throw asKeeper(error)
    }
    if (!row) throw keeperErrors('storage')
    return this.#add(row)
  }

  #add(row: ShelfRow): Shelf {
    const { database, budget, log } = this.#parts
    const parent = this.all().find(({ number }) => number === row.parent)
    const room = parent ? Math.floor(budget * LIMITS.keeperAnnexShare) : budget
    const onError = (error: unknown): void => log.error('keeper.listener', { code: errorCode(error) })
    const shelf = new Shelf(database, room, row, onError, parent)
    this.#shelves.set(hex(shelf.id), shelf)
    return shelf
  }

  /** One that nobody may use any more, since all of its people have left the community, makes room. @throws keeper/full, keeper/storage */
  #giveWay(beside: readonly Shelf[]): void {
    const deserted = beside.find(({ isDeserted }) => isDeserted)
    if (!deserted) throw keeperErrors('full')
    deserted.letGo(() => undefined)
    this.#shelves.delete(hex(deserted.id))
  }

  #beside(shelf: Shelf): readonly Shelf[] {
    return this.all().filter(({ parent }) => parent === shelf)
  }

  /** Whoever has not heard of it yet would have it made again. */
  #noteGone({ id }: Shelf, { number }: Shelf): void {
    const { database } = this.#parts
    database.statement('INSERT OR IGNORE INTO gone_annex (parent, id) VALUES (?, ?)').run(number, id)
    database
      .statement(
        `DELETE FROM gone_annex WHERE parent = ? AND number NOT IN
           (SELECT number FROM gone_annex WHERE parent = ? ORDER BY number DESC LIMIT ?)`,
      )
      .run(number, number, LIMITS.keeperAnnexesGone)
  }
}

const CLAIM = 'claim'
