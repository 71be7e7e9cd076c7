import { describe, expect, it, onTestFinished } from 'vitest'
import { FolkmootError } from '../../core/shared/index.ts'
import type { Database, Schema } from '../../core/storage/index.ts'

/** Makes an empty place; each `open` opens what lies there. */
export type MakeStorage = () => { open(schemas: readonly Schema[]): Database }

const NOTES: Schema = {
  room: 'notes',
  migrations: [
    'CREATE TABLE note (n INTEGER PRIMARY KEY, text TEXT UNIQUE, bytes BLOB, weight REAL) STRICT',
    'CREATE TABLE word (note INTEGER NOT NULL REFERENCES note (n) ON DELETE CASCADE, word TEXT NOT NULL) STRICT; CREATE INDEX by_word ON word (word)',
  ],
}
const INSERT = 'INSERT INTO note (text, bytes, weight) VALUES (?, ?, ?)'

/** What every room may rely on, whatever lies below. */
export function storageAcceptance(name: string, make: MakeStorage): void {
  const setup = (schemas: readonly Schema[] = [NOTES]) => {
    const place = make()
    const open = (some: readonly Schema[] = schemas) => {
      const database = place.open(some)
      onTestFinished(() => database.close())
      return database
    }
    const database = open()
    const add = (text: string) => database.statement(INSERT).run(text, null, null)
    const texts = (from = database) =>
      from
        .statement<{ text: string }>('SELECT text FROM note ORDER BY n')
        .all()
        .map((row) => row.text)
    return { database, open, add, texts }
  }

  describe(`${name}: statements`, () => {
    it('give back every kind of value as it went in', () => {
      const { database } = setup()
      const bytes = Uint8Array.from({ length: 300 }, (_, n) => n % 256)
      database.statement(INSERT).run('ünï "quoted" \u0000 日本', bytes.subarray(3), 0.1)
      database.statement(INSERT).run('', new Uint8Array(0), -2)
      database.statement(INSERT).run(null, null, null)
      const rows = database
        .statement<{ text: string | null; bytes: Uint8Array | null; weight: number | null }>(
          'SELECT * FROM note ORDER BY n',
        )
        .all()
      expect(rows.map((row) => row.text)).toEqual(['ünï "quoted" \u0000 日本', '', null])
      expect(rows.map((row) => row.bytes && [...row.bytes])).toEqual([[...bytes.subarray(3)], [], null])
      expect(rows.map((row) => row.weight)).toEqual([0.1, -2, null])
    })

    it('keep whole numbers up to 2^53 in integer columns', () => {
      const { database } = setup()
      const read = database.statement<{ n: number }>('SELECT n FROM note WHERE n = ?')
      for (const n of [0, -1, 2 ** 31, Date.UTC(2030, 0), Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]) {
        database.statement('INSERT INTO note (n) VALUES (?)').run(n)
        expect(read.get(n)).toEqual({ n })
      }
    })

    it('say what changed, answer nothing for no row, and walk rows one by one', () => {
      const { database, add } = setup()
      expect(add('one')).toEqual({ changes: 1, lastId: 1 })
      expect(add('two').lastId).toBe(2)
      expect(database.statement('UPDATE note SET weight = 1').run().changes).toBe(2)
      expect(database.statement('SELECT * FROM note WHERE n = ?').get(9)).toBeUndefined()
      const seen: unknown[] = []
      for (const row of database.statement('SELECT text FROM note').iterate()) {
        seen.push(row)
        break
      }
      expect(seen).toEqual([{ text: 'one' }])
      expect(add('three').lastId, 'a loop that was left early is over').toBe(3)
    })

    it('are prepared once per text', () => {
      const { database } = setup()
      expect(database.statement('SELECT 1')).toBe(database.statement('SELECT 1'))
    })

    it('refuse what does not fit with a typed error', () => {
      const { database, add } = setup()
      add('one')
      expect(() => add('one')).toThrow(code('storage/invalid'))
      expect(() => database.statement('SELECT nothing FROM nowhere')).toThrow(code('storage/invalid'))
      expect(() => database.statement('INSERT INTO word VALUES (99, ?)').run('x'), 'foreign keys hold').toThrow(
        code('storage/invalid'),
      )
      expect(() => database.statement(INSERT).run('x', 'not bytes', null), 'strict types').toThrow(
        code('storage/invalid'),
      )
    })
  })

  describe(`${name}: transactions`, () => {
    it('keep everything or nothing, and let the error out unchanged', () => {
      const { database, add, texts } = setup()
      const wrong = new Error('wrong')
      const failing = () =>
        database.transaction('received', () => {
          add('lost')
          throw wrong
        })
      expect(failing).toThrow(wrong)
      expect(texts()).toEqual([])
      expect(database.transaction('authored', () => add('kept').lastId)).toBe(1)
      expect(texts()).toEqual(['kept'])
    })

    it('join when nested: the outer one fails for both', () => {
      const { database, add, texts } = setup()
      const outer = () =>
        database.transaction('received', () => {
          database.transaction('authored', () => add('inner'))
          throw new Error('outer')
        })
      expect(outer).toThrow('outer')
      expect(texts()).toEqual([])
    })

    it('undo an inner one alone when the outer goes on', () => {
      const { database, add, texts } = setup()
      database.transaction('authored', () => {
        add('before')
        const inner = () =>
          database.transaction('authored', () => {
            add('inner')
            database.transaction('received', () => add('innermost'))
            throw new Error('inner')
          })
        expect(inner).toThrow('inner')
        add('after')
      })
      expect(texts()).toEqual(['before', 'after'])
    })

    it('refuse work that would go on after them', () => {
      const { database, add, texts } = setup()
      const late = () => database.transaction('authored', async () => void add('late'))
      expect(late).toThrow(TypeError)
      expect(texts()).toEqual([])
    })

    it('go on after a refused command in them', () => {
      const { database, add, texts } = setup()
      database.transaction('authored', () => {
        add('one')
        expect(() => add('one')).toThrow(code('storage/invalid'))
        add('two')
      })
      expect(texts()).toEqual(['one', 'two'])
    })

    it('write through commands that answer rows as well', () => {
      const { database, open, texts } = setup()
      expect(database.statement('INSERT INTO note (text) VALUES (?) RETURNING n').get('one')).toEqual({ n: 1 })
      expect(database.statement('INSERT INTO note (text) VALUES (?) RETURNING n').all('two')).toEqual([{ n: 2 }])
      expect([...database.statement('INSERT INTO note (text) VALUES (?) RETURNING n').iterate('three')]).toEqual([
        { n: 3 },
      ])
      database.close()
      expect(texts(open())).toEqual(['one', 'two', 'three'])
    })
  })

  describe(`${name}: afterCommit`, () => {
    it('tells after the outermost commit, in order, and sees what was written', () => {
      const { database, add, texts } = setup()
      const told: string[] = []
      database.transaction('received', () => {
        add('one')
        database.transaction('received', () => database.afterCommit(() => told.push(`first ${texts().length}`)))
        database.afterCommit(() => told.push('second'))
        add('two')
        expect(told).toEqual([])
      })
      expect(told).toEqual(['first 2', 'second'])
      database.afterCommit(() => told.push('at once'))
      expect(told.at(-1)).toBe('at once')
    })

    it('is silent about what failed, outer or inner', () => {
      const { database } = setup()
      const told: string[] = []
      const fail = (name: string) => () =>
        database.transaction('received', () => {
          database.afterCommit(() => told.push(name))
          throw new Error(name)
        })
      expect(fail('outer')).toThrow()
      database.transaction('received', () => {
        expect(fail('inner')).toThrow()
        database.afterCommit(() => told.push('kept'))
      })
      expect(told).toEqual(['kept'])
    })

    it('lets a listener write, and tells the rest in the order of commits even when that write fails', () => {
      const { database, add } = setup()
      const told: string[] = []
      const failing = () =>
        database.transaction('received', () => {
          throw new Error('no')
        })
      database.transaction('received', () => {
        database.afterCommit(() => {
          expect(failing).toThrow('no')
          database.transaction('received', () => {
            add('by a listener')
            database.afterCommit(() => told.push('third'))
          })
          told.push('first')
        })
        database.afterCommit(() => told.push('second'))
      })
      expect(told).toEqual(['first', 'second', 'third'])
    })
  })

  describe(`${name}: opening again`, () => {
    it('finds what was written, and takes only new steps', () => {
      const { database, open, add, texts } = setup()
      add('old')
      database.close()
      const more = { ...NOTES, migrations: [...NOTES.migrations, `UPDATE note SET text = text || '!'`] }
      const first = open([more])
      expect(texts(first)).toEqual(['old!'])
      first.close()
      expect(texts(open([more]))).toEqual(['old!'])
    })

    it('keeps rooms apart', () => {
      const { database, open } = setup()
      database.close()
      const other: Schema = { room: 'other', migrations: ['CREATE TABLE other (a INTEGER) STRICT'] }
      const both = open([NOTES, other])
      both.statement('INSERT INTO other VALUES (1)').run()
      both.close()
      expect(open([other]).statement('SELECT a FROM other').all()).toEqual([{ a: 1 }])
    })

    it('refuses what a newer program wrote, and touches nothing', () => {
      const { database, open, add, texts } = setup()
      add('kept')
      database.close()
      const older = { ...NOTES, migrations: NOTES.migrations.slice(0, 1) }
      const another: Schema = { room: 'another', migrations: ['CREATE TABLE another (a INTEGER) STRICT'] }
      expect(() => open([another, older])).toThrow(code('storage/newer-version'))
      const again = open()
      expect(texts(again)).toEqual(['kept'])
      expect(() => again.statement('SELECT * FROM another')).toThrow(code('storage/invalid'))
    })

    it('undoes a step that fails, and takes it once it is mended', () => {
      const { database, open, add, texts } = setup()
      add('kept')
      database.close()
      const step = (sql: string) => [{ ...NOTES, migrations: [...NOTES.migrations, sql] }]
      expect(() => open(step('DELETE FROM note; CREATE TABLE extra (a INTEGER); SELECT nonsense'))).toThrow(
        code('storage/invalid'),
      )
      expect(() => open(step(`INSERT INTO word VALUES (99, 'dangling')`))).toThrow(code('storage/invalid'))
      const mended = open(step('CREATE TABLE extra (a INTEGER)'))
      expect(texts(mended)).toEqual(['kept'])
    })

    it('lets a step rebuild a table others point at', () => {
      const { database, open, add } = setup()
      add('one')
      database.statement('INSERT INTO word VALUES (1, ?)').run('one')
      database.close()
      const rebuild = `CREATE TABLE fresh (n INTEGER PRIMARY KEY, text TEXT) STRICT; INSERT INTO fresh SELECT n, text FROM note;
        DROP TABLE note; ALTER TABLE fresh RENAME TO note`
      const again = open([{ ...NOTES, migrations: [...NOTES.migrations, rebuild] }])
      expect(again.statement('SELECT word FROM word').all()).toEqual([{ word: 'one' }])
      again.statement('DELETE FROM note').run()
      expect(again.statement('SELECT word FROM word').all(), 'and the rows still fall with it').toEqual([])
    })

    it('is refused while it is open, and possible right after', () => {
      const { database, open } = setup()
      expect(() => open()).toThrow(code('storage/in-use'))
      database.close()
      open()
    })
  })

  describe(`${name}: closing`, () => {
    it('ends everything with a typed error, twice without harm', () => {
      const { database, add } = setup()
      const prepared = database.statement('SELECT 1')
      database.close()
      database.close()
      expect(() => prepared.get()).toThrow(code('storage/closed'))
      expect(() => add('late')).toThrow(code('storage/closed'))
      expect(() => database.transaction('authored', () => 1)).toThrow(code('storage/closed'))
      expect(() => database.verify()).toThrow(code('storage/closed'))
    })

    it('leaves one sound database', () => {
      const { database, open, add } = setup()
      for (let n = 0; n < 50; n++) add(`note ${n}`)
      expect(database.bytes).toBeGreaterThan(0)
      database.verify()
      database.close()
      open().verify()
    })
  })

  it(`${name}: full-text tables work, fed by triggers`, () => {
    const words: Schema = {
      room: 'words',
      migrations: [
        `CREATE TABLE line (n INTEGER PRIMARY KEY, text TEXT) STRICT; CREATE VIRTUAL TABLE found USING fts5 (text, content='line', content_rowid='n');
         CREATE TRIGGER fed AFTER INSERT ON line BEGIN INSERT INTO found (rowid, text) VALUES (new.n, new.text); END`,
      ],
    }
    const { database } = setup([words])
    database.statement('INSERT INTO line (text) VALUES (?)').run('the village meets on the green')
    expect(database.statement('SELECT rowid FROM found WHERE found MATCH ?').all('village')).toEqual([{ rowid: 1 }])
  })
}

function code(wanted: string): { asymmetricMatch: (error: unknown) => boolean; toString: () => string } {
  return { asymmetricMatch: (error) => error instanceof FolkmootError && error.code === wanted, toString: () => wanted }
}
