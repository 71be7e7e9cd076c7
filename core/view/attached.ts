/** The files of messages: kept with them, found by what their encrypted form is named, and gone with them. */
import { base64url, type BlobId, fromBase64url, LIMITS } from '../shared/index.ts'
import type { AttachedFile } from '../documents/index.ts'
import type { Database } from '../storage/index.ts'

/** `files` holds all that is known of them, as JSON; `attachment` says which messages name a blob. */
export const ATTACHED_TABLES = `
  ALTER TABLE message ADD COLUMN files TEXT;
  CREATE TABLE attachment (root TEXT NOT NULL, arrival INTEGER NOT NULL, PRIMARY KEY (root, arrival)) STRICT, WITHOUT ROWID;
  CREATE INDEX attachment_arrival ON attachment (arrival);
  CREATE TRIGGER attachment_gone AFTER DELETE ON message WHEN old.files IS NOT NULL BEGIN
    DELETE FROM attachment WHERE arrival = old.arrival;
  END`

/** As it is kept; nothing for a message without files. */
export function keptFiles(files: readonly AttachedFile[]): string | undefined {
  if (files.length === 0) return undefined
  return JSON.stringify(files.map(({ ref, ...file }) => ({ ...file, root: ref.root, key: base64url(ref.key) })))
}

interface Kept extends Omit<AttachedFile, 'ref'> {
  readonly root: BlobId
  readonly key: string
}

/** As it was kept, by this device. */
export function filesOf(kept: string | null): readonly AttachedFile[] {
  if (kept === null) return []
  return (JSON.parse(kept) as readonly Kept[]).map(({ root, key, ...file }) => {
    const ref = { root, key: fromBase64url(key) ?? new Uint8Array(), size: file.size }
    return { ...file, ref }
  })
}

export function noteAttached(database: Database, arrival: number, files: readonly AttachedFile[]): void {
  for (const { ref } of files)
    database.statement('INSERT OR IGNORE INTO attachment (root, arrival) VALUES (?, ?)').run(ref.root, arrival)
}

/** What is said for a message where only a line has room: its text, or what the first of its files is called. */
export function lineOf({ text, files }: Saying): string {
  return text === '' ? (files[0]?.name ?? '') : text
}

/** What of a message's files is searched beside its text. */
export function namesOf(files: readonly AttachedFile[]): string {
  return files.map(({ name, alt }) => `\n${name}${alt === '' ? '' : `\n${alt}`}`.normalize('NFC')).join('')
}

interface Saying {
  readonly text: string
  readonly files: readonly AttachedFile[]
}

export class Attached {
  readonly #db: Database

  constructor(database: Database) {
    this.#db = database
  }

  /** Blobs that messages name which stand. */
  blobs(): BlobId[] {
    return this.#db
      .statement<{ root: BlobId }>(
        'SELECT DISTINCT a.root FROM attachment a JOIN message m ON m.arrival = a.arrival WHERE m.withdrawn = 0',
      )
      .all()
      .map(({ root }) => root)
  }

  /** Of these messages, the blobs of those that were withdrawn that no message names any more. */
  leftBy(arrivals: Iterable<number>): BlobId[] {
    return this.#db
      .statement<{ root: BlobId }>(
        `SELECT DISTINCT a.root FROM json_each(?) j JOIN attachment a ON a.arrival = j.value JOIN message m ON m.arrival = a.arrival
         WHERE m.withdrawn = 1 AND NOT EXISTS (SELECT 1 FROM attachment o JOIN message s ON s.arrival = o.arrival
           WHERE o.root = a.root AND s.withdrawn = 0)`,
      )
      .all(JSON.stringify([...arrivals]))
      .map(({ root }) => root)
  }

  /** Arrivals of the messages that stand and name a blob, the oldest first. */
  namers(root: BlobId): number[] {
    return this.#db
      .statement<{ arrival: number }>(
        `SELECT a.arrival FROM attachment a JOIN message m ON m.arrival = a.arrival WHERE a.root = ? AND m.withdrawn = 0
         ORDER BY a.arrival LIMIT ?`,
      )
      .all(root, LIMITS.attachmentNamers)
      .map(({ arrival }) => arrival)
  }
}
