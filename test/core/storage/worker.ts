/** The second process of the storage tests: opens a database or profile, and says each thing it did on a line of its own. */
import { writeSync } from 'node:fs'
import { join } from 'node:path'
import { errorCode } from '../../../core/shared/index.ts'
import { fileKeyStore, openDatabase, openProfile } from '../../../core/storage/index.ts'

const [what = '', folder = ''] = process.argv.slice(2)
const key = new Uint8Array(32).fill(7)
const say = (line: string) => void writeSync(1, `${line}\n`)
const notes = {
  room: 'notes',
  migrations: ['CREATE TABLE note (n INTEGER PRIMARY KEY, text TEXT NOT NULL, bytes BLOB) STRICT'],
}
const path = join(folder, 'notes.db')

const jobs: Readonly<Record<string, () => unknown>> = {
  /** Opens and holds until the other side closes our input. */
  hold: () => {
    openDatabase({ path, key, schemas: [notes] })
    say('open')
    process.stdin.resume()
  },
  'hold-profile': async () => {
    await openProfile({ folder, keyStore: fileKeyStore(folder), signal: new AbortController().signal })
    say('open')
    process.stdin.resume()
  },
  try: () => {
    openDatabase({ path, key, schemas: [notes] }).close()
    say('opened')
  },
  authored: () => write('authored'),
  received: () => write('received'),
  /** A step that takes far longer than its killer waits. */
  migrate: () => {
    openDatabase({ path, key, schemas: [notes] }).close()
    say('begin')
    const step = `CREATE TABLE long (n INTEGER);
      INSERT INTO long WITH RECURSIVE count (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM count WHERE n < 1e9) SELECT n FROM count`
    openDatabase({ path, key, schemas: [{ ...notes, migrations: [...notes.migrations, step] }] })
  },
}

function write(durability: 'authored' | 'received'): void {
  const database = openDatabase({ path, key, schemas: [notes] })
  const insert = database.statement('INSERT INTO note (text, bytes) VALUES (?, ?)')
  for (let n = 1; ; n++) {
    database.transaction(durability, () => {
      insert.run(`${n} first`, new Uint8Array(3000))
      insert.run(`${n} second`, null)
    })
    say(String(n))
  }
}

try {
  await jobs[what]?.()
} catch (error) {
  say(errorCode(error))
  process.exit(1)
}
