/** Rows of page entries and of what they point at. */
import type { DocumentId, EntryId, FeedId, MemberId, SpaceId } from '../shared/index.ts'
import type { AttachedFile, Seen } from '../documents/index.ts'
import type { Database } from '../storage/index.ts'
import { keptFiles, noteAttached } from './attached.ts'

/** An entry of a page as its place depends on it. */
export interface PageRow {
  readonly arrival: number
  readonly space: SpaceId
  readonly document: DocumentId
  readonly feed: FeedId
  readonly seq: number
  readonly hash: Uint8Array
  readonly time: number
  readonly at: number
  readonly author: MemberId
  readonly early: number
  /** 1 for a message. */
  readonly shown: number
  /** The message whose thread it stands in; empty for what stands in the room itself, and for what is no message. */
  readonly root: EntryId | ''
}

const ROW = 'm.arrival, m.space, m.document, m.feed, m.seq, m.hash, m.time, m.at, m.author, m.early, m.shown, m.root'

/** What this device alone knows of an entry. */
export interface Arrival {
  readonly received: number
  readonly news: number
  readonly late: number
}

export interface NewRow extends Omit<PageRow, 'arrival' | 'early'>, Arrival {
  /** Given when the entry had arrived before. */
  readonly arrival: number | null
  readonly early: boolean
  readonly mine: boolean
  readonly forked: boolean
  readonly text: string
  readonly reply: EntryId | undefined
  /** What is known of it when it was brought in from elsewhere, as JSON. */
  readonly imported: string | undefined
  readonly files: readonly AttachedFile[]
  /** 1 when its author could call a role or room together. */
  readonly calls: number
}

export function insertRow(database: Database, row: NewRow, seen: readonly Seen[]): number {
  const { lastId } = database
    .statement(
      `INSERT INTO message (arrival, space, document, feed, seq, hash, time, at, author, mine, late, news, received, shown, forked, early, text, reply, root, calls, imported, files)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      row.arrival,
      row.space,
      row.document,
      row.feed,
      row.seq,
      row.hash,
      row.time,
      row.at,
      row.author,
      Number(row.mine),
      row.late,
      row.news,
      row.received,
      row.shown,
      Number(row.forked),
      Number(row.early),
      row.text,
      row.reply ?? null,
      row.root,
      row.calls,
      row.imported ?? null,
      keptFiles(row.files) ?? null,
    )
  noteAttached(database, lastId, row.files)
  for (const pointer of seen) {
    database
      .statement('INSERT OR IGNORE INTO pointer (feed, seq, hash, source) VALUES (?, ?, ?, ?)')
      .run(pointer.feed, pointer.seq, pointer.hash, lastId)
  }
  return lastId
}

export function rowNamed(database: Database, feed: FeedId, seq: number): PageRow | undefined {
  return database.statement<PageRow>(`SELECT ${ROW} FROM message m WHERE feed = ? AND seq = ?`).get(feed, seq)
}

export function rowArrived(database: Database, arrival: number): PageRow | undefined {
  return database.statement<PageRow>(`SELECT ${ROW} FROM message m WHERE arrival = ?`).get(arrival)
}

export function rowsOf(database: Database, document: DocumentId): PageRow[] {
  return database.statement<PageRow>(`SELECT ${ROW} FROM message m WHERE document = ?`).all(document)
}

/** What entries of a document point at, by the arrival of who points. */
export function pointersOf(database: Database, document: DocumentId): ReadonlyMap<number, readonly Seen[]> {
  const rows = database
    .statement<Seen & { source: number }>(
      `SELECT p.feed, p.seq, p.hash, p.source FROM message m JOIN pointer p ON p.source = m.arrival WHERE m.document = ?`,
    )
    .all(document)
  return Map.groupBy(rows, ({ source }) => source)
}

type Target = Pick<PageRow, 'feed' | 'seq' | 'hash' | 'document'>

/** Entries of the same document that truly point at one. */
export function sourcesOf(database: Database, { feed, seq, hash, document }: Target): PageRow[] {
  return database
    .statement<PageRow>(
      `SELECT ${ROW} FROM pointer p JOIN message m ON m.arrival = p.source
       WHERE p.feed = ? AND p.seq = ? AND p.hash = ? AND m.document = ?`,
    )
    .all(feed, seq, hash, document)
}

/** Times of all that an entry must stand after: what it truly points at in its document, and the one before it in its feed. */
export function timesBefore(database: Database, { arrival, feed, seq, document }: PageRow): number[] {
  return database
    .statement<{ time: number }>(
      `SELECT m.time FROM pointer p JOIN message m ON m.feed = p.feed AND m.seq = p.seq AND m.hash = p.hash
       WHERE p.source = ? AND m.document = ? UNION ALL SELECT time FROM message WHERE feed = ? AND seq = ?`,
    )
    .all(arrival, document, feed, seq - 1)
    .map(({ time }) => time)
}

export function setPlace(database: Database, arrival: number, time: number, early: boolean): void {
  database.statement('UPDATE message SET time = ?, early = ? WHERE arrival = ?').run(time, Number(early), arrival)
}

export function markEarly(database: Database, arrival: number): void {
  database.statement('UPDATE message SET early = 1 WHERE arrival = ?').run(arrival)
}
