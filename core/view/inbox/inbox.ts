/** What screens ask of what is unread and for this person. Counters and index ranges alone: what was read is never looked at. */
import { LIMITS, type SpaceId } from '../../shared/index.ts'
import type { Database } from '../../storage/index.ts'
import type { MessageRecord, Queries } from '../queries.ts'
import type { Root } from '../threads.ts'
import { Called } from './called.ts'
import { Heed } from './heed.ts'
import { OwnWords } from './own-words.ts'
import { Seen } from './seen.ts'
import { placeOf, type UnreadPlace, unreadThreads } from './unread-places.ts'

export class Inbox {
  readonly seen: Seen
  readonly called: Called
  readonly heed: Heed
  readonly ownWords: OwnWords
  readonly #db: Database
  readonly #queries: Queries
  /** What `places` answered last, which holds until a row of the database is written. */
  #kept: { readonly mask: number; readonly changes: number; readonly places: readonly UnreadPlace[] } | undefined

  constructor(database: Database, queries: Queries) {
    this.#db = database
    this.#queries = queries
    this.seen = new Seen(database)
    this.called = new Called(database)
    this.heed = new Heed(database)
    this.ownWords = new OwnWords(database)
  }

  /**
   * Every room and thread in which something is unread, or an edit calls this person; in boards, every topic. What of it is for them is
   * counted up to LIMITS.mentionsCounted. Worked out once for each state of the database: counts and lists ask for the same, and so does
   * whatever changed in another community. @param mask a sum of WHY: for which reasons
   */
  places(mask: number): readonly UnreadPlace[] {
    const changes = this.#db.statement<{ n: number }>('SELECT total_changes() AS n').get()?.n ?? 0
    if (this.#kept?.mask === mask && this.#kept.changes === changes) return this.#kept.places
    const places = this.#placesNow(mask)
    // Of a transaction that fails nothing is kept: what it wrote is taken back, and the number of changes is not.
    this.#db.afterCommit(() => (this.#kept = { mask, changes, places }))
    return places
  }

  #placesNow(mask: number): UnreadPlace[] {
    const calling = Map.groupBy(this.called.places(), ({ space }) => space)
    const rooms = this.#db
      .statement<{ id: SpaceId; kind: string; unread: number }>(
        `SELECT id, kind, unread FROM space WHERE unread > 0 OR id IN (SELECT value FROM json_each(?))
         ORDER BY at, feed, seq`,
      )
      .all(JSON.stringify([...calling.keys()]))
    return rooms.flatMap(({ id, kind, unread }) => {
      const isBoard = kind === 'board'
      const threads = unreadThreads(this.#db, id, isBoard, mask, LIMITS.mentionsCounted)
      const known = new Set(threads.map(({ root }) => root))
      const roots = calling.get(id)?.map(({ root }) => root) ?? []
      const called = roots
        .filter((root) => root !== '' && !known.has(root))
        .filter((root) => !isBoard || this.isShown({ space: id, root }))
        .map((root) => this.#place(id, root, 0, mask))
      const found = [...threads, ...called]
      if (!isBoard) {
        const inRoom = unread - threads.reduce((sum, thread) => sum + thread.unread, 0)
        if (inRoom > 0 || roots.includes('')) found.unshift(this.#place(id, '', inRoom, mask))
      }
      const calls = new Set(roots)
      // An edit may call whom its message called before; then there is nothing to tell.
      return found
        .map((place) => (calls.has(place.root) ? this.#withCalls(place, mask) : place))
        .filter((place) => place.unread + place.again > 0)
    })
  }

  /** What a room or thread would be among them with one unread message. */
  place(space: SpaceId, root: Root, mask: number): UnreadPlace {
    return this.#withCalls(this.#place(space, root, 1, mask), mask)
  }

  #place(space: SpaceId, root: Root, unread: number, mask: number): UnreadPlace {
    return placeOf(this.#db, { space, root, unread }, mask, LIMITS.mentionsCounted)
  }

  #withCalls(place: UnreadPlace, mask: number): UnreadPlace {
    const again = this.again(place.space, place.root, mask)
    return { ...place, again, concerns: Math.min(place.concerns + again, LIMITS.mentionsCounted) }
  }

  /** Unread messages of a room or thread that are for this person for one of these reasons, LIMITS.mentionsCounted at most. @param mask a sum of WHY */
  concerns(space: SpaceId, root: Root, mask: number): number {
    return this.place(space, root, mask).concerns
  }

  /** How many messages that were read call this person by an edit that was not. @param mask a sum of WHY */
  again(space: SpaceId, root: Root, mask: number): number {
    return this.#again(space, root, mask).length
  }

  /** How many there are of them, by room, in all that is shown in it; rooms without any are left out. @param mask a sum of WHY */
  calls(mask: number): ReadonlyMap<SpaceId, number> {
    const calls = new Map<SpaceId, number>()
    for (const { space, root } of this.called.places().filter((place) => this.isShown(place))) {
      const again = this.again(space, root, mask)
      if (again > 0) calls.set(space, (calls.get(space) ?? 0) + again)
    }
    return calls
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
        `SELECT c.arrival FROM concern c CROSS JOIN message m INDEXED BY message_news
           ON m.space = c.space AND m.root = c.root AND m.arrival = c.arrival AND m.news = 1
         WHERE c.space = ? AND c.root = ? AND c.arrival > ? AND (c.why & ?) <> 0 ORDER BY c.arrival LIMIT ?`,
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
