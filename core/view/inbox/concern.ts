/**
 * Which messages are for this person: those that mention them, their role or their room, and those that answer them. It follows from what
 * is shown alone, so that it is the same however that came about. A role or room is called only by who led when they wrote, and what
 * others put into a first post that all may edit calls nobody: what its author has not written themselves is not looked at.
 */
import { type EntryId, entryId, type FeedId, mentionsOf, parseEntryId, type SpaceId } from '../../shared/index.ts'
import type { Database } from '../../storage/index.ts'
import type { FoldFacts } from '../fold-facts.ts'
import type { Root } from '../threads.ts'
import { dropCalled, settleCalled } from './called.ts'

/** What makes a message somebody's own; sums of these are kept. */
export const WHY = { me: 1, room: 2, owners: 4, moderators: 8, reply: 16 } as const

interface Row {
  readonly arrival: number
  readonly space: SpaceId
  readonly root: Root
  readonly mine: number
  readonly withdrawn: number
  readonly calls: number
  readonly text: string
  /** What its author themselves wrote there last, and at first, and whether they led then. */
  readonly own: string
  readonly first: string
  readonly led: number
  readonly edited: number
  readonly reply: EntryId | null
}

/** Whether its author led when they gave it the words it has: the same change counts as for the text. */
const CHANGED_BY_LEADERS = `(SELECT e.calls FROM amendment a JOIN message e ON e.arrival = a.source
  WHERE a.feed = m.feed AND a.seq = m.seq AND a.text IS NOT NULL AND (a.text <> '' OR m.files IS NOT NULL) AND e.author = m.author AND e.space = m.space
  ORDER BY e.time DESC, e.feed DESC LIMIT 1)`

const OWN_TEXT = `(SELECT a.text FROM amendment a JOIN message e ON e.arrival = a.source
  WHERE a.feed = m.feed AND a.seq = m.seq AND a.text IS NOT NULL AND (a.text <> '' OR m.files IS NOT NULL) AND e.author = m.author AND e.space = m.space
  ORDER BY e.time DESC, e.feed DESC LIMIT 1)`

/** Works out anew whether a message is for this person; to be called whenever it came, changed or moved. True when edits called them by it, or do. */
export function settleConcern(facts: Pick<FoldFacts, 'database' | 'me' | 'mySince'>, id: EntryId): boolean {
  const { database, me } = facts
  const name = parseEntryId(id)
  const row =
    name &&
    database
      .statement<Row>(
        `SELECT m.arrival, m.space, m.root, m.mine, m.withdrawn, coalesce(m.edited, m.text) AS text, m.reply,
           CASE WHEN m.edited IS NULL THEN m.calls ELSE coalesce(${CHANGED_BY_LEADERS}, m.calls) END AS calls,
           CASE WHEN m.edited IS NULL THEN m.text ELSE coalesce(${OWN_TEXT}, m.text) END AS own,
           m.text AS first, m.calls AS led, m.edited IS NOT NULL AS edited
         FROM message m WHERE m.feed = ? AND m.seq = ? AND m.shown = 1`,
      )
      .get(name.feed, name.seq)
  if (!row) return false
  const why = row.mine === 1 || row.withdrawn === 1 ? 0 : whyOf(database, row, me)
  if (why === 0) return dropConcern(database, row.arrival)
  database
    .statement('INSERT OR REPLACE INTO concern (arrival, space, root, why) VALUES (?, ?, ?, ?)')
    .run(row.arrival, row.space, row.root, why)
  if (row.edited === 0) return dropCalled(database, row.arrival)
  const first = whyOf(database, { ...row, text: row.first, own: row.first, calls: row.led }, me)
  const edits = editsOf(database, name).map(({ text, calls, ...edit }) => ({
    ...edit,
    why: whyOf(database, { ...row, text, own: text, calls }, me),
  }))
  return settleCalled(facts, { ...row, first }, edits)
}

interface EditRow {
  readonly arrival: number
  readonly feed: FeedId
  readonly seq: number
  readonly at: number
  readonly text: string
  readonly calls: number
}

/** What its author has made of a message. */
function editsOf(database: Database, { feed, seq }: { readonly feed: FeedId; readonly seq: number }): EditRow[] {
  return database
    .statement<EditRow & Record<string, string | number>>(
      `SELECT e.arrival, e.feed, e.seq, e.at, e.calls, a.text FROM amendment a JOIN message e ON e.arrival = a.source
       JOIN message m ON m.feed = a.feed AND m.seq = a.seq
       WHERE a.feed = ? AND a.seq = ? AND a.text IS NOT NULL AND e.author = m.author AND e.space = m.space`,
    )
    .all(feed, seq)
}

/** True when edits called this person by it. */
export function dropConcern(database: Database, arrival: number): boolean {
  database.statement('DELETE FROM concern WHERE arrival = ?').run(arrival)
  return dropCalled(database, arrival)
}

/** Messages that answer one. */
export function answersTo(database: Database, id: EntryId): EntryId[] {
  return database
    .statement<{ feed: FeedId; seq: number }>('SELECT feed, seq FROM message WHERE reply = ?')
    .all(id)
    .map(({ feed, seq }) => entryId(feed, seq))
}

function whyOf(database: Database, { text, own, calls, reply, space }: Row, me: FoldFacts['me']): number {
  let why = reply !== null && isMine(database, reply, space) ? WHY.reply : 0
  const written = own === text ? undefined : new Set(mentionsOf(own).map((mention) => JSON.stringify(mention)))
  for (const mention of mentionsOf(text)) {
    if (written && !written.has(JSON.stringify(mention))) continue
    if (mention.kind === 'member') why |= mention.id === me ? WHY.me : 0
    else if (calls === 1 && mention.kind === 'room') why |= WHY.room
    else if (calls === 1 && mention.kind === 'role') why |= mention.role === 'owner' ? WHY.owners : WHY.moderators
  }
  return why
}

function isMine(database: Database, id: EntryId, space: SpaceId): boolean {
  const name = parseEntryId(id)
  const mine = database.statement(
    'SELECT 1 AS one FROM message WHERE feed = ? AND seq = ? AND space = ? AND mine = 1 AND shown = 1',
  )
  return name !== undefined && mine.get(name.feed, name.seq, space) !== undefined
}
