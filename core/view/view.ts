/** The view of one community: folds effects into the index inside the transaction that keeps them, and tells live queries afterwards. */
import { type DocumentId, type FeedId, Listeners, type Log, type MemberId, type SpaceId } from '../shared/index.ts'
import type { Effect, EffectPort } from '../documents/index.ts'
import { Attached } from './attached.ts'
import { BoardQueries } from './boards/board-queries.ts'
import { Chronicle } from './chronicle.ts'
import { Elsewhere } from './elsewhere.ts'
import { fold } from './fold.ts'
import { type FoldFacts, touchedNothing, touchMessage, type Touched } from './fold-facts.ts'
import { Inbox } from './inbox/inbox.ts'
import type { SeenFeeds } from './inbox/seen.ts'
import { type Draft, Marks } from './marks.ts'
import { People } from './people/people.ts'
import { Pictures } from './people/pictures.ts'
import { Queries } from './queries.ts'
import { refold, refoldAll } from './refold.ts'
import { INDEX_VERSION } from './schema.ts'
import { SearchIndex } from './search/search-index.ts'
import { ThreadQueries } from './thread-queries.ts'
import { type Root, touchNamed } from './threads.ts'

export interface ViewOptions extends FoldFacts {
  readonly log: Log
}

export class View implements EffectPort {
  readonly queries: Queries
  readonly threads: ThreadQueries
  readonly marks: Marks
  readonly people: People
  readonly pictures: Pictures
  readonly elsewhere: Elsewhere
  readonly search: SearchIndex
  readonly boards: BoardQueries
  readonly inbox: Inbox
  readonly chronicle: Chronicle
  readonly attached: Attached
  readonly #options: ViewOptions
  readonly #changed: Listeners<Touched>

  constructor(options: ViewOptions) {
    this.#options = options
    this.queries = new Queries(options)
    this.threads = new ThreadQueries(options.database, this.queries)
    this.marks = new Marks(options.database)
    this.people = new People(options.database)
    this.pictures = new Pictures(options.database)
    this.elsewhere = new Elsewhere(options.database)
    this.search = new SearchIndex(options.database)
    this.boards = new BoardQueries(options.database)
    this.inbox = new Inbox(options.database, this.queries)
    this.attached = new Attached(options.database)
    this.chronicle = new Chronicle(options.database, this.queries)
    this.#changed = new Listeners(() => options.log.error('view.listener'))
  }

  apply(effects: readonly Effect[]): void {
    this.#change((touched) => fold(this.#options, effects, touched))
  }

  /** From now on a document has just these effects; what stays keeps what this device knows of it. */
  refold(document: DocumentId, effects: Iterable<Effect>): void {
    this.#change((touched) => refold(this.#options, document, [...effects], touched))
  }

  /** Makes the index anew from all effects when it is of another version. */
  prepare(effects: () => Iterable<Effect>): void {
    const { database } = this.#options
    database.transaction('received', () => this.search.prepare())
    const version = database.statement<{ version: number }>('SELECT version FROM index_state').get()?.version
    if (version === INDEX_VERSION) return
    database.transaction('received', () => {
      if (version !== undefined) this.rebuild(effects)
      database.statement('INSERT OR REPLACE INTO index_state (one, version) VALUES (1, ?)').run(INDEX_VERSION)
    })
  }

  /** Empties the index and folds everything again. */
  rebuild(effects: () => Iterable<Effect>): void {
    this.#options.database.transaction('received', () => {
      this.search.clear()
      this.#change((touched) => refoldAll(this.#options, effects(), touched))
    })
  }

  /** Everything in a room, or in one of its threads, that arrived up to a number was seen; and these edits that call this person. */
  markRead(space: SpaceId, upTo: number, root: Root = '', called: readonly number[] = []): void {
    const reached = called.length === 0 ? upTo : this.inbox.called.reach(space, root, upTo, called)
    if (this.marks.read(space, root, reached)) this.#wasRead(space, root)
  }

  /** So much of a room or thread was read on another device of this person. */
  learnRead(seen: SeenFeeds): void {
    if (this.inbox.seen.learn(seen)) this.#wasRead(seen.space, seen.root)
  }

  /** What this person wishes to be told of is other than before. */
  heedChanged(): void {
    this.#changed.tell({ ...touchedNothing(), spaces: true })
  }

  #wasRead(space: SpaceId, root: Root): void {
    const touched = { ...touchedNothing(), spaces: true, messages: new Map([[space, new Set<number>()]]) }
    if (root !== '') {
      touched.threads.add(space)
      touchNamed(this.#options.database, root, touched, space)
    }
    this.#changed.tell(touched)
  }

  /** Everything that is in a room now was seen, in all its threads. */
  markAllRead(space: SpaceId): void {
    const roots = new Set<Root>(['', ...this.threads.unread(space), ...this.inbox.called.roots(space)])
    for (const root of roots) this.markRead(space, Number.MAX_SAFE_INTEGER, root)
  }

  /** Keeps what is being written. */
  keepDraft(space: SpaceId, root: Root, draft: Draft): void {
    if (this.marks.keepDraft(space, root, draft, this.#options.now()))
      this.#changed.tell({ ...touchedNothing(), spaces: true })
  }

  /** A member's authenticated version vector covers these heads. */
  reached(member: MemberId, heads: readonly { readonly feed: FeedId; readonly seq: number }[]): void {
    const { database, me } = this.#options
    if (member === me) return
    const touched = touchedNothing()
    database.transaction('received', () => {
      for (const { feed, seq } of heads) {
        const known = this.queries.isOwnFeed(feed) ? this.marks.reach(feed, member, seq) : undefined
        if (known === undefined) continue
        for (const { arrival, space } of this.queries.ownMessages(feed, known, seq))
          touchMessage(touched, space, arrival)
      }
    })
    if (touched.messages.size > 0) this.#changed.tell(touched)
  }

  /** Where nobody tells how far they are, as by a file or a keeper: what others signed shows what they had seen. */
  noteSeen(): void {
    for (const [member, heads] of this.elsewhere.seenOfMine()) this.reached(member, heads)
  }

  /** Somebody joined, left or changed their standing: names and roles are read anew. */
  peopleChanged(): void {
    this.#changed.tell({ ...touchedNothing(), people: true })
  }

  onChange(listener: (touched: Touched) => void): () => void {
    return this.#changed.add(listener)
  }

  close(): void {
    this.#changed.clear()
  }

  #change(work: (touched: Touched) => void): void {
    const touched = touchedNothing()
    work(touched)
    // Words are taken later, in a quiet moment or before the next search, so that nothing that is said waits for them.
    if (touched.messages.size > 0) this.search.noteDue()
    this.#options.database.afterCommit(() => this.#changed.tell(touched))
  }
}
