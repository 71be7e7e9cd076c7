/** The operators in what was typed: shown as chips, put in and taken out. What was typed stays the one truth. */
import { parseSearch, type SearchOperator, type SearchPart } from '../../core/shared/index.ts'

export interface Filter extends SearchPart {
  readonly kind: SearchOperator
}

export function filtersIn(text: string): readonly Filter[] {
  return parseSearch(text).filter((part): part is Filter => part.kind !== 'word' && part.kind !== 'phrase')
}

export function withoutFilter(text: string, { from, to }: Pick<SearchPart, 'from' | 'to'>): string {
  const [before, after] = [text.slice(0, from).trimEnd(), text.slice(to).trimStart()]
  return before === '' ? after : after === '' ? `${before} ` : `${before} ${after}`
}

/** What may narrow a search and needs no name or day. */
export const MARKS = [
  'has:link',
  'has:file',
  'has:reaction',
  'has:replies',
  'has:answer',
  'is:topic',
  'is:pinned',
] as const
export type SearchMark = (typeof MARKS)[number]

/** Ready for a name or a day to be typed. */
export function withFilter(text: string, operator: Exclude<SearchOperator, 'has' | 'is'> | SearchMark): string {
  const before = text.trim() === '' ? '' : `${text.trimEnd()} `
  return operator.includes(':') ? `${before}${operator} ` : `${before}${operator}:`
}
