/** What counts as one emoji, for whoever judges a reaction. */
import { LIMITS } from './limits.ts'

const whole = /^\p{RGI_Emoji}$/v

let graphemes: Intl.Segmenter | undefined

/**
 * Whether this text is one emoji that Unicode recommends for interchange, and nothing besides: no letters, no second one, no
 * selector that makes another text of what looks the same. At most LIMITS.emojiUnits long.
 */
export function isEmoji(text: string): boolean {
  if (text.length === 0 || text.length > LIMITS.emojiUnits || !whole.test(text)) return false
  graphemes ??= new Intl.Segmenter('en', { granularity: 'grapheme' })
  return [...graphemes.segment(text)].length === 1
}
