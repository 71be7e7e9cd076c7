/** What only this device knows: how far its person has read, who is known to hold what it wrote, and which sends were done. */
import type { EntryId, FeedId, MemberId, SpaceId } from '../shared/index.ts'
import type { Database } from '../storage/index.ts'
import type { Root } from './threads.ts'

/** What is being written and not yet sent. */
export interface Draft {
  readonly text: string
  /** The message it answers. */
  readonly reply?: EntryId | undefined
}

export class Marks {
  readonly #db: Database

  constructor(database: Database) {
    this.#db = database
  }

  /** Everything that arrived in a room, or in one of its threads, up to a number was seen. True when that is further than before. */
  read(space: SpaceId, root: Root, arrival: number): boolean {
    return this.#db.transaction('received', () => {
      // Nothing that has not arrived yet can have been seen.
      const newest =
        this.#db.statement<{ newest: number | null }>('SELECT max(arrival) AS newest FROM message').get()?.newest ?? 0
      const upTo = Math.min(arrival, newest)
      const unread = this.#unread(space, root)
      const { changes } = this.#db
        .statement(
          `INSERT INTO read_mark (space, root, up_to) VALUES (?, ?, ?)
           ON CONFLICT (space, root) DO UPDATE SET up_to = excluded.up_to WHERE excluded.up_to > read_mark.up_to`,
        )
        .run(space, root, upTo)
      if (changes === 0) return false
      const seen = unread - this.#unread(space, root)
      this.#db.statement('UPDATE space SET unread = unread - ? WHERE id = ?').run(seen, space)
      this.#db.statement('UPDATE thread SET unread = unread - ? WHERE space = ? AND root = ?').run(seen, space, root)
      return true
    })
  }

  #unread(space: SpaceId, root: Root): number {
    const row = this.#db
      .statement<{ n: number }>(
        `SELECT count(*) AS n FROM message WHERE space = ? AND root = ? AND news = 1
           AND arrival > coalesce((SELECT up_to FROM read_mark WHERE space = ? AND root = ?), 0)`,
      )
      .get(space, root, space, root)
    return row?.n ?? 0
  }

  /** This person knows that something they wrote stands beside what another wrote at the same time. */
  besideSeen(version: EntryId): void {
    this.#db.statement('INSERT OR IGNORE INTO beside_seen (entry) VALUES (?)').run(version)
  }

  isBesideSeen(version: EntryId): boolean {
    return this.#db.statement('SELECT 1 AS one FROM beside_seen WHERE entry = ?').get(version) !== undefined
  }

  /** What is being written in a room or a thread, so that it is there again after a start; nothing when that is empty. */
  draft(space: SpaceId, root: Root): Draft {
    const row = this.#db
      .statement<{ text: string; reply: EntryId | '' }>('SELECT text, reply FROM draft WHERE space = ? AND root = ?')
      .get(space, root)
    return row ? { text: row.text, ...(row.reply !== '' && { reply: row.reply }) } : { text: '' }
  }

  /** True when something is being written in that room now and was not, or the other way round. @param at ms */
  keepDraft(space: SpaceId, root: Root, { text, reply }: Draft, at: number): boolean {
    const drafted = this.#db
      .statement<{ here: number | null; elsewhere: number | null }>(
        "SELECT max(root = ?) AS here, max(root <> ?) AS elsewhere FROM draft WHERE space = ? AND text <> ''",
      )
      .get(root, root, space)
    if (text === '' && reply === undefined)
      this.#db.statement('DELETE FROM draft WHERE space = ? AND root = ?').run(space, root)
    else
      this.#db
        .statement('INSERT OR REPLACE INTO draft (space, root, text, reply, at) VALUES (?, ?, ?, ?, ?)')
        .run(space, root, text, reply ?? '', at)
    return drafted?.elsewhere !== 1 && (drafted?.here === 1) !== (text !== '')
  }

  /** Rooms in which something is being written, threads among them. */
  drafted(): SpaceId[] {
    return this.#db
      .statement<{ space: SpaceId }>("SELECT DISTINCT space FROM draft WHERE text <> ''")
      .all()
      .map(({ space }) => space)
  }

  /** A member is known to hold a feed up to a seq. Answers how far was known before, or nothing when that is no news. */
  reach(feed: FeedId, member: MemberId, seq: number): number | undefined {
    const known =
      this.#db.statement<{ seq: number }>('SELECT seq FROM reach WHERE feed = ? AND member = ?').get(feed, member)
        ?.seq ?? 0
    if (seq <= known) return undefined
    this.#db.statement('INSERT OR REPLACE INTO reach (feed, member, seq) VALUES (?, ?, ?)').run(feed, member, seq)
    this.#db.statement('UPDATE own_feed SET reached_seq = max(reached_seq, ?) WHERE feed = ?').run(seq, feed)
    return known
  }

  /** The entry a send with this key already made. */
  sent(clientKey: string): EntryId | undefined {
    return this.#db.statement<{ entry: EntryId }>('SELECT entry FROM sent WHERE client_key = ?').get(clientKey)?.entry
  }

  /** Belongs in the transaction that keeps the entry. */
  keepSent(clientKey: string, entry: EntryId): void {
    this.#db.statement('INSERT INTO sent (client_key, entry) VALUES (?, ?)').run(clientKey, entry)
  }
}
