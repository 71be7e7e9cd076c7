/** What only this device knows: how far its person has read, who is known to hold what it wrote, and which sends were done. */
import type { EntryId, FeedId, MemberId, SpaceId } from '../shared/index.ts'
import type { Database } from '../storage/index.ts'

export class Marks {
  readonly #db: Database

  constructor(database: Database) {
    this.#db = database
  }

  /** Everything that arrived up to a number was seen. True when that is further than before. */
  read(space: SpaceId, arrival: number): boolean {
    return this.#db.transaction('received', () => {
      // Nothing that has not arrived yet can have been seen.
      const newest =
        this.#db.statement<{ newest: number | null }>('SELECT max(arrival) AS newest FROM message').get()?.newest ?? 0
      const upTo = Math.min(arrival, newest)
      const { changes } = this.#db
        .statement(
          `INSERT INTO read_mark (space, up_to) VALUES (?, ?)
           ON CONFLICT (space) DO UPDATE SET up_to = excluded.up_to WHERE excluded.up_to > read_mark.up_to`,
        )
        .run(space, upTo)
      if (changes === 0) return false
      this.#db
        .statement(
          'UPDATE space SET unread = (SELECT count(*) FROM message WHERE space = ? AND news = 1 AND arrival > ?) WHERE id = ?',
        )
        .run(space, upTo, space)
      return true
    })
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
