import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fileKeyStore, openProfile, writeFileAtomic } from '../../../core/storage/index.ts'
import { codeOfAsync, never, tempFolder } from './support.ts'

describe('writeFileAtomic', () => {
  it('writes a new file for this account alone, and replaces an old one as a whole', async () => {
    const folder = tempFolder()
    const path = join(folder, 'file')
    expect(await writeFileAtomic(path, Uint8Array.of(1, 2, 3))).toBe(true)
    expect(await writeFileAtomic(path, Uint8Array.of(4))).toBe(true)
    expect([...readFileSync(path)]).toEqual([4])
    expect(readdirSync(folder), 'no part is left').toEqual(['file'])
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('gives the file the mode asked for', async () => {
    if (process.platform === 'win32') return
    const path = join(tempFolder(), 'file')
    await writeFileAtomic(path, new Uint8Array(0), { mode: 0o644 })
    expect(statSync(path).mode & 0o777).toBe(0o644)
  })

  it('leaves an old file as it is when asked to', async () => {
    const folder = tempFolder()
    const path = join(folder, 'file')
    expect(await writeFileAtomic(path, Uint8Array.of(1), { keepOld: true })).toBe(true)
    expect(await writeFileAtomic(path, Uint8Array.of(2), { keepOld: true })).toBe(false)
    expect([...readFileSync(path)]).toEqual([1])
    expect(readdirSync(folder)).toEqual(['file'])
  })

  it('lets exactly one of many writers be first', async () => {
    const folder = tempFolder()
    const path = join(folder, 'file')
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, n) => writeFileAtomic(path, Uint8Array.of(n), { keepOld: true })),
    )
    expect(all.filter(Boolean)).toHaveLength(1)
    expect(readFileSync(path)[0]).toBe(all.indexOf(true))
  })

  it('fails with a typed error and leaves nothing where it cannot write', async () => {
    const folder = tempFolder()
    expect(await codeOfAsync(writeFileAtomic(join(folder, 'missing', 'file'), new Uint8Array(1)))).toBe(
      'storage/not-a-folder',
    )
    mkdirSync(join(folder, 'taken'))
    expect(await codeOfAsync(writeFileAtomic(join(folder, 'taken'), new Uint8Array(1)))).toMatch(/^storage\//)
    expect(readdirSync(folder)).toEqual(['taken'])
  })

  it('has what was cut short cleared away by the next start', async () => {
    const folder = tempFolder()
    writeFileSync(join(folder, '.key.0123456789ab.part'), 'half')
    writeFileSync(join(folder, 'mine.part'), 'kept')
    const profile = await openProfile({ folder, keyStore: fileKeyStore(folder), signal: never })
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual(['mine.part'])
    profile.close()
  })
})
