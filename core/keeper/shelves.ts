/** All that a blind keeper keeps: its shelves, and the secret of the link by which the next one is claimed. */
import { type DeviceId, hex, LIMITS, type Log, errorCode, type Random } from '../shared/index.ts'
import type { Database } from '../storage/index.ts'
import { keeperErrors, shelfOf } from '../sync/index.ts'
import { asKeeper, Shelf } from './shelf.ts'

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
    const rows = parts.database.statement<ConstructorParameters<typeof Shelf>[2] & Record<string, never>>(
      'SELECT * FROM shelf ORDER BY number',
    )
    for (const row of rows.all()) this.#add(row)
  }

  all(): readonly Shelf[] {
    return [...this.#shelves.values()]
  }

  get(id: Uint8Array): Shelf | undefined {
    return this.#shelves.get(hex(id))
  }

  /** Lets go of a shelf, as `Shelf.drop`. */
  drop(shelf: Shelf, device: DeviceId, signature: Uint8Array): void {
    shelf.drop(device, signature)
    this.#shelves.delete(hex(shelf.id))
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
    if (this.#shelves.size >= LIMITS.keeperShelves) throw keeperErrors('no-shelf')
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
    let row: ConstructorParameters<typeof Shelf>[2] | undefined
    try {
      row = database.transaction('authored', () => {
        database.statement('DELETE FROM setting WHERE name = ?').run(CLAIM)
        database.statement('INSERT INTO shelf (id, founder) VALUES (?, ?)').run(id, founder)
        return database
          .statement<ConstructorParameters<typeof Shelf>[2] & Record<string, never>>('SELECT * FROM shelf WHERE id = ?')
          .get(id)
      })
    } catch (error) {
      throw asKeeper(error)
    }
    if (!row) throw keeperErrors('storage')
    return this.#add(row)
  }

  #add(row: ConstructorParameters<typeof Shelf>[2]): Shelf {
    const { database, budget, log } = this.#parts
    const shelf = new Shelf(database, budget, row, (error) => log.error('keeper.listener', { code: errorCode(error) }))
    this.#shelves.set(hex(shelf.id), shelf)
    return shelf
  }
}

const CLAIM = 'claim'
