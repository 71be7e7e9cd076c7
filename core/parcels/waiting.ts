/** Parcels of one community that cannot be opened yet since a key is lacking: kept in its encrypted database until it comes. */
import { type EpochId, errorCode, LIMITS, type Log } from '../shared/index.ts'
import { sha256 } from '../identity/index.ts'
import type { Database, Schema } from '../storage/index.ts'
import type { ParcelSource } from './about.ts'
import { parcelErrors } from './errors.ts'
import { epochsOf, openParcel } from './opening.ts'

export const parcelSchema: Schema = {
  room: 'parcels',
  migrations: [
    `CREATE TABLE waiting_parcel (
       number INTEGER PRIMARY KEY,
       hash BLOB NOT NULL UNIQUE,
       epochs TEXT NOT NULL,
       bytes BLOB NOT NULL
     ) STRICT`,
  ],
}

type Row = { readonly number: number; readonly epochs: string }

export class WaitingParcels {
  readonly #db: Database
  readonly #log: Log

  constructor(database: Database, log: Log) {
    this.#db = database
    this.#log = log
  }

  get size(): number {
    return this.#db.statement<{ n: number }>('SELECT count(*) AS n FROM waiting_parcel').get()?.n ?? 0
  }

  /** Whether it is kept from now on; not when too many wait. @throws parcel/not-ours, parcel/damaged, and what storage throws */
  keep(source: ParcelSource, parcel: Uint8Array): boolean {
    const epochs = epochsOf(source, parcel).join()
    const held = this.#db.statement<{ n: number }>('SELECT coalesce(sum(length(bytes)), 0) AS n FROM waiting_parcel')
    if ((held.get()?.n ?? 0) + parcel.length > LIMITS.waitingParcelBytes) return false
    this.#db.transaction('received', () => {
      this.#db
        .statement('INSERT OR IGNORE INTO waiting_parcel (hash, epochs, bytes) VALUES (?, ?, ?)')
        .run(sha256(parcel), epochs, parcel)
    })
    return true
  }

  /** Opens those whose keys have come, whenever keys or the log change, until the answer is called. */
  follow(source: ParcelSource, changes: readonly ((told: () => void) => () => void)[]): () => void {
    let [isDue, isOver] = [false, false]
    const look = (): void => {
      if (isDue || isOver) return
      isDue = true
      // Whoever tells of a change is still at work.
      queueMicrotask(() => {
        isDue = false
        if (!isOver) this.#look(source)
      })
    }
    const ends = changes.map((onChange) => onChange(look))
    return () => {
      isOver = true
      for (const end of ends) end()
    }
  }

  #look(source: ParcelSource): void {
    try {
      const rows = this.#db.statement<Row>('SELECT number, epochs FROM waiting_parcel').all()
      const named = rows.map(({ number, epochs }) => ({ number, epochs: epochs.split(',') as EpochId[] }))
      // Looking for a key that is not there takes a while, and few epochs are named by many.
      const all = new Set(named.flatMap(({ epochs }) => epochs))
      const held = new Set([...all].filter((epoch) => source.ring.contentKeys([epoch])))
      for (const { number, epochs } of named) if (epochs.every((epoch) => held.has(epoch))) this.#open(source, number)
    } catch (error) {
      // They stay, and are tried again with the next change.
      this.#log.warn('parcels.waiting', { community: source.community, code: errorCode(error) })
    }
  }

  #open(source: ParcelSource, number: number): void {
    const row = this.#db.statement<{ bytes: Uint8Array }>('SELECT bytes FROM waiting_parcel WHERE number = ?')
    try {
      const bytes = row.get(number)?.bytes
      if (bytes) openParcel(source, Uint8Array.from(bytes))
    } catch (error) {
      if (!parcelErrors.is(error, 'damaged')) throw error
      this.#log.warn('parcels.waiting', { community: source.community, code: error.code })
    }
    this.#db.statement('DELETE FROM waiting_parcel WHERE number = ?').run(number)
  }
}
