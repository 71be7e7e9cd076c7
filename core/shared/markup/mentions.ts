/** Who a text mentions. */
import { LIMITS } from '../limits.ts'
import { parseMarkup, type Block, type Inline } from '../markup.ts'
import { mentionHref, type Mention } from './links.ts'

/** In the order of the text, each once, at most LIMITS.mentionsPerMessage: who is told does not depend on how often. */
export function mentionsOf(text: string): readonly Mention[] {
  // Every mention stands in brackets: most texts need no reading.
  if (!text.includes('[')) return []
  const found = new Map<string, Mention>()
  ofBlocks(parseMarkup(text), found)
  return [...found.values()]
}

function ofBlocks(blocks: readonly Block[], found: Map<string, Mention>): void {
  for (const block of blocks) {
    if (block.type === 'quote') ofBlocks(block.children, found)
    else if (block.type === 'list') for (const item of block.items) ofBlocks(item, found)
    else if (block.type === 'table') for (const cell of block.rows.flat()) ofLine(cell, found)
    else if ('children' in block) ofLine(block.children, found)
  }
}

function ofLine(line: readonly Inline[], found: Map<string, Mention>): void {
  for (const part of line) {
    if (found.size >= LIMITS.mentionsPerMessage) return
    if (part.type === 'mention') {
      const name = mentionHref(part.of)
      if (!found.has(name)) found.set(name, part.of)
    } else if ('children' in part) ofLine(part.children, found)
  }
}
