/**
 * The words of a text as search compares them, and where each stands. A word is a run of letters, marks and digits, in lower case,
 * without accents and in one of its spellings (NFKC). Scripts that are written without spaces between words are cut into pairs of
 * letters instead, so that any part of a sentence is found in it: no dictionary is asked, so what was indexed by one release is found
 * by another, whatever dictionary came with either.
 */
import { LIMITS } from '../../shared/index.ts'

export interface Word {
  readonly word: string
  /** UTF-16 units of the text: where it begins, and where it is over. */
  readonly from: number
  readonly to: number
}

/** A run of words that stand beside each other, or of letters of a script without spaces. */
export interface Run {
  readonly kind: 'words' | 'letters'
  readonly parts: readonly Word[]
}

/** Hangul is among them: its words carry endings that hardly anybody types who seeks one. */
const LETTER = String.raw`[[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Bopomofo}\p{scx=Hangul}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}\p{scx=Tai_Tham}\p{scx=Javanese}]&&[\p{L}\p{M}\p{N}]]`
const IN_WORD = String.raw`[[\p{L}\p{M}\p{N}]--${LETTER}]`
/** What stands inside words and is no part of them: apostrophes, soft hyphens, joiners. */
const JOINT = String.raw`['‘’\u00AD\u200B-\u200D\u2060\uFE0E\uFE0F]`
const PICTURE = String.raw`\p{RI}\p{RI}|\p{Extended_Pictographic}`
const RUN = new RegExp(`(?<letters>${LETTER}+)|${IN_WORD}+(?:${JOINT}+${IN_WORD}+)*|(?:${PICTURE})`, 'gv')
/** A voiced sign after a half-wide kana belongs to it. */
const ONE_LETTER = /[^][\u3099\u309A\uFF9E\uFF9F]?/gu
const ASCII = /^\p{ASCII}*$/u
/** Accents, vowel signs of Hebrew and Arabic with the line that stretches a word, and the half-wide forms of all that. */
const SIGNS = new RegExp(
  `[${[
    // Accents of Latin, Greek and Cyrillic.
    String.raw`\u0300-\u036F\u1AB0-\u1AFF\u1DC0-\u1DFF\u20D0-\u20FF\uFE20-\uFE2F`,
    // Hebrew.
    String.raw`\u0591-\u05BD\u05BF\u05C1\u05C2\u05C4\u05C5\u05C7`,
    // Arabic.
    String.raw`\u0610-\u061A\u0640\u064B-\u065F\u0670\u06D6-\u06DC\u06DF-\u06E8\u06EA-\u06ED\u08D3-\u08FF`,
  ].join('')}]`,
  'g',
)
const NO_WORD = /[^\p{L}\p{M}\p{N}\p{RI}\p{Extended_Pictographic}]/gu

/** The rules as sources of regular expressions with the flags `gv`, `gu`, `g` and `gu`: what searches elsewhere cuts alike by them. */
export const WORD_RULES = {
  run: RUN.source,
  letter: ONE_LETTER.source,
  signs: SIGNS.source,
  noWord: NO_WORD.source,
} as const

/** As texts are compared. */
export function folded(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase().replace(/[^a-z0-9]/g, '')
  const bare = text.normalize('NFKD').replace(SIGNS, '')
  // Upper case first: ß becomes SS, and so ss.
  return bare.toUpperCase().toLowerCase().replaceAll('ς', 'σ').normalize('NFKC').replace(NO_WORD, '')
}

/** The runs of a text, which is in NFC, until `most` words were found. */
export function* runsOf(text: string, most: number = LIMITS.searchWords): Generator<Run> {
  let words: Word[] = []
  let left = most
  for (const { 0: found, index, groups } of text.matchAll(RUN)) {
    if (left <= 0) break
    if (groups?.['letters'] === undefined) {
      const word = folded(found.slice(0, LIMITS.searchWordChars))
      if (word !== '') words.push({ word, from: index, to: index + found.length })
      left -= 1
      continue
    }
    if (words.length > 0) yield { kind: 'words', parts: words }
    words = []
    const parts = lettersOf(found, index, left)
    left -= parts.length
    if (parts.length > 0) yield { kind: 'letters', parts }
  }
  if (words.length > 0) yield { kind: 'words', parts: words }
}

function lettersOf(run: string, at: number, most: number): Word[] {
  const letters: Word[] = []
  for (const { 0: letter, index } of run.matchAll(ONE_LETTER)) {
    if (letters.length >= most) break
    const from = at + index
    for (const word of folded(letter)) letters.push({ word, from, to: from + letter.length })
  }
  return letters
}

/** Letters two by two, or the one there is. */
export function pairsOf(letters: readonly Word[]): readonly Word[] {
  if (letters.length < 2) return letters
  return letters.flatMap((letter, at) => {
    const next = letters[at + 1]
    return next ? [{ word: letter.word + next.word, from: letter.from, to: next.to }] : []
  })
}

/** All words of a text in their order, pairs among them; and each letter that stands in a pair by itself. */
export function wordsOf(
  text: string,
  most?: number,
): { readonly words: readonly Word[]; readonly letters: readonly Word[] } {
  const [words, letters]: [Word[], Word[]] = [[], []]
  for (const { kind, parts } of runsOf(text, most)) {
    if (kind === 'words') for (const part of parts) words.push(part)
    else {
      for (const part of pairsOf(parts)) words.push(part)
      for (const part of parts) letters.push(part)
    }
  }
  return { words, letters }
}
