/**
 * Edits and withdrawals: taken from nobody but the member who wrote the message, from any of their devices, in any page of its space;
 * and edits of the first post of a topic from whoever may edit it (boards/wiki.ts).
 * They may come before what they are about, or that may never come. The last edit in the order counts; what was withdrawn stays so.
 */
import { type EntryId, entryId, type FeedId, type MemberId, parseEntryId, type SpaceId } from '../shared/index.ts'
import { type Entry, readEdit, readWithdraw } from '../documents/index.ts'
import type { Database } from '../storage/index.ts'
import { EDITS_THAT_COUNT, postVersions } from './boards/wiki.ts'
import { touchMessage, type Touched } from './fold-facts.ts'
import { type Root, touchNamed } from './threads.ts'

export interface Amendment {
  readonly target: EntryId
  /** Nothing when the message is withdrawn. */
  readonly text: string | undefined
  /** The entry whose text an edit was made from. */
  readonly base?: EntryId | undefined
}

export function readAmendment(entry: Entry): Amendment | undefined {
  const edit = readEdit(entry)
  if (edit) return edit
  const target = readWithdraw(entry)
  return target && { target, text: undefined }
}

/** @param source arrival of the entry that amends */
export function keepAmendment(database: Database, source: number, { target, text, base }: Amendment): void {
  const name = parseEntryId(target)
  if (!name) return
  database
    .statement('INSERT INTO amendment (source, feed, seq, text, base) VALUES (?, ?, ?, ?, ?)')
    .run(source, name.feed, name.seq, text ?? null, base ?? null)
}

/** The message an entry amends, or would. */
export function amendedBy(database: Database, source: number): EntryId | undefined {
  const row = database
    .statement<{ feed: FeedId; seq: number }>('SELECT feed, seq FROM amendment WHERE source = ?')
    .get(source)
  return row && entryId(row.feed, row.seq)
}

export function dropAmendment(database: Database, source: number): void {
  database.statement('DELETE FROM amendment WHERE source = ?').run(source)
}

/** Of new messages, those that amendments have been waiting for. */
export function awaited(database: Database, messages: Iterable<EntryId>): EntryId[] {
  const some = database.statement('SELECT 1 AS one FROM amendment WHERE waiting = 1 LIMIT 1').get()
  if (!some) return []
  return [...messages].filter((id) => {
    const name = parseEntryId(id)
    const about = database.statement('SELECT 1 AS one FROM amendment WHERE feed = ? AND seq = ? LIMIT 1')
    return name !== undefined && about.get(name.feed, name.seq) !== undefined
  })
}

interface TargetRow {
  readonly arrival: number
  readonly space: SpaceId
  readonly root: Root
  readonly author: MemberId
  readonly shown: number
  readonly edited: string | null
  readonly edited_at: number | null
  readonly withdrawn: number
}

interface EditRow {
  readonly text: string
  readonly at: number
}

const WITHDRAWAL = `SELECT 1 AS one FROM amendment a JOIN message m ON m.arrival = a.source
  WHERE a.feed = ? AND a.seq = ? AND m.author = ? AND m.space = ? AND a.text IS NULL LIMIT 1`

/** Works out anew what a message says. */
export function settleAmendments(database: Database, id: EntryId, touched: Touched): void {
  const name = parseEntryId(id)
  if (!name) return
  const { feed, seq } = name
  const target = database
    .statement<TargetRow>(
      'SELECT arrival, space, root, author, shown, edited, edited_at, withdrawn FROM message WHERE feed = ? AND seq = ?',
    )
    .get(feed, seq)
  // One that is about something else waits too: of a forked feed another branch may come, with a message of that number.
  const waiting = Number(target?.shown !== 1)
  database
    .statement('UPDATE amendment SET waiting = ? WHERE feed = ? AND seq = ? AND waiting <> ?')
    .run(waiting, feed, seq, waiting)
  if (target?.shown !== 1) return
  // Whom an edit calls, even one that is not the last, is counted with the thread.
  if (target.root !== '') {
    touched.threads.add(target.space)
    touchNamed(database, target.root, touched, target.space)
  }
  const last = database
    .statement<EditRow>(`SELECT a.text, m.at ${EDITS_THAT_COUNT} ORDER BY m.time DESC, m.feed DESC LIMIT 1`)
    .get(feed, seq)
  const isWithdrawn = database.statement(WITHDRAWAL).get(feed, seq, target.author, target.space)
  const next = { edited: last?.text ?? null, at: last?.at ?? null, withdrawn: isWithdrawn ? 1 : 0 }
  if (target.edited === next.edited && target.edited_at === next.at && target.withdrawn === next.withdrawn) return
  database
    .statement('UPDATE message SET edited = ?, edited_at = ?, withdrawn = ? WHERE arrival = ?')
    .run(next.edited, next.at, next.withdrawn, target.arrival)
  touchMessage(touched, target.space, target.arrival)
}

export interface Version {
  readonly at: number
  readonly text: string
}

/** All texts a message has had, the one it has last; none when it was withdrawn, or is no message. */
export function textsOf(database: Database, id: EntryId): Version[] {
  return postVersions(database, id).map(({ at, text }) => ({ at, text }))
}
