import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fileKeyStore, openProfile, writeFileAtomic } from '../../../core/storage/index.ts'
import { addNote, canMount, codeOf, codeOfAsync, never, notes, openNotes, smallDisk, tempFolder } from './support.ts'

const profileIn = (folder: string) =>
  codeOfAsync(openProfile({ folder, keyStore: fileKeyStore(folder), signal: never }).then((it) => it.close()))

describe('a place that is no folder', () => {
  it('is refused, at its end and on the way', async () => {
    const folder = tempFolder()
    writeFileSync(join(folder, 'file'), 'here')
    expect(await profileIn(join(folder, 'file'))).toBe('storage/not-a-folder')
    expect(await profileIn(join(folder, 'file', 'below'))).toBe('storage/not-a-folder')
    expect(codeOf(() => openNotes(join(folder, 'missing')))).toBe('storage/not-a-folder')
    expect(codeOf(() => openNotes(join(folder, 'file')))).toBe('storage/not-a-folder')
    expect(await codeOfAsync(writeFileAtomic(join(folder, 'file', 'x'), new Uint8Array(1)))).toBe(
      'storage/not-a-folder',
    )
  })

  it('is refused where the database should be a file', () => {
    const folder = tempFolder()
    mkdirSync(join(folder, 'notes.db'))
    expect(codeOf(() => openNotes(folder))).toBe('storage/read-only')
  })
})

describe.skipIf(!canMount)(`a read-only disk${canMount ? '' : ' (skipped: needs root on Linux and mount)'}`, () => {
  it('is refused for a new profile, a profile that is there and one that was not closed', async () => {
    const { folder, remount } = smallDisk('2m')
    const there = join(folder, 'there')
    expect(await profileIn(there)).toBe('nothing')
    remount('ro')
    expect(await profileIn(there)).toBe('storage/read-only')
    expect(await profileIn(join(folder, 'new'))).toBe('storage/read-only')
    expect(codeOf(() => openNotes(folder))).toBe('storage/read-only')
    expect(await codeOfAsync(writeFileAtomic(join(folder, 'x'), new Uint8Array(1)))).toBe('storage/read-only')
    remount('rw')
    expect(await profileIn(there)).toBe('nothing')
  })

  it('loses nothing: what was written before is there when it is writable again', () => {
    const { folder, remount } = smallDisk('2m')
    const database = openNotes(folder)
    addNote(database, 'before')
    database.close()
    remount('ro')
    expect(codeOf(() => openNotes(folder))).toBe('storage/read-only')
    remount('rw')
    expect(notes(openNotes(folder))).toEqual(['before'])
  })
})
