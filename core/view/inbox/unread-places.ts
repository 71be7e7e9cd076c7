/**
 * Where something is unread, and what of it is for this person: all that the inbox is counted from, in one question for each room. Nothing
 * is asked of one thread alone, since there may be thousands of them.
 */
import type { SpaceId } from '../../shared/index.ts'
import type { Database } from '../../storage/index.ts'
import type { Root } from '../threads.ts'

/** A room or one of its threads in which something is unread. */
export interface UnreadPlace {
  readonly space: SpaceId
  readonly root: Root
  readonly unread: number
  /** Whether this person began it, or wrote in it; a room is nobody's. */
  readonly own: boolean
  /** Messages that were read and call this person by an edit that was not. */
  readonly again: number
  /** Unread messages that are for this person, and those, at most as many as were asked for. */
  readonly concerns: number
}

interface Row extends Record<string, string | number> {
  readonly root: Root
  readonly unread: number
  readonly own: number
  readonly concerns: number
}

/** Of a place `p`; takes a sum of WHY and how many are counted at most. Found in indexes alone: what was said is far apart, each in a page of its own. */
const CONCERNS = `(SELECT count(*) FROM (
    SELECT 1 FROM concern c CROSS JOIN message m INDEXED BY message_news
      ON m.space = c.space AND m.root = c.root AND m.arrival = c.arrival AND m.news = 1
    WHERE c.space = p.space AND c.root = p.root AND (c.why & ?) <> 0
      AND c.arrival > coalesce((SELECT up_to FROM read_mark r WHERE r.space = p.space AND r.root = p.root), 0)
    LIMIT ?))`

/** Of a thread `p`. What began it is found by its name, which must be spelt as names are. */
const OWN = `(EXISTS (SELECT 1 FROM message w INDEXED BY message_own WHERE w.space = p.space AND w.root = p.root AND w.mine = 1 AND w.shown = 1)
  OR EXISTS (SELECT 1 FROM message b INDEXED BY message_began
    WHERE b.feed = substr(p.root, 1, 32) AND b.seq = CAST(substr(p.root, 34) AS INTEGER)
      AND b.feed || '.' || b.seq = p.root AND b.space = p.space AND b.mine = 1 AND b.shown = 1))`

/** Threads of a room in which something is unread, the last written in first; of a board, those that are topics of it. Calls by edits are not in them. */
export function unreadThreads(
  database: Database,
  space: SpaceId,
  isBoard: boolean,
  mask: number,
  most: number,
): UnreadPlace[] {
  const topics = isBoard ? 'JOIN topic o ON o.root = p.root AND o.space = p.space' : ''
  return database
    .statement<Row>(
      `SELECT p.root, p.unread, ${OWN} AS own, ${CONCERNS} AS concerns FROM thread p INDEXED BY thread_unread ${topics}
       WHERE p.space = ? AND p.unread > 0 ORDER BY p.last DESC`,
    )
    .all(mask, most, space)
    .map(({ root, unread, own, concerns }) => ({ space, root, unread, own: own === 1, again: 0, concerns }))
}

/** The same of one room or thread, with as many unread as is told. */
export function placeOf(
  database: Database,
  { space, root, unread }: Pick<UnreadPlace, 'space' | 'root' | 'unread'>,
  mask: number,
  most: number,
): UnreadPlace {
  const row = database
    .statement<Row>(
      `SELECT p.root, p.root <> '' AND ${OWN} AS own, ${CONCERNS} AS concerns FROM (SELECT ? AS space, ? AS root) p`,
    )
    .get(mask, most, space, root)
  return { space, root, unread, own: row?.own === 1, again: 0, concerns: row?.concerns ?? 0 }
}
