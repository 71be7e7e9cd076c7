/** The real core behind the real shell: the contract over the port, from first start to a quit that leaves nothing. */
import type { ContractRouterClient } from '@orpc/contract'
import { copyFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import type { Contract } from '../../core/contract/index.ts'
import { startCoreProcess } from '../support/core-process.ts'
import { Machine, type StandIn } from './stand-in/index.ts'
import { alive, folder, root, Screen, start, windowOf, type StartOptions } from './support.ts'

type Client = ContractRouterClient<Contract>
const core = join(root, 'core/node/utility.ts')
const link = 'folkmoot://join#o2RjcmVkaXQ'
const timeout = 30_000

async function open(options: StartOptions): Promise<{ electron: StandIn; screen: Screen<Client>; client: Client }> {
  const electron = start({ core, ...options })
  const screen = new Screen<Client>(await windowOf(electron))
  screen.ask()
  return { electron, screen, client: await screen.client() }
}

/** The first answer of a live query that is as wished. */
async function first<T>(query: Promise<AsyncIterable<T>>, wished: (answer: T) => boolean = () => true): Promise<T> {
  for await (const answer of await query) if (wished(answer)) return answer
  throw new Error('the live query ended')
}

const settled = (client: Client) => first(client.host.watch(), ({ state }) => state !== 'starting')

async function quit({ app }: StandIn): Promise<void> {
  app.quit()
  expect(await app.exited).toBe(0)
}

describe('from start to quit', { timeout }, () => {
  it('opens the profile, takes the link, survives a crash and a quit, and the same key opens it at the next start', async () => {
    const userData = folder()
    const { electron, screen, client } = await open({ userData, argv: [link] })
    expect(await settled(client)).toMatchObject({ state: 'ready', link })
    expect(await client.host.takeLink()).toEqual({ link })

    electron.children[0]?.crash()
    const again = await screen.client(1)
    const view = await settled(again)
    expect(view.state).toBe('ready')
    expect(view.link).toBeUndefined()

    const pid = electron.children[1]?.pid ?? 0
    await quit(electron)
    await vi.waitFor(() => expect(alive(pid)).toBe(false))

    const next = await open({ userData })
    expect(await settled(next.client)).toMatchObject({ state: 'ready' })
  })

  it('another key does not open the profile: the shell says so, and starts no second core', async () => {
    const [ada, bram] = [folder(), folder()]
    for (const userData of [ada, bram]) {
      const { electron, client } = await open({ userData })
      await settled(client)
      await quit(electron)
    }
    copyFileSync(join(bram, 'key.sealed'), join(ada, 'key.sealed'))

    const next = start({ core, userData: ada })
    expect(await next.app.exited).toBe(1)
    expect(next.seen).toEqual([expect.stringMatching(/^error: Folkmoot cannot go on: ./)])
    expect(next.children).toHaveLength(1)
  })

  it('a link that is opened while it runs stands in the live view until the screen has taken it', async () => {
    const shared = { machine: new Machine(), userData: folder() }
    const { electron, client } = await open(shared)
    expect((await settled(client)).link).toBeUndefined()
    const live = await client.host.watch()
    const next = async (): Promise<string | undefined> => {
      const { done, value } = await live.next()
      return done ? 'the live query ended' : value.link
    }
    expect(await next()).toBeUndefined()

    electron.app.emit('open-url', { preventDefault: () => undefined }, link)
    expect(await next()).toBe(link)
    expect(await client.host.takeLink()).toEqual({ link })
    expect(await next()).toBeUndefined()
    expect(await client.host.takeLink()).toEqual({})

    const second = start({ ...shared, core, argv: [`${link}2`] })
    expect(await second.app.exited).toBe(0)
    expect(await next()).toBe(`${link}2`)
    expect(await client.host.takeLink()).toEqual({ link: `${link}2` })
  })
})

describe('what was acknowledged outlives a kill', { timeout }, () => {
  it('a name', async () => {
    const { electron, screen, client } = await open({})
    await settled(client)
    await client.profile.setName({ name: 'Ada' })
    electron.children[0]?.crash()
    const again = await screen.client(1)
    await settled(again)
    expect(await first(again.profile.watch())).toMatchObject({ name: 'Ada', protection: 'keychain' })
  })

  it('a community and a message, also at the next start', async () => {
    const userData = folder()
    const { electron, screen, client } = await open({ userData })
    await settled(client)
    const moot = { name: 'Moot', purpose: '', rules: '', template: 'neighbourhood', displayName: 'Ada' } as const
    const place = await client.communities.create(moot)
    await client.rooms.send({ ...place, text: 'Who has a ladder?', clientKey: 'ladder-1' })
    electron.children[0]?.crash()

    const readBack = async (reader: Client): Promise<void> => {
      await settled(reader)
      expect(await first(reader.communities.watch(), (all) => all.length > 0)).toMatchObject([
        { id: place.community, name: 'Moot', state: 'member' },
      ])
      const rows = [{ text: 'Who has a ladder?', mine: true, authorName: 'Ada' }]
      expect(await first(reader.rooms.watch({ ...place, limit: 10 }))).toMatchObject({ total: 1, rows })
    }
    await readBack(await screen.client(1))
    await quit(electron)
    await readBack((await open({ userData })).client)
  })
})

describe('one profile in the browser and in the window', { timeout }, () => {
  it('what was made in the browser opens in the window, and in the browser again', async () => {
    const userData = folder()
    await using browser = startCoreProcess(userData)
    await (await browser.screen()).client.profile.setName({ name: 'Ada' })
    expect((await browser.stop()).code).toBe(0)
    const key = readFileSync(join(userData, 'key'))

    const { electron, client } = await open({ userData })
    expect(await settled(client)).toMatchObject({ state: 'ready' })
    expect(await first(client.profile.watch())).toMatchObject({ name: 'Ada', protection: 'file' })
    await client.profile.setName({ name: 'Ada L.' })
    await quit(electron)
    expect(existsSync(join(userData, 'key.sealed'))).toBe(false)
    expect(readFileSync(join(userData, 'key'))).toEqual(key)

    await using again = startCoreProcess(userData)
    expect(await first((await again.screen()).client.profile.watch())).toMatchObject({ name: 'Ada L.' })
  })

  it('a passphrase chosen in the browser unlocks it in the window, and again after a crash', async () => {
    const userData = folder()
    const passphrase = 'moot on the green'
    await using browser = startCoreProcess(userData, '--passphrase')
    const made = await browser.screen()
    expect(await settled(made.client)).toMatchObject({ state: 'locked', fresh: true })
    await made.client.host.unlock({ passphrase })
    await made.client.profile.setName({ name: 'Ada' })
    expect((await browser.stop()).code).toBe(0)

    const { electron, screen, client } = await open({ userData })
    const locked = await settled(client)
    expect(locked.state).toBe('locked')
    expect(locked.fresh).toBeUndefined()
    await expect(client.host.unlock({ passphrase: 'moot on the greed' })).rejects.toMatchObject({
      data: { code: 'storage/wrong-passphrase' },
    })
    await client.host.unlock({ passphrase })
    expect(await first(client.profile.watch())).toMatchObject({ name: 'Ada', protection: 'passphrase' })

    electron.children[0]?.crash()
    const again = await screen.client(1)
    expect(await settled(again)).toMatchObject({ state: 'locked' })
    await again.host.unlock({ passphrase })
    expect(await settled(again)).toMatchObject({ state: 'ready' })
    await quit(electron)
    expect(existsSync(join(userData, 'key.sealed'))).toBe(false)
  })

  it('what was made in the window needs the window: the command line says so and touches nothing', async () => {
    const userData = folder()
    const { electron, client } = await open({ userData })
    expect(await settled(client)).toMatchObject({ state: 'ready' })
    await quit(electron)

    await using browser = startCoreProcess(userData)
    const { code, out, errors } = await browser.ended
    expect([code, out]).toEqual([1, ''])
    expect(errors).toBe(
      `folkmoot: The key of this profile is held by the keychain of this system, which only the window of Folkmoot can ask (${userData}). Start Folkmoot with its window, or choose another profile with --profile.\n`,
    )
    expect(existsSync(join(userData, 'key'))).toBe(false)
  })

  it('is not open in both at once', async () => {
    const userData = folder()
    await using browser = startCoreProcess(userData)
    await browser.address()
    const electron = start({ core, userData })
    expect(await electron.app.exited).toBe(1)
    expect(electron.seen.join()).toContain('Another Folkmoot is already running with this profile')
  })
})
