/** Texts people type: what is taken off, what is refused. One place for screens and core. */
import { utf8 } from './bytes.ts'
import { defineErrors } from './errors.ts'

export const textErrors = defineErrors('text', {
  empty: 'Please write something here: this has no visible characters.',
  'too-long': 'This is too long: {have} of at most {most} {unit}. Nothing was lost; please shorten it.',
})

/** Characters that show nothing (some of them letters by name), or turn the direction of what stands beside them. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{DI}\u2800]/gu
/** What joins emoji and letters of some scripts, and must stay inside a line of text. */
const JOINERS = new Set(['\u200C', '\u200D', '\uFE0E', '\uFE0F'])
const VISIBLE = /(?![\p{DI}\u2800])[\p{L}\p{N}\p{P}\p{S}]/u

/**
 * One line such as a name: composed (NFC), without control and direction marks, single spaces.
 * @param most characters (code points)
 * @throws text/empty, text/too-long
 */
export function cleanLine(text: string, most: number): string {
  const line = cleanOptionalLine(text, most)
  if (!VISIBLE.test(line)) throw textErrors('empty')
  return line
}

/** The same for a line that may be empty. @throws text/too-long */
export function cleanOptionalLine(text: string, most: number): string {
  const line = text
    .toWellFormed()
    .replace(/[\t\n\r]/g, ' ')
    .replace(INVISIBLE, (mark) => (JOINERS.has(mark) ? mark : ''))
    // After what stood between a letter and its accent is gone.
    .normalize('NFC')
    .replace(/\s+/gu, ' ')
    .trim()
  const have = [...line].length
  if (have > most) throw textErrors('too-long', { details: { have, most, unit: 'characters' } })
  return VISIBLE.test(line) ? line : ''
}

/**
 * Text of several lines such as rules or a message: well-formed, line ends as \n, no control characters, no white space around.
 * @throws text/empty, text/too-long
 */
export function cleanText(text: string, most: { readonly chars: number } | { readonly bytes: number }): string {
  const clean = cleanOptionalText(text, most)
  if (!VISIBLE.test(clean)) throw textErrors('empty')
  return clean
}

/** The same for a text that may be empty. @throws text/too-long */
export function cleanOptionalText(text: string, most: { readonly chars: number } | { readonly bytes: number }): string {
  const clean = text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    // `\s+$` would look at every gap again from each of its places.
    .trimEnd()
    .replace(/^(?:[^\S\n]*\n)+/u, '')
  const counted = 'chars' in most ? [...clean].length : utf8(clean).length
  const allowed = 'chars' in most ? most.chars : most.bytes
  const unit = 'chars' in most ? 'characters' : 'bytes'
  if (counted > allowed) throw textErrors('too-long', { details: { have: counted, most: allowed, unit } })
  return clean
}
