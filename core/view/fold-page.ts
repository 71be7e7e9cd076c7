/** Entries of a page: each has a row and a place; messages are shown, edits and withdrawals change what messages say. */
import { type EntryId, entryId, type FeedId, sameBytes, type SpaceId } from '../shared/index.ts'
import { type Effect, readMessage, SEEN_HASH_BYTES } from '../documents/index.ts'
import type { Member } from '../membership/index.ts'
import type { Database } from '../storage/index.ts'
import { amendedBy, awaited, keepAmendment, readAmendment, settleAmendments } from './amendments.ts'
import { type FoldFacts, touchMessage, type Touched } from './fold-facts.ts'
import { baseTime, isEarly, orderTime, type Place } from './order.ts'
import { insertRow, markEarly, type NewRow, type PageRow, rowNamed, sourcesOf } from './page-rows.ts'
import { settleTimes, type Unsettled } from './placing.ts'

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
  /** Rows met in this batch: none of them moves before it is settled. */
  readonly #met = new Map<EntryId, PageRow>()
  readonly #counts = new Map<SpaceId, { messages: number; unread: number }>()

  constructor(facts: FoldFacts, touched: Touched) {
    this.#facts = facts
    this.#touched = touched
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
    const mine = author.id === me
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
      ...(known ?? this.#arrival(effect, time, text !== undefined && !mine)),
      shown: text === undefined ? 0 : 1,
      text: text ?? '',
    }
    const arrival = insertRow(database, row, effect.seen)
    const id = entryId(feed, seq)
    this.#met.set(id, { ...row, arrival, early: Number(early) })
    if (text !== undefined) {
      this.#messages.push(id)
      this.count(space, 1, row.news === 1 && (!known || isUnread(database, space, arrival)) ? 1 : 0)
      if (mine) noteOwn(database, effect)
      touchMessage(this.#touched, space, arrival)
      return
    }
    const amendment = readAmendment(entry)
    if (!amendment) return
    keepAmendment(database, arrival, amendment)
    this.amend(amendment.target)
  }

  /** A message's text is to be worked out anew. */
  amend(id: EntryId): void {
    this.#amended.add(id)
  }

  count(space: SpaceId, messages: number, unread: number): void {
    const so = this.#counts.get(space) ?? { messages: 0, unread: 0 }
    this.#counts.set(space, { messages: so.messages + messages, unread: so.unread + unread })
  }

  /** An entry stands elsewhere than before. */
  moved({ arrival, space, shown }: Pick<PageRow, 'arrival' | 'space' | 'shown'>): void {
    if (shown === 1) return touchMessage(this.#touched, space, arrival)
    const amended = amendedBy(this.#facts.database, arrival)
    if (amended) this.amend(amended)
  }

  settle(): void {
    const { database } = this.#facts
    settleTimes(database, this.#unsettled, (row) => this.moved(row))
    for (const id of [...this.#amended, ...awaited(database, this.#messages)])
      settleAmendments(database, id, this.#touched)
    for (const [space, { messages, unread }] of this.#counts) {
      database
        .statement('UPDATE space SET messages = messages + ?, unread = unread + ? WHERE id = ?')
        .run(messages, unread, space)
      this.#touched.spaces = true
    }
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

  #arrival({ space, entry }: Effect, time: number, byOthers: boolean): Omit<Known, 'arrival'> & { arrival: null } {
    const now = this.#facts.now()
    const news = byOthers && entry.at >= this.#facts.mySince()
    const late = byOthers && isLate(this.#facts.database, space, time, now)
    return { arrival: null, received: now, news: Number(news), late: Number(late) }
  }
}

export function shortHash({ hash }: Effect): Uint8Array {
  return hash.subarray(0, SEEN_HASH_BYTES)
}

/** Whether something arrived after all that its person has seen. */
export function isUnread(database: Database, space: SpaceId, arrival: number): boolean {
  const mark = database.statement<{ up_to: number }>('SELECT up_to FROM read_mark WHERE space = ?').get(space)
  return arrival > (mark?.up_to ?? 0)
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
function isLate(database: Database, space: SpaceId, time: number, now: number): boolean {
  const row = database
    .statement<{ received: number }>(
      'SELECT received FROM message WHERE space = ? AND time > ? AND shown = 1 ORDER BY time, feed LIMIT 1',
    )
    .get(space, time)
  return row !== undefined && row.received < now - LATE_AFTER
}
