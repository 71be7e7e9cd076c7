/** Emoji by what they are called. Pure. */
import type { EmojiEntry } from './data.ts'

const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()

/** How well an emoji fits a word, 0 best; nothing when it does not. */
function fit({ label, tags, codes }: EmojiEntry, wanted: string): number | undefined {
  if (codes.includes(wanted)) return 0
  if (codes.some((code) => code.startsWith(wanted))) return 1
  const name = plain(label)
  if (name.startsWith(wanted)) return 2
  if (tags.some((tag) => plain(tag) === wanted)) return 3
  if (name.includes(` ${wanted}`) || codes.some((code) => code.includes(`_${wanted}`))) return 4
  return tags.some((tag) => plain(tag).startsWith(wanted)) ? 5 : undefined
}

/** The best `most` for what was typed, in the order of the data among equals. */
export function findEmoji(entries: readonly EmojiEntry[], typed: string, most: number): readonly EmojiEntry[] {
  const wanted = plain(typed.trim())
  if (wanted === '') return []
  return entries
    .flatMap((entry) => {
      const rank = fit(entry, wanted)
      return rank === undefined ? [] : [{ entry, rank }]
    })
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, most)
    .map(({ entry }) => entry)
}
