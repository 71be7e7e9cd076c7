/** The words of the moment: what devices that are met tell each other and nobody keeps. Canonical CBOR, read strictly; what is not known means nothing. */
import {
  base64url,
  decodeCanonical,
  encodeCanonical,
  type EntryId,
  entryId,
  type FeedId,
  fromBase64url,
  fromHex,
  LIMITS,
  parseEntryId,
  type SpaceId,
  hex,
} from '../../shared/index.ts'

/** Whether somebody is at the screen of a device, or the device alone runs. */
export type Presence = 'online' | 'away'

export type Word =
  /** Nothing: they say no longer whether they are there. */
  { readonly kind: 'presence'; readonly presence: Presence | undefined } | Typing

/** Somebody writes in a room, or in the thread of it that began with `root`. */
export interface Typing {
  readonly kind: 'typing'
  readonly space: SpaceId
  readonly root?: EntryId
  readonly isOn: boolean
}

const PRESENCE = 1
const TYPING = 2
/** A word of its own, so that devices that know of rooms alone do not show it in the room. */
const TYPING_IN_THREAD = 3
/** Of the longest word: its list, and what stands in it. */
const VALUES = 6
/** By number, in the order they are written. */
const STATES: readonly (Presence | undefined)[] = [undefined, 'away', 'online']

export function writeWord(word: Word): Uint8Array {
  if (word.kind === 'presence') return encodeCanonical([PRESENCE, STATES.indexOf(word.presence)])
  const space = fromBase64url(word.space) ?? new Uint8Array(0)
  const root = word.root === undefined ? undefined : parseEntryId(word.root)
  if (!root) return encodeCanonical([TYPING, space, word.isOn])
  return encodeCanonical([TYPING_IN_THREAD, space, fromHex(root.feed) ?? new Uint8Array(0), root.seq, word.isOn])
}

export function readWord(bytes: Uint8Array): Word | undefined {
  const [kind, first, second, ...rest] = values(bytes)
  if (kind === PRESENCE && typeof first === 'number' && first < STATES.length && second === undefined)
    return { kind: 'presence', presence: STATES[first] }
  if (!(first instanceof Uint8Array) || first.length !== 32) return undefined
  const space = base64url(first) as SpaceId
  if (kind === TYPING && typeof second === 'boolean' && rest.length === 0)
    return { kind: 'typing', space, isOn: second }
  return kind === TYPING_IN_THREAD ? readInThread(space, second, rest) : undefined
}

function readInThread(space: SpaceId, feed: unknown, [seq, isOn, ...rest]: readonly unknown[]): Word | undefined {
  const isFeed = feed instanceof Uint8Array && feed.length === 16
  if (!isFeed || typeof seq !== 'number' || typeof isOn !== 'boolean' || rest.length > 0) return undefined
  const root = entryId(hex(feed) as FeedId, seq)
  return parseEntryId(root) && { kind: 'typing', space, root, isOn }
}

function values(bytes: Uint8Array): readonly unknown[] {
  try {
    const value = decodeCanonical(bytes, { bytes: LIMITS.signalBytes, depth: 1, values: VALUES })
    return Array.isArray(value) ? value : []
  } catch {
    // A newer device may have words that are none here.
    return []
  }
}
