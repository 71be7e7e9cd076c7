/** Messages of another system written into rooms and boards, many at a time. */
import { type EntryId, LIMITS } from '../../../shared/index.ts'
import type { ImportedMessage } from '../../../archive/index.ts'
import {
  type Documents,
  type Entry,
  importedMessageEntry,
  type ImportedMark,
  importedTopicEntry,
  pageEntry,
  pinEntry,
} from '../../../documents/index.ts'
import type { ImportRun, RunRoom } from './run.ts'

export interface BatchParts {
  readonly documents: Documents
  readonly run: ImportRun
  /** The system all of it comes from. */
  readonly system: string
  /** ms */
  readonly now: number
  readonly isBoard: (room: string) => boolean
}

/** Writes what is new of them; belongs in a transaction. Answers how many messages that were. */
export function writeBatch(parts: BatchParts, messages: readonly ImportedMessage[]): number {
  const batch = new Batch(parts)
  let written = 0
  for (const [room, of] of Map.groupBy(messages, (message) => message.room)) {
    const place = parts.run.room(room)
    if (place) written += batch.write(place, batch.inOrder(of), parts.isBoard(room))
  }
  return written
}

type Make = (id: EntryId) => Entry

class Batch {
  readonly #parts: BatchParts
  /** What messages of this batch became. */
  readonly #entries = new Map<string, EntryId>()

  constructor(parts: BatchParts) {
    this.#parts = parts
  }

  /** As they were said, but none before the one its thread began with. */
  inOrder(messages: readonly ImportedMessage[]): ImportedMessage[] {
    const times = new Map<string, number>()
    for (const { id, at, root } of messages)
      times.set(id, Math.max(at, root === undefined ? 0 : (times.get(root) ?? 0)))
    return messages.toSorted((a, b) => (times.get(a.id) ?? a.at) - (times.get(b.id) ?? b.at))
  }

  write(place: RunRoom, messages: readonly ImportedMessage[], isBoard: boolean): number {
    const { documents, run, now } = this.#parts
    const fresh = messages.filter(({ id }) => !this.#entries.has(id) && this.#claim(id))
    const [first] = fresh
    // In a page nothing stands before what was written there before it: what is older goes into another.
    if (first && first.at < place.said) place.page = undefined
    const makes = fresh.flatMap((message) => this.#makesOf(message, this.#momentOf(place, message), isBoard))
    for (let from = 0; from < makes.length;) {
      // A page of its own: what was imported stands by its own time, and not behind whatever else its page holds.
      place.page ??= documents.open(place.space, (random) => pageEntry(now, random))
      const ids = documents.appendMany(place.page, makes.slice(from, from + LIMITS.pageEntries))
      from += ids.length
      if (from < makes.length) place.page = undefined
    }
    for (const { id } of fresh) {
      const entry = this.#entries.get(id)
      if (entry) run.keepEntry(id, entry)
    }
    return fresh.length
  }

  /** Whether this is the first of its name. */
  #claim(id: string): boolean {
    if (this.#parts.run.entry(id) !== undefined) return false
    this.#entries.set(id, '' as EntryId)
    return true
  }

  /**
   * When it was said, which is where it stands; of those of one moment each a millisecond later, since pages part them. A moment to come is
   * none that something was said at.
   */
  #momentOf(place: RunRoom, { at }: ImportedMessage): number {
    const said = Math.min(at, this.#parts.now)
    place.last = said < place.said ? said : Math.max(said, place.last + 1)
    place.said = said
    return place.last
  }

  #makesOf(message: ImportedMessage, at: number, isBoard: boolean): Make[] {
    const { system, now } = this.#parts
    const mark: ImportedMark = {
      ...{ from: system, author: message.author, id: message.id, on: now, reactions: message.reactions },
    }
    const write: Make = (id) => {
      this.#entries.set(message.id, id)
      const root = this.#entryOf(message.root)
      if (isBoard && root === undefined) return importedTopicEntry(at, topicOf(message), mark)
      const reply = this.#entryOf(message.reply)
      return importedMessageEntry(at, message.text, { ...(reply && { reply }), ...(root && { root }) }, mark)
    }
    const pin: Make = () => pinEntry(at, { target: this.#entryOf(message.id) ?? ('' as EntryId), on: true })
    return message.pinned && !isBoard ? [write, pin] : [write]
  }

  #entryOf(id: string | undefined): EntryId | undefined {
    if (id === undefined) return undefined
    return this.#entries.get(id) || this.#parts.run.entry(id)
  }
}

function topicOf({ title, tags = [], text }: ImportedMessage) {
  const [line = ''] = text.split('\n')
  const shown = title ?? ([...line].slice(0, 80).join('').trim() || '…')
  return { title: shown, tags: [...tags], category: '', text }
}
