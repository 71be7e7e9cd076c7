/**
 * What bringing in an export costs, against the bare inserts of the rows that come of it. Both databases are encrypted, have the same
 * tables, indexes and triggers, commit after as many rows, and can be searched at the end: an import leaves the words of messages for quiet
 * moments, so the time these take is added here, and the words are among the rows of the other side.
 */
import { join } from 'node:path'
import { communitySchemas } from '../../core/service/communities/community.ts'
import { LIMITS } from '../../core/shared/index.ts'
import { type Database, openDatabase } from '../../core/storage/index.ts'
import { searchKey, wordsOf } from '../../core/view/index.ts'
import { SearchIndex } from '../../core/view/search/search-index.ts'
import { discordChannel, discordMessage } from '../support/imports/exports.ts'
import { handOver, planned, run } from '../support/imports/hand-over.ts'
import { oneService } from '../support/one-service.ts'
import { temporaryFolder, testClock } from '../support/surroundings.ts'
import type { Bench } from './bench.ts'

const garden = { name: 'Garden', purpose: 'Grow food', rules: 'Be kind.', template: 'neighbourhood' } as const
const WORDS = 'the seeds we sow in spring grow where water and light are shared among all who tend them'.split(' ')

export const importing: Bench = {
  name: 'import',
  about: 'an export of another system brought in / plain inserts of the same rows into a database of the same kind',
  async run(options) {
    const count = Number(options.get('entries') ?? 100_000)
    using folder = temporaryFolder()
    const { client, profile, stop } = await oneService(join(folder.path, 'maria'), 'import', undefined, testClock())
    const { community } = await client.communities.create({ ...garden, displayName: 'Maria' })
    const id = await handOver(client, 'talk.json', exportOf(count))
    const planning = performance.now()
    const plan = await planned(client, id)
    const planTime = performance.now() - planning
    const rooms = plan.rooms.map((room) => ({ room: room.id, to: { name: room.name } }))
    const importingFrom = performance.now()
    await run(client, { id, community, rooms })
    const ours = performance.now() - importingFrom
    await client.imports.cancel({ id })
    const key = Uint8Array.from(profile.communityKey(community))
    await stop()
    const path = join(profile.folder, 'communities', `${community}.db`)
    const made = openDatabase({ path, key, schemas: communitySchemas })
    const words = takeWords(made)
    const tables = rowsIn(made)
    made.close()
    const bare = insertAll(join(folder.path, 'bare.db'), tables, count)
    const plain = insertAll(join(folder.path, 'plain.db'), [...tables, wordsFor(tables)], count)
    const time = ours + words
    const details = {
      ...{ messages: count, s: time / 1000, 's plain': plain / 1000, 's dry run': planTime / 1000 },
      ...{
        's until it is read': ours / 1000,
        's plain without words': bare / 1000,
        'ratio without words': ours / bare,
      },
      'messages a second': Math.round((count / ours) * 1000),
      rows: tables.reduce((sum, { rows }) => sum + rows.length, 0),
    }
    return [{ name: 'import', ratio: time / plain, goal: 4, unit: 'time', details }]
  },
}

function exportOf(count: number): string {
  const messages = Array.from({ length: count }, (_, n) => {
    const text = Array.from({ length: 4 + (n % 17) }, (__, at) => WORDS[(n * 7 + at * 5) % WORDS.length]).join(' ')
    const timestamp = new Date(1_600_000_000_000 + n * 60_000).toISOString()
    const author = { id: String(n % 50), name: `person ${n % 50}`, nickname: `Person ${n % 50}` }
    const reference = n % 10 === 9 ? { reference: { messageId: String(n - 3) } } : {}
    return discordMessage(n, text, { timestamp, author, ...reference })
  })
  return discordChannel(messages)
}

interface Table {
  readonly name: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | number | Uint8Array | null)[])[]
}

/** All that an import fills, but what search and Automerge make of it later. */
function rowsIn(database: Database): Table[] {
  const names = [
    'document',
    'device',
    'named_heads',
    'feed',
    'message',
    'thread',
    'pointer',
    'block',
    'tail',
    'import_run',
    'import_item',
  ]
  return names.flatMap((name): Table | [] => {
    const known = database.statement("SELECT 1 AS one FROM sqlite_master WHERE type = 'table' AND name = ?").get(name)
    if (!known) return []
    const rows = database.statement<Record<string, string | number | Uint8Array | null>>(`SELECT * FROM ${name}`).all()
    const columns = Object.keys(rows[0] ?? {})
    return rows.length === 0
      ? []
      : { name, columns, rows: rows.map((row) => columns.map((column) => row[column] ?? null)) }
  })
}

/** How long the words of all messages take that have none yet, ms. */
function takeWords(database: Database): number {
  const search = new SearchIndex(database)
  const began = performance.now()
  while (search.behind) search.settle(LIMITS.searchStep)
  return performance.now() - began
}

/** The rows of search, whose table does not tell what it holds; cut beforehand. */
function wordsFor(tables: readonly Table[]): Table {
  const message = tables.find(({ name }) => name === 'message')
  const columns = message?.columns ?? []
  const [arrival, time, text] = ['arrival', 'time', 'text'].map((column) => columns.indexOf(column))
  const rows = (message?.rows ?? []).map((row) => {
    const at = searchKey(Number(row[time ?? 0]), Number(row[arrival ?? 0]))
    const words = wordsOf(String(row[text ?? 0])).words.map(({ word }) => word)
    return [at, words.join(' '), '', '', '', 'all space author']
  })
  return { name: 'message_words', columns: ['rowid', 'words', 'letters', 'title', 'title_letters', 'about'], rows }
}

/** Row by row in one prepared statement for each table, in as many transactions. */
function insertAll(path: string, tables: readonly Table[], messages: number): number {
  const database = openDatabase({ path, key: new Uint8Array(32).fill(5), schemas: communitySchemas })
  const batches = Math.ceil(messages / LIMITS.importBatch)
  const began = performance.now()
  for (let batch = 0; batch < batches; batch++)
    database.transaction('authored', () => {
      for (const { name, columns, rows } of tables) {
        const places = columns.map(() => '?').join(', ')
        const insert = database.statement(`INSERT OR REPLACE INTO ${name} (${columns.join(', ')}) VALUES (${places})`)
        // Few, and others point at them.
        const isFirst = ['document', 'device', 'named_heads', 'feed'].includes(name)
        const share = (each: number): number => (isFirst ? Math.min(each, 1) : each / batches)
        const [from, to] = [batch, batch + 1].map((each) => Math.floor(rows.length * share(each)))
        for (const row of rows.slice(from, to)) insert.run(...row)
      }
    })
  const time = performance.now() - began
  database.close()
  return time
}
