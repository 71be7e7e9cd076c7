/** A message in one line: its words without marks. Pure. */
import { markupText, parsed } from '../content/index.ts'

/** Characters of a text that are looked at: more than a line holds. */
const most = 400

export const beginningOf = (text: string): string =>
  markupText(parsed(text.slice(0, most)))
    .replaceAll(/\s+/g, ' ')
    .trim()
