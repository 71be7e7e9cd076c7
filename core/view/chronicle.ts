/** All that was said in a space in one row, as archives read it: its pages are merged, so that no more than a piece of each is held. */
import type { DocumentId, EntryId, FeedId, MemberId, SpaceId } from '../shared/index.ts'
import type { AttachedFile } from '../documents/index.ts'
import type { Database } from '../storage/index.ts'
import { filesOf } from './attached.ts'
import type { MessageRecord, Queries } from './queries.ts'

/** Messages of a page that are read at once. */
const PIECE = 200

/** Among which messages the newest is sought. */
export interface Span {
  /** ms: at or after, and before. */
  readonly since?: number | undefined
  readonly until?: number | undefined
  readonly by?: MemberId | undefined
}

export interface Authored {
  readonly author: MemberId
  readonly count: number
}

/** Of messages with files, how many are read at once. */
const ATTACHED_PIECE = 2000

/** A message with files. */
export interface AttachedRecord {
  readonly id: EntryId
  readonly author: MemberId
  /** ms: where it stands. */
  readonly time: number
  readonly files: readonly AttachedFile[]
}

interface Page {
  readonly document: DocumentId
  /** Where its first message stands, ms. */
  readonly first: number
}

export class Chronicle {
  readonly #db: Database
  readonly #queries: Queries

  constructor(database: Database, queries: Queries) {
    this.#db = database
    this.#queries = queries
  }

  /** Messages of a space, threads among them, in the one order. */
  *messages(space: SpaceId): Generator<MessageRecord> {
    const waiting = this.#pages(space).toReversed()
    const open: Reader[] = []
    for (;;) {
      let next = least(open)
      for (let page = waiting.at(-1); page && (!next || page.first <= next.head.time); page = waiting.at(-1)) {
        waiting.pop()
        const reader = Reader.of(this.#queries, page.document)
        if (reader) open.push(reader)
        next = least(open)
      }
      if (!next) return
      yield next.head
      if (!next.advance()) open.splice(open.indexOf(next), 1)
    }
  }

  /** Messages of a space that have files and stand, threads among them, in the one order. */
  *attached(space: SpaceId): Generator<AttachedRecord> {
    let last: { readonly time: number; readonly feed: string } = { time: -1, feed: '' }
    for (;;) {
      // Of one feed no two stand at the same time.
      const rows = this.#db
        .statement<AttachedRow>(
          `SELECT feed, seq, author, time, files FROM message
           WHERE arrival IN (SELECT arrival FROM attachment) AND space = ? AND shown = 1 AND withdrawn = 0 AND (time, feed) > (?, ?)
           ORDER BY time, feed LIMIT ?`,
        )
        .all(space, last.time, last.feed, ATTACHED_PIECE)
      for (const { feed, seq, author, time, files } of rows)
        yield { id: `${feed}.${seq}` as EntryId, author, time, files: filesOf(files) }
      const end = rows.at(-1)
      if (!end || rows.length < ATTACHED_PIECE) return
      last = end
    }
  }

  /** Where the newest message of a space within a span stands, ms. */
  newest(space: SpaceId, { since = 0, until = Number.MAX_SAFE_INTEGER, by }: Span): number | undefined {
    const row = this.#db
      .statement<{ time: number | null }>(
        `SELECT max(time) AS time FROM message
         WHERE shown = 1 AND space = ? AND time >= ? AND time < ?${by === undefined ? '' : ' AND author = ?'}`,
      )
      .get(space, since, until, ...(by === undefined ? [] : [by]))
    return row?.time ?? undefined
  }

  /** Who said how many messages in a space within a span. */
  authors(space: SpaceId, { since = 0, until = Number.MAX_SAFE_INTEGER, by }: Span): readonly Authored[] {
    return this.#db
      .statement<Authored>(
        `SELECT author, count(*) AS count FROM message
         WHERE shown = 1 AND space = ? AND time >= ? AND time < ?${by === undefined ? '' : ' AND author = ?'} GROUP BY author`,
      )
      .all(space, since, until, ...(by === undefined ? [] : [by]))
  }

  /** Of a space, those that begin first before others; found by one seek for each page there is. */
  #pages(space: SpaceId): Page[] {
    return this.#db
      .statement<{ document: DocumentId; first: number }>(
        `WITH RECURSIVE page (document) AS (
           SELECT min(document) FROM message
           UNION ALL SELECT (SELECT min(m.document) FROM message m WHERE m.document > page.document) FROM page
             WHERE page.document IS NOT NULL
         ), begun AS (
           SELECT document,
             (SELECT m.space FROM message m WHERE m.document = page.document LIMIT 1) AS space,
             (SELECT m.time FROM message m WHERE m.document = page.document AND m.shown = 1 ORDER BY m.time LIMIT 1) AS first
           FROM page WHERE document IS NOT NULL
         ) SELECT document, first FROM begun WHERE space = ? AND first IS NOT NULL ORDER BY first, document`,
      )
      .all(space)
  }
}

interface AttachedRow {
  feed: FeedId
  seq: number
  author: MemberId
  time: number
  files: string | null
}

/** Goes through one page. */
class Reader {
  head: MessageRecord
  readonly #queries: Queries
  #rest: MessageRecord[]

  private constructor(queries: Queries, head: MessageRecord, rest: MessageRecord[]) {
    this.#queries = queries
    this.head = head
    this.#rest = rest
  }

  static of(queries: Queries, document: DocumentId): Reader | undefined {
    const [head, ...rest] = queries.inDocument(document, undefined, PIECE)
    return head && new Reader(queries, head, rest.toReversed())
  }

  /** False when it is over. */
  advance(): boolean {
    if (this.#rest.length === 0)
      this.#rest = this.#queries.inDocument(this.head.document, this.head, PIECE).toReversed()
    const next = this.#rest.pop()
    if (next) this.head = next
    return next !== undefined
  }
}

function least(open: readonly Reader[]): Reader | undefined {
  let found: Reader | undefined
  for (const reader of open) if (!found || comesBefore(reader.head, found.head)) found = reader
  return found
}

/** Whether one message stands before another in the one order. */
export function comesBefore(
  a: { readonly time: number; readonly id: EntryId },
  b: { readonly time: number; readonly id: EntryId },
): boolean {
  // Of one feed no two stand at the same time, and names of feeds are of one length.
  return a.time < b.time || (a.time === b.time && a.id < b.id)
}
