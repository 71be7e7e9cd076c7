/**
 * First posts that all may edit. Whoever began a topic, and owners and moderators, switch that on and off; an edit by somebody else
 * counts where, in the order, the last such word before it is that they may, and the topic was not closed, unless they led when they
 * wrote it. Of all that count the last stands, and none is lost: what was written at the same time as something that stands now is
 * beside it, and its author can be told.
 */
import { type EntryId, entryId, type FeedId, type MemberId, parseEntryId, type SpaceId } from '../../shared/index.ts'
import type { Database } from '../../storage/index.ts'

/** Of words `w` of one kind about the topic `r`, by whoever began it or leads, what the last before an edit `m` says. */
const lastWord = (table: 'topic_wiki' | 'topic_change', says: string, by: string): string =>
  `(SELECT w.${says} FROM ${table} w JOIN message s ON s.arrival = w.source
  WHERE w.topic = r.feed || '.' || r.seq AND s.space = r.space AND (${by}) AND (s.time, s.feed) < (m.time, m.feed)
  ORDER BY s.time DESC, s.feed DESC LIMIT 1)`
const BY_LEADERS = "w.by_role <> 'member'"
const BY_ALL = `${BY_LEADERS} OR s.author = r.author`

/** Whether a topic `r` was closed when an edit `m` was written: whoever began it opens nothing again that those closed who lead. */
const WAS_CLOSED = `1 IN (${lastWord('topic_change', 'closed', BY_LEADERS)}, ${lastWord('topic_change', 'closed', BY_ALL)})`

/** Whether an edit `m` of the topic `r` was written while everybody could edit it; in a closed one, while its author led. */
const WAS_OPEN = `EXISTS (SELECT 1 FROM topic t WHERE t.arrival = r.arrival)
  AND ${lastWord('topic_wiki', 'is_on', BY_ALL)} = 1 AND (m.calls = 1 OR (${WAS_CLOSED}) IS NOT TRUE)`

/**
 * From what amends, `a`, and the entries that say so, `m`: edits that count of the message `r` with this feed and number. Only what names
 * files may say nothing else.
 */
export const EDITS_THAT_COUNT = `FROM amendment a JOIN message m ON m.arrival = a.source
  JOIN message r ON r.feed = a.feed AND r.seq = a.seq AND r.space = m.space
  WHERE a.feed = ? AND a.seq = ? AND r.shown = 1 AND a.text IS NOT NULL AND (a.text <> '' OR r.files IS NOT NULL) AND (m.author = r.author OR (${WAS_OPEN}))`

/** One of the texts a first post has had. */
export interface PostVersion {
  /** Of the entry that said it: the first is the post itself. */
  readonly id: EntryId
  readonly author: MemberId
  /** As claimed, ms. */
  readonly at: number
  readonly text: string
  /** The one it was made from; none for the first. */
  readonly from: EntryId | undefined
  /** Written at the same time as something that stands now, without having seen it: no part of what stands now comes from it. */
  readonly beside: boolean
}

interface Row {
  readonly feed: FeedId
  readonly seq: number
  readonly author: MemberId
  readonly at: number
  readonly text: string
  readonly base: EntryId | null
}

/** All texts of a first post, as they stand in the order; none of one that was withdrawn, or is no message. */
export function postVersions(database: Database, id: EntryId): PostVersion[] {
  const name = parseEntryId(id)
  if (!name) return []
  const first = database
    .statement<Row & { space: SpaceId }>(
      `SELECT feed, seq, author, at, text, NULL AS base, space FROM message
       WHERE feed = ? AND seq = ? AND shown = 1 AND withdrawn = 0`,
    )
    .get(name.feed, name.seq)
  if (!first) return []
  const edits = database
    .statement<Row & Record<string, string | number | null>>(
      `SELECT m.feed, m.seq, m.author, m.at, a.text, a.base ${EDITS_THAT_COUNT} ORDER BY m.time, m.feed`,
    )
    .all(name.feed, name.seq)
  const rows = [first, ...edits]
  const made = madeFrom(rows)
  // What stands now, what that was made from, and so on to the first.
  const standing = new Set<number>()
  for (let at = rows.length - 1; at >= 0; at = made[at] ?? -1) standing.add(at)
  const ids = rows.map(({ feed, seq }) => entryId(feed, seq))
  return rows.map(({ feed, seq, author, at, text }, index) => ({
    ...{ id: entryId(feed, seq), author, at, text, from: ids[made[index] ?? -1] },
    beside: !standing.has(index),
  }))
}

/** Where what each was made from stands; -1 for the first. One that names nothing before it was made from the one before. */
function madeFrom(rows: readonly Row[]): readonly number[] {
  const places = new Map(rows.map(({ feed, seq }, index) => [entryId(feed, seq), index]))
  return rows.map(({ base }, at) => {
    const made = base ? places.get(base) : undefined
    return made !== undefined && made < at ? made : at - 1
  })
}
