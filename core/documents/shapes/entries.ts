/** The entries this version writes and understands, each made and read in one place. What does not fit is shown nowhere. */
import {
  type ActionId,
  base64url,
  type CborValue,
  type CommunityId,
  type DeviceId,
  type EntryId,
  fromBase64url,
  LIMITS,
} from '../../shared/index.ts'
import type { Entry } from '../codec/entry.ts'
import { readTopic } from './boards.ts'
import { entry, entryName, key, text } from './fields.ts'
import { type AttachedFile, filesField, readFiles } from './files.ts'

export interface CharterText {
  readonly name: string
  readonly purpose: string
  readonly rules: string
}

export interface RoomText {
  readonly name: string
  readonly topic: string
}

/** Whether newcomers are handed the keys of what was written before them. */
export type HistorySetting = 'all' | 'from-joining'

/** What a message belongs to. */
export interface MessageAbout {
  /** The message it answers. */
  readonly reply?: EntryId
  /** The message that began the thread it stands in. */
  readonly root?: EntryId
}

export interface EditText {
  readonly target: EntryId
  readonly text: string
  /** The entry whose text it was made from: an earlier edit, or the message itself. Where many edit, it shows who had not seen what. */
  readonly base?: EntryId | undefined
}

export interface DeviceNameText {
  readonly device: DeviceId
  readonly name: string
}

export interface ReasonText {
  readonly action: ActionId
  readonly text: string
}

/** A device of the member one was before, and its signature, which `proveFormerly` makes. */
export interface FormerlyProof {
  readonly device: DeviceId
  /** 64 bytes. */
  readonly signature: Uint8Array
}

export interface PastProof extends FormerlyProof {
  /** The community it was in. */
  readonly of: CommunityId
}

/** A keeper of the community. */
export interface KeeperText {
  readonly peer: string
  readonly addresses: readonly string[]
  /** By which the keeper knows the community: base64url of 16 bytes. */
  readonly shelf: string
  readonly name: string
  /** Whether it keeps the community from now on, or no longer. */
  readonly kept: boolean
}

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
/** In the charter: why its author took a membership action. */
export const reasonEntry = (at: number, reason: ReasonText): Entry => entry('reason', at, { ...reason })
/** In the charter: what owners have set. */
export const settingsEntry = (at: number, history: HistorySetting): Entry => entry('settings', at, { history })
/** In the charter: the community this one goes on from, which its owners name. */
export const originEntry = (at: number, community: CommunityId): Entry => entry('origin', at, { community })
/** In the charter: a keeper, which owners name. */
export const keeperEntry = (at: number, keeper: KeeperText): Entry => entry('keeper', at, { ...keeper })
/** In profiles: what the author calls a device of theirs. */
export const deviceNameEntry = (at: number, text: DeviceNameText): Entry => entry('device-name', at, { ...text })
/** In profiles: shows who the author was before they left or were removed. */
export const formerlyEntry = (at: number, { device, signature }: FormerlyProof): Entry =>
  entry('formerly', at, { device, signature: base64url(signature) })
/** In profiles: shows who the author was in the community this one goes on from. */
export const pastEntry = (at: number, { of, device, signature }: PastProof): Entry =>
  entry('formerly-elsewhere', at, { community: of, device, signature: base64url(signature) })
/** In a room's page. With files its text may be empty. */
export const messageEntry = (
  at: number,
  text: string,
  about: MessageAbout = {},
  files: readonly AttachedFile[] = [],
): Entry => entry('message', at, { text, ...about, ...(files.length > 0 && { files: filesField(files) }) })
/** In a room's page: what a message of the author's is to say from now on. */
export const editEntry = (at: number, edit: EditText): Entry =>
  entry('edit', at, { target: edit.target, text: edit.text, ...(edit.base && { base: edit.base }) })
/** In a room's page: takes back a message of the author's. */
export const withdrawEntry = (at: number, target: EntryId): Entry => entry('withdraw', at, { target })

export function readCharter(of: Entry): CharterText | undefined {
  const name = text(of, 'name', LIMITS.communityNameChars)
  const purpose = text(of, 'purpose', LIMITS.purposeChars)
  const rules = text(of, 'rules', LIMITS.rulesChars)
  return of.kind === 'charter' && name && purpose !== undefined && rules !== undefined
    ? { name, purpose, rules }
    : undefined
}

/** A room or a board. */
export function readRoom(of: Entry): RoomText | undefined {
  const name = text(of, 'name', LIMITS.spaceNameChars)
  const topic = text(of, 'topic', LIMITS.spaceTopicChars)
  return (of.kind === 'room' || of.kind === 'board') && name && topic !== undefined ? { name, topic } : undefined
}

/** A room without a name or topic. */
export function readDirect(of: Entry): RoomText | undefined {
  return of.kind === 'direct' ? { name: '', topic: '' } : undefined
}

export function readProfile(of: Entry): string | undefined {
  return of.kind === 'profile' ? text(of, 'name', LIMITS.nameChars) || undefined : undefined
}

/** A topic is a message too: the one its thread begins with. Empty where files are all that is said. */
export function readMessage(of: Entry): string | undefined {
  if (of.kind === 'topic') return readTopic(of)?.text
  const said = of.kind === 'message' ? text(of, 'text', LIMITS.messageBytes) : undefined
  return said === '' && readFiles(of).length === 0 ? undefined : said
}

/** What does not name an entry is as if it were not there. */
export function readMessageAbout(of: Entry): MessageAbout {
  if (of.kind !== 'message') return {}
  const [reply, root] = [entryName(of, 'reply'), entryName(of, 'root')]
  return { ...(reply && { reply }), ...(root && { root }) }
}

/** An empty text counts for messages with files alone: what it is about may not be here. */
export function readEdit(of: Entry): EditText | undefined {
  const target = entryName(of, 'target')
  const changed = text(of, 'text', LIMITS.messageBytes)
  const base = entryName(of, 'base')
  return of.kind === 'edit' && target && changed !== undefined
    ? { target, text: changed, ...(base && { base }) }
    : undefined
}

/** The entry that is withdrawn. */
export function readWithdraw(of: Entry): EntryId | undefined {
  return of.kind === 'withdraw' ? entryName(of, 'target') : undefined
}

/** An empty name takes the name away. */
export function readDeviceName(of: Entry): DeviceNameText | undefined {
  const device = key(of, 'device')
  const name = text(of, 'name', LIMITS.nameChars)
  return of.kind === 'device-name' && device && name !== undefined ? { device: device as DeviceId, name } : undefined
}

export function readFormerly(of: Entry): FormerlyProof | undefined {
  const device = key(of, 'device')
  const signature = fromBase64url(text(of, 'signature', 86) ?? '')
  return of.kind === 'formerly' && device && signature?.length === 64
    ? { device: device as DeviceId, signature }
    : undefined
}

export function readPast(of: Entry): PastProof | undefined {
  const [community, device] = [key(of, 'community'), key(of, 'device')]
  const signature = fromBase64url(text(of, 'signature', 86) ?? '')
  return of.kind === 'formerly-elsewhere' && community && device && signature?.length === 64
    ? { of: community as CommunityId, device: device as DeviceId, signature }
    : undefined
}

export function readReason(of: Entry): ReasonText | undefined {
  const action = key(of, 'action')
  const reason = text(of, 'text', LIMITS.reasonChars)
  return of.kind === 'reason' && action && reason !== undefined
    ? { action: action as ActionId, text: reason }
    : undefined
}

export function readOrigin(of: Entry): CommunityId | undefined {
  const community = key(of, 'community')
  return of.kind === 'origin' && community ? (community as CommunityId) : undefined
}

/** Of a settings entry only what this version knows is read. */
export function readHistorySetting(of: Entry): HistorySetting | undefined {
  const value = of.kind === 'settings' ? of.fields.get('history') : undefined
  return value === 'all' || value === 'from-joining' ? value : undefined
}

export function readKeeper(of: Entry): KeeperText | undefined {
  const peer = text(of, 'peer', 64)
  const shelf = text(of, 'shelf', 22)
  const name = text(of, 'name', LIMITS.nameChars)
  const addresses = of.fields.get('addresses')
  const kept = of.fields.get('kept')
  if (of.kind !== 'keeper' || !peer || name === undefined || typeof kept !== 'boolean') return undefined
  if (shelf === undefined || fromBase64url(shelf)?.length !== 16 || !isTexts(addresses)) return undefined
  return { peer, addresses, shelf, name, kept }
}

/** A few texts, none longer than an address. */
function isTexts(value: CborValue | undefined): value is readonly string[] {
  const few =
    Array.isArray(value) && value.length <= LIMITS.inviteAddresses ? (value as readonly CborValue[]) : undefined
  return few?.every((each) => typeof each === 'string' && each.length <= LIMITS.addressChars) === true
}
