/** The words of all messages of one place, kept as messages come and change, and found again. */
import { type EntryId, entryId, type FeedId, type MemberId, type SpaceId } from '../../shared/index.ts'
import { importedAuthorId } from '../../documents/index.ts'
import type { Database } from '../../storage/index.ts'
import { filesOf, namesOf } from '../attached.ts'
import { headOf } from '../boards/topics.ts'
import { importedOf } from '../imported.ts'
import { isReactedTo } from '../reactions.ts'
import { plainOf } from './plain.ts'
import { arrivalOf, keyFrom, SEARCH_VERSION, searchKey } from './schema.ts'
import { type About, ABOUT_ALL, aboutAuthor, aboutSpace, matchOf, type Sought } from './terms.ts'
import { type Word, wordsOf } from './words.ts'

/** A message that was found: its key is larger the newer it is. */
export interface Hit {
  readonly key: number
  readonly arrival: number
}

interface DueRow {
  readonly arrival: number
  readonly time: number
  readonly space: SpaceId
  readonly author: MemberId
  readonly imported: string | null
  readonly withdrawn: number
  readonly text: string
  readonly files: string | null
  readonly feed: FeedId
  readonly seq: number
  /** What it is filed under, when it begins a topic. */
  readonly head: string | null
  readonly answer: EntryId | null
  /** Messages in the thread it began. */
  readonly posts: number | null
}

export class SearchIndex {
  readonly #db: Database
  /** Whether some are known to be due, or may be. */
  #behind = true
  /** How many bring in so much just now that words are left for later. */
  #holds = 0

  constructor(database: Database) {
    this.#db = database
  }

  /** Whether there may be messages whose words are not known yet. */
  get behind(): boolean {
    return this.#behind
  }

  /** Whether its words are left for later, since much is brought in just now. Who searches meanwhile takes them all the same. */
  get isHeld(): boolean {
    return this.#holds > 0
  }

  /** Leaves the words for later. Answers how to let go of that. */
  hold(): () => void {
    this.#holds += 1
    let isOver = false
    return () => {
      if (isOver) return
      isOver = true
      this.#holds -= 1
    }
  }

  /** Messages came or changed: the triggers have noted which. */
  noteDue(): void {
    this.#behind = true
  }

  /** Messages whose words are not known yet. */
  left(): number {
    if (!this.#behind) return 0
    return this.#db.statement<{ n: number }>('SELECT count(*) AS n FROM search_due').get()?.n ?? 0
  }

  /** Lets go of all words when they were taken by another rule; they come again step by step. Belongs in a transaction. */
  prepare(): void {
    const version = this.#db.statement<{ version: number }>('SELECT version FROM search_state').get()?.version
    if (version === SEARCH_VERSION) return
    this.clear()
    this.#db.statement('INSERT OR IGNORE INTO search_due (arrival) SELECT arrival FROM message WHERE shown = 1').run()
    this.#db.statement('INSERT OR REPLACE INTO search_state (one, version) VALUES (1, ?)').run(SEARCH_VERSION)
    this.#behind = true
  }

  /** Forgets all words at once: quicker than one by one, when all messages go. */
  clear(): void {
    this.#db.statement("INSERT INTO message_words (message_words) VALUES ('delete-all')").run()
  }

  /** Takes the words of messages that are due, those that came last first. */
  settle(most: number): void {
    this.#db.transaction('received', () => {
      const rows = this.#db
        .statement<DueRow & Record<string, number | string | null>>(
          `SELECT m.arrival, m.time, m.space, m.author, m.imported, m.withdrawn, coalesce(m.edited, m.text) AS text, m.files, m.feed, m.seq,
             p.head, p.answer, t.posts
           FROM search_due d JOIN message m ON m.arrival = d.arrival LEFT JOIN topic p ON p.arrival = m.arrival
             LEFT JOIN thread t ON t.space = m.space AND t.root = m.feed || '.' || m.seq
           ORDER BY d.arrival DESC LIMIT ?`,
        )
        .all(most)
      // In the order of their keys FTS5 writes them together.
      for (const row of rows.toSorted((a, b) => keyOf(a) - keyOf(b))) this.#take(row)
      this.#behind = rows.length >= most
    })
  }

  /** What was found, the newest first. */
  newest(sought: Sought, most: number, below = Number.MAX_SAFE_INTEGER): Hit[] {
    const least = sought.from === undefined ? 0 : keyFrom(sought.from)
    const until = sought.until === undefined ? below : Math.min(below, keyFrom(sought.until))
    const only = sought.keys ? 'AND rowid IN (SELECT value FROM json_each(?))' : ''
    return this.#db
      .statement<{ key: number }>(
        `SELECT rowid AS key FROM message_words WHERE message_words MATCH ? AND rowid >= ? AND rowid < ? ${only}
         ORDER BY rowid DESC LIMIT ?`,
      )
      .all(matchOf(sought), least, until, ...(sought.keys ? [JSON.stringify(sought.keys)] : []), most)
      .map(({ key }) => ({ key, arrival: arrivalOf(key) }))
  }

  #take(row: DueRow): void {
    const { arrival, space, withdrawn, text, head } = row
    if (withdrawn === 0) {
      const plain = plainOf(text)
      const files = filesOf(row.files)
      const title = head ? headOf(head).title.normalize('NFC') : ''
      const about = [ABOUT_ALL, aboutSpace(space), aboutAuthor(authorOf(row)), ...this.#aboutOf(row, plain.link)]
      this.#db
        .statement(
          'INSERT OR REPLACE INTO message_words (rowid, words, letters, title, title_letters, about) VALUES (?, ?, ?, ?, ?, ?)',
        )
        .run(keyOf(row), ...columnsOf(plain.text + namesOf(files)), ...columnsOf(title), about.join(' '))
    }
    this.#db.statement('DELETE FROM search_due WHERE arrival = ?').run(arrival)
  }

  #aboutOf({ feed, seq, space, head, answer, posts, files }: DueRow, link: boolean): About[] {
    const about: About[] = link ? ['link'] : []
    if (isReactedTo(this.#db, entryId(feed, seq), space)) about.push('reaction')
    // A topic stands in the thread that it begins.
    if ((posts ?? 0) > (head === null ? 0 : 1)) about.push('thread')
    if (files !== null) about.push('file')
    if (head !== null) about.push('topic')
    if (answer !== null) about.push('answer')
    return about
  }
}

/** Who is said to have written it. */
function authorOf({ author, imported }: DueRow): MemberId {
  const mark = importedOf(imported)
  return mark ? importedAuthorId(mark.from, mark.author) : author
}

/** Words in their order, and letters that stand in pairs. */
function columnsOf(text: string): [string, string] {
  const { words, letters } = wordsOf(text)
  const join = (some: Iterable<string>): string => [...some].join(' ')
  return [join(words.map(bare)), join(new Set(letters.map(bare)))]
}

const bare = ({ word }: Word): string => word

function keyOf({ time, arrival }: Pick<DueRow, 'time' | 'arrival'>): number {
  return searchKey(time, arrival)
}
