/** Where in a text what is sought stands, the piece of it that is shown, and how well it fits. */
import { LIMITS } from '../../shared/index.ts'
import type { Term } from './terms.ts'
import { folded, type Word, wordsOf } from './words.ts'

/** A stretch of a text in UTF-16 units. */
export interface Mark {
  readonly from: number
  readonly to: number
}

export interface Snippet {
  /** One line. */
  readonly text: string
  /** In order, none inside another. */
  readonly marks: readonly Mark[]
}

interface Found {
  readonly term: Term
  readonly mark: Mark
  /** Not only the beginning of a longer word. */
  readonly whole: boolean
}

/** Every place where one of the terms stands. */
function* foundIn(text: string, terms: readonly Term[]): Generator<Found> {
  const { words, letters } = wordsOf(text)
  for (const term of terms) {
    const among = term.letter ? letters : words
    for (let at = 0; at + term.words.length <= among.length; at++) {
      const found = standsAt(among, at, term)
      if (found) yield found
    }
  }
}

function standsAt(among: readonly Word[], at: number, term: Term): Found | undefined {
  const last = term.words.length - 1
  for (const [by, word] of term.words.entries()) {
    const here = among[at + by]?.word
    if (here === undefined) return undefined
    if (by === last && term.open ? !here.startsWith(word) : here !== word) return undefined
  }
  const [first, end] = [among[at], among[at + last]]
  if (!first || !end) return undefined
  return { term, mark: { from: first.from, to: end.to }, whole: end.word === term.words[last] }
}

/** What is shown of a text, which is in NFC: around the first place where something of it stands. */
export function snippetOf(text: string, terms: readonly Term[]): Snippet {
  const line = text.replace(/\s/g, ' ')
  const marks = joined([...foundIn(line, terms)].map(({ mark }) => mark))
  const first = marks[0]?.from ?? 0
  const begin =
    first < LIMITS.snippetChars / 2 ? 0 : wordStart(line, first - Math.floor(LIMITS.snippetChars / 4), first)
  const end =
    begin + LIMITS.snippetChars >= line.length ? line.length : wordEnd(line, begin, begin + LIMITS.snippetChars)
  const [before, after] = [begin > 0 ? '…' : '', end < line.length ? '…' : '']
  const shift = before.length - begin
  return {
    text: before + line.slice(begin, end) + after,
    marks: marks
      .filter(({ from, to }) => from >= begin && to <= end)
      .map(({ from, to }) => ({ from: from + shift, to: to + shift })),
  }
}

/** Where terms stand in a name. */
export function marksIn(text: string, terms: readonly Term[]): readonly Mark[] {
  return joined([...foundIn(text, terms)].map(({ mark }) => mark))
}

/** Whether all terms stand in a text. */
export function hasAll(text: string, terms: readonly Term[]): boolean {
  const found = new Set<Term>()
  for (const { term } of foundIn(text, terms)) found.add(term)
  return found.size === terms.length
}

/** Whether terms may stand in a text at all: quicker than to look for where. */
export function mayHold(text: string, terms: readonly Term[]): boolean {
  const run = folded(text)
  return terms.every(({ words }) => words.every((word) => run.includes(word)))
}

/** The usual figures of BM25: how soon saying it again tells little more, and how much a long text counts against it. */
const SOON = 1.2
const LONG = 0.75
/** Words of a message of common length. */
const COMMON = 20
/** What a word itself counts against one that only begins so. */
const WHOLE = 1.5

/**
 * How well a text fits: more for what stands in it often, whole, and among few other words. How rare a word is does not count: all
 * that are compared hold all of the terms.
 */
export function fitOf(text: string, terms: readonly Term[]): number {
  const weights = new Map<Term, number>()
  for (const { term, whole } of foundIn(text, terms)) weights.set(term, (weights.get(term) ?? 0) + (whole ? WHOLE : 1))
  const damp = SOON * (1 - LONG + (LONG * (text.length / 6)) / COMMON)
  return [...weights.values()].reduce((sum, weight) => sum + weight / (weight + damp), 0)
}

function joined(marks: readonly Mark[]): Mark[] {
  const out: Mark[] = []
  for (const mark of marks.toSorted((a, b) => a.from - b.from || a.to - b.to)) {
    const last = out.at(-1)
    if (last && mark.from < last.to) out.splice(-1, 1, { from: last.from, to: Math.max(last.to, mark.to) })
    else out.push(mark)
  }
  return out
}

/** After the first space from a place on; words longer than that are cut, and no letter is. */
function wordStart(text: string, at: number, before: number): number {
  const space = text.indexOf(' ', Math.max(0, at))
  return space >= 0 && space < before ? space + 1 : whole(text, at)
}

function wordEnd(text: string, from: number, at: number): number {
  const space = text.lastIndexOf(' ', at)
  return space > from + LIMITS.snippetChars / 2 ? space : whole(text, at)
}

/** Not inside of a pair of surrogates. */
function whole(text: string, at: number): number {
  const unit = text.charCodeAt(at)
  return unit >= 0xdc00 && unit <= 0xdfff ? at - 1 : at
}
