/** What the charter says of boards. */
import { type BoardCategory, type Effect, readBoardSettings } from '../../documents/index.ts'
import type { SpaceId } from '../../shared/index.ts'
import type { Database } from '../../storage/index.ts'
import { rankOf } from '../rank.ts'

/** Owners and moderators say what categories a board has; of several sayings the one claimed latest counts. */
export function foldBoardSettings(database: Database, effect: Effect): boolean {
  const settings = effect.role === 'member' ? undefined : readBoardSettings(effect.entry)
  if (!settings) return false
  const { changes } = database
    .statement(
      `INSERT INTO board_setting (board, categories, at, entry) VALUES (?, ?, ?, ?)
       ON CONFLICT (board) DO UPDATE SET categories = excluded.categories, at = excluded.at, entry = excluded.entry
       WHERE (excluded.at, excluded.entry) > (board_setting.at, board_setting.entry)`,
    )
    .run(settings.board, JSON.stringify(settings.categories), effect.entry.at, rankOf(effect))
  return changes > 0
}

export interface BoardSetting {
  readonly categories: readonly BoardCategory[]
  /** When it was said, as claimed, ms. */
  readonly at: number
}

export function boardSetting(database: Database, board: SpaceId): BoardSetting | undefined {
  const row = database
    .statement<{ categories: string; at: number }>('SELECT categories, at FROM board_setting WHERE board = ?')
    .get(board)
  // Written by the fold, from an entry that had been read.
  return row && { categories: JSON.parse(row.categories) as BoardCategory[], at: row.at }
}
