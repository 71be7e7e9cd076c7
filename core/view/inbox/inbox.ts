/** What screens ask of what is unread and for this person. Counters and index ranges alone: what was read is never looked at. */
import { LIMITS, parseEntryId, type SpaceId } from '../../shared/index.ts'
import type { Database } from '../../storage/index.ts'
import type { MessageRecord, Queries } from '../queries.ts'
import type { Root } from '../threads.ts'
import { Called } from './called.ts'
import { Heed } from './heed.ts'
import { OwnWords } from './own-words.ts'
import { Seen } from './seen.ts'

/** A room or one of its threads in which something is unread. */
export interface UnreadPlace {
  readonly space: SpaceId
  readonly root: Root
  readonly unread: number
}

export class Inbox {
  readonly seen: Seen
  readonly called: Called
  readonly heed: Heed
  readonly ownWords: OwnWords
  readonly #db: Database
  readonly #queries: Queries

  constructor(database: Database, queries: Queries) {
    this.#db = database
    this.#queries = queries
    this.seen = new Seen(database)
    this.called = new Called(database)
    this.heed = new Heed(database)
    this.ownWords = new OwnWords(database)
  }

  /** Every room and thread in which something is unread, or an edit calls this person; in boards, every topic. */
  places(): UnreadPlace[] {
    const calling = this.called.spaces()
    const rooms = this.#db
      .statement<{ id: SpaceId; kind: string; unread: number }>(
        `SELECT id, kind, unread FROM space WHERE unread > 0 OR id IN (SELECT value FROM json_each(?))
         ORDER BY at, feed, seq`,
      )
      .all(JSON.stringify(calling))
    return rooms.flatMap(({ id, kind, unread }) => {
      const topics = kind === 'board' ? 'JOIN topic p ON p.root = t.root AND p.space = t.space' : ''
      const threads = this.#db
        .statement<{ root: Root; unread: number }>(
          `SELECT t.root, t.unread FROM thread t ${topics} WHERE t.space = ? AND t.unread > 0 ORDER BY t.last DESC`,
        )
        .all(id)
        .map((thread) => ({ space: id, root: thread.root, unread: thread.unread }))
      const roots = calling.includes(id) ? this.called.roots(id) : []
      const called = roots
        .filter((root) => root !== '' && threads.every((thread) => thread.root !== root))
        .filter((root) => kind !== 'board' || this.isShown({ space: id, root }))
        .map((root) => ({ space: id, root, unread: 0 }))
      if (kind === 'board') return [...threads, ...called]
      const inRoom = unread - threads.reduce((sum, thread) => sum + thread.unread, 0)
      const room = inRoom > 0 || roots.includes('') ? [{ space: id, root: '' as const, unread: inRoom }] : []
      return [...room, ...threads, ...called]
    })
  }

  /** Unread messages of a room or thread that are for this person for one of these reasons, LIMITS.mentionsCounted at most. @param mask a sum of WHY */
  concerns(space: SpaceId, root: Root, mask: number): number {
    const row = this.#db
      .statement<{ n: number }>(
        `SELECT count(*) AS n FROM (SELECT 1 FROM concern c JOIN message m ON m.arrival = c.arrival
         WHERE c.space = ? AND c.root = ? AND c.arrival > ? AND m.news = 1 AND (c.why & ?) <> 0 LIMIT ?)`,
      )
      .get(space, root, this.#readUpTo(space, root), mask, LIMITS.mentionsCounted)
    return Math.min((row?.n ?? 0) + this.again(space, root, mask), LIMITS.mentionsCounted)
  }

  /** How many messages that were read call this person by an edit that was not. @param mask a sum of WHY */
  again(space: SpaceId, root: Root, mask: number): number {
    return this.#again(space, root, mask).length
  }

  #again(space: SpaceId, root: Root, mask: number): MessageRecord[] {
    return this.called
      .unread(space, root, mask)
      .flatMap(({ target }) => this.#queries.byArrival(target) ?? [])
      .filter((record) => !this.isUnread(record))
  }

  /** Why one message is for this person: a sum of WHY, 0 when it is not. */
  why(arrival: number): number {
    return this.#db.statement<{ why: number }>('SELECT why FROM concern WHERE arrival = ?').get(arrival)?.why ?? 0
  }

  /** Whether this person began a thread, or wrote in it. */
  isOwnThread(space: SpaceId, root: Root): boolean {
    if (root === '') return false
    const name = parseEntryId(root)
    const began = this.#db.statement(
      'SELECT 1 AS one FROM message WHERE feed = ? AND seq = ? AND space = ? AND mine = 1 AND shown = 1',
    )
    if (name && began.get(name.feed, name.seq, space) !== undefined) return true
    const wrote = this.#db.statement(
      'SELECT 1 AS one FROM message WHERE space = ? AND root = ? AND mine = 1 AND shown = 1 LIMIT 1',
    )
    return wrote.get(space, root) !== undefined
  }

  /** Whether what stands there is shown: in a room that was laid out, or in a topic of a board. */
  isShown({ space, root }: Pick<MessageRecord, 'space' | 'root'>): boolean {
    const shown = this.#db.statement(
      `SELECT 1 AS one FROM space s WHERE s.id = ?
         AND (s.kind <> 'board' OR EXISTS (SELECT 1 FROM topic p WHERE p.root = ? AND p.space = s.id))`,
    )
    return shown.get(space, root) !== undefined
  }

  /** Whether a message of somebody else, which is here, was not read yet. */
  isUnread({ arrival, space, root }: Pick<MessageRecord, 'arrival' | 'space' | 'root'>): boolean {
    const news = this.#db.statement('SELECT 1 AS one FROM message WHERE arrival = ? AND news = 1').get(arrival)
    return news !== undefined && arrival > this.#readUpTo(space, root)
  }

  /** The first unread messages of a room or thread: those called by an edit first, then the others in the order they came. */
  first(space: SpaceId, root: Root, mask: number, limit: number): MessageRecord[] {
    const unread = this.#db
      .statement<{ arrival: number }>(
        'SELECT arrival FROM message WHERE space = ? AND root = ? AND news = 1 AND arrival > ? ORDER BY arrival LIMIT ?',
      )
      .all(space, root, this.#readUpTo(space, root), limit)
      .flatMap(({ arrival }) => this.#queries.byArrival(arrival) ?? [])
    return [...this.#again(space, root, mask), ...unread].slice(0, limit)
  }

  /** Those of them that are for this person. */
  firstConcerns(space: SpaceId, root: Root, mask: number, limit: number): MessageRecord[] {
    const unread = this.#db
      .statement<{ arrival: number }>(
        `SELECT c.arrival FROM concern c JOIN message m ON m.arrival = c.arrival
         WHERE c.space = ? AND c.root = ? AND c.arrival > ? AND m.news = 1 AND (c.why & ?) <> 0 ORDER BY c.arrival LIMIT ?`,
      )
      .all(space, root, this.#readUpTo(space, root), mask, limit)
      .flatMap(({ arrival }) => this.#queries.byArrival(arrival) ?? [])
    return [...this.#again(space, root, mask), ...unread].slice(0, limit)
  }

  /** Messages by which this person was called after an arrival, though they had come before it, in the order of the calls. */
  calledSince(arrival: number, mask: number, limit: number): MessageRecord[] {
    return this.called
      .since(arrival, mask)
      .filter(({ target }) => target <= arrival)
      .slice(-limit)
      .flatMap(({ target }) => this.#queries.byArrival(target) ?? [])
  }

  /** The arrival of what came last into a room or thread; 0 for none. */
  newest(space: SpaceId, root: Root): number {
    const row = this.#db
      .statement<{ arrival: number | null }>(
        'SELECT max(arrival) AS arrival FROM message WHERE space = ? AND root = ? AND news = 1',
      )
      .get(space, root)
    return Math.max(row?.arrival ?? 0, this.called.newest(space, root))
  }

  /** The arrival of what came last of all. */
  newestOfAll(): number {
    const row = this.#db.statement<{ arrival: number | null }>('SELECT max(arrival) AS arrival FROM message').get()
    return row?.arrival ?? 0
  }

  /** News that came after an arrival, the newest of it, in the order it came. */
  since(arrival: number, limit: number): MessageRecord[] {
    return this.#db
      .statement<{ arrival: number }>(
        'SELECT arrival FROM message WHERE arrival > ? AND news = 1 AND shown = 1 ORDER BY arrival DESC LIMIT ?',
      )
      .all(arrival, limit)
      .toReversed()
      .flatMap((row) => this.#queries.byArrival(row.arrival) ?? [])
  }

  /** Whether this space is one in which own devices tell each other what was read; nothing of it is shown. */
  isOwn(): boolean {
    return this.#db.statement("SELECT 1 AS one FROM setting WHERE name = 'own'").get() !== undefined
  }

  #readUpTo(space: SpaceId, root: Root): number {
    const mark = this.#db
      .statement<{ up_to: number }>('SELECT up_to FROM read_mark WHERE space = ? AND root = ?')
      .get(space, root)
    return mark?.up_to ?? 0
  }
}
