/**
 * Messages that were brought in from elsewhere, and who is said to have written them. These people have ids of their own, made from their
 * names, so that none of them can be taken for a member: no member has such an id, since it is no member's key.
 */
import type { MemberId } from '../shared/index.ts'
import { type Effect, importedAuthorId, type ImportedMark, readImported } from '../documents/index.ts'
import type { Database } from '../storage/index.ts'

export const IMPORT_TABLES = `
  ALTER TABLE message ADD COLUMN imported TEXT;
  CREATE TABLE imported_author (
    id TEXT PRIMARY KEY, system TEXT NOT NULL, name TEXT NOT NULL
  ) STRICT, WITHOUT ROWID`

/** Somebody of another system who is named by what was brought in. */
export interface ImportedAuthor {
  readonly id: MemberId
  readonly system: string
  readonly name: string
}

/** Only owners and moderators bring in what others are said to have said: the same from anybody else is their own word. */
export function importedBy({ role, entry }: Effect): ImportedMark | undefined {
  return role === 'member' ? undefined : readImported(entry)
}

export function noteImported(database: Database, { from, author }: ImportedMark, known: Set<string>): void {
  const key = `${from}\n${author}`
  if (known.has(key)) return
  known.add(key)
  database
    .statement('INSERT OR IGNORE INTO imported_author (id, system, name) VALUES (?, ?, ?)')
    .run(importedAuthorId(from, author), from, author)
}

export function importedAuthors(database: Database): ImportedAuthor[] {
  return database
    .statement<{ id: MemberId; system: string; name: string }>('SELECT id, system, name FROM imported_author')
    .all()
}

/** As it was kept, by this device. */
export function importedOf(kept: string | null): ImportedMark | undefined {
  return kept === null ? undefined : (JSON.parse(kept) as ImportedMark)
}
