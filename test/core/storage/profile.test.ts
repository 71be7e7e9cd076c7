import { copyFileSync, existsSync, readdirSync, renameSync, rmSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { CommunityId } from '../../../core/shared/index.ts'
import {
  fileKeyStore,
  heldKeyStore,
  openDatabase,
  openProfile,
  type Profile,
  type ProfileOptions,
} from '../../../core/storage/index.ts'
import { addNote, codeOf, codeOfAsync, flip, never, NOTES, notes, tempFolder } from './support.ts'

const garden = 'Garden_0123456789-0123456789012345678901234' as CommunityId
const choir = '-Choir_0123456789-0123456789012345678901234' as CommunityId
const MASTER = new Uint8Array(32).fill(3)

async function profileIn(folder: string, more: Partial<ProfileOptions> = {}): Promise<Profile> {
  const profile = await openProfile({ folder, keyStore: heldKeyStore(MASTER, 'keychain'), signal: never, ...more })
  onTestFinished(() => profile.close())
  return profile
}

describe('a profile', () => {
  it('is made from nothing, with folders for this account alone', async () => {
    const folder = join(tempFolder(), 'new', 'profile')
    const profile = await profileIn(folder)
    expect(profile.protection).toBe('keychain')
    expect(readdirSync(folder).sort()).toEqual(['communities', 'profile.db', 'profile.db-wal'])
    if (process.platform === 'win32') return
    for (const each of [folder, join(folder, '..'), join(folder, 'communities')])
      expect(statSync(each).mode & 0o777).toBe(0o700)
  })

  it('keeps the tables of rooms', async () => {
    const folder = tempFolder()
    const first = await profileIn(folder, { schemas: [NOTES] })
    addNote(first.database, 'a device key')
    first.close()
    expect(notes((await profileIn(folder, { schemas: [NOTES] })).database)).toEqual(['a device key'])
  })

  it('stops when told so before it began', async () => {
    const reason = new Error('changed my mind')
    await expect(profileIn(tempFolder(), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  })

  it('is refused under another key, and unharmed', async () => {
    const folder = tempFolder()
    const profile = await profileIn(folder)
    profile.settings.set('theme', 'dark')
    profile.close()
    const other = profileIn(folder, { keyStore: heldKeyStore(new Uint8Array(32), 'keychain') })
    expect(await codeOfAsync(other)).toBe('storage/wrong-key')
    expect((await profileIn(folder)).settings.get('theme')).toBe('dark')
  })

  it('is never made anew beside communities that are there already', async () => {
    const folder = tempFolder()
    const profile = await profileIn(folder)
    profile.openCommunity(garden, [NOTES])
    profile.close()
    renameSync(join(folder, 'profile.db'), join(folder, 'away'))
    expect(await codeOfAsync(profileIn(folder))).toBe('storage/profile-missing')
    renameSync(join(folder, 'away'), join(folder, 'profile.db'))
    await profileIn(folder)
  })

  it('is checked as a whole when opened', async () => {
    const folder = tempFolder()
    const profile = await profileIn(folder)
    profile.settings.set('long', 'x'.repeat(20_000))
    profile.close()
    const path = join(folder, 'profile.db')
    await flip(path, statSync(path).size - 2000)
    expect(await codeOfAsync(profileIn(folder))).toBe('storage/damaged')
    await flip(path, statSync(path).size - 2000)
    await profileIn(folder)
  })

  it('of a newer format is left alone', async () => {
    const folder = tempFolder()
    const profile = await profileIn(folder)
    profile.database.statement(`UPDATE schema SET version = 99 WHERE room = 'profile'`).run()
    profile.close()
    expect(await codeOfAsync(profileIn(folder))).toBe('storage/newer-version')
  })

  it('closes everything, and then nothing works any more', async () => {
    const profile = await profileIn(tempFolder())
    const community = profile.openCommunity(garden, [NOTES])
    profile.close()
    profile.close()
    expect(codeOf(() => addNote(community, 'late'))).toBe('storage/closed')
    expect(codeOf(() => profile.settings.get('x'))).toBe('storage/closed')
    expect(codeOf(() => profile.communityKey(garden))).toBe('storage/closed')
    expect(codeOf(() => profile.openCommunity(choir, []))).toBe('storage/closed')
  })
})

describe('communities of a profile', () => {
  it('each have a database and a key of their own, the same at every start', async () => {
    const folder = tempFolder()
    const first = await profileIn(folder)
    addNote(first.openCommunity(garden, [NOTES]), 'beans')
    addNote(first.openCommunity(choir, [NOTES]), 'alto')
    const keys = [garden, choir].map((id) => Buffer.from(first.communityKey(id)).toString('hex'))
    expect(new Set(keys).size).toBe(2)
    expect(first.communities().map((each) => each.id)).toEqual([choir, garden])
    expect(first.communities().every((each) => each.bytes > 4096)).toBe(true)
    first.close()
    const second = await profileIn(folder)
    expect([garden, choir].map((id) => Buffer.from(second.communityKey(id)).toString('hex'))).toEqual(keys)
    expect(notes(second.openCommunity(garden, [NOTES]))).toEqual(['beans'])
    expect(notes(second.openCommunity(choir, [NOTES]))).toEqual(['alto'])
  })

  it('cannot take one for another: a swapped file has the wrong key', async () => {
    const folder = tempFolder()
    const profile = await profileIn(folder)
    for (const id of [garden, choir]) profile.openCommunity(id, [NOTES]).close()
    copyFileSync(join(folder, 'communities', `${garden}.db`), join(folder, 'communities', `${choir}.db`))
    expect(codeOf(() => profile.openCommunity(choir, [NOTES]))).toBe('storage/wrong-key')
  })

  it('are not made anew when their file has gone or was emptied', async () => {
    const folder = tempFolder()
    const profile = await profileIn(folder)
    profile.openCommunity(garden, [NOTES]).close()
    const path = join(folder, 'communities', `${garden}.db`)
    truncateSync(path, 0)
    expect(codeOf(() => profile.openCommunity(garden, [NOTES]))).toBe('storage/community-missing')
    rmSync(path)
    expect(codeOf(() => profile.openCommunity(garden, [NOTES]))).toBe('storage/community-missing')
    profile.removeCommunity(garden)
    expect(notes(profile.openCommunity(garden, [NOTES]))).toEqual([])
  })

  it('are removed for good, also while open, also when the removal was cut short', async () => {
    const folder = tempFolder()
    const profile = await profileIn(folder)
    const open = profile.openCommunity(garden, [NOTES])
    addNote(open, 'gone')
    profile.removeCommunity(garden)
    expect(codeOf(() => addNote(open, 'late'))).toBe('storage/closed')
    expect(readdirSync(join(folder, 'communities'))).toEqual([])
    profile.openCommunity(choir, [NOTES])
    profile.database.statement(`UPDATE community_file SET state = 'removing' WHERE id = ?`).run(choir)
    profile.close()
    const next = await profileIn(folder)
    expect(next.communities()).toEqual([])
    expect(notes(next.openCommunity(choir, [NOTES]))).toEqual([])
  })

  it('are set aside when damaged, to be filled again', async () => {
    const folder = tempFolder()
    for (const n of [1, 2]) {
      const profile = await profileIn(folder)
      const { path } = profile.openCommunity(garden, [NOTES])
      profile.close()
      await flip(path, 100, 50)
      const again = await profileIn(folder)
      expect(codeOf(() => again.openCommunity(garden, [NOTES]))).toBe('storage/damaged')
      expect(again.setAsideCommunity(garden)).toBe(`${path}.damaged-${n}`)
      expect(existsSync(`${path}.damaged-${n}`)).toBe(true)
      expect(again.communities()).toEqual([])
      expect(notes(again.openCommunity(garden, [NOTES]))).toEqual([])
      again.close()
    }
  })

  it('with an id that leads elsewhere are refused', async () => {
    const profile = await profileIn(tempFolder())
    for (const id of ['../profile', '', 'a/b', 'a.b', 'x'.repeat(65)] as CommunityId[]) {
      expect(codeOf(() => profile.openCommunity(id, []))).toBe('storage/invalid')
      expect(codeOf(() => profile.removeCommunity(id))).toBe('storage/invalid')
      expect(codeOf(() => profile.setAsideCommunity(id))).toBe('storage/invalid')
    }
  })

  it('do not open under the key of the profile', async () => {
    const folder = tempFolder()
    const profile = await profileIn(folder)
    const { path } = profile.openCommunity(garden, [NOTES])
    profile.close()
    expect(codeOf(() => openDatabase({ path, key: MASTER, schemas: [] }))).toBe('storage/wrong-key')
  })
})

describe('settings', () => {
  it('are small JSON values, kept', async () => {
    const folder = tempFolder()
    const profile = await profileIn(folder)
    const value = { theme: 'dark', sizes: [1, 2.5, null], deep: { on: true } }
    profile.settings.set('look', value)
    profile.settings.set('gone', 1)
    profile.settings.set('gone', 2)
    profile.settings.remove('gone')
    profile.settings.set('none', null)
    profile.close()
    const { settings } = await profileIn(folder)
    expect(settings.get('look')).toEqual(value)
    expect(settings.get('none')).toBeNull()
    expect(settings.get('gone')).toBeUndefined()
    expect(settings.get('__proto__')).toBeUndefined()
  })

  it('above their size are refused', async () => {
    const { settings } = await profileIn(tempFolder())
    expect(codeOf(() => settings.set('big', 'x'.repeat(70_000)))).toBe('storage/invalid')
    expect(settings.get('big')).toBeUndefined()
  })

  it('are kept by key files too', async () => {
    const folder = tempFolder()
    const first = await profileIn(folder, { keyStore: fileKeyStore(folder) })
    first.settings.set('a', 1)
    first.close()
    expect((await profileIn(folder, { keyStore: fileKeyStore(folder) })).settings.get('a')).toBe(1)
  })
})
