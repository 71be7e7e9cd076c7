import { closeSync, fsyncSync, openSync, statSync } from 'node:fs'
import type Sqlite from 'better-sqlite3-multiple-ciphers'
import type { Database, Durability, SqlValue, Statement } from './database.ts'
import { fromSqlite, storageErrors } from './errors.ts'

/** `Database` over one SQLite connection that is open, keyed and migrated already. */
export class SqliteDatabase implements Database {
  readonly path: string
  readonly #raw: Sqlite.Database
  readonly #onClose: () => void
  readonly #onListenerError: (error: unknown) => void
  readonly #statements = new Map<string, SqliteStatement<unknown>>()
  #level: Durability | undefined
  #depth = 0
  /** The whole transaction is to be on disk although it began as 'received'. */
  #stricter = false
  /** SQLite gave the whole transaction up; whatever the caller does with the error, it cannot go on. */
  #failed: unknown
  #after: (() => void)[] = []

  constructor(raw: Sqlite.Database, path: string, onClose: () => void, onListenerError: (error: unknown) => void) {
    this.#raw = raw
    this.path = path
    this.#onClose = onClose
    this.#onListenerError = onListenerError
  }

  get bytes(): number {
    return size(this.path) + size(`${this.path}-wal`)
  }

  statement<Row = Record<string, SqlValue>>(sql: string): Statement<Row> {
    let known = this.#statements.get(sql)
    if (!known) {
      try {
        known = new SqliteStatement<unknown>(this, this.#raw.prepare<SqlValue[], unknown>(sql))
      } catch (error) {
        throw this.failed(error)
      }
      this.#statements.set(sql, known)
    }
    return known as SqliteStatement<Row>
  }

  transaction<T>(durability: Durability, work: () => T): T {
    return this.#depth === 0 ? this.#outermost(durability, work) : this.#inner(durability, work)
  }

  #outermost<T>(durability: Durability, work: () => T): T {
    this.#setLevel(durability)
    this.#command('BEGIN IMMEDIATE')
    this.#depth = 1
    let result: T
    try {
      result = settled(work())
      if (this.#failed !== undefined) throw this.#failed
      this.#command('COMMIT')
    } catch (error) {
      this.#after = []
      if (this.#raw.open && this.#raw.inTransaction) this.#command('ROLLBACK')
      throw error
    } finally {
      this.#depth = 0
      this.#failed = undefined
    }
    if (this.#stricter) this.#syncLog()
    this.#tell()
    return result
  }

  #inner<T>(durability: Durability, work: () => T): T {
    const told = this.#after.length
    this.#command('SAVEPOINT inner_part')
    this.#depth++
    try {
      const result = settled(work())
      this.#command('RELEASE inner_part')
      if (durability === 'authored' && this.#level === 'received') this.#stricter = true
      return result
    } catch (error) {
      this.#after.length = told
      if (this.#raw.open && this.#raw.inTransaction) {
        this.#command('ROLLBACK TO inner_part')
        this.#command('RELEASE inner_part')
      }
      throw error
    } finally {
      this.#depth--
    }
  }

  afterCommit(then: () => void): void {
    this.#after.push(then)
    if (this.#depth === 0) this.#tell()
  }

  /** Readies a write: outside of any transaction it gets one of its own. */
  writing<T>(work: () => T): T {
    return this.#depth === 0 ? this.transaction('authored', work) : work()
  }

  /** Stops a caller that goes on after SQLite gave the transaction up: its writes would stand alone. */
  check(): void {
    if (this.#failed !== undefined) throw this.#failed
  }

  /** The error to throw for what SQLite threw. */
  failed(error: unknown): unknown {
    const typed = fromSqlite(error, this.path)
    if (this.#depth > 0 && !(this.#raw.open && this.#raw.inTransaction)) this.#failed ??= typed
    return typed
  }

  verify(): void {
    const answers = this.statement<{ integrity_check: string }>('PRAGMA integrity_check(1)').all()
    if (answers[0]?.integrity_check !== 'ok') throw storageErrors('damaged', { details: { place: this.path } })
  }

  close(): void {
    if (!this.#raw.open) return
    this.#statements.clear()
    this.#after = []
    try {
      this.#raw.close()
    } finally {
      this.#onClose()
    }
  }

  #command(sql: string): void {
    this.check()
    this.statement(sql).run()
  }

  #setLevel(durability: Durability): void {
    this.#stricter = false
    if (this.#level === durability) return
    this.#command(durability === 'authored' ? 'PRAGMA synchronous=FULL' : 'PRAGMA synchronous=NORMAL')
    this.#level = durability
  }

  /** SQLite's level cannot be changed within a transaction, so its log is put on the disk here. */
  #syncLog(): void {
    const log = openSync(`${this.path}-wal`, 'r+')
    try {
      fsyncSync(log)
    } finally {
      closeSync(log)
    }
  }

  #tell(): void {
    for (let then = this.#after.shift(); then && this.#depth === 0; then = this.#after.shift()) {
      try {
        then()
      } catch (error) {
        this.#onListenerError(error)
      }
    }
  }
}

class SqliteStatement<Row> implements Statement<Row> {
  readonly #of: SqliteDatabase
  readonly #raw: Sqlite.Statement<SqlValue[], unknown>
  readonly #controls: boolean

  constructor(of: SqliteDatabase, raw: Sqlite.Statement<SqlValue[], unknown>) {
    this.#of = of
    this.#raw = raw
    this.#controls = /^\s*(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|PRAGMA)\b/i.test(raw.source)
  }

  get(...parameters: SqlValue[]): Row | undefined {
    return this.#do(() => this.#raw.get(...parameters) as Row | undefined)
  }

  all(...parameters: SqlValue[]): Row[] {
    return this.#do(() => this.#raw.all(...parameters) as Row[])
  }

  *iterate(...parameters: SqlValue[]): IterableIterator<Row> {
    if (!this.#raw.readonly) return yield* this.all(...parameters)
    this.#of.check()
    try {
      for (const row of this.#raw.iterate(...parameters)) yield row as Row
    } catch (error) {
      throw this.#of.failed(error)
    }
  }

  run(...parameters: SqlValue[]): { changes: number; lastId: number } {
    const done = this.#do(() => this.#raw.run(...parameters))
    return { changes: done.changes, lastId: Number(done.lastInsertRowid) }
  }

  #do<T>(work: () => T): T {
    this.#of.check()
    const guarded = () => {
      try {
        return work()
      } catch (error) {
        throw this.#of.failed(error)
      }
    }
    return this.#raw.readonly || this.#controls ? guarded() : this.#of.writing(guarded)
  }
}

/** A promise would end after the transaction. */
function settled<T>(result: T): T {
  if (result instanceof Promise) throw new TypeError('the work of a transaction must be synchronous')
  return result
}

function size(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}
