import { accessSync, closeSync, constants, openSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import Sqlite from 'better-sqlite3-multiple-ciphers'
import { type FolkmootError, LIMITS } from '../shared/index.ts'
import { SqliteDatabase } from './connection.ts'
import type { Database, Schema } from './database.ts'
import { fromFileSystem, fromSqlite, storageErrors, systemCode } from './errors.ts'
import { keyMark, showsOtherKey } from './header.ts'
import { migrate } from './migrate.ts'
import { isFolder, realPath } from './files.ts'

export interface DatabaseOptions {
  /** The file; made when it is not there. Its folder must be there. */
  readonly path: string
  /** 32 bytes; copied into the cipher, never kept here. */
  readonly key: Uint8Array
  /** The tables wanted, by room. */
  readonly schemas: readonly Schema[]
  /** Bytes the file may grow to, rounded down to whole pages; then every write throws storage/disk-full. */
  readonly maxBytes?: number
  /** Told what a listener given to `afterCommit` threw; by default thrown again on its own. */
  readonly onListenerError?: (error: unknown) => void
  /** Told, once it is open, when a page does not hold what was written to it; what was asked throws storage/damaged all the same. */
  readonly onDamaged?: (error: FolkmootError) => void
}

/**
 * Opens (or makes) an encrypted database and takes it for this process alone, until it is closed or the process ends.
 * @throws storage/in-use, /not-a-folder, /read-only, /disk-full, /disk-failed, /wrong-key, /damaged, /newer-version
 */
export function openDatabase(options: DatabaseOptions): Database {
  const path = wholePath(options.path)
  if (options.key.length !== 32) throw new TypeError('a database key has 32 bytes')
  if (taken.has(path)) throw storageErrors('in-use', { details: { place: path } })
  taken.set(path, undefined)
  let raw: Sqlite.Database | undefined
  try {
    makeFile(path)
    raw = new Sqlite(path, { timeout: LOCK_WAIT })
    taken.set(path, raw)
    unlock(raw, options.key)
    prepare(raw, options.maxBytes)
    migrate(raw, path, options.schemas)
    const onClose = () => void taken.delete(path)
    const { onListenerError = throwAlone, onDamaged = () => undefined } = options
    return new SqliteDatabase(raw, { path, onClose, onListenerError, onDamaged })
  } catch (error) {
    raw?.close()
    const typed = fromSqlite(error, path)
    const other = storageErrors.is(typed, 'damaged') && showsOtherKey(path, options.key)
    taken.delete(path)
    throw other ? storageErrors('wrong-key', { cause: error, details: { place: path } }) : typed
  }
}

/**
 * The files this process has open. SQLite's locks keep out other processes only, and on POSIX systems they all fall
 * when any file descriptor of the same file is closed, so the file must not even be looked into while it is open.
 * The connections are kept here so that none is collected, and its lock dropped, before it is closed.
 */
const taken = new Map<string, Sqlite.Database | undefined>()

/** Milliseconds to wait for another process that is just letting go. */
const LOCK_WAIT = 250

/** Bytes of a page; SQLite's default, written into the file when it is made. */
const PAGE = 4096

/**
 * ChaCha20-Poly1305 for every page. Measured on one 2-core machine, ratios to no encryption (three runs, 100k rows with FTS5):
 * chacha20 1.8 writing, 3.5 reading 20k random rows past the cache; sqlcipher (AES-CBC, HMAC-SHA512) 2.0 and 4.0; opening is
 * 0.6 ms with any. AEGIS-256 was at 1.1 and 1.1, but is young and slow without AES hardware; next to 125 µs for each
 * signature that is checked the 5 µs a row do not show.
 * The key is given raw, so no time goes into stretching it, by a call and not in SQL, so no error can ever quote it.
 */
function unlock(raw: Sqlite.Database, key: Uint8Array): void {
  raw.pragma("cipher = 'chacha20'")
  const text = Buffer.from(`raw:${Buffer.from(key).toString('hex')}${keyMark(key).toString('hex')}`, 'latin1')
  raw.key(text)
  text.fill(0)
}

function prepare(raw: Sqlite.Database, maxBytes: number | undefined): void {
  raw.pragma('locking_mode = EXCLUSIVE')
  raw.pragma('trusted_schema = OFF')
  raw.pragma('cell_size_check = ON')
  raw.pragma('temp_store = MEMORY')
  raw.pragma('mmap_size = 0')
  raw.pragma(`cache_size = -${LIMITS.databaseCacheBytes / 1024}`)
  raw.pragma(`wal_autocheckpoint = ${LIMITS.databaseLogBytes / PAGE}`)
  raw.prepare('SELECT count(*) FROM sqlite_schema').get()
  raw.pragma('journal_mode = WAL')
  raw.pragma('journal_size_limit = 4194304')
  raw.pragma('fullfsync = ON')
  raw.pragma('foreign_keys = ON')
  if (maxBytes !== undefined) raw.pragma(`max_page_count = ${Math.max(1, Math.floor(maxBytes / PAGE))}`)
  raw.exec('BEGIN IMMEDIATE; COMMIT')
}

function wholePath(path: string): string {
  const full = resolve(path)
  const folder = dirname(full)
  if (!isFolder(folder)) throw storageErrors('not-a-folder', { details: { place: folder } })
  return resolve(realPath(folder), basename(full))
}

/** SQLite would make it readable for others, and calls a read-only disk an input/output error. */
function makeFile(path: string): void {
  try {
    closeSync(openSync(path, 'ax', 0o600))
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw fromFileSystem(error, path)
    try {
      for (const each of [dirname(path), path]) accessSync(each, constants.W_OK)
    } catch (refusal) {
      throw fromFileSystem(refusal, path)
    }
  }
}

function throwAlone(error: unknown): void {
  queueMicrotask(() => {
    throw error
  })
}
