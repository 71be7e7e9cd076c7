/** The entries this version writes and understands, each made and read in one place. What does not fit is shown nowhere. */
import { LIMITS, type CborValue } from '../../shared/index.ts'
import type { Entry } from '../codec/entry.ts'

export interface CharterText {
  readonly name: string
  readonly purpose: string
  readonly rules: string
}

export interface RoomText {
  readonly name: string
  readonly topic: string
}

const entry = (kind: string, at: number, fields: Readonly<Record<string, CborValue>>): Entry => ({
  kind,
  at,
  fields: new Map(Object.entries(fields)),
})

/** In the charter: what the community is. */
export const charterEntry = (at: number, text: CharterText): Entry => entry('charter', at, { ...text })
/** In the charter: opens a room. `random` is base64url of 16 bytes. */
export const roomEntry = (at: number, room: RoomText, random: string): Entry => entry('room', at, { ...room, random })
/** In the charter of a conversation between a few: opens its one room, which has no name. */
export const directEntry = (at: number, random: string): Entry => entry('direct', at, { random })
/** In a root: opens its next page. */
export const pageEntry = (at: number, random: string): Entry => entry('page', at, { random })
/** In profiles: how the author wishes to be named. */
export const profileEntry = (at: number, name: string): Entry => entry('profile', at, { name })
/** In a room's page. */
export const messageEntry = (at: number, text: string): Entry => entry('message', at, { text })

export function readCharter(of: Entry): CharterText | undefined {
  const name = text(of, 'name', LIMITS.communityNameChars)
  const purpose = text(of, 'purpose', LIMITS.purposeChars)
  const rules = text(of, 'rules', LIMITS.rulesChars)
  return of.kind === 'charter' && name && purpose !== undefined && rules !== undefined
    ? { name, purpose, rules }
    : undefined
}

export function readRoom(of: Entry): RoomText | undefined {
  const name = text(of, 'name', LIMITS.spaceNameChars)
  const topic = text(of, 'topic', LIMITS.spaceTopicChars)
  return of.kind === 'room' && name && topic !== undefined ? { name, topic } : undefined
}

/** A room without a name or topic. */
export function readDirect(of: Entry): RoomText | undefined {
  return of.kind === 'direct' ? { name: '', topic: '' } : undefined
}

export function readProfile(of: Entry): string | undefined {
  return of.kind === 'profile' ? text(of, 'name', LIMITS.nameChars) || undefined : undefined
}

export function readMessage(of: Entry): string | undefined {
  return of.kind === 'message' ? text(of, 'text', LIMITS.messageBytes) || undefined : undefined
}

/** A text field of at most so many characters. */
function text(of: Entry, name: string, most: number): string | undefined {
  const value = of.fields.get(name)
  return typeof value === 'string' && value.length <= 2 * most && [...value].length <= most ? value : undefined
}
