import type Sqlite from 'better-sqlite3-multiple-ciphers'
import type { Schema } from './database.ts'
import { storageErrors } from './errors.ts'

/**
 * Brings a database to the newest version of each room's tables. Every step is one transaction together with its number,
 * so a step that was cut short was never begun. Nothing is touched when any room is newer than this program.
 * @throws storage/newer-version, /damaged, and what SQLite throws
 */
export function migrate(raw: Sqlite.Database, path: string, schemas: readonly Schema[]): void {
  raw.pragma('synchronous = FULL')
  raw.exec('CREATE TABLE IF NOT EXISTS schema (room TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT, WITHOUT ROWID')
  const read = raw.prepare<[string], { version: number }>('SELECT version FROM schema WHERE room = ?')
  const pending = schemas.map((schema) => ({ ...schema, version: read.get(schema.room)?.version ?? 0 }))
  for (const { room, version, migrations } of pending) {
    if (version > migrations.length) throw storageErrors('newer-version', { details: { place: path, room, version } })
  }
  // Steps that rebuild a table would else fall into the arms of the rows that point at it.
  raw.pragma('foreign_keys = OFF')
  for (const { room, version, migrations } of pending) {
    for (const [at, step] of migrations.entries()) if (at >= version) take(raw, room, at + 1, step)
  }
  raw.pragma('foreign_keys = ON')
}

function take(raw: Sqlite.Database, room: string, version: number, step: string): void {
  raw.exec('BEGIN IMMEDIATE')
  try {
    raw.exec(step)
    const loose = raw.pragma('foreign_key_check', { simple: true })
    if (loose !== undefined) throw storageErrors('invalid')
    const note = 'INSERT INTO schema VALUES (?, ?) ON CONFLICT (room) DO UPDATE SET version = excluded.version'
    raw.prepare(note).run(room, version)
    raw.exec('COMMIT')
  } catch (error) {
    if (raw.inTransaction) raw.exec('ROLLBACK')
    throw error
  }
}
