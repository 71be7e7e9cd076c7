/** Reactions and pins: entries about a message. Of several by one member the last in the order counts; what they are about may come later. */
import {
  type EntryId,
  entryId,
  type FeedId,
  LIMITS,
  type MemberId,
  parseEntryId,
  type SpaceId,
} from '../shared/index.ts'
import { type Effect, readPin, readReaction } from '../documents/index.ts'
import type { Database } from '../storage/index.ts'

/** Keeps what an entry says about a message; answers which, if it says something of the kind. @param source its arrival */
export function keepRemark(database: Database, source: number, { entry, space, role }: Effect): EntryId | undefined {
  const reaction = readReaction(entry)
  const pin = reaction ? undefined : readPin(entry)
  const target = reaction?.target ?? pin?.target
  const name = target && parseEntryId(target)
  if (!name) return undefined
  if (reaction)
    database
      .statement('INSERT INTO reaction (source, feed, seq, emoji, is_on) VALUES (?, ?, ?, ?, ?)')
      .run(source, name.feed, name.seq, reaction.emoji, Number(reaction.on))
  if (pin)
    database
      .statement('INSERT INTO pin (source, space, feed, seq, is_on, by_role) VALUES (?, ?, ?, ?, ?, ?)')
      .run(source, space, name.feed, name.seq, Number(pin.on), role)
  return target
}

/** The message an entry remarks upon. */
export function remarkedBy(database: Database, source: number): EntryId | undefined {
  const row = database
    .statement<{ feed: FeedId; seq: number }>(
      'SELECT feed, seq FROM reaction WHERE source = ? UNION ALL SELECT feed, seq FROM pin WHERE source = ?',
    )
    .get(source, source)
  return row && entryId(row.feed, row.seq)
}

/** The log has come to another mind about its author's role. True when a pin counts otherwise. */
export function judgeRemark(database: Database, source: number, { role }: Effect): boolean {
  return (
    database.statement('UPDATE pin SET by_role = ? WHERE source = ? AND by_role <> ?').run(role, source, role).changes >
    0
  )
}

export function dropRemark(database: Database, source: number): void {
  for (const table of ['reaction', 'pin']) database.statement(`DELETE FROM ${table} WHERE source = ?`).run(source)
}

export interface ReactionCount {
  readonly emoji: string
  /** Who reacted so, who did so first before others. */
  readonly by: readonly MemberId[]
}

/**
 * Reactions to a message of a space, the emoji that was used first before others; at most LIMITS.reactionKinds. However often somebody
 * reacts, no more than LIMITS.reactionsByOne of theirs count, and nobody else's go for it.
 */
export function reactionsTo(database: Database, id: EntryId, space: SpaceId): ReactionCount[] {
  const name = parseEntryId(id)
  // Most have none, and counting none takes a tenth of a millisecond: much, where everything that was ever said is read.
  if (!name || !isRemarked(database, name)) return []
  const said = database
    .statement<{ emoji: string; author: MemberId }>(
      `WITH said AS (
         SELECT r.emoji, r.is_on, m.author, m.time, m.feed,
           row_number() OVER (PARTITION BY m.author, r.emoji ORDER BY m.time DESC, m.feed DESC) AS back
         FROM reaction r JOIN message m ON m.arrival = r.source WHERE r.feed = ? AND r.seq = ? AND m.space = ?
       ), standing AS (
         SELECT emoji, author, time, feed, row_number() OVER (PARTITION BY author ORDER BY time, feed) AS n
         FROM said WHERE back = 1 AND is_on = 1
       ) SELECT emoji, author FROM standing WHERE n <= ? ORDER BY time, feed LIMIT ?`,
    )
    .all(name.feed, name.seq, space, LIMITS.reactionsByOne, LIMITS.remarksRead)
  const counts = new Map<string, Set<MemberId>>()
  for (const { emoji, author } of said) counts.set(emoji, (counts.get(emoji) ?? new Set()).add(author))
  return Array.from(counts, ([emoji, by]) => ({ emoji, by: [...by] })).slice(0, LIMITS.reactionKinds)
}

/** Whether anything was said about a message that stands. */
export function isReactedTo(database: Database, id: EntryId, space: SpaceId): boolean {
  return reactionsTo(database, id, space).length > 0
}

function isRemarked(database: Database, { feed, seq }: { readonly feed: FeedId; readonly seq: number }): boolean {
  return (
    database.statement('SELECT 1 AS one FROM reaction WHERE feed = ? AND seq = ? LIMIT 1').get(feed, seq) !== undefined
  )
}

/** When a message was put in sight, as it stands in the order, ms, if the last word of those who may say so is that it is. */
export function pinnedAt(database: Database, id: EntryId, space: SpaceId, byAnyone: boolean): number | undefined {
  const name = parseEntryId(id)
  const last =
    name &&
    database
      .statement<{ is_on: number; time: number }>(
        `SELECT p.is_on, m.time FROM pin p JOIN message m ON m.arrival = p.source
         WHERE p.space = ? AND p.feed = ? AND p.seq = ? AND (p.by_role <> 'member' OR ? = 1)
         ORDER BY m.time DESC, m.feed DESC LIMIT 1`,
      )
      .get(space, name.feed, name.seq, Number(byAnyone))
  return last?.is_on === 1 ? last.time : undefined
}

/** Messages of a space that somebody who may once pinned and that are shown, the newest first. */
export function everPinned(database: Database, space: SpaceId, byAnyone: boolean): EntryId[] {
  return database
    .statement<{ feed: FeedId; seq: number }>(
      `SELECT DISTINCT p.feed, p.seq FROM pin p JOIN message m ON m.feed = p.feed AND m.seq = p.seq
       WHERE p.space = ? AND (p.by_role <> 'member' OR ? = 1) AND m.space = p.space AND m.shown = 1 AND m.withdrawn = 0
       ORDER BY m.time DESC, m.feed DESC LIMIT ?`,
    )
    .all(space, Number(byAnyone), LIMITS.remarksRead)
    .map(({ feed, seq }) => entryId(feed, seq))
}
