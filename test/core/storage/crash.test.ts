import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { codeOf, countNotes, flip, notes, openNotes, tempFolder, worker } from './support.ts'

/** Kills a writing process and answers the last number it said was written. */
async function killed(folder: string, durability: 'authored' | 'received', after: number): Promise<number> {
  const writer = worker(durability, folder)
  let last = 0
  for (let next = await writer.lines.next(); !next.done; next = await writer.lines.next()) {
    last = Number(next.value)
    if (last === after) writer.process.kill('SIGKILL')
  }
  await writer.ended
  return last
}

describe('kill -9 in the middle of writing', () => {
  it.each([
    ['authored', 1],
    ['authored', 37],
    ['received', 400],
  ] as const)('%s: loses nothing acknowledged and tears nothing (after %i)', async (durability, after) => {
    const folder = tempFolder()
    const last = await killed(folder, durability, after)
    expect(last).toBeGreaterThanOrEqual(after)
    expect(existsSync(join(folder, 'notes.db-wal')), 'it was really cut short').toBe(true)
    const database = openNotes(folder)
    database.verify()
    const found = notes(database)
    expect(found.length).toBeGreaterThanOrEqual(2 * last)
    const whole = Array.from({ length: found.length / 2 }, (_, n) => [`${n + 1} first`, `${n + 1} second`]).flat()
    expect(found).toEqual(whole)
  })

  it('and then trying with a wrong key, or with damage, loses nothing of the log either', async () => {
    const folder = tempFolder()
    const last = await killed(folder, 'authored', 30)
    expect(codeOf(() => openNotes(folder, { key: new Uint8Array(32) }))).toBe('storage/wrong-key')
    const path = join(folder, 'notes.db')
    await flip(path, 30, 20)
    const code = codeOf(() => openNotes(folder).close())
    // The newest first page may stand in the log; then the one in the file does not matter.
    expect(['storage/damaged', 'nothing']).toContain(code)
    if (code !== 'nothing') await flip(path, 30, 20)
    const database = openNotes(folder)
    database.verify()
    expect(countNotes(database)).toBeGreaterThanOrEqual(2 * last)
  })

  it('in the middle of a step leaves the database as before the step', async () => {
    const folder = tempFolder()
    const migrating = worker('migrate', folder)
    expect((await migrating.lines.next()).value).toBe('begin')
    await wait(200)
    migrating.process.kill('SIGKILL')
    await migrating.ended
    const database = openNotes(folder)
    database.verify()
    expect(countNotes(database)).toBe(0)
    expect(codeOf(() => database.statement('SELECT * FROM long'))).toBe('storage/invalid')
  })
})

describe('durability', () => {
  const level = { authored: 2, received: 1 }

  it.each(['authored', 'received'] as const)('%s: SQLite is told so for each transaction', (durability) => {
    const database = openNotes(tempFolder())
    for (const each of ['received', 'authored', durability] as const) {
      const now = database.transaction(
        each,
        () => database.statement<{ synchronous: number }>('PRAGMA synchronous').get()?.synchronous,
      )
      expect(now).toBe(level[each])
    }
  })

  it('a write outside of any transaction is authored', () => {
    const database = openNotes(tempFolder())
    database.transaction('received', () => undefined)
    database.statement('INSERT INTO note (text) VALUES (?)').run('alone')
    expect(database.statement('PRAGMA synchronous').get()).toEqual({ synchronous: level.authored })
  })

  it('what is authored inside of received is kept too', () => {
    const folder = tempFolder()
    const database = openNotes(folder)
    database.transaction('received', () => {
      database.transaction('authored', () => void database.statement('INSERT INTO note (text) VALUES (?)').run('both'))
    })
    expect(notes(database)).toEqual(['both'])
  })
})
