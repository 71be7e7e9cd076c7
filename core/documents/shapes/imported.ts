/**
 * What was said elsewhere and brought in: it is signed by who brought it, and says who is said to have said it. That is a text, and never
 * a member: nobody here is bound by it, and nothing a member may do follows from it.
 */
import { base64url, type CborValue, isEmoji, LIMITS, type MemberId, utf8 } from '../../shared/index.ts'
import { digest } from '../../identity/index.ts'
import type { Entry } from '../codec/entry.ts'
import { type TopicText, topicEntry } from './boards.ts'
import { type MessageAbout, messageEntry } from './entries.ts'
import { isList, isMap, lineOf } from './fields.ts'

export interface ImportedMark {
  /** The system it comes from: a short word. */
  readonly from: string
  /** Who is said to have said it. */
  readonly author: string
  /** What the other system calls it. */
  readonly id: string
  /** When it was brought in, ms. The entry's own `at` is when it is said to have been said. */
  readonly on: number
  readonly reactions: readonly ImportedReactions[]
}

/** How people elsewhere reacted. */
export interface ImportedReactions {
  /** One emoji, or the name of one of their own between colons. */
  readonly emoji: string
  readonly count: number
  /** The first of them, by name. */
  readonly names: readonly string[]
}

const SYSTEM = /^[a-z][a-z0-9-]{0,31}$/
const OWN_EMOJI = /^:[\w+-]{1,38}:$/
const ID = /^[\x21-\x7e]*$/
const MOST_COUNT = 1_000_000

/** In a room's page. */
export const importedMessageEntry = (at: number, text: string, about: MessageAbout, mark: ImportedMark): Entry =>
  marked(messageEntry(at, text, about), mark)
/** In a board's page. */
export const importedTopicEntry = (at: number, topic: TopicText, mark: ImportedMark): Entry =>
  marked(topicEntry(at, topic), mark)

function marked(of: Entry, { from, author, id, on, reactions }: ImportedMark): Entry {
  const fields = new Map(of.fields)
  fields.set('imported', new Map<string, CborValue>(Object.entries({ from, author, id, on })))
  if (reactions.length > 0)
    fields.set(
      'reacted',
      reactions.map(({ emoji, count, names }) => [emoji, count, ...names]),
    )
  return { ...of, fields }
}

/** What does not fit is as if it were not there: then it is a message like any other, by who signed it. */
export function readImported(of: Entry): ImportedMark | undefined {
  const mark = of.kind === 'message' || of.kind === 'topic' ? of.fields.get('imported') : undefined
  if (mark === undefined || !isMap(mark)) return undefined
  const [from, id, on] = [mark.get('from'), mark.get('id'), mark.get('on')]
  const author = lineOf(mark.get('author'), LIMITS.importNameChars)
  if (typeof from !== 'string' || !SYSTEM.test(from) || !author) return undefined
  if (typeof id !== 'string' || id.length > LIMITS.importIdChars || !ID.test(id)) return undefined
  if (typeof on !== 'number' || on < 0 || on > 8.64e15) return undefined
  return { from, author, id, on, reactions: reactionsIn(of.fields.get('reacted')) }
}

function reactionsIn(value: CborValue | undefined): ImportedReactions[] {
  if (value === undefined || !isList(value)) return []
  const all = new Map<string, ImportedReactions>()
  for (const each of value.slice(0, LIMITS.importReactions)) {
    if (!isList(each)) continue
    const [emoji, count, ...names] = each
    if (typeof emoji !== 'string' || !(isEmoji(emoji) || OWN_EMOJI.test(emoji)) || all.has(emoji)) continue
    if (typeof count !== 'number' || !Number.isSafeInteger(count) || count < 1 || count > MOST_COUNT) continue
    const known = names
      .slice(0, LIMITS.importReactionNames)
      .flatMap((name) => lineOf(name, LIMITS.importNameChars) || [])
    all.set(emoji, { emoji, count, names: known.slice(0, count) })
  }
  return [...all.values()]
}

/** An id for somebody of another system, made from their name: no member has such a one, since it is no member's key. */
export function importedAuthorId(system: string, name: string): MemberId {
  return base64url(digest('folkmoot/imported-author/1', utf8(`${system}\n${name}`))) as MemberId
}
