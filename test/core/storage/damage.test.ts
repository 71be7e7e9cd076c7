import { randomBytes } from 'node:crypto'
import { copyFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { addNote, codeOf, countNotes, flip, KEY, notes, openNotes, tempFolder } from './support.ts'

const OTHER = new Uint8Array(32).fill(9)
const PAGE = 4096

function written(key: Uint8Array, name?: string): { folder: string; path: string } {
  const folder = tempFolder()
  const database = openNotes(folder, { key, ...(name !== undefined && { name }) })
  database.transaction('received', () => {
    for (let n = 0; n < 400; n++) addNote(database, `note ${n}`, randomBytes(700))
  })
  database.close()
  return { folder, path: database.path }
}

describe('a wrong key', () => {
  it('is told apart from damage, also in a swapped file, and changes nothing', () => {
    const ours = written(KEY)
    expect(codeOf(() => openNotes(ours.folder, { key: OTHER }))).toBe('storage/wrong-key')
    expect(countNotes(openNotes(ours.folder))).toBe(400)
    const theirs = written(OTHER)
    copyFileSync(theirs.path, join(ours.folder, 'swapped.db'))
    expect(codeOf(() => openNotes(ours.folder, { name: 'swapped.db' }))).toBe('storage/wrong-key')
  })

  it('appears in no error', () => {
    const { folder } = written(KEY)
    const key = randomBytes(32)
    let caught: unknown
    try {
      openNotes(folder, { key })
    } catch (error) {
      caught = error
    }
    const text = inspect(caught, { depth: 10, showHidden: true }).toLowerCase()
    expect(text).toContain('storage/wrong-key')
    for (const form of [key.toString('hex'), key.toString('base64'), key.toString('hex').slice(0, 16)])
      expect(text).not.toContain(form.toLowerCase())
  })
})

describe('damage', () => {
  it('in the header or the first page is named when opening', async () => {
    const { folder, path } = written(KEY)
    for (const [at, count] of [
      [0, 100],
      [16, 1],
      [20, 2],
      [40, 8],
      [2000, 1],
      [0, PAGE],
    ] as const) {
      await flip(path, at, count)
      expect(
        codeOf(() => openNotes(folder)),
        `bytes ${at} to ${at + count}`,
      ).toBe('storage/damaged')
      await flip(path, at, count)
    }
    expect(countNotes(openNotes(folder))).toBe(400)
  })

  it('of one bit in any other page is found by verify and by reading, and never read as something else', async () => {
    const { folder, path } = written(KEY)
    const pages = statSync(path).size / PAGE
    for (let page = 1; page < pages; page += 9) {
      await flip(path, page * PAGE + 1234)
      const code = codeOf(() => {
        const database = openNotes(folder)
        try {
          expect(
            codeOf(() => database.verify()),
            `page ${page}`,
          ).toBe('storage/damaged')
          const read = codeOf(() => database.statement('SELECT n, text, bytes FROM note').all())
          expect(['nothing', 'storage/damaged']).toContain(read)
        } finally {
          database.close()
        }
      })
      expect(['nothing', 'storage/damaged']).toContain(code)
      await flip(path, page * PAGE + 1234)
    }
    const database = openNotes(folder)
    database.verify()
    expect(countNotes(database)).toBe(400)
  })

  it('by a page put back from an older copy in another place is found', async () => {
    const { folder, path } = written(KEY)
    const { open } = await import('node:fs/promises')
    const file = await open(path, 'r+')
    const page = Buffer.alloc(PAGE)
    await file.read(page, 0, PAGE, 20 * PAGE)
    await file.write(page, 0, PAGE, 21 * PAGE)
    await file.close()
    const database = openNotes(folder)
    expect(codeOf(() => database.verify())).toBe('storage/damaged')
  })

  it('by a file cut short is named when opening', () => {
    const { folder, path } = written(KEY)
    truncateSync(path, 20 * PAGE)
    expect(codeOf(() => openNotes(folder))).toBe('storage/damaged')
    truncateSync(path, 50)
    expect(codeOf(() => openNotes(folder))).toBe('storage/damaged')
  })

  it('by something else in the file is named', () => {
    const folder = tempFolder()
    for (const bytes of [
      Buffer.from('hello'),
      randomBytes(5000),
      Buffer.from(`SQLite format 3\0${' '.repeat(5000)}`),
    ]) {
      writeFileSync(join(folder, 'notes.db'), bytes)
      expect(codeOf(() => openNotes(folder))).toBe('storage/damaged')
    }
  })

  it('leaves the connection usable for what is whole', async () => {
    const { folder, path } = written(KEY)
    await flip(path, statSync(path).size - PAGE + 100, 50)
    const database = openNotes(folder)
    expect(notes(openNotes(folder, { name: 'other.db' }))).toEqual([])
    expect(database.statement('SELECT text FROM note WHERE n = 1').get()).toEqual({ text: 'note 0' })
    expect(codeOf(() => database.verify())).toBe('storage/damaged')
    expect(database.statement('SELECT text FROM note WHERE n = 1').get()).toEqual({ text: 'note 0' })
  })
})
