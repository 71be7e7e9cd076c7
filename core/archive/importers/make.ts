/** Makes messages of the stream from what importers found: cleaned and bounded alike, whatever system it was. */
import { LIMITS } from '../../shared/index.ts'
import type { ImportedItem, ImportedMessage, ImportedReaction, ImportedRoom, ImportedUser, NotWhat } from './about.ts'
import { type NamedFile, withFiles } from './text/attachments.ts'
import { cleanBody, cleanEmoji, cleanId, cleanName, cleanTime } from './text/clean.ts'

/** What an importer found of a message. */
export interface FoundMessage {
  readonly id: string
  readonly room: string
  readonly root?: string | undefined
  readonly reply?: string | undefined
  readonly title?: string | undefined
  readonly tags?: readonly string[] | undefined
  readonly author: string
  /** ms; NaN when it could not be read. */
  readonly at: number
  /** Markdown. */
  readonly text: string
  readonly files?: readonly NamedFile[]
  readonly reactions?: readonly ImportedReaction[]
  readonly pinned?: boolean | undefined
  /** Things it also had. */
  readonly nots?: readonly NotWhat[]
}

export const notItem = (what: NotWhat, where: string, count = 1): ImportedItem => ({ type: 'not', what, where, count })

export const userItem = (id: string, name: string): ImportedUser => ({ type: 'user', id, name: nameOf(name) })

/** Named when nobody is. */
const nameOf = (name: string): string => cleanName(name, LIMITS.importNameChars, '?')

export function roomItem(
  room: Omit<ImportedRoom, 'type' | 'topic' | 'category'> & Partial<ImportedRoom>,
): ImportedRoom {
  const name = cleanName(room.name, LIMITS.spaceNameChars, '?')
  const topic = cleanName(room.topic ?? '', LIMITS.spaceTopicChars, '')
  const category = cleanName(room.category ?? '', LIMITS.spaceNameChars, '')
  return { type: 'room', id: cleanId(room.id), name, topic, category, kind: room.kind, private: room.private }
}

/** The message, and what of it was left out; only the latter when there is nothing to show or no moment it was said at. */
export function* messageItems(found: FoundMessage, where: string): Generator<ImportedItem> {
  for (const what of found.nots ?? []) yield notItem(what, where)
  const files = found.files ?? []
  if (files.length > 0) yield notItem('attachment', where, files.length)
  const at = cleanTime(found.at)
  if (at === undefined) {
    yield notItem('no-time', where)
    return
  }
  const title = found.title === undefined ? undefined : cleanName(found.title, LIMITS.topicTitleChars, '')
  const { text, isCut } = cleanBody(withFiles(found.text, files))
  if (isCut) yield notItem('cut-text', where)
  // A topic without words still has its title.
  const shown = text || (title ?? '')
  if (shown === '') {
    yield notItem('no-text', where)
    return
  }
  yield* reactionNots(found.reactions ?? [], where)
  yield {
    type: 'message',
    id: cleanId(found.id),
    room: cleanId(found.room),
    root: found.root === undefined ? undefined : cleanId(found.root),
    reply: found.reply === undefined ? undefined : cleanId(found.reply),
    title: title === undefined ? undefined : title || firstWords(shown),
    tags: (found.tags ?? []).slice(0, LIMITS.topicTags).flatMap((tag) => cleanName(tag, LIMITS.tagChars, '') || []),
    author: nameOf(found.author),
    at,
    text: shown,
    reactions: reactionsOf(found.reactions ?? []),
    pinned: found.pinned === true,
  } satisfies ImportedMessage
}

function* reactionNots(reactions: readonly ImportedReaction[], where: string): Generator<ImportedItem> {
  const own = reactions.filter(({ emoji }) => cleanEmoji(emoji)?.startsWith(':') !== false)
  if (own.length > 0) yield notItem('custom-emoji', where, own.length)
}

function reactionsOf(reactions: readonly ImportedReaction[]): ImportedReaction[] {
  const all = new Map<string, ImportedReaction>()
  for (const { emoji, count, names } of reactions) {
    const clean = cleanEmoji(emoji)
    if (clean === undefined || all.has(clean) || all.size >= LIMITS.importReactions) continue
    const known = [...new Set(names.map(nameOf))]
    const most = Math.min(1_000_000, Math.max(Math.floor(count) || 0, known.length))
    if (most > 0) all.set(clean, { emoji: clean, count: most, names: known.slice(0, LIMITS.importReactionNames) })
  }
  return [...all.values()]
}

function firstWords(text: string): string {
  return cleanName(text.split('\n')[0] ?? '', 80, '') || '…'
}
