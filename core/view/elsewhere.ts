/** What the index tells of what others hold, for whoever packs what they lack. */
import type { DocumentId, FeedId, MemberId } from '../shared/index.ts'
import type { Database } from '../storage/index.ts'

/** A feed of a page, and a seq in it. */
export interface FeedPlace {
  readonly document: DocumentId
  readonly feed: FeedId
  readonly seq: number
}

export class Elsewhere {
  readonly #db: Database

  constructor(database: Database) {
    this.#db = database
  }

  /** Of each feed in which something arrived here at a moment (ms) or later, or was written here, the first of that. */
  since(moment: number): FeedPlace[] {
    return this.#db
      .statement<FeedPlace>(
        'SELECT document, feed, min(seq) AS seq FROM message WHERE received >= ? GROUP BY document, feed',
      )
      .all(moment)
      .map(placeOf)
  }

  /** How far a member is known to hold what was written here, since their version vectors said so. */
  reachedBy(member: MemberId): FeedPlace[] {
    return this.#db
      .statement<FeedPlace>(
        `SELECT m.document, r.feed, r.seq FROM reach r JOIN (SELECT feed, min(document) AS document FROM message GROUP BY feed) m
         ON m.feed = r.feed WHERE r.member = ?`,
      )
      .all(member)
      .map(placeOf)
  }

  /** The last entry of each feed a member wrote, and of each other feed the last that those pointed at as seen. */
  seenBy(member: MemberId): FeedPlace[] {
    return this.#db
      .statement<FeedPlace>(
        `SELECT document, feed, max(seq) AS seq FROM message WHERE author = ? GROUP BY document, feed
         UNION ALL SELECT m.document, p.feed, max(p.seq) AS seq FROM pointer p JOIN message m ON m.arrival = p.source
         WHERE m.author = ? GROUP BY m.document, p.feed`,
      )
      .all(member, member)
      .map(placeOf)
  }

  /** By other members how far each feed written here is known to be with them, since entries they signed point at it as seen. */
  seenOfMine(): ReadonlyMap<MemberId, readonly FeedPlace[]> {
    const rows = this.#db
      .statement<FeedPlace & { readonly author: MemberId }>(
        `SELECT s.author, s.document, p.feed, max(p.seq) AS seq FROM own_feed o
         JOIN pointer p ON p.feed = o.feed
         JOIN message m ON m.feed = p.feed AND m.seq = p.seq AND m.hash = p.hash
         JOIN message s ON s.arrival = p.source
         WHERE s.mine = 0 GROUP BY s.author, s.document, p.feed`,
      )
      .all()
    return Map.groupBy(rows, ({ author }) => author)
  }
}

function placeOf({ document, feed, seq }: FeedPlace): FeedPlace {
  return { document, feed, seq }
}
