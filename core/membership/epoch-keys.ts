/** Epoch keys another member handed over, kept in the community's encrypted database. The log keeps those it sealed itself. */
import type { EpochId } from '../shared/index.ts'
import type { Database } from '../storage/index.ts'

export class EpochKeys {
  readonly #db: Database

  constructor(database: Database) {
    this.#db = database
  }

  get(epoch: EpochId): Uint8Array | undefined {
    const row = this.#db.statement<{ key: Uint8Array }>('SELECT key FROM epoch_key WHERE epoch = ?').get(epoch)
    return row && new Uint8Array(row.key)
  }

  keep(epoch: EpochId, key: Uint8Array): void {
    this.#db.transaction('received', () => {
      this.#db.statement('INSERT OR REPLACE INTO epoch_key (epoch, key) VALUES (?, ?)').run(epoch, key)
    })
  }
}
