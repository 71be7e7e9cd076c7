/** Parcels of one community that cannot be opened yet since a key is lacking: kept in its encrypted database until it comes. */
import { setImmediate } from 'node:timers/promises'
import { type EpochId, errorCode, LIMITS, type Log } from '../shared/index.ts'
import { sha256 } from '../identity/index.ts'
import type { Database, Schema } from '../storage/index.ts'
import type { ParcelSource } from './about.ts'
import { parcelErrors } from './errors.ts'
import { epochsOf, openingSteps } from './opening.ts'

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
  /** Those that were opened and follow on what has not come: it may lie in others that wait for their key still. */
  #early: ReadonlySet<number> = new Set()

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
    const hash = sha256(parcel)
    if (this.#db.statement('SELECT 1 FROM waiting_parcel WHERE hash = ?').get(hash)) return true
    const held = this.#db.statement<{ n: number }>('SELECT coalesce(sum(length(bytes)), 0) AS n FROM waiting_parcel')
    if ((held.get()?.n ?? 0) + parcel.length > LIMITS.waitingParcelBytes) return false
    this.#db.transaction('received', () => {
      this.#db.statement('INSERT INTO waiting_parcel (hash, epochs, bytes) VALUES (?, ?, ?)').run(hash, epochs, parcel)
    })
    return true
  }

  /** Opens those whose keys have come, now and whenever keys or the log change, until the answer is called. */
  follow(source: ParcelSource, changes: readonly ((told: () => void) => () => void)[]): () => void {
    const stopping = new AbortController()
    let [isDue, isAtWork] = [false, false]
    const work = async (): Promise<void> => {
      isAtWork = true
      while (isDue && !stopping.signal.aborted) {
        isDue = false
        await this.#look(source, stopping.signal)
      }
      isAtWork = false
    }
    const look = (): void => {
      isDue = true
      if (!isAtWork) void work()
    }
    const ends = changes.map((onChange) => onChange(look))
    // This process may begin after the keys came.
    look()
    return () => {
      stopping.abort()
      for (const end of ends) end()
    }
  }

  /** Never rejects. What could not be opened stays, and is tried again with the next change. */
  async #look(source: ParcelSource, signal: AbortSignal): Promise<void> {
    try {
      // Whoever tells of a change is still at work.
      await setImmediate(undefined, { signal })
      const { ready, isMoreToCome } = this.#ready(source)
      if (ready.every((number) => this.#early.has(number)) && isMoreToCome) return
      this.#early = new Set(await this.#openAll(source, ready, signal))
      if (isMoreToCome) return
      for (const number of this.#early) this.#drop(number)
      this.#early = new Set()
    } catch (error) {
      if (!signal.aborted) this.#log.warn('parcels.waiting', { community: source.community, code: errorCode(error) })
    }
  }

  /** Opens some; again those that came before what they follow on. Answers which are early still. */
  async #openAll(source: ParcelSource, all: readonly number[], signal: AbortSignal): Promise<readonly number[]> {
    let left = all
    for (let round = 0; round < ROUNDS && left.length > 0; round++) {
      const early: number[] = []
      for (const number of left) if (await this.#open(source, number, signal)) early.push(number)
      if (early.length === left.length) return early
      left = early
    }
    return left
  }

  /** Those whose keys are there. Looking for a key that is not takes a while, and few epochs are named by many. */
  #ready({ ring }: ParcelSource): { readonly ready: readonly number[]; readonly isMoreToCome: boolean } {
    const rows = this.#db.statement<Row>('SELECT number, epochs FROM waiting_parcel ORDER BY number').all()
    const named = rows.map(({ number, epochs }) => ({ number, epochs: epochs.split(',') as EpochId[] }))
    const all = new Set(named.flatMap(({ epochs }) => epochs))
    const held = new Set([...all].filter((epoch) => ring.contentKeys([epoch])))
    const ready = named.flatMap(({ number, epochs }) => (epochs.every((epoch) => held.has(epoch)) ? [number] : []))
    return { ready, isMoreToCome: ready.length < rows.length }
  }

  /** Whether it came early; else it is done with. */
  async #open(source: ParcelSource, number: number, signal: AbortSignal): Promise<boolean> {
    const row = this.#db
      .statement<{ bytes: Uint8Array }>('SELECT bytes FROM waiting_parcel WHERE number = ?')
      .get(number)
    try {
      const steps = row && openingSteps(source, Uint8Array.from(row.bytes))
      // Others get their turn between two.
      for (let step = steps?.next(); step; step = steps?.next()) {
        if (step.done) {
          if (step.value.early > 0) return true
          break
        }
        await setImmediate(undefined, { signal })
      }
    } catch (error) {
      if (!parcelErrors.is(error, 'damaged')) throw error
      this.#log.warn('parcels.waiting', { community: source.community, code: error.code })
    }
    this.#drop(number)
    return false
  }

  #drop(number: number): void {
    this.#db.statement('DELETE FROM waiting_parcel WHERE number = ?').run(number)
  }
}

/** Times that parcels are gone through whose order is not the one they were written in. */
const ROUNDS = 4
