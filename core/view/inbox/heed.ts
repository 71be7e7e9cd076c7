/** What this person wishes to be told of: kept on this device and taken over from others of theirs. The latest word about each counts. */
import type { SpaceId } from '../../shared/index.ts'
import type { Database } from '../../storage/index.ts'
import type { Root } from '../threads.ts'

/** What can be set: how much one is told of; whether a thread is followed; until when nothing is said of something, ms. */
export type HeedWhat = 'level' | 'follow' | 'snooze'

/** Of the community where `space` is empty, of a room where `root` is, else of a thread. An empty value is as if nothing were set. */
export interface HeedWord {
  readonly space: SpaceId | ''
  readonly root: Root
  readonly what: HeedWhat
  readonly value: string
  /** ms */
  readonly at: number
}

interface Kept extends HeedWord {
  readonly [column: string]: string | number
}

export class Heed {
  readonly #db: Database

  constructor(database: Database) {
    this.#db = database
  }

  /** All that is set. */
  all(): HeedWord[] {
    return this.#db.statement<Kept>("SELECT space, root, what, value, at FROM heed WHERE value <> ''").all().map(wordOf)
  }

  get(space: SpaceId | '', root: Root, what: HeedWhat): string {
    const row = this.#db
      .statement<{ value: string }>('SELECT value FROM heed WHERE space = ? AND root = ? AND what = ?')
      .get(space, root, what)
    return row?.value ?? ''
  }

  /** Said here, after all that was said of it before. @param now ms */
  set({ space, root, what, value }: Omit<HeedWord, 'at'>, now: number): void {
    const before = this.#db
      .statement<{ at: number }>('SELECT at FROM heed WHERE space = ? AND root = ? AND what = ?')
      .get(space, root, what)
    this.#put({ space, root, what, value, at: Math.max(now, (before?.at ?? 0) + 1) }, '', 0)
  }

  /** Said on another own device. @param rank decides between two said at the same moment. True when it counts. */
  learn(word: HeedWord, rank: string): boolean {
    return this.#put(word, rank, 1) > 0
  }

  untold(most: number): HeedWord[] {
    return this.#db
      .statement<Kept>('SELECT space, root, what, value, at FROM heed WHERE told = 0 LIMIT ?')
      .all(most)
      .map(wordOf)
  }

  tell({ space, root, what, at }: HeedWord): void {
    this.#db
      .statement('UPDATE heed SET told = 1 WHERE space = ? AND root = ? AND what = ? AND at = ?')
      .run(space, root, what, at)
  }

  #put({ space, root, what, value, at }: HeedWord, rank: string, told: number): number {
    return this.#db
      .statement(
        `INSERT INTO heed (space, root, what, value, at, rank, told) VALUES (?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (space, root, what) DO UPDATE SET value = excluded.value, at = excluded.at, rank = excluded.rank, told = excluded.told
         WHERE (excluded.at, excluded.rank) > (heed.at, heed.rank)`,
      )
      .run(space, root, what, value, at, rank, told).changes
  }
}

function wordOf({ space, root, what, value, at }: Kept): HeedWord {
  return { space, root, what, value, at }
}
