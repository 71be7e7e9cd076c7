/** What is laid aside in a profile: private, bounded, and gone when it is over. */
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { errorCode } from '../../../core/shared/index.ts'
import { heldKeyStore, openProfile, scratchFolder, Spool } from '../../../core/storage/index.ts'
import { temporaryFolder } from '../../support/surroundings.ts'

let folder: ReturnType<typeof temporaryFolder>
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => folder[Symbol.dispose]())

describe('a spool', () => {
  it('holds what is handed over in pieces, for this person alone, until it is removed', async () => {
    const spool = await Spool.begin(folder.path, 10)
    await spool.append(Buffer.from('one '))
    await spool.append(Buffer.from('two'))
    expect(spool.size).toBe(7)
    expect(readFileSync(spool.path, 'utf8')).toBe('one two')
    if (process.platform !== 'win32') expect(statSync(spool.path).mode & 0o077).toBe(0)
    await spool.remove()
    await spool.remove()
    expect(existsSync(spool.path)).toBe(false)
    expect(readdirSync(join(folder.path, 'scratch'))).toEqual([])
  })

  it('takes no byte more than it may', async () => {
    const spool = await Spool.begin(folder.path, 5)
    await spool.append(Buffer.from('12345'))
    await expect(spool.append(Buffer.from('6'))).rejects.toSatisfy((error) => errorCode(error) === 'storage/spool-full')
    expect(spool.size).toBe(5)
    await spool.remove()
  })

  it('that a process left behind is gone once the profile is opened again', async () => {
    const left = join(folder.path, 'scratch', 'left')
    mkdirSync(left, { recursive: true })
    writeFileSync(join(left, 'file'), 'half an archive')
    const keyStore = heldKeyStore(new Uint8Array(32).fill(3), 'keychain')
    const profile = await openProfile({ folder: folder.path, keyStore, signal: AbortSignal.timeout(10_000) })
    expect(existsSync(left)).toBe(false)
    const { path, remove } = await scratchFolder(profile.folder)
    expect(existsSync(path)).toBe(true)
    await remove()
    expect(existsSync(path)).toBe(false)
    profile.close()
  })
})
