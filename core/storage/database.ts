/**
 * The seam of storage: one encrypted database in one file, opened by one process at a time, spoken to in SQL.
 * Which tables there are is the business of the rooms that are handed a `Database`; each brings its own `Schema`.
 */

/** The tables of one room, as the steps that led to them. A step is never changed once released; new ones go to the end. */
export interface Schema {
  /** Name under which the database remembers how many steps were taken. */
  readonly room: string
  /** SQL texts, one or more commands each; every step is taken once, in order, each in a transaction of its own. */
  readonly migrations: readonly string[]
}

/** Blobs are read as `Buffer`, which is a Uint8Array whose `slice` does not copy. Integers beyond 2^53 lose digits. */
export type SqlValue = null | number | string | Uint8Array

/** One prepared command. Every method throws storage/damaged, /disk-full, /disk-failed, /read-only, /invalid or /closed. */
export interface Statement<Row> {
  /** The first row, or nothing. */
  get(...parameters: readonly SqlValue[]): Row | undefined
  /** All rows. */
  all(...parameters: readonly SqlValue[]): Row[]
  /** Rows one by one; before the loop has ended nothing may be written, nor this same command be run again. */
  iterate(...parameters: readonly SqlValue[]): IterableIterator<Row>
  /** Runs a command without rows. Outside of a transaction it is an 'authored' transaction of its own. */
  run(...parameters: readonly SqlValue[]): { readonly changes: number; readonly lastId: number }
}

/** 'authored': on the disk itself before `transaction` returns. 'received': a power cut may lose it, never tear it. */
export type Durability = 'authored' | 'received'

/** An open database. All calls are synchronous. */
export interface Database {
  /** Absolute path of the file. While it is open, nobody in this process may open the file in any other way. */
  readonly path: string
  /** Bytes of the file and its write-ahead log on disk. */
  readonly bytes: number
  /** Prepares a command; prepared once per text and kept. */
  statement<Row = Record<string, SqlValue>>(sql: string): Statement<Row>
  /**
   * All or nothing: when `work` throws, nothing of it remains and the error comes out unchanged.
   * A call inside another joins it: both are kept when the outer one ends, as durably as the stricter asked;
   * when the inner one throws, only its own writes are undone and the outer may go on. A full or failing disk ends the outer too.
   */
  transaction<T>(durability: Durability, work: () => T): T
  /** Runs `then` once the outermost transaction is committed, at once when there is none; never if it (or the inner one) failed. */
  afterCommit(then: () => void): void
  /** Reads every page. @throws storage/damaged when one does not hold what was written */
  verify(): void
  /** Writes everything into the one file and lets go of it. Closing twice is fine. */
  close(): void
}
