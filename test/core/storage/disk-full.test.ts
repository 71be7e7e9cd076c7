import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Database } from '../../../core/storage/index.ts'
import { fileKeyStore, openProfile, writeFileAtomic } from '../../../core/storage/index.ts'
import {
  addNote,
  canMount,
  codeOf,
  codeOfAsync,
  countNotes,
  never,
  notes,
  openNotes,
  smallDisk,
  tempFolder,
} from './support.ts'

/** Writes until it fails: how many were acknowledged, and the code of the failure. */
function fill(database: Database): { written: number; code: string } {
  for (let written = 0; ; written++) {
    const code = codeOf(() =>
      database.transaction('authored', () => addNote(database, `note ${written}`, new Uint8Array(10_000))),
    )
    if (code !== 'nothing') return { written, code }
  }
}

describe('a full database', () => {
  it('says so, keeps what was acknowledged, and writes again when it may grow', () => {
    const folder = tempFolder()
    const database = openNotes(folder, { maxBytes: 512 * 1024 })
    const { written, code } = fill(database)
    expect(code).toBe('storage/disk-full')
    expect(written).toBeGreaterThan(20)
    expect(countNotes(database)).toBe(written)
    database.verify()
    database.close()
    const roomier = openNotes(folder, { maxBytes: 1024 * 1024 })
    expect(countNotes(roomier)).toBe(written)
    addNote(roomier, 'more')
    expect(notes(roomier).at(-1)).toBe('more')
  })

  it('never keeps half of a transaction whose work goes on in spite of the error', () => {
    const database = openNotes(tempFolder(), { maxBytes: 256 * 1024 })
    const told: string[] = []
    const stubborn = () =>
      database.transaction('received', () => {
        addNote(database, 'small')
        database.afterCommit(() => told.push('small'))
        const inner = () => database.transaction('received', () => addNote(database, 'big', new Uint8Array(1_000_000)))
        expect(codeOf(inner)).toBe('storage/disk-full')
        // SQLite has undone the whole transaction by now: what is written here would stand alone.
        expect(codeOf(() => addNote(database, 'after'))).toBe('storage/disk-full')
      })
    expect(codeOf(stubborn)).toBe('storage/disk-full')
    expect(notes(database)).toEqual([])
    expect(told).toEqual([])
    database.transaction('received', () => addNote(database, 'fits'))
    expect(notes(database)).toEqual(['fits'])
  })
})

describe.skipIf(!canMount)(`a full disk${canMount ? '' : ' (skipped: needs root on Linux and mount)'}`, () => {
  it('says so, keeps what was acknowledged, and goes on once there is room', () => {
    const { folder } = smallDisk('1m')
    const ballast = join(folder, 'ballast')
    writeFileSync(ballast, new Uint8Array(400_000))
    const database = openNotes(folder)
    const { written, code } = fill(database)
    expect(code).toBe('storage/disk-full')
    expect(written).toBeGreaterThan(2)
    expect(countNotes(database)).toBe(written)
    rmSync(ballast)
    addNote(database, 'more')
    database.verify()
    database.close()
    const again = openNotes(folder)
    expect(countNotes(again)).toBe(written + 1)
    expect(notes(again).at(-1)).toBe('more')
  })

  it('can still be opened and read', () => {
    const { folder } = smallDisk('1m')
    const database = openNotes(folder)
    addNote(database, 'readable')
    database.close()
    expect(() => writeFileSync(join(folder, 'ballast'), new Uint8Array(2_000_000))).toThrow('ENOSPC')
    expect(notes(openNotes(folder))).toEqual(['readable'])
  })

  it('fails to make a new profile or file with a clear error, and leaves the old file whole', async () => {
    const { folder } = smallDisk('256k')
    const path = join(folder, 'file')
    await writeFileAtomic(path, new Uint8Array(1000).fill(1))
    expect(() => writeFileSync(join(folder, 'ballast'), new Uint8Array(2_000_000))).toThrow('ENOSPC')
    expect(await codeOfAsync(writeFileAtomic(path, new Uint8Array(100_000)))).toBe('storage/disk-full')
    const profile = join(folder, 'profile')
    expect(await codeOfAsync(openProfile({ folder: profile, keyStore: fileKeyStore(profile), signal: never }))).toBe(
      'storage/disk-full',
    )
    rmSync(join(folder, 'ballast'))
    const opened = await openProfile({ folder: profile, keyStore: fileKeyStore(profile), signal: never })
    opened.close()
  })
})
