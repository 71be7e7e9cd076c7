/** Entries of a page: each has a row and a place; messages are shown, edits and withdrawals change what messages say. */
import { type EntryId, entryId, type FeedId, sameBytes } from '../shared/index.ts'
import {
  type Effect,
  type Entry,
  type MessageAbout,
  readMessage,
  readFiles,
  readMessageAbout,
  SEEN_HASH_BYTES,
} from '../documents/index.ts'
import type { Member } from '../membership/index.ts'
import type { Database } from '../storage/index.ts'
import { amendedBy, awaited, keepAmendment, readAmendment, settleAmendments } from './amendments.ts'
import { BoardFold } from './boards/board-fold.ts'
import { type FoldFacts, touchMessage, type Touched } from './fold-facts.ts'
import { answersTo, settleConcern } from './inbox/concern.ts'
import { keepOwnWord } from './inbox/own-words.ts'
import { importedBy, noteImported } from './imported.ts'
import { isSeen } from './inbox/seen.ts'
import { baseTime, isEarly, orderTime, type Place } from './order.ts'
import { insertRow, markEarly, type NewRow, type PageRow, rowNamed, sourcesOf } from './page-rows.ts'
import { settleTimes, type Unsettled } from './placing.ts'
import { judgeRemark, keepRemark, remarkedBy } from './reactions.ts'
import { noteSearched } from './search/schema.ts'
import { Counting, isUnread, touchNamed } from './threads.ts'

/** How long, ms, a message above a new one must have been here for the new one to count as late. */
const LATE_AFTER = 60_000

/** What is known of an entry that had been here before and comes back. */
export interface Known {
  readonly arrival: number
  readonly received: number
  readonly news: number
  readonly late: number
}

/** A batch of page entries on its way into the index; `settle` once all of it was taken. */
export class PageFold {
  readonly #facts: FoldFacts
  readonly #touched: Touched
  readonly #unsettled: Unsettled = new Map()
  /** Messages whose text may not be right. */
  readonly #amended = new Set<EntryId>()
  readonly #messages: EntryId[] = []
  /** Messages that something new was said about. */
  readonly #remarked = new Set<EntryId>()
  /** Messages that may be for this person, or no longer. */
  readonly #concerned = new Set<EntryId>()
  /** Rows met in this batch: none of them moves before it is settled. */
  readonly #met = new Map<EntryId, PageRow>()
  /** People of other systems who were named in this batch. */
  readonly #importedAuthors = new Set<string>()
  readonly counts = new Counting()
  readonly boards: BoardFold

  constructor(facts: FoldFacts, touched: Touched) {
    this.#facts = facts
    this.#touched = touched
    this.boards = new BoardFold(facts.database, this.counts, touched, (id) => this.amend(id))
  }

  /** Takes a new entry, after those of its feed before it. */
  take(effect: Effect, author: Member): void {
    const { database } = this.#facts
    const { document, feed, seq, seen, entry } = effect
    const before: number[] = []
    const previous = seq > 1 ? this.#row(feed, seq - 1) : undefined
    if (previous) before.push(previous.time)
    for (const pointer of seen) {
      const target = this.#row(pointer.feed, pointer.seq)
      // Foreign and forked-off ones are no more than ones not held.
      if (target?.document !== document || !sameBytes(target.hash, pointer.hash)) continue
      before.push(target.time)
      this.#noteWitness(target, author, entry.at)
    }
    const hash = shortHash(effect)
    const sources = sourcesOf(database, { document, feed, seq, hash })
    const time = orderTime(baseTime(entry.at, author.id, sources), before)
    const early = sources.some((source) => isEarly(entry.at, author.id, source))
    for (const source of sources) if (source.time <= time) this.#unsettled.set(source.arrival, source)
    this.insert(effect, author, { time, early })
  }

  /** Puts in an entry whose place is known. */
  insert(effect: Effect, author: Member, { time, early }: Place, known?: Known): void {
    const { database, me } = this.#facts
    const { space, document, feed, seq, entry, forked } = effect
    const text = readMessage(entry)
    const imported = text === undefined ? undefined : importedBy(effect)
    // What somebody else is said to have said is nobody's own, and no news: it was said long ago.
    const mine = author.id === me && !imported
    const id = entryId(feed, seq)
    const { reply, root = '' } = text === undefined ? {} : aboutOf(entry, id)
    const row: NewRow = {
      ...{
        space,
        document,
        feed,
        seq,
        hash: shortHash(effect),
        time,
        early,
        at: entry.at,
        author: author.id,
        mine,
        forked,
      },
      ...(known
        ? { ...known, news: this.#unlessSeen(known.news === 1 && !imported, effect, root) }
        : this.#arrival(effect, { root, time }, text !== undefined && !mine && !imported)),
      calls: Number(effect.role !== 'member'),
      shown: text === undefined ? 0 : 1,
      text: text ?? '',
      files: text === undefined ? [] : readFiles(entry),
      ...{ reply, root, imported: imported && JSON.stringify(imported) },
    }
    const arrival = insertRow(database, row, effect.seen)
    this.#met.set(id, { ...row, arrival, early: Number(early) })
    if (text !== undefined) {
      this.#messages.push(id)
      const isNews = row.news === 1 && (!known || isUnread(database, space, root, arrival))
      this.counts.add(space, root, 1, isNews ? 1 : 0)
      if (mine) noteOwn(database, effect)
      this.boards.begins(arrival, id, effect)
      if (imported) noteImported(database, imported, this.#importedAuthors)
      else if (mine) for (const answer of answersTo(database, id)) this.concern(answer)
      // What names nobody and answers nothing is for nobody: most messages need no second look.
      else if (reply !== undefined || text.includes('folkmoot:')) this.concern(id)
      touchMessage(this.#touched, space, arrival)
      return
    }
    const amendment = readAmendment(entry)
    if (amendment) {
      keepAmendment(database, arrival, amendment)
      return this.amend(amendment.target)
    }
    if (this.boards.take(arrival, effect)) return
    const remarked = keepRemark(database, arrival, effect)
    if (remarked) return this.remark(remarked)
    if (mine) keepOwnWord(database, arrival, effect)
  }

  /** Whether a message is for this person is to be worked out anew. */
  concern(id: EntryId): void {
    this.#concerned.add(id)
  }

  /** A message's text is to be worked out anew. */
  amend(id: EntryId): void {
    this.#amended.add(id)
  }

  /** What was said about a message is to be shown with it. */
  remark(id: EntryId): void {
    this.#remarked.add(id)
  }

  /** What is no message stays, and the log may judge it otherwise than before. */
  kept(arrival: number, effect: Effect): void {
    this.boards.kept(arrival, effect)
    const remarked = judgeRemark(this.#facts.database, arrival, effect) && remarkedBy(this.#facts.database, arrival)
    if (remarked) this.remark(remarked)
  }

  /** An entry stands elsewhere than before. */
  moved(row: Pick<PageRow, 'arrival' | 'space' | 'shown' | 'root' | 'feed' | 'seq'>): void {
    const { arrival, space, shown, root } = row
    this.boards.moved(row)
    if (shown === 1) {
      if (root !== '') this.counts.add(space, root, 0, 0)
      return touchMessage(this.#touched, space, arrival)
    }
    const amended = amendedBy(this.#facts.database, arrival)
    if (amended) return this.amend(amended)
    const remarked = remarkedBy(this.#facts.database, arrival)
    if (remarked) this.remark(remarked)
  }

  settle(): void {
    const { database } = this.#facts
    settleTimes(database, this.#unsettled, (row) => this.moved(row))
    const amended = new Set([...this.#amended, ...awaited(database, this.#messages)])
    for (const id of amended) settleAmendments(database, id, this.#touched)
    // What is unread of a room counts those who are called by an edit as well.
    for (const id of amended.union(this.#concerned)) if (settleConcern(this.#facts, id)) this.#touched.spaces = true
    for (const id of this.#remarked) {
      touchNamed(database, id, this.#touched)
      noteSearched(database, id)
    }
    this.boards.settlePosts(this.#messages)
    const roots = this.counts.roots()
    this.counts.settle(database, this.#touched)
    this.boards.settleTopics(roots)
  }

  /** Who had seen an entry and claims to have written before it makes it older than it claims, if enough others do. */
  #noteWitness(target: PageRow, author: Member, at: number): void {
    const early = isEarly(target.at, target.author, { author: author.id, at })
    if (!early && target.early === 0) return
    if (target.early === 0) {
      markEarly(this.#facts.database, target.arrival)
      this.#met.set(entryId(target.feed, target.seq), { ...target, early: 1 })
    }
    this.#unsettled.set(target.arrival, target)
  }

  #row(feed: FeedId, seq: number): PageRow | undefined {
    const id = entryId(feed, seq)
    const met = this.#met.get(id)
    if (met) return met
    const row = rowNamed(this.#facts.database, feed, seq)
    if (row) this.#met.set(id, row)
    return row
  }

  #arrival(
    effect: Effect,
    { root, time }: Pick<PageRow, 'root' | 'time'>,
    byOthers: boolean,
  ): Omit<Known, 'arrival'> & { arrival: null } {
    const { space, entry } = effect
    const now = this.#facts.now()
    const news = this.#unlessSeen(byOthers && entry.at >= this.#facts.mySince(), effect, root)
    const late = byOthers && isLate(this.#facts.database, { space, root, time }, now)
    return { arrival: null, received: now, news, late: Number(late) }
  }

  /** What was read on another own device is no news, however late it comes here. */
  #unlessSeen(isNews: boolean, { space, feed, seq }: Effect, root: PageRow['root']): number {
    return isNews && !isSeen(this.#facts.database, space, root, feed, seq) ? 1 : 0
  }
}

/** A topic stands in the thread it begins, so that it is read and found there like every post. */
function aboutOf(entry: Entry, id: EntryId): MessageAbout {
  return entry.kind === 'topic' ? { root: id } : readMessageAbout(entry)
}

export function shortHash({ hash }: Effect): Uint8Array {
  return hash.subarray(0, SEEN_HASH_BYTES)
}

/** Keeps count of what this device's own feeds hold, so that what waits for others is found without a scan. */
function noteOwn(database: Database, { feed, seq }: Effect): void {
  database
    .statement(
      `INSERT INTO own_feed (feed, last_seq, reached_seq) VALUES (?, ?, (SELECT coalesce(max(seq), 0) FROM reach WHERE feed = ?))
       ON CONFLICT (feed) DO UPDATE SET last_seq = max(last_seq, excluded.last_seq)`,
    )
    .run(feed, seq, feed)
}

/** Whether something that stands below has been here for a while. */
function isLate(
  database: Database,
  { space, root, time }: Pick<PageRow, 'space' | 'root' | 'time'>,
  now: number,
): boolean {
  const row = database
    .statement<{ received: number }>(
      'SELECT received FROM message WHERE space = ? AND root = ? AND time > ? AND shown = 1 ORDER BY time, feed LIMIT 1',
    )
    .get(space, root, time)
  return row !== undefined && row.received < now - LATE_AFTER
}
