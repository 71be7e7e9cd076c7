/**
 * What was read, in words every own device understands. Arrival numbers are this device's alone; but whatever order things arrive in, a
 * feed's come one after the other, so that what was read up to an arrival is, of each feed, all up to a number. Nothing of it goes by
 * what authors claim: what comes later from a feed nobody read is unread, and what was read stays so on every device.
 */
import type { FeedId, SpaceId } from '../../shared/index.ts'
import type { Database } from '../../storage/index.ts'
import type { Root } from '../threads.ts'

/** Of one room or thread: up to which number of each feed it was read. */
export interface SeenFeeds {
  readonly space: SpaceId
  readonly root: Root
  readonly feeds: readonly (readonly [FeedId, number])[]
}

/** What own devices are still to be told of one room or thread. */
export interface Untold extends SeenFeeds {
  /** Told up to this arrival once that is said. */
  readonly upTo: number
}

export function isSeen(database: Database, space: SpaceId, root: Root, feed: FeedId, seq: number): boolean {
  return seq <= seenUpTo(database, space, root, feed)
}

function seenUpTo(database: Database, space: SpaceId, root: Root, feed: FeedId): number {
  const row = database
    .statement<{ seq: number }>('SELECT seq FROM seen WHERE space = ? AND root = ? AND feed = ?')
    .get(space, root, feed)
  return row?.seq ?? 0
}

export class Seen {
  readonly #db: Database

  constructor(database: Database) {
    this.#db = database
  }

  /** What was read here since it was last told, of the first so many rooms and threads. */
  untold(most: number): Untold[] {
    return this.#db
      .statement<{ space: SpaceId; root: Root; up_to: number; told: number }>(
        'SELECT space, root, up_to, told FROM read_mark WHERE up_to > told LIMIT ?',
      )
      .all(most)
      .map(({ space, root, up_to: upTo, told }) => ({ space, root, upTo, feeds: this.#feeds(space, root, told, upTo) }))
  }

  /** Own devices were told. */
  tell({ space, root, feeds, upTo }: Untold): void {
    this.#db.transaction('received', () => {
      for (const [feed, seq] of feeds) this.#keep(space, root, feed, seq)
      this.#db.statement('UPDATE read_mark SET told = max(told, ?) WHERE space = ? AND root = ?').run(upTo, space, root)
    })
  }

  /** Takes in what was read on another own device, wherever it got to here. True when something is read now that was not. */
  learn({ space, root, feeds }: SeenFeeds): boolean {
    return this.#db.transaction('received', () => {
      const called = this.#called(space, root).count
      const read = feeds.reduce((sum, [feed, seq]) => sum + this.#read(space, root, feed, seq), 0)
      if (read === 0 && this.#called(space, root).count === called) return false
      this.#db.statement('UPDATE space SET unread = unread - ? WHERE id = ?').run(read, space)
      this.#db.statement('UPDATE thread SET unread = unread - ? WHERE space = ? AND root = ?').run(read, space, root)
      this.#moveMark(space, root)
      return true
    })
  }

  /** What was learnt of a room. */
  learnt(space: SpaceId): SeenFeeds[] {
    const rows = this.#db
      .statement<{ root: Root; feed: FeedId; seq: number }>('SELECT root, feed, seq FROM seen WHERE space = ?')
      .all(space)
    return Array.from(
      Map.groupBy(rows, ({ root }) => root),
      ([root, of]): SeenFeeds => ({ space, root, feeds: of.map(({ feed, seq }) => [feed, seq]) }),
    )
  }

  /** Lets go of what was learnt of a room that is kept elsewhere. */
  forget(space: SpaceId): void {
    this.#db.statement('DELETE FROM seen WHERE space = ?').run(space)
  }

  #feeds(space: SpaceId, root: Root, told: number, upTo: number): [FeedId, number][] {
    return this.#db
      .statement<{ feed: FeedId; seq: number }>(
        `SELECT feed, max(seq) AS seq FROM (
           SELECT feed, seq FROM message WHERE space = ? AND root = ? AND news = 1 AND arrival > ? AND arrival <= ?
           UNION ALL SELECT feed, seq FROM called WHERE space = ? AND root = ? AND source > ? AND source <= ?
         ) GROUP BY feed`,
      )
      .all(space, root, told, upTo, space, root, told, upTo)
      .filter(({ feed, seq }) => seq > seenUpTo(this.#db, space, root, feed))
      .map(({ feed, seq }) => [feed, seq])
  }

  /** How many messages that are here are read now and were not. */
  #read(space: SpaceId, root: Root, feed: FeedId, seq: number): number {
    const known = seenUpTo(this.#db, space, root, feed)
    if (seq <= known) return 0
    this.#keep(space, root, feed, seq)
    return this.#db
      .statement(
        `UPDATE message SET news = 0 WHERE feed = ? AND seq > ? AND seq <= ? AND space = ? AND root = ? AND news = 1
           AND arrival > coalesce((SELECT up_to FROM read_mark WHERE space = ? AND root = ?), 0)`,
      )
      .run(feed, known, seq, space, root, space, root).changes
  }

  /** How many edits call this person and were not read, and the first of them that came. */
  #called(space: SpaceId, root: Root): { readonly count: number; readonly first: number | undefined } {
    const row = this.#db
      .statement<{ count: number; first: number | null }>(
        `SELECT count(*) AS count, min(source) AS first FROM called k WHERE k.space = ? AND k.root = ?
           AND k.source > coalesce((SELECT up_to FROM read_mark WHERE space = k.space AND root = k.root), 0)
           AND NOT EXISTS (SELECT 1 FROM seen s
             WHERE s.space = k.space AND s.root = k.root AND s.feed = k.feed AND s.seq >= k.seq)`,
      )
      .get(space, root)
    return { count: row?.count ?? 0, first: row?.first ?? undefined }
  }

  #keep(space: SpaceId, root: Root, feed: FeedId, seq: number): void {
    this.#db
      .statement(
        `INSERT INTO seen (space, root, feed, seq) VALUES (?, ?, ?, ?)
         ON CONFLICT (space, root, feed) DO UPDATE SET seq = max(seq, excluded.seq)`,
      )
      .run(space, root, feed, seq)
  }

  /** The line above what is new stands above the first that is unread. */
  #moveMark(space: SpaceId, root: Root): void {
    const mark = this.#db
      .statement<{ up_to: number }>('SELECT up_to FROM read_mark WHERE space = ? AND root = ?')
      .get(space, root)
    const first = this.#db
      .statement<{ arrival: number | null }>(
        'SELECT min(arrival) AS arrival FROM message WHERE space = ? AND root = ? AND news = 1 AND arrival > ?',
      )
      .get(space, root, mark?.up_to ?? 0)?.arrival
    const newest = this.#db.statement<{ arrival: number | null }>('SELECT max(arrival) AS arrival FROM message').get()
    const called = this.#called(space, root).first
    const unread = Math.min(first ?? Number.MAX_SAFE_INTEGER, called ?? Number.MAX_SAFE_INTEGER)
    const upTo = unread < Number.MAX_SAFE_INTEGER ? unread - 1 : (newest?.arrival ?? 0)
    this.#db
      .statement(
        `INSERT INTO read_mark (space, root, up_to) VALUES (?, ?, ?)
         ON CONFLICT (space, root) DO UPDATE SET up_to = max(up_to, excluded.up_to)`,
      )
      .run(space, root, upTo)
  }
}
