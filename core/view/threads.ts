/** What stands in each room and each of its threads, counted as it comes and goes, so that no number is ever found by a scan. */
import { type EntryId, parseEntryId, type SpaceId } from '../shared/index.ts'
import type { Database } from '../storage/index.ts'
import { touchMessage, type Touched } from './fold-facts.ts'

/** What stands in the room itself has no root. */
export type Root = EntryId | ''

interface Change {
  readonly space: SpaceId
  readonly root: Root
  messages: number
  unread: number
}

/** What a batch adds to counts and takes from them. */
export class Counting {
  readonly #changes = new Map<string, Change>()

  /** So many more messages, of which so many were not read; also to be called when one moved. */
  add(space: SpaceId, root: Root, messages: number, unread: number): void {
    const key = `${space} ${root}`
    const change = this.#changes.get(key) ?? { space, root, messages: 0, unread: 0 }
    change.messages += messages
    change.unread += unread
    this.#changes.set(key, change)
  }

  /** Where something came, went or moved. */
  roots(): Root[] {
    return [...this.#changes.values()].map(({ root }) => root)
  }

  settle(database: Database, touched: Touched): void {
    for (const { space, root, messages, unread } of this.#changes.values()) {
      // A room counts what stands in it, and what is unread in all its threads as well.
      database
        .statement('UPDATE space SET messages = messages + ?, unread = unread + ? WHERE id = ?')
        .run(root === '' ? messages : 0, unread, space)
      if (messages !== 0 || unread !== 0) touched.spaces = true
      if (root !== '') settleThread(database, { space, root, messages, unread }, touched)
    }
    this.#changes.clear()
  }
}

function settleThread(
  database: Database,
  { space, root, messages, unread }: Change & { readonly root: EntryId },
  touched: Touched,
): void {
  database
    .statement(
      `INSERT INTO thread (space, root, posts, unread, last) VALUES (?, ?, ?, ?, 0)
       ON CONFLICT (space, root) DO UPDATE SET posts = posts + excluded.posts, unread = unread + excluded.unread`,
    )
    .run(space, root, messages, unread)
  database
    .statement(
      `UPDATE thread SET last = coalesce((SELECT time FROM message m
         WHERE m.shown = 1 AND m.space = thread.space AND m.root = thread.root ORDER BY m.time DESC LIMIT 1), 0)
       WHERE space = ? AND root = ?`,
    )
    .run(space, root)
  database.statement('DELETE FROM thread WHERE space = ? AND root = ? AND posts <= 0').run(space, root)
  touchNamed(database, root, touched, space)
  touched.threads.add(space)
}

/** A message is shown otherwise than before, if it is here. */
export function touchNamed(database: Database, id: EntryId, touched: Touched, within?: SpaceId): void {
  const name = parseEntryId(id)
  const row =
    name &&
    database
      .statement<{ arrival: number; space: SpaceId }>(
        'SELECT arrival, space FROM message WHERE feed = ? AND seq = ? AND shown = 1',
      )
      .get(name.feed, name.seq)
  if (row && (within === undefined || row.space === within)) touchMessage(touched, row.space, row.arrival)
}

/** Whether something arrived after all that its person has seen there. */
export function isUnread(database: Database, space: SpaceId, root: Root, arrival: number): boolean {
  const mark = database
    .statement<{ up_to: number }>('SELECT up_to FROM read_mark WHERE space = ? AND root = ?')
    .get(space, root)
  return arrival > (mark?.up_to ?? 0)
}
