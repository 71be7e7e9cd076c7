import { describe, expect, it } from 'vitest'
import { startCore } from '../../../core/node/core.ts'
import type { Keys } from '../../../core/node/keys.ts'
import type { Compose } from '../../../core/node/parts.ts'
import { systemClock, systemRandom } from '../../../core/node/system.ts'
import type { KeyStore, Log } from '../../../core/shared/index.ts'
import { storageErrors } from '../../../core/storage/index.ts'
import { pipe } from '../../support/pipe.ts'
import { someCommunity, standInRooms } from '../../support/standin-rooms.ts'

const key: KeyStore = { protection: 'file', open: async () => new Uint8Array(32) }

function setup(compose: Compose, keys: Keys = key) {
  const lines: string[] = []
  const note = (event: string, fields?: object): void => void lines.push(JSON.stringify({ event, ...fields }))
  const log: Log = { debug: note, info: note, warn: note, error: note }
  const profileFolder = '/nowhere'
  const core = startCore({
    profileFolder,
    keys,
    network: { discovery: false },
    clock: systemClock,
    random: systemRandom,
    log,
    compose,
  })
  return { core, lines, client: pipe(core) }
}

describe('the core of one profile', () => {
  it('answers for itself while it starts, and for the rooms once it is ready', async () => {
    const opened = Promise.withResolvers<void>()
    const { core, client } = setup(standInRooms(() => opened.promise).compose)
    const views = await client.host.watch()
    expect((await views.next()).value).toMatchObject({ state: 'starting' })
    await expect(client.profile.setName({ name: 'Ada' })).rejects.toMatchObject({
      code: 'REFUSED',
      data: { code: 'host/not-ready' },
      message: 'Folkmoot is not open yet.',
    })
    opened.resolve()
    expect((await views.next()).value).toMatchObject({ state: 'ready' })
    expect(await client.profile.setName({ name: 'Ada' })).toMatchObject({ name: 'Ada' })
    await core.stop()
    expect((await views.next()).done).toBe(true)
  })

  it('says why the profile cannot be opened', async () => {
    const rooms = standInRooms(async () => {
      throw storageErrors('newer-version', { details: { place: 'profile.db' } })
    })
    const { core, client, lines } = setup(rooms.compose)
    const { state, trouble } = await core.settled
    expect(state).toBe('failed')
    expect(trouble).toEqual({
      code: 'storage/newer-version',
      text: expect.stringContaining('A newer Folkmoot') as string,
    })
    await expect(client.profile.setName({ name: 'Ada' })).rejects.toMatchObject({ data: { code: 'host/not-ready' } })
    expect(lines).toContain('{"event":"core.failed","code":"storage/newer-version"}')
    await core.stop()
  })

  it('stays locked after a wrong passphrase and opens with the right one', async () => {
    const rooms = standInRooms(async (keys, signal) => void (await keys.open(signal)))
    const { core, client } = setup(rooms.compose, {
      fresh: async () => false,
      with: (passphrase) => ({
        protection: 'passphrase',
        open: async () => {
          if (passphrase !== 'right') throw storageErrors('wrong-passphrase')
          return new Uint8Array(32)
        },
      }),
    })
    expect(await core.settled).toEqual({ state: 'locked', version: core.view().version })
    await expect(client.host.unlock({ passphrase: 'wrong' })).rejects.toMatchObject({
      data: { code: 'storage/wrong-passphrase' },
    })
    expect(core.view().state).toBe('locked')
    const [first, second] = await Promise.allSettled([
      client.host.unlock({ passphrase: 'right' }),
      client.host.unlock({ passphrase: 'wrong' }),
    ])
    expect([first.status, second.status]).toEqual(['fulfilled', 'fulfilled'])
    expect(core.view().state).toBe('ready')
    await core.stop()
    expect(rooms.stops).toBe(1)
  })

  it('says that the passphrase is chosen now, until one was', async () => {
    const chosen: string[] = []
    const rooms = standInRooms(async (keys, signal) => {
      await keys.open(signal)
      if (chosen.length === 1) throw storageErrors('disk-full', { details: { place: 'profile.db' } })
    })
    const { core, client } = setup(rooms.compose, {
      fresh: async () => chosen.length === 0,
      with: (passphrase) => ({
        protection: 'passphrase',
        open: async () => {
          if (passphrase === 'short') throw storageErrors('passphrase-too-short', { details: { least: 8 } })
          chosen.push(passphrase)
          return new Uint8Array(32)
        },
      }),
    })
    core.openLink('folkmoot://join#abc')
    const link = 'folkmoot://join#abc'
    expect(await core.settled).toMatchObject({ state: 'locked', fresh: true, link })
    await expect(client.host.unlock({ passphrase: 'short' })).rejects.toMatchObject({
      data: { code: 'storage/passphrase-too-short', details: { least: 8 } },
    })
    expect(core.view()).toMatchObject({ state: 'locked', fresh: true })
    await expect(client.host.unlock({ passphrase: 'by the oak' })).rejects.toMatchObject({
      data: { code: 'storage/disk-full' },
    })
    expect(core.view()).toEqual({ state: 'locked', link, version: core.view().version })
    await client.host.unlock({ passphrase: 'by the oak' })
    expect(core.view()).toEqual({ state: 'ready', link, version: core.view().version })
    await core.stop()
  })

  it('keeps a link from outside until a screen has taken it', async () => {
    const { core, client } = setup(standInRooms().compose)
    await core.settled
    core.openLink('folkmoot://join#abc')
    expect(core.view().link).toBe('folkmoot://join#abc')
    expect(await client.host.takeLink()).toEqual({ link: 'folkmoot://join#abc' })
    expect(await client.host.takeLink()).toEqual({})
    core.openLink('x'.repeat(100_000))
    expect(core.view().link).toBeUndefined()
    await core.stop()
  })

  it('lets commands finish, refuses new ones and ends live queries when it stops', async () => {
    const rooms = standInRooms()
    const { core, client } = setup(rooms.compose)
    await core.settled
    const live = await client.profile.watch()
    await live.next()
    const deaf = await client.sync.watch({ community: someCommunity })
    await deaf.next()
    const slow = client.profile.setName({ name: 'slow' })
    const waiting = live.next()
    await expect.poll(() => rooms.underWay.has('slow')).toBe(true)
    const stopped = core.stop()
    await expect(client.profile.setName({ name: 'late' })).rejects.toMatchObject({ data: { code: 'host/stopping' } })
    expect(await slow).toMatchObject({ name: 'slow' })
    expect([(await waiting).done, (await deaf.next()).done]).toEqual([true, true])
    await stopped
    expect([...rooms.underWay]).toEqual([])
    expect(rooms.stops).toBe(1)
    expect(core.stop()).toBe(core.stop())
  })

  it('stops what was still opening', async () => {
    const rooms = standInRooms(
      (_, signal) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
    )
    const { core } = setup(rooms.compose)
    await core.stop()
    expect(await core.settled).toMatchObject({ state: 'starting' })
    expect(rooms.stops).toBe(0)
  })
})

describe('what screens are told of errors', () => {
  it('tells our own by code, details and sentence, and others by a general one', async () => {
    const { core, client, lines } = setup(standInRooms().compose)
    await core.settled
    await expect(client.profile.setName({ name: 'refuse' })).rejects.toMatchObject({
      code: 'REFUSED',
      defined: true,
      message: 'At most 64 characters.',
      data: { code: 'text/too-long', details: { most: 64 } },
    })
    const broken = client.profile.setName({ name: 'break' })
    await expect(broken).rejects.toMatchObject({ data: { code: 'core/unexpected', details: {} } })
    await expect(broken).rejects.not.toThrow('secret')
    expect(lines).toContain('{"event":"call.unexpected","call":"profile.setName","code":"TypeError"}')
    expect(lines.join()).not.toContain('secret')
    const malformed = client.profile.setName({ name: 7 as unknown as string })
    await expect(malformed).rejects.toMatchObject({ data: { code: 'core/bad-input' } })
    await core.stop()
  })

  it('tells why a live query ended', async () => {
    const { core, client } = setup(standInRooms().compose)
    await core.settled
    const live = await client.profile.watchSettings()
    expect((await live.next()).done).toBe(false)
    await expect(live.next()).rejects.toMatchObject({ code: 'REFUSED', data: { code: 'storage/disk-full' } })
    await core.stop()
  })
})
