/**
 * What stands on which page: one walk through everything that was said, before the first page is written, since pages link to each other.
 * Of a message it keeps two numbers, whatever was said.
 */
import { type EntryId, LIMITS, parseEntryId, type SpaceId } from '../../shared/index.ts'
import type { ReadMessage, Reading, ReadPlace, ReadSpace } from '../reading/about.ts'
import { isoMoment } from '../reading/moments.ts'
import { type Stretch, StretchMaker, weightOf } from './stretches.ts'
import { Slugs } from './slug.ts'

/** Who said something. */
export type Author = Pick<ReadMessage, 'author' | 'authorName' | 'imported'>

/** A thread of a room, or a topic of a board. */
export interface ThreadSurvey {
  readonly root: EntryId
  /** Counts threads of a space from 0. */
  readonly index: number
  /** Replies, without what it began with. */
  readonly replies: number
  readonly weight: number
  readonly last: number
  /** Of a thread that stands under its root there are none. */
  readonly pages: readonly Stretch[]
  readonly inline: boolean
  /** Whether what it began with is in the archive. */
  readonly rooted: boolean
  /** Of a topic. */
  readonly topic: TopicSurvey | undefined
}

export interface TopicSurvey {
  readonly title: string
  readonly tags: readonly string[]
  readonly by: Author
  readonly time: number
  readonly answer: EntryId | undefined
}

export interface SpaceSurvey {
  readonly space: ReadSpace
  /** The folder of its pages, from the root of the site; ends with a slash. */
  readonly folder: string
  readonly messages: number
  /** Attached files, and those of them that are in the archive. */
  readonly media: { readonly all: number; readonly held: number }
  /** Where its newest message stands, ms. */
  readonly last: number | undefined
  /** Of a room: what stands in it, threads aside. */
  readonly pages: readonly Stretch[]
  /** The first message of each month that stands in the room itself. */
  readonly months: readonly { readonly month: string; readonly page: number; readonly id: EntryId }[]
  readonly pins: readonly { readonly id: EntryId; readonly by: Author; readonly text: string }[]
  readonly threads: ReadonlyMap<EntryId, ThreadSurvey>
  /** The file a message stands in. */
  fileOf(id: EntryId): string | undefined
}

export interface Survey {
  readonly spaces: ReadonlyMap<SpaceId, SpaceSurvey>
}

/** Threads that stand under what they answer take so small a part of a page. */
const INLINE_SHARE = 4

/** Is told of everything in its order, space by space. */
export class Surveyor {
  readonly #spaces = new Map<SpaceId, SpaceSurvey>()
  readonly #folders = { room: new Slugs(), board: new Slugs(), private: new Slugs(), direct: new Slugs() }
  #walk: SpaceWalk | undefined

  begin(space: ReadSpace): void {
    this.#end()
    const slug = this.#folders[space.kind].of(space.name, space.kind)
    this.#walk = new SpaceWalk(space, `site/${space.kind}/${slug}/`)
  }

  take(message: ReadMessage): void {
    this.#walk?.take(message)
  }

  done(): Survey {
    this.#end()
    return { spaces: this.#spaces }
  }

  #end(): void {
    const found = this.#walk?.done()
    if (found) this.#spaces.set(found.space.id, found)
    this.#walk = undefined
  }
}

/** Goes through everything at one go. */
export function surveyed(reading: Reading): Survey {
  const surveyor = new Surveyor()
  for (const space of reading.spaces()) {
    surveyor.begin(space)
    for (const message of reading.messages(space.id)) surveyor.take(message)
  }
  return surveyor.done()
}

interface Growing {
  readonly root: EntryId
  readonly index: number
  readonly stretches: StretchMaker
  replies: number
  weight: number
  last: number
  answer: EntryId | undefined
  topic: Omit<TopicSurvey, 'answer'> | undefined
}

interface Own {
  readonly place: ReadPlace
  readonly weight: number
}

class SpaceWalk {
  readonly #space: ReadSpace
  readonly #folder: string
  /** What stands in the space itself. */
  readonly #own: Own[] = []
  readonly #threads = new Map<EntryId, Growing>()
  readonly #spots = new Spots()
  readonly #pins: { id: EntryId; by: Author; text: string }[] = []
  readonly #media = { all: 0, held: 0 }
  #messages = 0
  #last: number | undefined

  constructor(space: ReadSpace, folder: string) {
    this.#space = space
    this.#folder = folder
  }

  take(message: ReadMessage): void {
    const { id, time, root, author, authorName, imported, text, pinned, files } = message
    this.#messages += 1
    this.#last = time
    this.#media.all += files.length
    this.#media.held += files.filter(({ path }) => path !== undefined).length
    if (pinned && this.#pins.length < LIMITS.pinsPerSpace) {
      const said = text === '' ? files.map(({ name }) => name).join(', ') : text
      this.#pins.push({ id, by: { author, authorName, imported }, text: message.title ?? said })
    }
    const weight = weightOf(message)
    if (root !== undefined && root !== id) {
      const thread = this.#thread(root)
      thread.replies += 1
      thread.weight += weight
      thread.last = time
      if (message.answer) thread.answer = id
      this.#spots.set(id, thread.index + 1, thread.stretches.add(message, weight))
    } else if (this.#space.kind === 'board') {
      if (root === id) this.#begin(message, weight)
    } else {
      this.#spots.set(id, 0, this.#own.length)
      this.#own.push({ place: { time, id }, weight })
    }
  }

  done(): SpaceSurvey {
    const threads = new Map(this.#threads.values().map((thread) => [thread.root, this.#surveyOf(thread)]))
    const { pages, months, pageOf } = this.#pages(threads)
    const byIndex = [...threads.values()]
    const folder = this.#folder
    const fileOf = (id: EntryId): string | undefined => {
      const spot = this.#spots.of(id)
      if (!spot) return undefined
      if (spot.thread === 0) return `${folder}${pageFile(pageOf(spot.at))}`
      const thread = byIndex[spot.thread - 1]
      return thread?.inline === true ? fileOf(thread.root) : thread && `${folder}${threadFile(thread, spot.at)}`
    }
    const [space, messages, media, last, pins] = [this.#space, this.#messages, this.#media, this.#last, this.#pins]
    return { ...{ space, folder, messages, media, last, pages, months, pins, threads }, fileOf }
  }

  #surveyOf({ stretches, answer, topic, ...thread }: Growing): ThreadSurvey {
    const root = this.#spots.of(thread.root)
    // What began in another thread is not shown in the room itself, and no more is what answers it.
    const inline =
      root?.thread === 0 &&
      thread.replies <= LIMITS.siteInlineReplies &&
      thread.weight < LIMITS.sitePageWeight / INLINE_SHARE
    const pages = inline ? [] : stretches.done()
    return { ...thread, inline, pages, rooted: root !== undefined, topic: topic && { ...topic, answer } }
  }

  #begin({ id, time, title = '', tags, author, authorName, imported }: ReadMessage, weight: number): void {
    const thread = this.#thread(id)
    thread.topic = { title, tags, by: { author, authorName, imported }, time }
    thread.last = Math.max(thread.last, time)
    thread.stretches.add({ id, time }, weight)
    // Whatever was moved before it: a topic begins with what began it.
    this.#spots.set(id, thread.index + 1, 0)
  }

  #thread(root: EntryId): Growing {
    const known = this.#threads.get(root)
    if (known) return known
    const index = this.#threads.size
    const stretches = new StretchMaker()
    const made: Growing = {
      ...{ root, index, stretches },
      replies: 0,
      weight: 0,
      last: 0,
      answer: undefined,
      topic: undefined,
    }
    this.#threads.set(root, made)
    return made
  }

  #pages(threads: ReadonlyMap<EntryId, ThreadSurvey>) {
    const stretches = new StretchMaker()
    const months: { month: string; page: number; id: EntryId }[] = []
    const starts: number[] = []
    for (const [at, { place, weight }] of this.#own.entries()) {
      const thread = threads.get(place.id)
      const page = stretches.add(place, weight + (thread?.inline === true ? thread.weight : 0))
      if (page === starts.length) starts.push(at)
      const month = isoMoment(place.time).slice(0, 7)
      if (months.at(-1)?.month !== month) months.push({ month, page, id: place.id })
    }
    const pageOf = (at: number): number => lastAtMost(starts, at)
    return { pages: stretches.done(), months, pageOf }
  }
}

/** @param page counted from 0 */
export function pageFile(page: number): string {
  return `${page + 1}.html`
}

/** @param page counted from 0 */
export function threadFile({ index }: Pick<ThreadSurvey, 'index'>, page: number): string {
  return `thread-${index + 1}${page === 0 ? '' : `-${page + 1}`}.html`
}

/** The place of the last number in a growing list that is not above one. */
function lastAtMost(list: readonly number[], value: number): number {
  let [from, to] = [0, list.length]
  while (from < to) {
    const middle = (from + to) >>> 1
    if ((list[middle] ?? Infinity) <= value) from = middle + 1
    else to = middle
  }
  return Math.max(0, from - 1)
}

/** Of each message the thread it stands in (0 for none) and which of its pages, or the how manyth in the space; by feeds, in which numbers grow. */
class Spots {
  readonly #feeds = new Map<
    string,
    { readonly seqs: number[]; readonly threads: number[]; readonly places: number[] }
  >()

  set(id: EntryId, thread: number, at: number): void {
    const name = parseEntryId(id)
    if (!name) return
    const feed = this.#feeds.get(name.feed) ?? { seqs: [], threads: [], places: [] }
    this.#feeds.set(name.feed, feed)
    feed.seqs.push(name.seq)
    feed.threads.push(thread)
    feed.places.push(at)
  }

  of(id: EntryId): { readonly thread: number; readonly at: number } | undefined {
    const name = parseEntryId(id)
    const feed = name && this.#feeds.get(name.feed)
    if (!feed) return undefined
    const found = lastAtMost(feed.seqs, name.seq)
    if (feed.seqs[found] !== name.seq) return undefined
    return { thread: feed.threads[found] ?? 0, at: feed.places[found] ?? 0 }
  }
}
