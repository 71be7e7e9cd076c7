import { describe, expect, it } from 'vitest'
import { fileKeyStore, openProfile } from '../../../core/storage/index.ts'
import { addNote, codeOf, codeOfAsync, never, notes, openNotes, tempFolder, worker } from './support.ts'

describe('one process at a time', () => {
  it('keeps a second process out while the first has the database open', async () => {
    const folder = tempFolder()
    const database = openNotes(folder)
    expect((await worker('try', folder).lines.next()).value).toBe('storage/in-use')
    addNote(database, 'still mine')
    database.close()
    expect((await worker('try', folder).lines.next()).value).toBe('opened')
  })

  it('is kept out by a second process', async () => {
    const folder = tempFolder()
    const other = worker('hold', folder)
    expect((await other.lines.next()).value).toBe('open')
    expect(codeOf(() => openNotes(folder))).toBe('storage/in-use')
    other.process.stdin?.end()
    await other.ended
    openNotes(folder)
  })

  it('is free again at once when the process that held it is killed', async () => {
    const folder = tempFolder()
    const other = worker('hold', folder)
    await other.lines.next()
    other.process.kill('SIGKILL')
    await other.ended
    openNotes(folder)
  })

  it('stays held when this process tries to open it twice', async () => {
    const folder = tempFolder()
    const database = openNotes(folder)
    expect(codeOf(() => openNotes(folder))).toBe('storage/in-use')
    expect(codeOf(() => openNotes(folder, { key: new Uint8Array(32) }))).toBe('storage/in-use')
    expect((await worker('try', folder).lines.next()).value).toBe('storage/in-use')
    addNote(database, 'one')
    expect(notes(database)).toEqual(['one'])
  })

  it('holds for a whole profile', async () => {
    const folder = tempFolder()
    const other = worker('hold-profile', folder)
    expect((await other.lines.next()).value).toBe('open')
    const open = () => openProfile({ folder, keyStore: fileKeyStore(folder), signal: never })
    expect(await codeOfAsync(open())).toBe('storage/in-use')
    other.process.kill('SIGKILL')
    await other.ended
    const profile = await open()
    expect(await codeOfAsync(open())).toBe('storage/in-use')
    profile.close()
  })
})
