import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { addNote, KEY, openNotes, someFileHolds, tempFolder } from './support.ts'

const MARKER = 'zq-village-meets-at-nine-qz'

describe('what lies on the disk', () => {
  it('holds no word, table name or key in the clear, while open and when closed', () => {
    const folder = tempFolder()
    const database = openNotes(folder)
    database.transaction('received', () => {
      for (let n = 0; n < 500; n++) addNote(database, `${MARKER} ${n}`, new TextEncoder().encode(MARKER))
    })
    expect(existsSync(`${database.path}-wal`)).toBe(true)
    expect(existsSync(`${database.path}-shm`), 'an exclusive database shares no memory').toBe(false)
    const inTheClear = () =>
      [MARKER, 'CREATE TABLE', 'SQLite format 3', Buffer.from(KEY).toString('latin1')].filter((text) =>
        someFileHolds(folder, text),
      )
    expect(inTheClear()).toEqual([])
    database.close()
    expect(existsSync(`${database.path}-wal`)).toBe(false)
    expect(inTheClear()).toEqual([])
    writeFileSync(join(folder, 'control'), `xx${MARKER}xx`)
    expect(inTheClear(), 'the search finds it where it is').toEqual([MARKER])
  })

  it('is for this account alone', () => {
    if (process.platform === 'win32') return
    const folder = tempFolder()
    const database = openNotes(folder)
    addNote(database, 'one')
    expect(statSync(database.path).mode & 0o777).toBe(0o600)
    expect(statSync(`${database.path}-wal`).mode & 0o777).toBe(0o600)
  })

  it('differs with every writing of the same words', () => {
    const folder = tempFolder()
    const bytes = randomBytes(2000)
    const files = ['a.db', 'b.db'].map((name) => {
      const database = openNotes(folder, { name })
      addNote(database, MARKER, bytes)
      database.close()
      return readFileSync(database.path)
    })
    const [one, two] = files
    expect(one?.length).toBe(two?.length)
    expect(
      one?.subarray(0, 16).equals(two?.subarray(0, 16) ?? new Uint8Array(0)),
      'the mark of the key alone is the same',
    ).toBe(true)
    const same = one?.subarray(24).filter((byte, at) => byte === two?.[24 + at]).length ?? 0
    expect(same / (one?.length ?? 1)).toBeLessThan(0.02)
  })

  it('opens as the same for a key that was wiped after opening', () => {
    const folder = tempFolder()
    const key = Uint8Array.from(KEY)
    const database = openNotes(folder, { key })
    key.fill(0)
    addNote(database, 'kept')
    database.close()
    openNotes(folder)
  })
})
