/** Who is called to the shelf of a private space: each device of it is told so, with a letter for it alone, when it comes to the community's. */
import type { DeviceId } from '../shared/index.ts'
import type { Database } from '../storage/index.ts'
import type { Call, ShelfRow } from './shelf-parts.ts'

export class Calls {
  readonly #db: Database
  readonly #shelf: number

  constructor(database: Database, { number }: Pick<ShelfRow, 'number'>) {
    this.#db = database
    this.#shelf = number
  }

  has(device: DeviceId): boolean {
    return (
      this.#db.statement('SELECT 1 FROM call WHERE shelf = ? AND device = ?').get(this.#shelf, device) !== undefined
    )
  }

  /** What the letters take. */
  bytes(): number {
    const sum = this.#db.statement<{ n: number }>(
      'SELECT coalesce(sum(length(letter)), 0) AS n FROM call WHERE shelf = ?',
    )
    return sum.get(this.#shelf)?.n ?? 0
  }

  /** Within a transaction; answers whether it was not called yet. */
  add(device: DeviceId, letter: Uint8Array): boolean {
    const { changes } = this.#db
      .statement('INSERT OR IGNORE INTO call (shelf, device, letter) VALUES (?, ?, ?)')
      .run(this.#shelf, device, letter)
    return changes > 0
  }

  /** Within a transaction. */
  remove(device: DeviceId): void {
    this.#db.statement('DELETE FROM call WHERE shelf = ? AND device = ?').run(this.#shelf, device)
  }

  /** Within a transaction: the shelf is let go of. */
  drop(): void {
    this.#db.statement('DELETE FROM call WHERE shelf = ?').run(this.#shelf)
  }

  /** To which shelves beside this one a device is called. */
  beside(device: DeviceId): readonly Call[] {
    return this.#db
      .statement<{ id: Uint8Array; letter: Uint8Array }>(
        `SELECT shelf.id, call.letter FROM call JOIN shelf ON shelf.number = call.shelf
         WHERE shelf.parent = ? AND call.device = ? ORDER BY shelf.number`,
      )
      .all(this.#shelf, device)
      .map(({ id, letter }) => ({ shelf: Uint8Array.from(id), device, letter: Uint8Array.from(letter) }))
  }
}
