/** What a person's devices tell each other, in a private space of theirs alone: what was read, and what they wish to be told of. */
import { type CborValue, type DocumentId, type EntryId, type FeedId, LIMITS, parseEntryId } from '../../shared/index.ts'
import type { Entry } from '../codec/entry.ts'
import { entry, isList } from './fields.ts'

/** Of a room, or of a thread of it, up to which number each feed was read. */
export interface OwnRead {
  readonly space: DocumentId
  /** Empty for the room itself. */
  readonly root: EntryId | ''
  readonly feeds: readonly (readonly [FeedId, number])[]
}

/** What is set: of the community where `space` is empty, of a room where `root` is, else of a thread. */
export interface OwnHeed {
  readonly space: DocumentId | ''
  readonly root: EntryId | ''
  readonly what: 'level' | 'follow' | 'snooze'
  readonly value: string
  /** When it was set, ms. */
  readonly at: number
}

export interface OwnWord {
  readonly read: readonly OwnRead[]
  readonly heed: readonly OwnHeed[]
}

/** In the charter of a private space: own devices talk to each other there. `random` is base64url of 16 bytes. */
export const ownEntry = (at: number, random: string): Entry => entry('own', at, { random })
/** In its pages. */
export const ownWordEntry = (at: number, { read, heed }: OwnWord): Entry =>
  entry('own-word', at, {
    read: read.map(({ space, root, feeds }): CborValue => [space, root, ...feeds.flat()]),
    heed: heed.map(({ space, root, what, value, at: set }): CborValue => [space, root, what, value, set]),
  })

const SPACE = /^[A-Za-z0-9_-]{43}$/
const FEED = /^[0-9a-f]{32}$/
const VALUE = /^[a-z0-9-]{0,20}$/
const WHAT: ReadonlySet<string> = new Set<OwnHeed['what']>(['level', 'follow', 'snooze'])

/** Of a word only what fits is read: a newer version may say more. */
export function readOwnWord(of: Entry): OwnWord | undefined {
  if (of.kind !== 'own-word') return undefined
  return {
    read: listOf(of.fields.get('read')).flatMap((each) => readOf(listOf(each)) ?? []),
    heed: listOf(of.fields.get('heed')).flatMap((each) => heedOf(listOf(each)) ?? []),
  }
}

function readOf([space, root, ...rest]: readonly CborValue[]): OwnRead | undefined {
  if (!isSpace(space) || !isRoot(root)) return undefined
  const feeds: [FeedId, number][] = []
  for (let at = 0; at + 1 < rest.length; at += 2) {
    const [feed, seq] = [rest[at], rest[at + 1]]
    if (typeof feed !== 'string' || !FEED.test(feed) || !isCount(seq)) return undefined
    feeds.push([feed as FeedId, seq])
  }
  return { space, root, feeds }
}

function heedOf([space, root, what, value, at]: readonly CborValue[]): OwnHeed | undefined {
  if ((space !== '' && !isSpace(space)) || !isRoot(root) || !isWhat(what)) return undefined
  if (typeof value !== 'string' || !VALUE.test(value) || !isCount(at)) return undefined
  return { space, root, what, value, at }
}

function listOf(value: CborValue | undefined): readonly CborValue[] {
  return value !== undefined && isList(value) ? value.slice(0, 2 * LIMITS.ownWordFeeds + 2) : []
}

function isSpace(value: CborValue | undefined): value is DocumentId {
  return typeof value === 'string' && SPACE.test(value)
}

function isRoot(value: CborValue | undefined): value is EntryId | '' {
  return value === '' || (typeof value === 'string' && parseEntryId(value) !== undefined)
}

function isWhat(value: CborValue | undefined): value is OwnHeed['what'] {
  return typeof value === 'string' && WHAT.has(value)
}

function isCount(value: CborValue | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}
