/** What is sought, as the index is asked for it. A term is one word, a part of a word, or several words that stand beside each other. */
import { LIMITS, type MemberId, type SpaceId, utf8, hex } from '../../shared/index.ts'
import { folded, pairsOf, runsOf } from './words.ts'

export interface Term {
  /** In the order in which they stand; pairs of letters where words are not told apart. */
  readonly words: readonly string[]
  /** The last may go on. */
  readonly open: boolean
  /** One letter of a script without spaces, anywhere. */
  readonly letter: boolean
}

/** What somebody seeks: all of it has to be so. */
export interface Sought {
  readonly terms: readonly Term[]
  /** Only in one of these, when given. */
  readonly spaces?: readonly SpaceId[] | undefined
  /** Only by one of these, when given. */
  readonly authors?: readonly MemberId[] | undefined
  /** Not before, ms; to the minute. */
  readonly from?: number | undefined
  /** Not at or after, ms; to the minute. */
  readonly until?: number | undefined
  /** All of what it has to have, and to be. */
  readonly about?: readonly About[] | undefined
  /** Only the titles of topics. */
  readonly titles?: boolean | undefined
  /** Only these, when given. */
  readonly keys?: readonly number[] | undefined
}

/**
 * What a message can be sought by besides its words. link: one stands in it; reaction: somebody reacted; thread: something was said
 * to it; answer: one was accepted; topic: it begins one; file: one is attached.
 */
export type About = 'link' | 'reaction' | 'thread' | 'answer' | 'topic' | 'file'

/** Shorter beginnings would stand for half of all words. */
const LEAST_OPEN = 2

/** The terms of a piece of a query: one for each run of words, since pieces of other scripts stand apart in the index. */
export function termsOf(piece: string, open: boolean): Term[] {
  const terms: Term[] = []
  for (const { kind, parts } of runsOf(piece.normalize('NFC'), LIMITS.searchTerms)) {
    const words = (kind === 'letters' ? pairsOf(parts) : parts).map(({ word }) => word)
    terms.push({ words, open: false, letter: kind === 'letters' && parts.length === 1 })
  }
  const last = terms.at(-1)
  const ending = last?.words.at(-1) ?? ''
  // Only what is typed to its end goes on: not a word with a full stop behind it. Letters are found inside of others in any case.
  const mayGoOn = open && last && !last.letter && ending.length >= LEAST_OPEN && folded(piece.slice(-1)) !== ''
  if (mayGoOn) terms.splice(-1, 1, { ...last, open: true })
  return terms
}

/** Tokens of what a message is about; a column of their own keeps them apart from words. */
export const aboutSpace = (space: SpaceId): string => `s${hex(utf8(space))}`
export const aboutAuthor = (author: MemberId): string => `a${hex(utf8(author))}`
export const ABOUT_ALL = 'message'

/**
 * The same for FTS5. Nothing of it is syntax but what is written here: words hold letters, marks and digits only, and stand in quotes
 * all the same.
 */
export function matchOf({ terms, spaces, authors, about = [], titles = false }: Sought): string {
  const words = terms.map((term) => {
    const phrase = `${quoted(term.words.join(' '))}${term.open ? ' *' : ''}`
    const column = term.letter ? 'letters' : 'words'
    const title = term.letter ? 'title_letters' : 'title'
    return titles ? `${title} : ${phrase}` : `{${column} ${title}} : ${phrase}`
  })
  const needed = titles && !about.includes('topic') ? [...about, 'topic'] : about
  const narrowed = [
    ...(spaces ? [anyOf(spaces.map(aboutSpace))] : []),
    ...(authors ? [anyOf(authors.map(aboutAuthor))] : []),
    ...needed.map(quoted),
  ].map((one) => `about : ${one}`)
  const all = [...words, ...narrowed]
  return all.length > 0 ? all.map((one) => `(${one})`).join(' AND ') : `about : ${quoted(ABOUT_ALL)}`
}

function anyOf(tokens: readonly string[]): string {
  return `(${(tokens.length > 0 ? tokens : ['nothing']).map(quoted).join(' OR ')})`
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}
