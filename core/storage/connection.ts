import { closeSync, fsyncSync, openSync } from 'node:fs'
import type Sqlite from 'better-sqlite3-multiple-ciphers'
import type { FolkmootError } from '../shared/index.ts'
import type { Database, Durability, SqlValue, Statement } from './database.ts'
import { fromFileSystem, fromSqlite, storageErrors } from './errors.ts'
import { fileSize } from './files.ts'
import { SqliteStatement, type Keeper } from './statement.ts'

export interface ConnectionOptions {
  readonly path: string
  /** Called once, when the file is let go. */
  readonly onClose: () => void
  /** Told what a listener of `afterCommit` threw. */
  readonly onListenerError: (error: unknown) => void
  /** Told when a page does not hold what was written to it, before that is thrown. */
  readonly onDamaged: (error: FolkmootError) => void
}

/** `Database` over one SQLite connection that is open, keyed and migrated already. */
export class SqliteDatabase implements Database, Keeper {
  readonly path: string
  readonly #raw: Sqlite.Database
  readonly #options: ConnectionOptions
  readonly #statements = new Map<string, SqliteStatement<unknown>>()
  #level: Durability | undefined
  #depth = 0
  /** The transaction began as 'received' and is to be on disk all the same. */
  #stricter = false
  /** Why SQLite gave the transaction up. */
  #failed: Error | undefined
  /** Listeners of the running transaction, and those whose transaction is committed. */
  #waiting: (() => void)[] = []
  readonly #due: (() => void)[] = []
  #telling = false

  constructor(raw: Sqlite.Database, options: ConnectionOptions) {
    this.path = options.path
    this.#raw = raw
    this.#options = options
  }

  get bytes(): number {
    return fileSize(this.path) + fileSize(`${this.path}-wal`)
  }

  get busy(): boolean {
    return this.#depth > 0
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

  alone<T>(write: () => T): T {
    return this.#outermost('authored', write)
  }

  #outermost<T>(durability: Durability, work: () => T): T {
    this.#setLevel(durability)
    this.#command('BEGIN IMMEDIATE')
    this.#depth = 1
    let result: T
    try {
      result = settled(work())
      this.#command('COMMIT')
    } catch (error) {
      this.#waiting = []
      if (this.#open) this.#command('ROLLBACK')
      throw error
    } finally {
      this.#depth = 0
      this.#failed = undefined
    }
    if (this.#stricter) this.#syncLog()
    this.#due.push(...this.#waiting)
    this.#waiting = []
    this.#tell()
    return result
  }

  #inner<T>(durability: Durability, work: () => T): T {
    const waiting = this.#waiting.length
    this.#command('SAVEPOINT inner_part')
    this.#depth++
    try {
      const result = settled(work())
      this.#command('RELEASE inner_part')
      if (durability === 'authored' && this.#level === 'received') this.#stricter = true
      return result
    } catch (error) {
      this.#waiting.length = waiting
      if (this.#open) {
        this.#command('ROLLBACK TO inner_part')
        this.#command('RELEASE inner_part')
      }
      throw error
    } finally {
      this.#depth--
    }
  }

  afterCommit(then: () => void): void {
    if (this.#depth > 0) this.#waiting.push(then)
    else this.#due.push(then)
    if (this.#depth === 0) this.#tell()
  }

  check(): void {
    if (this.#failed !== undefined) throw this.#failed
  }

  failed(error: unknown): unknown {
    const typed = fromSqlite(error, this.path)
    if (storageErrors.is(typed, 'damaged')) this.#options.onDamaged(typed)
    if (this.#depth > 0 && !this.#open && typed instanceof Error) this.#failed ??= typed
    return typed
  }

  verify(): void {
    const answer = this.statement<{ integrity_check: string }>('PRAGMA integrity_check(1)').get()
    if (answer?.integrity_check !== 'ok') throw storageErrors('damaged', { details: { place: this.path } })
  }

  close(): void {
    if (!this.#raw.open) return
    this.#raw.close()
    this.#statements.clear()
    this.#options.onClose()
  }

  /** Whether SQLite holds a transaction open. */
  get #open(): boolean {
    return this.#raw.open && this.#raw.inTransaction
  }

  #command(sql: string): void {
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
    try {
      const log = openSync(`${this.path}-wal`, 'r+')
      try {
        fsyncSync(log)
      } finally {
        closeSync(log)
      }
    } catch (error) {
      throw fromFileSystem(error, this.path)
    }
  }

  /** In the order of the commits; what a listener commits itself is told when its turn comes. */
  #tell(): void {
    if (this.#telling) return
    this.#telling = true
    for (let then = this.#due.shift(); then; then = this.#due.shift()) {
      try {
        then()
      } catch (error) {
        this.#options.onListenerError(error)
      }
    }
    this.#telling = false
  }
}

/** A promise would end after the transaction. */
function settled<T>(result: T): T {
  if (result instanceof Promise) throw new TypeError('the work of a transaction must be synchronous')
  return result
}
