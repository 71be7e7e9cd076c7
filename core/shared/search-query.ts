/**
 * What is typed into a search, read: words, "phrases", beginnings (`word*`), and operators such as `in:room`. Screens show the same
 * as chips. Nothing typed is wrong: what is no operator is a word.
 */
import { LIMITS } from './limits.ts'

const OPERATORS = ['in', 'from', 'before', 'after', 'has', 'is'] as const
export type SearchOperator = (typeof OPERATORS)[number]

export interface SearchPart {
  /** word: words that all have to be found; phrase: words that stand beside each other. */
  readonly kind: 'word' | 'phrase' | SearchOperator
  /** Without quotes and operator. */
  readonly value: string
  /** The last word may go on: it is being typed, or a star says so. */
  readonly open: boolean
  /** Where it stands in what was typed, UTF-16 units. */
  readonly from: number
  readonly to: number
}

/** An operator, what is in quotes (to the end when nobody closed them), or what stands between spaces. */
const PART = /(?:(in|from|before|after|has|is):)?(?:["“”„«»]([^"“”„«»]*)(["“”„«»]|$)|(\S+))/giu

export function parseSearch(typed: string): readonly SearchPart[] {
  const parts: SearchPart[] = []
  for (const found of typed.slice(0, LIMITS.searchChars).matchAll(PART)) {
    if (parts.length >= LIMITS.searchTerms) break
    const [whole, name, quoted, closing, bare = ''] = found
    const [from, to] = [found.index, found.index + whole.length]
    const operator = OPERATORS.find((each) => each === name?.toLowerCase())
    const value = (quoted ?? bare).trim()
    if (operator) {
      if (value !== '') parts.push({ kind: operator, value: value.replace(/^[#@]/, ''), open: false, from, to })
    } else if (quoted !== undefined) {
      if (value !== '') parts.push({ kind: 'phrase', value, open: closing === '', from, to })
    } else {
      const starred = /\*+$/.test(value)
      const word = value.replace(/\*+$/, '')
      if (word !== '') parts.push({ kind: 'word', value: word, open: starred || to === typed.length, from, to })
    }
  }
  return parts
}

/** Days a search may name: 2026, 2026-11 or 2026-11-22, in this device's calendar; nothing when it is no such thing. */
export function searchDay(text: string): number | undefined {
  const found = /^(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?$/.exec(text)
  if (!found) return undefined
  const [year, month, day] = [Number(found[1]), Number(found[2] ?? 1), Number(found[3] ?? 1)]
  const date = new Date(year, month - 1, day)
  const isSame = date.getFullYear() === year && date.getMonth() === month - 1 && date.getDate() === day
  return isSame ? date.getTime() : undefined
}
