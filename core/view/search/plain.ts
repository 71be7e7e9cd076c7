/** A message as it is searched: what the screen shows of it, without its marks. */
import { type Block, type Inline, markupText, parseMarkup } from '../../shared/index.ts'

export interface Plain {
  /** In NFC. */
  readonly text: string
  /** Whether a link to somewhere stands in it. */
  readonly link: boolean
}

/** What may be more than words to who reads markup: most of what people say is not, and need not be read for it. */
const MARKS = /[\\`*_~[\]<>&|#:]|^\s*(?:[-+=]|\d{1,9}[.)])|^(?: {4}| {0,3}\t)/m

export function plainOf(text: string): Plain {
  if (!MARKS.test(text)) return { text: text.normalize('NFC'), link: false }
  const blocks = parseMarkup(text)
  return { text: markupText(blocks).normalize('NFC'), link: blocks.some(hasLink) }
}

function hasLink(block: Block): boolean {
  switch (block.type) {
    case 'paragraph':
    case 'heading':
      return block.children.some(isLink)
    case 'quote':
      return block.children.some(hasLink)
    case 'list':
      return block.items.some((item) => item.some(hasLink))
    case 'table':
      return block.rows.some((row) => row.some((cell) => cell.some(isLink)))
    case 'code':
    case 'rule':
      return false
  }
}

function isLink(part: Inline): boolean {
  if (part.type === 'link') return true
  return 'children' in part && part.children.some(isLink)
}
