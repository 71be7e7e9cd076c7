/** A message in one line: its words without marks. Pure. */
import { markupText, parsed } from '../content/index.ts'

/** Characters of a text that are looked at: more than a line holds. */
const most = 400

export const beginningOf = (text: string): string =>
  markupText(parsed(text.slice(0, most)))
    .replaceAll(/\s+/g, ' ')
    .trim()

/** Characters that are enough to know a message by. */
const mostTold = 80

/** What a message is called by where it is not read: its first words. */
export function firstWords(text: string): string {
  const all = beginningOf(text)
  if (all.length <= mostTold) return all
  // Up to the last space, so that no word and no character is cut in two; where there are none, up to a whole character.
  const cut = all.slice(0, mostTold)
  const space = cut.lastIndexOf(' ')
  return `${space > 0 ? cut.slice(0, space) : [...cut].slice(0, -1).join('')}…`
}
