/** What screens ask of boards. */
import type { BoardCategory, TopicHead } from '../../documents/index.ts'
import { type EntryId, entryId, type FeedId, type MemberId, type SpaceId } from '../../shared/index.ts'
import type { Database } from '../../storage/index.ts'
import { boardSetting } from './settings.ts'
import { type PostVersion, postVersions } from './wiki.ts'
import { ALL, closedByLeaders, headOf, ofCategory, ofTag } from './topics.ts'

export interface TopicRecord extends TopicHead {
  /** The entry it began with. */
  readonly root: EntryId
  readonly space: SpaceId
  readonly closed: boolean
  /** The post that was accepted as its answer. */
  readonly answer: EntryId | undefined
  /** Everybody who writes in the board may edit its first post. */
  readonly wiki: boolean
  /** Where its newest message stands, ms. */
  readonly last: number
  /** Where its first message stands, ms. */
  readonly time: number
}

/** active: those in which something was said last first; new: the newest first; waiting: open ones without an answer, as active. */
export type TopicOrder = 'active' | 'new' | 'waiting'

/** All topics of a board, or those of one category or tag. */
export type TopicFilter = { readonly category: string } | { readonly tag: string } | undefined

/** Where a list is gone on with: after this one. */
export interface TopicPosition {
  /** `last` or `time`, as the order goes. */
  readonly key: number
  readonly root: EntryId
}

/** Who put a post where it stands now. */
export interface MoveRecord {
  /** The topic its author had put it in. */
  readonly from: EntryId
  readonly by: MemberId
  /** As claimed, ms. */
  readonly at: number
}

const TOPIC = 'SELECT t.root, t.space, t.head, t.closed, t.answer, t.wiki, t.last, t.time FROM topic t'
const LISTS: Readonly<Record<TopicOrder, { readonly key: string; readonly where: string }>> = {
  active: { key: 'last', where: '' },
  new: { key: 'time', where: '' },
  waiting: { key: 'last', where: 'AND f.waits = 1' },
}

export class BoardQueries {
  readonly #db: Database

  constructor(database: Database) {
    this.#db = database
  }

  categories(board: SpaceId): readonly BoardCategory[] {
    return boardSetting(this.#db, board)?.categories ?? []
  }

  /** When the categories of a board were said last, as claimed, ms. */
  changedAt(board: SpaceId): number | undefined {
    return boardSetting(this.#db, board)?.at
  }

  topic(root: EntryId): TopicRecord | undefined {
    const row = this.#db.statement<TopicRow>(`${TOPIC} WHERE t.root = ?`).get(root)
    return row && recordOf(row)
  }

  /** The topic that began with the message of an arrival number. */
  byArrival(arrival: number): TopicRecord | undefined {
    const row = this.#db.statement<TopicRow>(`${TOPIC} WHERE t.arrival = ?`).get(arrival)
    return row && recordOf(row)
  }

  topics(board: SpaceId, order: TopicOrder, filter: TopicFilter, limit: number, after?: TopicPosition): TopicRecord[] {
    const { key, where } = LISTS[order]
    return this.#db
      .statement<TopicRow>(
        `SELECT t.root, t.space, t.head, t.closed, t.answer, t.wiki, t.last, t.time FROM topic_facet f JOIN topic t ON t.root = f.root
         WHERE f.space = ? AND f.facet = ? ${where} AND (f.${key}, f.root) < (?, ?)
         ORDER BY f.${key} DESC, f.root DESC LIMIT ?`,
      )
      .all(board, facetOf(filter), after?.key ?? Number.MAX_SAFE_INTEGER, after?.root ?? '', limit)
      .map(recordOf)
  }

  /** Tags of a board in the order of their letters, by reading one row for each. */
  tags(board: SpaceId, limit: number): string[] {
    const first = ofTag('')
    return this.#db
      .statement<{ facet: string }>(
        `WITH RECURSIVE tag (facet, n) AS (
           SELECT min(facet), 1 FROM topic_facet WHERE space = ? AND facet > ? AND facet < ?
           UNION ALL
           SELECT (SELECT min(f.facet) FROM topic_facet f WHERE f.space = ? AND f.facet > tag.facet AND f.facet < ?), n + 1
             FROM tag WHERE tag.facet IS NOT NULL AND n < ?
         ) SELECT facet FROM tag WHERE facet IS NOT NULL`,
      )
      .all(board, first, AFTER_TAGS, board, AFTER_TAGS, limit)
      .map(({ facet }) => facet.slice(first.length))
  }

  /** Whether owners or moderators closed a topic: whoever began it cannot open it again. */
  isClosedByLeaders(root: EntryId): boolean {
    const topic = this.topic(root)
    return topic !== undefined && closedByLeaders(this.#db, topic)
  }

  /** The first of the posts that came after all their person had seen; looks at no others. */
  firstUnread(board: SpaceId, root: EntryId): EntryId | undefined {
    const unread = `space = ? AND root = ? AND news = 1
      AND arrival > coalesce((SELECT up_to FROM read_mark WHERE space = ? AND root = ?), 0)`
    const where = [board, root, board, root]
    // Of many the earliest is found in an index alone, and then which it is.
    const time = this.#db
      .statement<{ time: number | null }>(`SELECT min(time) AS time FROM message WHERE ${unread}`)
      .get(...where)?.time
    if (time === undefined || time === null) return undefined
    const row = this.#db
      .statement<{ feed: FeedId; seq: number }>(
        `SELECT feed, seq FROM message WHERE shown = 1 AND time = ? AND ${unread.replace(' news', ' +news')} ORDER BY feed LIMIT 1`,
      )
      .get(time, ...where)
    return row && entryId(row.feed, row.seq)
  }

  /** All texts the first post of a topic has had, as they stand in the order: the last is what it says. */
  versions(root: EntryId): readonly PostVersion[] {
    return postVersions(this.#db, root)
  }

  /** Who moved the post of an arrival number, if somebody did. */
  movedBy(arrival: number): MoveRecord | undefined {
    return this.#db
      .statement<MoveRecord & Record<string, string | number>>(
        `SELECT d.said AS "from", m.author AS by, m.at FROM moved d JOIN message m ON m.arrival = d.source WHERE d.arrival = ?`,
      )
      .get(arrival)
  }
}

/** Comes after all that begins as tags do. */
const AFTER_TAGS = 't;'

function facetOf(filter: TopicFilter): string {
  if (!filter) return ALL
  return 'tag' in filter ? ofTag(filter.tag) : ofCategory(filter.category)
}

interface TopicRow {
  root: EntryId
  space: SpaceId
  head: string
  closed: number
  answer: EntryId | null
  wiki: number
  last: number
  time: number
}

function recordOf({ root, space, head, closed, answer, wiki, last, time }: TopicRow): TopicRecord {
  const state = { closed: closed === 1, answer: answer ?? undefined, wiki: wiki === 1 }
  return { ...headOf(head), root, space, ...state, last, time }
}
