/** What is said about messages and rooms besides messages themselves. Each is one entry; of several about the same the last counts. */
import { type DocumentId, type EntryId, isEmoji, LIMITS } from '../../shared/index.ts'
import type { Entry } from '../codec/entry.ts'
import { entry, entryName, key, text } from './fields.ts'
import type { RoomText } from './entries.ts'

/** One member's reaction to a message, or that it is taken back. */
export interface Reaction {
  readonly target: EntryId
  /** One emoji. */
  readonly emoji: string
  readonly on: boolean
}

/** That a message is kept in sight for everybody, or no longer. */
export interface Pin {
  readonly target: EntryId
  readonly on: boolean
}

/** What a room is called and is about from now on, and whether it is still written in. */
export interface SpaceSettings extends RoomText {
  readonly space: DocumentId
  readonly archived: boolean
}

/** In a room's page. */
export const reactEntry = (at: number, reaction: Reaction): Entry => entry('react', at, { ...reaction })
/** In a room's page. */
export const pinEntry = (at: number, pin: Pin): Entry => entry('pin', at, { ...pin })
/** In the charter: what owners and moderators made of a room. */
export const spaceSettingsEntry = (at: number, settings: SpaceSettings): Entry =>
  entry('space-settings', at, { ...settings })

export function readReaction(of: Entry): Reaction | undefined {
  const target = entryName(of, 'target')
  const emoji = text(of, 'emoji', LIMITS.emojiUnits)
  const on = of.fields.get('on')
  if (of.kind !== 'react' || !target || typeof on !== 'boolean') return undefined
  return emoji !== undefined && isEmoji(emoji) ? { target, emoji, on } : undefined
}

export function readPin(of: Entry): Pin | undefined {
  const target = entryName(of, 'target')
  const on = of.fields.get('on')
  return of.kind === 'pin' && target && typeof on === 'boolean' ? { target, on } : undefined
}

export function readSpaceSettings(of: Entry): SpaceSettings | undefined {
  const space = key(of, 'space')
  const name = text(of, 'name', LIMITS.spaceNameChars)
  const topic = text(of, 'topic', LIMITS.spaceTopicChars)
  const archived = of.fields.get('archived')
  if (of.kind !== 'space-settings' || !space || !name || topic === undefined) return undefined
  return typeof archived === 'boolean' ? { space: space as DocumentId, name, topic, archived } : undefined
}
