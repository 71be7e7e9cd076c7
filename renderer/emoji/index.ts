/** Choosing emoji: a picker, a button that opens it, and a finder for who types a name. */
export { EmojiButton } from './EmojiButton.tsx'
export { EmojiPicker } from './EmojiPicker.tsx'
export { EmojiText } from './EmojiText.tsx'
export { useEmojiFinder, type EmojiFinder, type FoundEmoji } from './useEmojiFinder.ts'
export { useEmojiUsage } from './usage.ts'
