/** What this person's devices said to each other and was not taken in yet. Taking one in twice changes nothing. */
import { type Effect, type OwnWord, readOwnWord } from '../../documents/index.ts'
import type { Database } from '../../storage/index.ts'
import { rankOf } from '../rank.ts'

export interface WaitingWord {
  /** Arrival of the entry. */
  readonly source: number
  /** Decides between two words of the same moment. */
  readonly rank: string
  readonly word: OwnWord
}

/** Keeps what an entry of this person says to their own devices, if it is of that kind. @param source its arrival */
export function keepOwnWord(database: Database, source: number, effect: Effect): void {
  const word = readOwnWord(effect.entry)
  if (!word) return
  database
    .statement('INSERT OR REPLACE INTO own_word (source, rank, word) VALUES (?, ?, ?)')
    .run(source, rankOf(effect), JSON.stringify(word))
}

/** What was set aside before it was taken in is not taken in. */
export function dropOwnWord(database: Database, source: number): void {
  database.statement('DELETE FROM own_word WHERE source = ?').run(source)
}

export class OwnWords {
  readonly #db: Database

  constructor(database: Database) {
    this.#db = database
  }

  waiting(most: number): WaitingWord[] {
    return this.#db
      .statement<{ source: number; rank: string; word: string }>(
        'SELECT source, rank, word FROM own_word ORDER BY source LIMIT ?',
      )
      .all(most)
      .map(({ source, rank, word }) => ({ source, rank, word: JSON.parse(word) as OwnWord }))
  }

  taken(source: number): void {
    dropOwnWord(this.#db, source)
  }
}
