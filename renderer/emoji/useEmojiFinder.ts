/** Finds emoji by name while somebody types. */
import { useEffect, useState } from 'react'
import { useText } from '../i18n/index.ts'
import { emojiLanguage, emojiNow, inTone, loadEmoji, type EmojiLanguage } from './data.ts'
import { findEmoji } from './find.ts'
import { useEmojiUsage } from './usage.ts'

export interface FoundEmoji {
  /** In the person's skin tone. */
  readonly emoji: string
  readonly label: string
}

export interface EmojiFinder {
  find(typed: string, most: number): readonly FoundEmoji[]
  /** Says that the person has taken this one. */
  used(emoji: string): void
}

/** Finds nothing until it was `wanted` once and the names are here. */
export function useEmojiFinder(wanted: boolean): EmojiFinder {
  const { language } = useText()
  const { tone, used } = useEmojiUsage()
  const names = emojiLanguage(language)
  const [, setHere] = useState<EmojiLanguage>()
  useEffect(() => {
    if (!wanted) return undefined
    let over = false
    // Without names there are no suggestions; the picker is where a failure is told.
    loadEmoji(names).then(
      () => over || setHere(names),
      () => undefined,
    )
    return () => {
      over = true
    }
  }, [wanted, names])
  return {
    find: (typed, most) =>
      findEmoji(emojiNow(names) ?? [], typed, most).map((entry) => ({
        emoji: inTone(entry, tone),
        label: entry.label,
      })),
    used,
  }
}
