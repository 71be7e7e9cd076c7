/**
 * Boards while entries come in and go: topics are filed, and posts stand where owners and moderators last moved them, else where their
 * authors put them. Nothing depends on what came first: whatever may have changed is worked out from all that is here.
 */
import type { Effect } from '../../documents/index.ts'
import { type EntryId, entryId, parseEntryId, type SpaceId } from '../../shared/index.ts'
import type { Database } from '../../storage/index.ts'
import { touchGone, touchMessage, type Touched } from '../fold-facts.ts'
import { isSeen } from '../inbox/seen.ts'
import type { PageRow } from '../page-rows.ts'
import { type Counting, isUnread, type Root } from '../threads.ts'
import { dropTopic, keepTopic, settleTopic } from './topics.ts'
import { awaitedMoves, type Concerned, dropWord, judgeWord, keepWord, movedTo, wordOf } from './words.ts'

type Place = Pick<PageRow, 'arrival' | 'feed' | 'seq' | 'shown'>

export class BoardFold {
  readonly #database: Database
  readonly #touched: Touched
  readonly #counts: Counting
  readonly #amend: (id: EntryId) => void
  readonly #topics = new Set<EntryId>()
  readonly #posts = new Set<EntryId>()

  /** @param amend told of each message whose text is to be worked out anew */
  constructor(database: Database, counts: Counting, touched: Touched, amend: (id: EntryId) => void) {
    this.#database = database
    this.#counts = counts
    this.#amend = amend
    this.#touched = touched
  }

  /** A message has come that may begin a topic. */
  begins(arrival: number, id: EntryId, effect: Effect): void {
    if (keepTopic(this.#database, arrival, id, effect)) this.#changed(id)
  }

  /** Something has come that is no message. True when it says something of topics or posts. */
  take(arrival: number, effect: Effect): boolean {
    const concerned = keepWord(this.#database, arrival, effect)
    if (concerned) this.#concern(concerned)
    return concerned !== undefined
  }

  /** An entry stands elsewhere in the order. */
  moved({ arrival, feed, seq, shown }: Place): void {
    if (shown === 1) this.#topics.add(entryId(feed, seq))
    else this.#concern(wordOf(this.#database, arrival))
  }

  /** An entry is here no more. */
  gone(row: Place): void {
    if (row.shown === 1) {
      this.#database.statement('DELETE FROM moved WHERE arrival = ?').run(row.arrival)
      const topic = dropTopic(this.#database, row.arrival)
      if (topic) this.#changed(topic)
      return
    }
    this.moved(row)
    dropWord(this.#database, row.arrival)
  }

  /** An entry stays that the log may judge otherwise than before. */
  kept(arrival: number, effect: Effect): void {
    if (judgeWord(this.#database, arrival, effect)) this.#concern(wordOf(this.#database, arrival))
  }

  /** Puts posts where they belong; to be called before messages are counted. @param messages that are new */
  settlePosts(messages: readonly EntryId[]): void {
    for (const id of new Set([...this.#posts, ...awaitedMoves(this.#database, messages)])) this.#settlePost(id)
    this.#posts.clear()
  }

  /** Files topics; to be called when messages have been counted. @param roots of threads whose count may have changed */
  settleTopics(roots: readonly Root[]): void {
    for (const root of roots) if (root !== '') this.#topics.add(root)
    for (const topic of this.#topics) settleTopic(this.#database, topic, this.#touched)
    this.#topics.clear()
  }

  #concern({ topics, posts, texts }: Concerned): void {
    for (const topic of texts) this.#amend(topic)
    for (const topic of topics) this.#topics.add(topic)
    for (const post of posts) this.#posts.add(post)
  }

  /** A topic has come or gone, and with it whatever was moved there. */
  #changed(topic: EntryId): void {
    this.#topics.add(topic)
    for (const post of movedTo(this.#database, topic)) this.#posts.add(post)
  }

  #settlePost(id: EntryId): void {
    const name = parseEntryId(id)
    const post =
      name &&
      this.#database
        .statement<PostRow>(
          `SELECT m.arrival, m.space, m.root, m.news, d.said, d.source FROM message m LEFT JOIN moved d ON d.arrival = m.arrival
           WHERE m.feed = ? AND m.seq = ? AND m.shown = 1`,
        )
        .get(name.feed, name.seq)
    // What begins a topic, or stands in no thread, stays where it is.
    const said = post && (post.said ?? post.root)
    if (!name || !post || !said || said === id) return
    const move = this.#lastMove(id, post.space)
    this.#noteMove(post, said, move)
    const root = move?.topic ?? said
    if (root === post.root) return
    const { arrival, space } = post
    // What another own device read there is read, though it comes there later here.
    const news = post.news === 1 && !isSeen(this.#database, space, root, name.feed, name.seq)
    const isNew = (where: Root, isNews: boolean): number =>
      Number(isNews && isUnread(this.#database, space, where, arrival))
    this.#counts.add(space, post.root, -1, -isNew(post.root, post.news === 1))
    this.#counts.add(space, root, 1, isNew(root, news))
    this.#database.statement('UPDATE message SET root = ?, news = ? WHERE arrival = ?').run(root, Number(news), arrival)
    touchGone(this.#touched, space, id)
    touchMessage(this.#touched, space, arrival)
  }

  /** Of moves by owners and moderators to topics of the same board the last in the order counts. */
  #lastMove(post: EntryId, space: SpaceId): Move | undefined {
    return this.#database
      .statement<Move & Record<string, string | number>>(
        `SELECT p.topic, p.source FROM post_move p
           JOIN message m ON m.arrival = p.source AND m.space = ? JOIN topic t ON t.root = p.topic AND t.space = m.space
         WHERE p.post = ? AND p.by_role <> 'member' ORDER BY m.time DESC, m.feed DESC LIMIT 1`,
      )
      .get(space, post)
  }

  #noteMove({ arrival, space, source }: PostRow, said: EntryId, move: Move | undefined): void {
    if (source === (move?.source ?? null)) return
    if (move)
      this.#database
        .statement('INSERT OR REPLACE INTO moved (arrival, said, source) VALUES (?, ?, ?)')
        .run(arrival, said, move.source)
    else this.#database.statement('DELETE FROM moved WHERE arrival = ?').run(arrival)
    touchMessage(this.#touched, space, arrival)
  }
}

interface PostRow {
  readonly arrival: number
  readonly space: SpaceId
  readonly root: Root
  readonly news: number
  readonly said: EntryId | null
  readonly source: number | null
}

interface Move {
  readonly topic: EntryId
  readonly source: number
}
