/** What screens ask of the index. Rows are plain; names and roles are filled in by who asks. */
import { type DocumentId, type EntryId, entryId, type FeedId, type MemberId, type SpaceId } from '../shared/index.ts'
import type { Position } from '../contract/index.ts'
import { type Seen, SEEN_HASH_BYTES } from '../documents/index.ts'
import type { Database } from '../storage/index.ts'

export interface MessageRecord {
  readonly id: EntryId
  readonly feed: FeedId
  readonly seq: number
  readonly arrival: number
  readonly time: number
  readonly at: number
  readonly author: MemberId
  readonly authorName: string | undefined
  readonly mine: boolean
  readonly late: boolean
  readonly text: string
  /** Other members known to hold it; 0 for messages of others. */
  readonly reached: number
}

export interface SpaceRecord {
  readonly id: SpaceId
  readonly name: string
  readonly topic: string
  readonly messages: number
  readonly unread: number
  readonly readUpTo: number
}

export interface CharterRecord {
  readonly name: string
  readonly purpose: string
  readonly rules: string
}

const MESSAGE = `SELECT m.arrival, m.feed, m.seq, m.time, m.at, m.author, m.mine, m.late, m.text, p.name,
  CASE WHEN m.mine = 1 THEN (SELECT count(*) FROM reach r WHERE r.feed = m.feed AND r.seq >= m.seq) ELSE 0 END AS reached
  FROM message m LEFT JOIN profile p ON p.member = m.author`

export class Queries {
  readonly #db: Database

  constructor(database: Database) {
    this.#db = database
  }

  charter(): CharterRecord | undefined {
    return this.#db.statement<CharterRecord & Record<string, string>>('SELECT name, purpose, rules FROM charter').get()
  }

  /** Spaces in the order they were laid out. */
  spaces(): SpaceRecord[] {
    return this.#db.statement<SpaceRow>(`${SPACE} ORDER BY s.at, s.feed, s.seq`).all().map(spaceOf)
  }

  space(id: SpaceId): SpaceRecord | undefined {
    const row = this.#db.statement<SpaceRow>(`${SPACE} WHERE s.id = ?`).get(id)
    return row && spaceOf(row)
  }

  /** What each member calls themselves. */
  names(): ReadonlyMap<MemberId, string> {
    const rows = this.#db.statement<{ member: MemberId; name: string }>('SELECT member, name FROM profile').all()
    return new Map(rows.map(({ member, name }) => [member, name]))
  }

  /** The newest messages of a space, oldest first. */
  newest(space: SpaceId, limit: number): MessageRecord[] {
    return this.#messages(
      `${MESSAGE} WHERE m.space = ? ORDER BY m.time DESC, m.feed DESC LIMIT ?`,
      space,
      limit,
    ).toReversed()
  }

  /** Those just before a position, oldest first. */
  before(space: SpaceId, position: Position, limit: number): MessageRecord[] {
    const [feed] = position.id.split('.')
    return this.#messages(
      `${MESSAGE} WHERE m.space = ? AND (m.time, m.feed) < (?, ?) ORDER BY m.time DESC, m.feed DESC LIMIT ?`,
      space,
      position.time,
      feed ?? '',
      limit,
    ).toReversed()
  }

  /** Those just after a position, oldest first. */
  after(space: SpaceId, position: Position, limit: number): MessageRecord[] {
    const [feed] = position.id.split('.')
    return this.#messages(
      `${MESSAGE} WHERE m.space = ? AND (m.time, m.feed) > (?, ?) ORDER BY m.time, m.feed LIMIT ?`,
      space,
      position.time,
      feed ?? '',
      limit,
    )
  }

  byArrival(arrival: number): MessageRecord | undefined {
    return this.#messages(`${MESSAGE} WHERE m.arrival = ?`, arrival)[0]
  }

  isOwnFeed(feed: FeedId): boolean {
    return this.#db.statement('SELECT 1 AS one FROM own_feed WHERE feed = ?').get(feed) !== undefined
  }

  /** Own messages of one feed after `from` and up to `to`. */
  ownMessages(feed: FeedId, from: number, to: number): { arrival: number; space: SpaceId }[] {
    return this.#db
      .statement<{ arrival: number; space: SpaceId }>(
        'SELECT arrival, space FROM message WHERE feed = ? AND seq > ? AND seq <= ? AND mine = 1',
      )
      .all(feed, from, to)
  }

  /** The message somebody else wrote in a page that stands last: what the next own one has seen. */
  lastOfOthers(document: DocumentId): Seen | undefined {
    const row = this.#db
      .statement<{ feed: FeedId; seq: number; hash: Uint8Array }>(
        'SELECT feed, seq, hash FROM message WHERE document = ? AND mine = 0 ORDER BY time DESC, feed DESC LIMIT 1',
      )
      .get(document)
    return row && { feed: row.feed, seq: row.seq, hash: Uint8Array.from(row.hash.subarray(0, SEEN_HASH_BYTES)) }
  }

  /** Own messages no other member is known to hold. */
  waiting(): number {
    const row = this.#db
      .statement<{ n: number }>(
        `SELECT coalesce(sum((SELECT count(*) FROM message m WHERE m.feed = o.feed AND m.seq > o.reached_seq)), 0) AS n
         FROM own_feed o WHERE o.last_seq > o.reached_seq`,
      )
      .get()
    return row?.n ?? 0
  }

  #messages(sql: string, ...parameters: readonly (string | number)[]): MessageRecord[] {
    return this.#db
      .statement<MessageRow>(sql)
      .all(...parameters)
      .map(messageOf)
  }
}

const SPACE = `SELECT s.id, s.name, s.topic, s.messages, s.unread, coalesce(r.up_to, 0) AS read_up_to
  FROM space s LEFT JOIN read_mark r ON r.space = s.id`

interface SpaceRow {
  id: SpaceId
  name: string
  topic: string
  messages: number
  unread: number
  read_up_to: number
}

interface MessageRow {
  arrival: number
  feed: FeedId
  seq: number
  time: number
  at: number
  author: MemberId
  mine: number
  late: number
  text: string
  name: string | null
  reached: number
}

function spaceOf({ id, name, topic, messages, unread, read_up_to }: SpaceRow): SpaceRecord {
  return { id, name, topic, messages, unread, readUpTo: read_up_to }
}

function messageOf(row: MessageRow): MessageRecord {
  const { feed, seq, arrival, time, at, author, text, reached } = row
  return {
    id: entryId(feed, seq),
    feed,
    seq,
    arrival,
    time,
    at,
    author,
    authorName: row.name ?? undefined,
    mine: row.mine === 1,
    late: row.late === 1,
    text,
    reached,
  }
}
