/** Every key that does something, in one table: the handler, the palette and the cheat sheet all read it. */
export type Action =
  | 'palette'
  | 'search'
  | 'community'
  | 'space-up'
  | 'space-down'
  | 'unread-up'
  | 'unread-down'
  | 'close'
  | 'back'
  | 'pane'
  | 'settings'
  | 'regions'
  | 'regions-back'
  | 'next-message'
  | 'previous-message'
  | 'mark-read'
  | 'next-unread'
  | 'reply'
  | 'thread'
  | 'react'
  | 'sheet'

export interface Shortcut {
  readonly action: Action
  /** As `KeyboardEvent.key`, lower case; `1-9` for a digit. */
  readonly key: string
  readonly mod?: true
  readonly alt?: true
  readonly shift?: true
  /** A single letter: means itself while somebody is writing. */
  readonly outsideText?: true
  /** Goes by words through a text on a Mac, and is left to that there. */
  readonly byWords?: true
}

export const shortcuts: readonly Shortcut[] = [
  { action: 'palette', key: 'k', mod: true },
  { action: 'search', key: 'f', mod: true },
  { action: 'community', key: '1-9', mod: true },
  { action: 'space-up', key: 'arrowup', alt: true },
  { action: 'space-down', key: 'arrowdown', alt: true },
  { action: 'unread-up', key: 'arrowup', alt: true, shift: true },
  { action: 'unread-down', key: 'arrowdown', alt: true, shift: true },
  { action: 'close', key: 'escape' },
  { action: 'back', key: 'arrowleft', alt: true, byWords: true },
  { action: 'pane', key: '.', mod: true },
  { action: 'settings', key: ',', mod: true },
  { action: 'regions', key: 'f6' },
  { action: 'regions-back', key: 'f6', shift: true },
  { action: 'next-message', key: 'j', outsideText: true },
  { action: 'previous-message', key: 'k', outsideText: true },
  { action: 'mark-read', key: 'm', outsideText: true },
  { action: 'next-unread', key: 'n', outsideText: true },
  { action: 'reply', key: 'r', outsideText: true },
  { action: 'thread', key: 't', outsideText: true },
  { action: 'react', key: 'e', outsideText: true },
  // No shift here: on some keyboards the question mark needs it, on others not.
  { action: 'sheet', key: '?', outsideText: true },
]

export interface Pressed {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

export interface Match {
  readonly action: Action
  /** 1 to 9 where the key is one of several. */
  readonly digit?: number
}

/** What a key press asks for. `writing`: the focus is where letters go into a text. */
export function matchShortcut(
  pressed: Pressed,
  { mac, writing }: { mac: boolean; writing: boolean },
): Match | undefined {
  const key = pressed.key.toLowerCase()
  const mod = mac ? pressed.metaKey : pressed.ctrlKey
  const foreign = mac ? pressed.ctrlKey : pressed.metaKey
  if (foreign) return undefined
  const digit = /^[1-9]$/.test(key) ? Number(key) : undefined
  const found = shortcuts.find(
    (shortcut) =>
      (shortcut.key === '1-9' ? digit !== undefined : shortcut.key === key) &&
      mod === (shortcut.mod ?? false) &&
      pressed.altKey === (shortcut.alt ?? false) &&
      (shortcut.key === '?' || pressed.shiftKey === (shortcut.shift ?? false)) &&
      !(writing && (shortcut.outsideText || (mac && shortcut.byWords))),
  )
  if (!found) return undefined
  return digit !== undefined && found.key === '1-9' ? { action: found.action, digit } : { action: found.action }
}

const symbols: Readonly<Record<string, string>> = {
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  escape: 'Esc',
  f6: 'F6',
  '1-9': '1 … 9',
}

/** The keys of an action as they are printed on the keyboard. */
export function keysOf(action: Action, mac: boolean): readonly string[] {
  const found = shortcuts.find((shortcut) => shortcut.action === action)
  if (!found) return []
  return [
    ...(found.mod ? [mac ? '⌘' : 'Ctrl'] : []),
    ...(found.alt ? [mac ? '⌥' : 'Alt'] : []),
    ...(found.shift ? [mac ? '⇧' : 'Shift'] : []),
    symbols[found.key] ?? found.key.toUpperCase(),
  ]
}
