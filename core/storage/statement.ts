import type Sqlite from 'better-sqlite3-multiple-ciphers'
import type { SqlValue, Statement } from './database.ts'

export type RawStatement = Sqlite.Statement<SqlValue[], unknown>

/** What a statement needs of its connection. */
export interface Keeper {
  /** Throws when the running transaction was given up by SQLite: what is written now would stand alone. */
  check(): void
  /** The error to throw for what SQLite threw. */
  failed(error: unknown): unknown
  /** Whether a transaction is running. */
  readonly busy: boolean
  /** Runs one write in a transaction of its own. */
  alone<T>(write: () => T): T
}

/** Transaction control must not be wrapped in a transaction. */
const CONTROL = /^\s*(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|PRAGMA)\b/i

/** One prepared command of SQLite with this room's errors. */
export class SqliteStatement<Row> implements Statement<Row> {
  readonly #keeper: Keeper
  readonly #raw: RawStatement
  readonly #writes: boolean

  constructor(keeper: Keeper, raw: RawStatement) {
    this.#keeper = keeper
    this.#raw = raw
    this.#writes = !raw.readonly && !CONTROL.test(raw.source)
  }

  get(...parameters: readonly SqlValue[]): Row | undefined {
    if (this.#writes && !this.#keeper.busy) return this.#keeper.alone(() => this.get(...parameters))
    this.#keeper.check()
    try {
      return this.#raw.get(...parameters) as Row | undefined
    } catch (error) {
      throw this.#keeper.failed(error)
    }
  }

  all(...parameters: readonly SqlValue[]): Row[] {
    if (this.#writes && !this.#keeper.busy) return this.#keeper.alone(() => this.all(...parameters))
    this.#keeper.check()
    try {
      return this.#raw.all(...parameters) as Row[]
    } catch (error) {
      throw this.#keeper.failed(error)
    }
  }

  *iterate(...parameters: readonly SqlValue[]): IterableIterator<Row> {
    if (this.#writes) return yield* this.all(...parameters)
    this.#keeper.check()
    try {
      for (const row of this.#raw.iterate(...parameters)) yield row as Row
    } catch (error) {
      throw this.#keeper.failed(error)
    }
  }

  run(...parameters: readonly SqlValue[]): { changes: number; lastId: number } {
    if (this.#writes && !this.#keeper.busy) return this.#keeper.alone(() => this.run(...parameters))
    this.#keeper.check()
    try {
      const { changes, lastInsertRowid } = this.#raw.run(...parameters)
      return { changes, lastId: Number(lastInsertRowid) }
    } catch (error) {
      throw this.#keeper.failed(error)
    }
  }
}
