/** Texts already read: a row that is scrolled away and back is not read twice. */
import { parseMarkup, type Block } from '../../core/shared/index.ts'

const most = 3000
const read = new Map<string, readonly Block[]>()

export function parsed(text: string): readonly Block[] {
  const known = read.get(text)
  if (known) return known
  const blocks = parseMarkup(text)
  // The oldest goes first: a Map keeps the order in which its keys came.
  if (read.size >= most) for (const [first] of read.entries().take(1)) read.delete(first)
  read.set(text, blocks)
  return blocks
}
