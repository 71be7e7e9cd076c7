/** How this person uses emoji: in which skin tone, and which of late. Kept with the settings of this device's screens. */
import { LIMITS, useCommand, useSettings } from '../session/index.ts'
import type { SkinTone } from './data.ts'

const none: readonly string[] = []

export function useEmojiUsage() {
  const settings = useSettings()
  const recent = settings?.recentEmoji ?? none
  const change = useCommand((client, given: { readonly recentEmoji?: string[]; readonly skinTone?: SkinTone }) =>
    client.profile.changeSettings(given),
  )
  return {
    tone: settings?.skinTone ?? 'none',
    recent,
    setTone: (skinTone: SkinTone): void => void change.run({ skinTone }),
    /** Where this could not be kept, the emoji is only not offered sooner next time. */
    used: (emoji: string): void => {
      if (recent[0] !== emoji) void change.run({ recentEmoji: latestFirst(recent, emoji) })
    },
  }
}

export function latestFirst(recent: readonly string[], emoji: string): string[] {
  return [emoji, ...recent.filter((other) => other !== emoji)].slice(0, LIMITS.recentEmoji)
}
