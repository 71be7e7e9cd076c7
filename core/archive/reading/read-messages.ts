/** What was said, a piece at a time. */
import type { EntryId, MemberId, SpaceId } from '../../shared/index.ts'
import type { MessageRecord, TopicRecord, View } from '../../view/index.ts'
import type { ArchiveWish } from '../about.ts'
import type { ReadMessage, ReadPlace } from './about.ts'

/** Messages read at once. */
const PIECE = 200
/** Topics whose filing is kept at hand. */
const TOPICS = 500

export interface MessageSource {
  readonly view: View
  /** As in a room of a few. */
  readonly everybodyPins: boolean
  /** As in a board. */
  readonly hasTopics: boolean
  readonly nameOf: (member: MemberId) => string
  readonly fileOf: (message: MessageRecord, file: MessageRecord['files'][number]) => ReadMessage['files'][number]
  readonly part: Pick<ArchiveWish, 'since' | 'until' | 'by'>
}

export class MessageReader {
  readonly #source: MessageSource
  readonly #topics = new Map<EntryId, TopicRecord | undefined>()

  constructor(source: MessageSource) {
    this.#source = source
  }

  *all(space: SpaceId): Generator<ReadMessage> {
    for (const record of this.#source.view.chronicle.messages(space)) if (this.#isIn(record)) yield this.#read(record)
  }

  *standing(space: SpaceId, root: EntryId | '', after?: ReadPlace): Generator<ReadMessage> {
    const { queries } = this.#source.view
    let place = after ?? BEFORE_ALL
    for (;;) {
      const piece = queries.after(space, place, PIECE, root)
      for (const record of piece) if (this.#isIn(record)) yield this.#read(record)
      const last = piece.at(-1)
      if (!last || piece.length < PIECE) return
      place = last
    }
  }

  one(space: SpaceId, id: EntryId): ReadMessage | undefined {
    const record = this.#source.view.queries.message(id)
    return record?.space === space && this.#isIn(record) ? this.#read(record) : undefined
  }

  #isIn({ time, author }: MessageRecord): boolean {
    const { since = 0, until = Number.MAX_SAFE_INTEGER, by } = this.#source.part
    return time >= since && time < until && (by === undefined || author === by)
  }

  #read(record: MessageRecord): ReadMessage {
    const { view, everybodyPins, hasTopics, nameOf, fileOf } = this.#source
    const { id, space, author, time, at, text, editedAt, withdrawn, reply } = record
    const topic = hasTopics ? this.#topicOf(record.root === '' ? id : record.root) : undefined
    const begins = topic?.root === id
    return {
      ...{ id, author, authorName: nameOf(author), time, at, text, editedAt, withdrawn, reply },
      root: begins ? id : record.root === '' ? undefined : record.root,
      title: begins ? (withdrawn ? '' : topic.title) : undefined,
      tags: begins && !withdrawn ? topic.tags : [],
      answer: topic?.answer === id,
      pinned: view.threads.isPinned(id, space, everybodyPins),
      reactions: withdrawn ? [] : this.#reactions(id, space),
      imported: record.imported && importOf(record.imported, at),
      files: record.files.map((file) => fileOf(record, file)),
    }
  }

  #reactions(id: EntryId, space: SpaceId): ReadMessage['reactions'] {
    const { view, part } = this.#source
    const all = view.threads.reactions(id, space)
    if (part.by === undefined) return all
    const own = part.by
    return all.filter(({ by }) => by.includes(own)).map(({ emoji }) => ({ emoji, by: [own] }))
  }

  #topicOf(root: EntryId): TopicRecord | undefined {
    if (!this.#topics.has(root)) {
      if (this.#topics.size >= TOPICS) this.#topics.clear()
      this.#topics.set(root, this.#source.view.boards.topic(root))
    }
    return this.#topics.get(root)
  }
}

function importOf(
  { from, author, reactions }: NonNullable<MessageRecord['imported']>,
  at: number,
): NonNullable<ReadMessage['imported']> {
  return { from, author, at, reactions }
}

const BEFORE_ALL: ReadPlace = { time: -1, id: '' as EntryId }
