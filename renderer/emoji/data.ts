/**
 * Every emoji with its names. The data lie beside the app as files of their own, one for each language we have them in, and are
 * read when somebody first asks; nothing is fetched from elsewhere.
 */
import type { Emoji, ShortcodesDataset } from 'emojibase'
import { isEmoji } from '../../core/shared/index.ts'
import type { SettingsView } from '../session/index.ts'

export type SkinTone = SettingsView['skinTone']

/** In the order of the package's numbers, which begin with 1 for light. */
export const skinTones: readonly SkinTone[] = ['none', 'light', 'medium-light', 'medium', 'medium-dark', 'dark']

export interface EmojiEntry {
  readonly emoji: string
  readonly label: string
  /** The package's number of its kind; see `groups`. */
  readonly group: number
  readonly tags: readonly string[]
  /** Short English names that are typed between colons. */
  readonly codes: readonly string[]
  readonly skins: Partial<Record<SkinTone, string>>
}

/** Kinds of emoji by the package's numbers, each with one that stands for it. Its number 2 is made of parts, no emoji. */
export const groups = [
  { group: 0, name: 'smileys', sign: '😀' },
  { group: 1, name: 'people', sign: '👋' },
  { group: 3, name: 'nature', sign: '🌱' },
  { group: 4, name: 'food', sign: '🍎' },
  { group: 5, name: 'travel', sign: '🚲' },
  { group: 6, name: 'activities', sign: '⚽' },
  { group: 7, name: 'objects', sign: '💡' },
  { group: 8, name: 'symbols', sign: '💜' },
  { group: 9, name: 'flags', sign: '🏁' },
] as const

/** Emoji of later versions than this (2022) are boxes on many systems, whose own font comes before ours. */
const newest = 15

export type EmojiLanguage = 'en' | 'de'

/** The language emoji have names in for who reads this one. */
export function emojiLanguage(language: string): EmojiLanguage {
  return language === 'de' ? 'de' : 'en'
}

const files: Readonly<Record<EmojiLanguage, () => Promise<{ readonly default: readonly Emoji[] }>>> = {
  en: () => import('emojibase-data/en/data.json'),
  de: () => import('emojibase-data/de/data.json'),
}

const loading = new Map<EmojiLanguage, Promise<readonly EmojiEntry[]>>()
const loaded = new Map<EmojiLanguage, readonly EmojiEntry[]>()

/** Those already here, for who cannot wait. */
export function emojiNow(language: EmojiLanguage): readonly EmojiEntry[] | undefined {
  return loaded.get(language)
}

/** Rejects when the files cannot be read; asked again it tries again. */
export function loadEmoji(language: EmojiLanguage): Promise<readonly EmojiEntry[]> {
  const begun = loading.get(language)
  if (begun) return begun
  const reading = read(language)
  loading.set(language, reading)
  reading.then(
    (entries) => loaded.set(language, entries),
    () => loading.delete(language),
  )
  return reading
}

async function read(language: EmojiLanguage): Promise<readonly EmojiEntry[]> {
  const [{ default: data }, { default: codes }] = await Promise.all([
    files[language](),
    import('emojibase-data/en/shortcodes/github.json'),
  ])
  return entriesOf(data, codes)
}

/** Those that can be reacted with and that most systems draw, in the package's order. */
export function entriesOf(data: readonly Emoji[], codes: ShortcodesDataset): readonly EmojiEntry[] {
  return data
    .toSorted((a, b) => (a.order ?? 0) - (b.order ?? 0))
    .flatMap(({ emoji, label, group, version, tags = [], hexcode, skins = [] }): readonly EmojiEntry[] => {
      const usual = interchanged(emoji)
      if (group === undefined || group === 2 || version > newest || usual === undefined) return []
      const code = codes[hexcode] ?? []
      const toned = skins.flatMap((skin) => {
        const tone = typeof skin.tone === 'number' ? skinTones[skin.tone] : undefined
        const one = interchanged(skin.emoji)
        return tone && skin.version <= newest && one !== undefined ? [[tone, one] as const] : []
      })
      const called = typeof code === 'string' ? [code] : code
      return [{ emoji: usual, label, group, tags, codes: called, skins: Object.fromEntries(toned) }]
    })
}

/** The package asks for the picture also of those that are one anyway: that mark is no part of them. */
function interchanged(emoji: string): string | undefined {
  return [emoji, emoji.replace(/\uFE0F$/, '')].find(isEmoji)
}

/** The emoji in a skin tone, when it comes in several. */
export function inTone({ emoji, skins }: EmojiEntry, tone: SkinTone): string {
  return skins[tone] ?? emoji
}
