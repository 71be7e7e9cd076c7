/** What a topic is filed under now: by its author and by owners and moderators, whose last word in the order counts. */
import { readTopic, type Effect, type TopicHead } from '../../documents/index.ts'
import { type EntryId, type MemberId, type SpaceId, tagKey } from '../../shared/index.ts'
import type { Database } from '../../storage/index.ts'
import { touchMessage, type Touched } from '../fold-facts.ts'

/** The list of all topics of a board. */
export const ALL = 'a'
export const ofCategory = (category: string): string => `c:${category}`
export const ofTag = (tag: string): string => `t:${tagKey(tag)}`

interface TopicRow {
  readonly arrival: number
  readonly space: SpaceId
  readonly own: string
  readonly head: string
  readonly closed: number
  readonly answer: EntryId | null
  readonly wiki: number
  readonly last: number
  readonly time: number
}

/** Keeps a topic that has come; it is filed when it is settled. @param arrival of its first message */
export function keepTopic(database: Database, arrival: number, id: EntryId, { entry, space }: Effect): boolean {
  const topic = readTopic(entry)
  if (!topic) return false
  const { title, tags, category } = topic
  const own = JSON.stringify({ title, tags, category })
  database
    .statement(
      `INSERT INTO topic (arrival, space, root, own, head, closed, answer, last, time) VALUES (?, ?, ?, ?, '', 0, NULL, 0, 0)`,
    )
    .run(arrival, space, id, own)
  return true
}

/** Lets go of the topic that began with a message; its id, if there was one. */
export function dropTopic(database: Database, arrival: number): EntryId | undefined {
  const row = database.statement<TopicRow & { root: EntryId }>('SELECT * FROM topic WHERE arrival = ?').get(arrival)
  if (!row) return undefined
  dropFacets(database, row, row.root)
  database.statement('DELETE FROM topic WHERE arrival = ?').run(arrival)
  return row.root
}

interface Begun {
  readonly author: MemberId
  readonly time: number
  readonly last: number | null
}

/** Works out anew what a topic is filed under, and where in the lists it stands. */
export function settleTopic(database: Database, root: EntryId, touched: Touched): void {
  const row = database.statement<TopicRow>('SELECT * FROM topic WHERE root = ?').get(root)
  const begun =
    row &&
    database
      .statement<Begun>(
        `SELECT m.author, m.time, t.last FROM message m LEFT JOIN thread t ON t.space = m.space AND t.root = ?
         WHERE m.arrival = ?`,
      )
      .get(root, row.arrival)
  if (!row || !begun) return
  const who = { root, space: row.space, author: begun.author }
  const last = lastChange(database, who)
  // Whoever began a topic does not open again what was closed by those who keep order.
  const next: TopicRow = {
    ...row,
    head: last?.head ?? row.own,
    closed: Number(closedByLeaders(database, who) || last?.closed === 1),
    answer: answerTo(database, who),
    wiki: Number(isWiki(database, who)),
    last: begun.last ?? begun.time,
    time: begun.time,
  }
  if (isSame(row, next)) return
  if (row.head !== '' && row.head !== next.head) dropFacets(database, row, root)
  database
    .statement('UPDATE topic SET head = ?, closed = ?, answer = ?, wiki = ?, last = ?, time = ? WHERE arrival = ?')
    .run(next.head, next.closed, next.answer, next.wiki, next.last, next.time, row.arrival)
  const waits = Number(next.answer === null && next.closed === 0)
  for (const facet of facetsOf(next.head))
    database
      .statement('INSERT OR REPLACE INTO topic_facet (space, facet, root, waits, last, time) VALUES (?, ?, ?, ?, ?, ?)')
      .run(row.space, facet, root, waits, next.last, next.time)
  touchMessage(touched, row.space, row.arrival)
  touched.threads.add(row.space)
}

function isSame(a: TopicRow, b: TopicRow): boolean {
  return (['head', 'closed', 'answer', 'wiki', 'last', 'time'] as const).every((key) => a[key] === b[key])
}

interface Who {
  readonly root: EntryId
  readonly space: SpaceId
  readonly author: MemberId | typeof NOBODY
}

const NOBODY = ''

const ABOUT = `JOIN message m ON m.arrival = w.source
  WHERE w.topic = ? AND m.space = ? AND (w.by_role <> 'member' OR m.author = ?)`
const LAST = 'ORDER BY m.time DESC, m.feed DESC LIMIT 1'

/** Whether the last of them who changed a topic closed it. */
export function closedByLeaders(database: Database, { root, space }: Pick<Who, 'root' | 'space'>): boolean {
  return lastChange(database, { root, space, author: NOBODY })?.closed === 1
}

/** By the author given, by owners and by moderators. */
function lastChange(database: Database, { root, space, author }: Who): { head: string; closed: number } | undefined {
  return database
    .statement<{ head: string; closed: number }>(`SELECT w.head, w.closed FROM topic_change w ${ABOUT} ${LAST}`)
    .get(root, space, author)
}

function answerTo(database: Database, { root, space, author }: Who): EntryId | null {
  const row = database
    .statement<{ post: EntryId | null }>(`SELECT w.post FROM topic_answer w ${ABOUT} ${LAST}`)
    .get(root, space, author)
  return row?.post ?? null
}

/** Whether all may edit what it begins with. */
function isWiki(database: Database, { root, space, author }: Who): boolean {
  const row = database
    .statement<{ is_on: number }>(`SELECT w.is_on FROM topic_wiki w ${ABOUT} ${LAST}`)
    .get(root, space, author)
  return row?.is_on === 1
}

function facetsOf(head: string): string[] {
  const { category, tags } = headOf(head)
  return [...new Set([ALL, ...(category === '' ? [] : [ofCategory(category)]), ...tags.map(ofTag)])]
}

function dropFacets(database: Database, { space, head }: TopicRow, root: EntryId): void {
  if (head === '') return
  for (const facet of facetsOf(head))
    database.statement('DELETE FROM topic_facet WHERE space = ? AND facet = ? AND root = ?').run(space, facet, root)
}

/** Written by the fold, from an entry that had been read. */
export function headOf(text: string): TopicHead {
  return JSON.parse(text) as TopicHead
}
