/** What is said of topics and posts, kept as it comes: what it is about may come later. */
import { type Effect, readAnswer, readMove, readTopicChange, readTopicWiki } from '../../documents/index.ts'
import type { EntryId } from '../../shared/index.ts'
import type { Database } from '../../storage/index.ts'

/** What is to be worked out anew. */
export interface Concerned {
  readonly topics: readonly EntryId[]
  readonly posts: readonly EntryId[]
  /** Topics whose first post may say something else now. */
  readonly texts: readonly EntryId[]
}

/** Keeps what an entry says of topics or posts; nothing when it says nothing of the kind. @param source its arrival */
export function keepWord(database: Database, source: number, { entry, role }: Effect): Concerned | undefined {
  const change = readTopicChange(entry)
  if (change) {
    const { topic, title, tags, category, closed } = change
    database
      .statement('INSERT INTO topic_change (source, topic, head, closed, by_role) VALUES (?, ?, ?, ?, ?)')
      .run(source, topic, JSON.stringify({ title, tags, category }), Number(closed), role)
    // What others wrote into the first post counts while the topic is open.
    return { topics: [topic], posts: [], texts: [topic] }
  }
  const answer = readAnswer(entry)
  if (answer) {
    database
      .statement('INSERT INTO topic_answer (source, topic, post, by_role) VALUES (?, ?, ?, ?)')
      .run(source, answer.topic, answer.post ?? null, role)
    return { topics: [answer.topic], posts: [], texts: [] }
  }
  const wiki = readTopicWiki(entry)
  if (wiki) {
    database
      .statement('INSERT INTO topic_wiki (source, topic, is_on, by_role) VALUES (?, ?, ?, ?)')
      .run(source, wiki.topic, Number(wiki.on), role)
    return { topics: [wiki.topic], posts: [], texts: [wiki.topic] }
  }
  const move = readMove(entry)
  if (!move) return undefined
  for (const post of move.posts)
    database
      .statement('INSERT INTO post_move (source, post, topic, by_role) VALUES (?, ?, ?, ?)')
      .run(source, post, move.topic, role)
  return { topics: [], posts: move.posts, texts: [] }
}

/** What an entry that is here says something of. */
export function wordOf(database: Database, source: number): Concerned {
  const of = (table: string): EntryId[] =>
    database
      .statement<{ topic: EntryId }>(`SELECT topic FROM ${table} WHERE source = ?`)
      .all(source)
      .map(({ topic }) => topic)
  const texts = [...of('topic_change'), ...of('topic_wiki')]
  const posts = database.statement<{ post: EntryId }>('SELECT post FROM post_move WHERE source = ?').all(source)
  return { topics: [...texts, ...of('topic_answer')], posts: posts.map(({ post }) => post), texts }
}

export function dropWord(database: Database, source: number): void {
  for (const table of WORDS) database.statement(`DELETE FROM ${table} WHERE source = ?`).run(source)
}

/** The log has come to another mind about its author's role. True when something said counts otherwise. */
export function judgeWord(database: Database, source: number, { role }: Effect): boolean {
  return WORDS.some(
    (table) =>
      database.statement(`UPDATE ${table} SET by_role = ? WHERE source = ? AND by_role <> ?`).run(role, source, role)
        .changes > 0,
  )
}

const WORDS = ['topic_change', 'topic_answer', 'topic_wiki', 'post_move'] as const

/** Posts that are to be in a topic once it is here. */
export function movedTo(database: Database, topic: EntryId): EntryId[] {
  return database
    .statement<{ post: EntryId }>('SELECT DISTINCT post FROM post_move WHERE topic = ?')
    .all(topic)
    .map(({ post }) => post)
}

/** Of new messages, those that somebody moved before they came. */
export function awaitedMoves(database: Database, messages: readonly EntryId[]): EntryId[] {
  const some = database.statement('SELECT 1 AS one FROM post_move LIMIT 1').get()
  if (!some) return []
  return messages.filter((id) => database.statement('SELECT 1 AS one FROM post_move WHERE post = ? LIMIT 1').get(id))
}
