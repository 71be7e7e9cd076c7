/** What was found and how far it was scrolled when somebody went on from there: the last one, while the app runs. */
import type { SearchResult } from '../../core/contract/index.ts'
import type { Question } from './useSearch.ts'

interface Left {
  readonly asked: string
  readonly result: SearchResult
  /** Pixels. */
  readonly top: number
}

let last: Left | undefined

/** Nothing is noted as long as nothing was found: a page that only just came knows no better than the one before. */
export function leave(question: Question, result: SearchResult | undefined, top: number): void {
  if (result) last = { asked: JSON.stringify(question), result, top }
}

export function leftAt(question: Question): Left | undefined {
  return last?.asked === JSON.stringify(question) ? last : undefined
}
