/** What screens ask of threads, reactions and pins. */
import { type EntryId, LIMITS, type SpaceId } from '../shared/index.ts'
import type { Database } from '../storage/index.ts'
import type { MessageRecord, Queries } from './queries.ts'
import { everPinned, pinnedAt, type ReactionCount, reactionsTo } from './reactions.ts'
import type { Root } from './threads.ts'

export interface ThreadRecord {
  readonly root: EntryId
  /** Messages in it, without the one it began with. */
  readonly posts: number
  readonly unread: number
  /** Where its newest message stands, ms. */
  readonly last: number
  /** Everything in it that arrived up to this number was seen. */
  readonly readUpTo: number
}

const THREAD = `SELECT t.root, t.posts, t.unread, t.last, coalesce(r.up_to, 0) AS readUpTo
  FROM thread t LEFT JOIN read_mark r ON r.space = t.space AND r.root = t.root`

export class ThreadQueries {
  readonly #db: Database
  readonly #queries: Queries

  constructor(database: Database, queries: Queries) {
    this.#db = database
    this.#queries = queries
  }

  thread(space: SpaceId, root: EntryId): ThreadRecord | undefined {
    const row = this.#db.statement<Row>(`${THREAD} WHERE t.space = ? AND t.root = ?`).get(space, root)
    return row && recordOf(row)
  }

  /** Threads of a room, those in which something was said last first; `before`: only those with a smaller `last`. */
  threads(space: SpaceId, limit: number, before = Number.MAX_SAFE_INTEGER): ThreadRecord[] {
    return this.#db
      .statement<Row>(`${THREAD} WHERE t.space = ? AND t.last < ? ORDER BY t.last DESC LIMIT ?`)
      .all(space, before, limit)
      .map(recordOf)
  }

  /** Threads of a room in which something is unread. */
  unread(space: SpaceId): EntryId[] {
    return this.#db
      .statement<{ root: EntryId }>('SELECT root FROM thread INDEXED BY thread_unread WHERE space = ? AND unread > 0')
      .all(space)
      .map(({ root }) => root)
  }

  /** What is unread in a room itself, its threads aside. */
  unreadOutside(space: SpaceId): number {
    const row = this.#db
      .statement<{ n: number }>(
        `SELECT s.unread - coalesce((SELECT sum(t.unread) FROM thread t INDEXED BY thread_unread
           WHERE t.space = s.id AND t.unread > 0), 0) AS n FROM space s WHERE s.id = ?`,
      )
      .get(space)
    return row?.n ?? 0
  }

  reactions(id: EntryId, space: SpaceId): ReactionCount[] {
    return reactionsTo(this.#db, id, space)
  }

  /** @param byAnyone whether everybody may pin there, as in a room of a few */
  isPinned(id: EntryId, space: SpaceId, byAnyone: boolean): boolean {
    return this.pinnedAt(id, space, byAnyone) !== undefined
  }

  /** When it was put in sight, ms; nothing while it is not. */
  pinnedAt(id: EntryId, space: SpaceId, byAnyone: boolean): number | undefined {
    return pinnedAt(this.#db, id, space, byAnyone)
  }

  /** Messages kept in sight, the newest first; LIMITS.pinsPerSpace at most. */
  pinned(space: SpaceId, byAnyone: boolean): MessageRecord[] {
    return everPinned(this.#db, space, byAnyone)
      .values()
      .filter((id) => this.isPinned(id, space, byAnyone))
      .take(LIMITS.pinsPerSpace)
      .toArray()
      .flatMap((id) => this.#queries.message(id) ?? [])
  }

  /** The first message of a room or thread that stands at a time (ms) or later; the newest when there is none. */
  at(space: SpaceId, root: Root, time: number): EntryId | undefined {
    const from = this.#queries.after(space, { time, id: '0' as EntryId }, 1, root)
    return (from[0] ?? this.#queries.newest(space, 1, root)[0])?.id
  }
}

interface Row {
  root: EntryId
  posts: number
  unread: number
  last: number
  readUpTo: number
}

function recordOf({ root, posts, unread, last, readUpTo }: Row): ThreadRecord {
  return { root, posts, unread, last, readUpTo }
}
