/** What is said in one room or board, in the shares in which people say such things; the same every time by its seed. */
import {
  answerEntry,
  editEntry,
  type Entry,
  messageEntry,
  reactEntry,
  topicEntry,
  withdrawEntry,
} from '../../../core/documents/index.ts'
import type { Device } from '../../../core/identity/index.ts'
import { type EntryId, mentionHref, type MemberId } from '../../../core/shared/index.ts'
import type { Chance } from './chance.ts'
import type { Said } from './hand.ts'
import type { Sentences } from './sentences.ts'

export interface Author {
  readonly member: MemberId
  readonly name: string
  readonly device: Device
}

/** A word nobody says otherwise. */
export const RARE = 'xylophone'
/** Characters from the middle of words Chinese is written in, which many messages hold. */
export const EASTERN = '类型'

/** Of all that is done: reactions, edits, withdrawals. */
const [REACTIONS, EDITS, WITHDRAWALS] = [0.1, 0.015, 0.002]
/** Of messages in rooms: in a thread that is there, in a new one, in answer to another. */
const [IN_THREADS, NEW_THREADS, REPLIES] = [0.14, 0.02, 0.08]
/** Of messages in boards: first ones of a topic, accepted answers. */
const [TOPICS, ANSWERS] = [0.03, 0.003]
/** Of messages: those that name somebody; of those, who names the one whose profile it is, and who names everybody. */
const [MENTIONS, MINE, EVERYBODY] = [0.05, 0.04, 0.002]
const EMOJI = ['👍', '❤️', '🎉', '😀', '🙏', '👀']
const TAGS = ['howto', 'question', 'idea', 'tools', 'season', 'events']
/** Messages that are remembered as recent. */
const RECENT = 60

interface Recent {
  readonly id: EntryId
  readonly author: Author
  readonly root: EntryId | undefined
}

export interface TalkParts {
  readonly kind: 'room' | 'board'
  /** Nobody opens another topic: all is said in the first. */
  readonly oneTopic: boolean
  readonly words: Sentences
  readonly chance: Chance
  readonly me: Author
  /** Whether the next message is one of those few that hold the rare word. */
  readonly isRare: () => boolean
}

export class Talk {
  readonly #parts: TalkParts
  readonly #recent: Recent[] = []
  /** Roots of threads, or topics, that are talked in. */
  readonly #roots: Recent[] = []
  /** Messages so far, topics included. */
  messages = 0

  constructor(parts: TalkParts) {
    this.#parts = parts
  }

  /** The next thing that somebody of those who are there says or does. */
  next(cast: readonly Author[], at: number): Said {
    const { chance, kind } = this.#parts
    const author = chance.of(cast)
    const said = chance.share()
    const about = this.#recent.length > 0 ? chance.of(this.#recent) : undefined
    if (about && said < REACTIONS)
      return this.#deed(author, reactEntry(at, { target: about.id, emoji: chance.of(EMOJI), on: true }))
    if (about && said < REACTIONS + EDITS)
      return this.#deed(about.author, editEntry(at, { target: about.id, text: this.#text(cast) }))
    if (about && said < REACTIONS + EDITS + WITHDRAWALS) return this.#deed(about.author, withdrawEntry(at, about.id))
    const topic = kind === 'board' && this.#roots.length > 0 ? chance.of(this.#roots) : undefined
    if (about && topic && about.root === topic.id && chance.share() < ANSWERS)
      return this.#deed(topic.author, answerEntry(at, { topic: topic.id, post: about.id }))
    this.messages += 1
    return kind === 'board' ? this.#post(author, cast, at) : this.#message(author, cast, at)
  }

  #message(author: Author, cast: readonly Author[], at: number): Said {
    const { chance } = this.#parts
    const share = chance.share()
    const begun = share < IN_THREADS && this.#roots.length > 0 ? chance.of(this.#roots) : undefined
    const above = this.#recent.filter(({ root }) => root === undefined)
    const about = above.length > 0 ? chance.of(above) : undefined
    const isNew = share >= IN_THREADS && share < IN_THREADS + NEW_THREADS
    const first = begun ?? (isNew ? about : undefined)
    if (first && !begun) keepLast(this.#roots, first, 8)
    const reply = !first && share > 1 - REPLIES ? about?.id : undefined
    const text = this.#text(cast)
    return {
      device: author.device,
      entry: messageEntry(at, text, { ...(first && { root: first.id }), ...(reply && { reply }) }),
      as: (id) => keepLast(this.#recent, { id, author, root: first?.id }, RECENT),
    }
  }

  #post(author: Author, cast: readonly Author[], at: number): Said {
    const { chance, oneTopic } = this.#parts
    const text = this.#text(cast)
    const topic = this.#roots.length > 0 ? chance.of(this.#roots) : undefined
    if (topic && (oneTopic || chance.share() > TOPICS))
      return {
        device: author.device,
        entry: messageEntry(at, text, { root: topic.id }),
        as: (id) => keepLast(this.#recent, { id, author, root: topic.id }, RECENT),
      }
    const title = chance.of(this.#parts.words.english).slice(0, 90)
    const begin = topicEntry(at, { title, tags: [chance.of(TAGS)], category: '', text })
    const as = (id: EntryId): void => {
      keepLast(this.#roots, { id, author, root: id }, 12)
      keepLast(this.#recent, { id, author, root: id }, RECENT)
    }
    return { device: author.device, entry: begin, as }
  }

  #deed({ device }: Author, entry: Entry): Said {
    return { device, entry }
  }

  /** One sentence to three, of one language. */
  #text(cast: readonly Author[]): string {
    const { chance, words, me, isRare } = this.#parts
    const language = chance.share()
    const source = language < 0.9 ? words.english : language < 0.96 ? words.european : words.eastern
    const length = chance.share()
    const parts = Array.from({ length: length < 0.6 ? 1 : length < 0.9 ? 2 : 3 }, () => chance.of(source))
    if (chance.share() < MENTIONS) parts.unshift(this.#mention(cast, me))
    if (isRare()) parts.push(RARE)
    return parts.join(' ')
  }

  #mention(cast: readonly Author[], me: Author): string {
    const { chance } = this.#parts
    const share = chance.share()
    if (share < EVERYBODY) return `[@room](${mentionHref({ kind: 'room' })})`
    const { member, name } = share < EVERYBODY + MINE ? me : chance.of(cast)
    return `[@${name}](${mentionHref({ kind: 'member', id: member })})`
  }
}

function keepLast<T>(list: T[], item: T, most: number): void {
  list.push(item)
  if (list.length > most) list.shift()
}
