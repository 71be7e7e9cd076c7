/** The entries as the grid wants them, and where each kind begins in it. Pure. */
import type { EmojiData } from 'frimousse'
import { groups, type EmojiEntry, type EmojiLanguage } from './data.ts'

/** Heights in the picker, px: the same as in picker.module.css. */
const row = 36
const header = 28

export function gridData(
  entries: readonly EmojiEntry[],
  locale: EmojiLanguage,
  nameOf: (name: (typeof groups)[number]['name']) => string,
): EmojiData {
  return {
    locale,
    emojis: entries.map(({ emoji, label, group, tags, codes, skins }) => {
      const { light, 'medium-light': mediumLight, medium, 'medium-dark': mediumDark, dark } = skins
      const all = light && mediumLight && medium && mediumDark && dark
      return {
        emoji,
        category: group,
        label,
        version: 1,
        tags: [...tags, ...codes],
        skins: all ? { light, 'medium-light': mediumLight, medium, 'medium-dark': mediumDark, dark } : undefined,
      }
    }),
    categories: groups.map(({ group, name }) => ({ index: group, label: nameOf(name) })),
    // Said by the picker's own list of tones.
    skinTones: { light: '', 'medium-light': '', medium: '', 'medium-dark': '', dark: '' },
  }
}

/** How far down each kind begins, px, when all are shown. */
export function groupTops(entries: readonly EmojiEntry[], columns: number): ReadonlyMap<number, number> {
  const tops = new Map<number, number>()
  let top = 0
  for (const { group } of groups) {
    const count = entries.filter((entry) => entry.group === group).length
    tops.set(group, top)
    if (count > 0) top += header + Math.ceil(count / columns) * row
  }
  return tops
}

/** Whether the grid shows the emoji of this name for this search. */
export function answers(entries: readonly EmojiEntry[], label: string, search: string): boolean {
  const wanted = search.trim().toLowerCase()
  const entry = entries.find((each) => each.label === label)
  return [label, ...(entry?.tags ?? []), ...(entry?.codes ?? [])].some((name) => name.toLowerCase().includes(wanted))
}
