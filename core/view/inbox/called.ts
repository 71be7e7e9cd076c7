/**
 * Changes by which a message comes to be for this person that was not: by an edit that mentions them, say. The message may have been read
 * long ago; so the edit stands for it as news of its own, in the place in which it came here, and is read like one. One that calls
 * again whom the message called before is none: nobody is called twice by one message.
 */
import type { SpaceId } from '../../shared/index.ts'
import type { Database } from '../../storage/index.ts'
import type { FoldFacts } from '../fold-facts.ts'
import type { Root } from '../threads.ts'

/** A text a message has had, and whom it called. */
export interface CallingText {
  /** Arrival of the entry that said it. */
  readonly arrival: number
  readonly feed: string
  readonly seq: number
  /** As claimed, ms. */
  readonly at: number
  /** A sum of WHY. */
  readonly why: number
}

interface Target {
  readonly arrival: number
  readonly space: SpaceId
  readonly root: Root
  /** Whom it called as it was first said. */
  readonly first: number
}

/** Notes which of a message's edits call somebody it had not called before, by the order in which they came. True when some did or do. */
export function settleCalled(
  { database, mySince }: Pick<FoldFacts, 'database' | 'mySince'>,
  { arrival, space, root, first }: Target,
  edits: readonly CallingText[],
): boolean {
  let isOther = dropCalled(database, arrival)
  let before = first
  // What came before the message itself was never shown without it.
  const came = edits.filter((edit) => edit.arrival > arrival).toSorted((a, b) => a.arrival - b.arrival)
  for (const edit of came) {
    if ((edit.why & ~before) !== 0 && edit.at >= mySince()) {
      isOther = true
      database
        .statement(
          'INSERT INTO called (source, target, space, root, feed, seq, why, before) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
        )
        .run(edit.arrival, arrival, space, root, edit.feed, edit.seq, edit.why & ~before, before)
    }
    before |= edit.why
  }
  return isOther
}

/** True when there were some. */
export function dropCalled(database: Database, arrival: number): boolean {
  return database.statement('DELETE FROM called WHERE target = ?').run(arrival).changes > 0
}

/** Of a place, after what was read there and on no other own device; `k` is the call, `c` why the message is for them now. */
const unreadIn = (space: string, root: string): string => `called k JOIN concern c ON c.arrival = k.target
  WHERE k.space = ${space} AND k.root = ${root} AND (k.why & c.why) <> 0
    AND k.source > coalesce((SELECT up_to FROM read_mark r WHERE r.space = k.space AND r.root = k.root), 0)
    AND NOT EXISTS (SELECT 1 FROM seen s
      WHERE s.space = k.space AND s.root = k.root AND s.feed = k.feed AND s.seq >= k.seq)`
/** Whom it concerns with these reasons, and did not before. */
const FOR = '(k.why & c.why & ?) <> 0 AND (k.before & ?) = 0'

/** A message by which this person was called, and the arrival of what called them. */
export interface Call {
  readonly target: number
  readonly source: number
}

export class Called {
  readonly #db: Database

  constructor(database: Database) {
    this.#db = database
  }

  /** Rooms and threads in which an edit calls this person that was not read. */
  places(): { readonly space: SpaceId; readonly root: Root }[] {
    return this.#db
      .statement<{ space: SpaceId; root: Root }>(
        `SELECT p.space, p.root FROM (SELECT DISTINCT space, root FROM called) p
         WHERE EXISTS (SELECT 1 FROM ${unreadIn('p.space', 'p.root')})`,
      )
      .all()
  }

  /** Those of one room, the room itself as ''. */
  roots(space: SpaceId): Root[] {
    return this.places().flatMap((place) => (place.space === space ? [place.root] : []))
  }

  /** Unread calls of a room or thread, in the order they came, one for each message. @param mask a sum of WHY */
  unread(space: SpaceId, root: Root, mask: number): Call[] {
    return this.#db
      .statement<Call & Record<string, number>>(
        `SELECT k.target, min(k.source) AS source FROM ${unreadIn('?', '?')} AND ${FOR} GROUP BY k.target ORDER BY source`,
      )
      .all(space, root, mask, mask)
  }

  /** The arrival of what called this person by one message and was not read. */
  of(target: number, mask: number): number | undefined {
    const place = this.#db
      .statement<{ space: SpaceId; root: Root }>('SELECT space, root FROM called WHERE target = ? LIMIT 1')
      .get(target)
    return place && this.unread(place.space, place.root, mask).find((call) => call.target === target)?.source
  }

  /** Those of all rooms that came after an arrival. */
  since(arrival: number, mask: number): Call[] {
    return this.#db
      .statement<Call & Record<string, number>>(
        `SELECT k.target, min(k.source) AS source FROM called k JOIN concern c ON c.arrival = k.target
         WHERE k.source > ? AND ${FOR} GROUP BY k.target ORDER BY source`,
      )
      .all(arrival, mask, mask)
  }

  /** The last of a place; 0 for none. */
  newest(space: SpaceId, root: Root): number {
    return (
      this.#db
        .statement<{ newest: number | null }>(
          'SELECT max(source) AS newest FROM called INDEXED BY called_place WHERE space = ? AND root = ?',
        )
        .get(space, root)?.newest ?? 0
    )
  }

  /**
   * How far a place is read once all up to an arrival is, and what called this person behind it was seen as well: as far as
   * nothing that is unread lies between.
   */
  reach(space: SpaceId, root: Root, upTo: number, seen: readonly number[]): number {
    const between = this.#db.statement(
      `SELECT 1 AS one FROM message WHERE space = ? AND root = ? AND news = 1 AND arrival > ? AND arrival < ?
       UNION ALL SELECT 1 FROM called WHERE space = ? AND root = ? AND source > ? AND source < ? LIMIT 1`,
    )
    const mark = this.#db.statement<{ up_to: number }>('SELECT up_to FROM read_mark WHERE space = ? AND root = ?')
    let reached = Math.max(upTo, mark.get(space, root)?.up_to ?? 0)
    for (const source of [...seen].sort((a, b) => a - b)) {
      if (source <= reached) continue
      if (between.get(space, root, reached, source, space, root, reached, source) !== undefined) break
      reached = source
    }
    return reached
  }
}
