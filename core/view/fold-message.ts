/** A message's row, its place in the order, and the places of those that had seen it. */
import { type FeedId, sameBytes, type SpaceId } from '../shared/index.ts'
import { type Effect, readMessage, type Seen, SEEN_HASH_BYTES } from '../documents/index.ts'
import type { Member } from '../membership/index.ts'
import type { Database } from '../storage/index.ts'
import { type FoldFacts, touchMessage, type Touched } from './fold-facts.ts'
import { orderTime } from './order.ts'

/** How long, ms, a message above a new one must have been here for the new one to count as late. */
const LATE_AFTER = 60_000

export function foldMessage(facts: FoldFacts, effect: Effect, author: Member, touched: Touched): void {
  const text = readMessage(effect.entry)
  if (text === undefined) return
  const { database, me } = facts
  const { feed, seq, entry, space, seen } = effect
  const time = orderTime(entry.at, [...seenTimes(database, seen), ...ownTime(database, feed, seq - 1)])
  const now = facts.now()
  const mine = author.id === me
  const hash = effect.hash.subarray(0, SEEN_HASH_BYTES)
  const news = !mine && entry.at >= facts.mySince()
  const { lastId } = database
    .statement(
      `INSERT INTO message (space, document, feed, seq, hash, time, at, author, mine, late, news, received, text)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      space,
      effect.document,
      feed,
      seq,
      hash,
      time,
      entry.at,
      author.id,
      Number(mine),
      Number(!mine && isLate(database, space, time, now)),
      Number(news),
      now,
      text,
    )
  for (const pointer of seen) {
    database
      .statement('INSERT OR IGNORE INTO pointer (feed, seq, hash, source) VALUES (?, ?, ?, ?)')
      .run(pointer.feed, pointer.seq, pointer.hash, lastId)
  }
  database
    .statement('UPDATE space SET messages = messages + 1, unread = unread + ? WHERE id = ?')
    .run(Number(news), space)
  if (mine) noteOwn(database, feed, seq)
  touched.spaces = true
  touchMessage(touched, space, lastId)
  raiseFollowers(database, { feed, seq, hash, time }, touched)
}

/** Keeps count of what this device's own feeds hold, so that what waits for others is found without a scan. */
function noteOwn(database: Database, feed: FeedId, seq: number): void {
  database
    .statement(
      `INSERT INTO own_feed (feed, last_seq, reached_seq) VALUES (?, ?, (SELECT coalesce(max(seq), 0) FROM reach WHERE feed = ?))
       ON CONFLICT (feed) DO UPDATE SET last_seq = max(last_seq, excluded.last_seq)`,
    )
    .run(feed, seq, feed)
}

interface Placed {
  readonly feed: FeedId
  readonly seq: number
  readonly hash: Uint8Array
  readonly time: number
}

interface FollowerRow extends Placed {
  readonly arrival: number
  readonly space: SpaceId
}

/**
 * Whatever had seen a message stands after it, also when it came first: raises those, and those that had seen them.
 * Times only grow and pointers are hashes, so this ends.
 */
function raiseFollowers(database: Database, moved: Placed, touched: Touched): void {
  const waiting = [moved]
  for (let placed = waiting.pop(); placed; placed = waiting.pop()) {
    const { feed, seq, hash, time } = placed
    const followers = database
      .statement<FollowerRow>(
        `SELECT m.arrival, m.space, m.feed, m.seq, m.hash, m.time FROM pointer p JOIN message m ON m.arrival = p.source
         WHERE p.feed = ? AND p.seq = ? AND p.hash = ? AND m.time <= ?
         UNION SELECT arrival, space, feed, seq, hash, time FROM message WHERE feed = ? AND seq = ? AND time <= ?`,
      )
      .all(feed, seq, hash, time, feed, seq + 1, time)
    for (const follower of followers) {
      database.statement('UPDATE message SET time = ? WHERE arrival = ?').run(time + 1, follower.arrival)
      touchMessage(touched, follower.space, follower.arrival)
      waiting.push({ ...follower, time: time + 1 })
    }
  }
}

/** Times of the held messages that pointers truly name. */
function seenTimes(database: Database, seen: readonly Seen[]): number[] {
  return seen.flatMap((pointer) => {
    const row = database
      .statement<{ time: number; hash: Uint8Array }>('SELECT time, hash FROM message WHERE feed = ? AND seq = ?')
      .get(pointer.feed, pointer.seq)
    return row && sameBytes(row.hash, pointer.hash) ? [row.time] : []
  })
}

function ownTime(database: Database, feed: FeedId, seq: number): number[] {
  const row = database.statement<{ time: number }>('SELECT time FROM message WHERE feed = ? AND seq = ?').get(feed, seq)
  return row ? [row.time] : []
}

/** Whether something that stands below has been here for a while. */
function isLate(database: Database, space: SpaceId, time: number, now: number): boolean {
  const row = database
    .statement<{ received: number }>(
      'SELECT received FROM message WHERE space = ? AND time > ? ORDER BY time, feed LIMIT 1',
    )
    .get(space, time)
  return row !== undefined && row.received < now - LATE_AFTER
}
