/** The real shell on the stand-in: start, speak, crash, link, close, quit. */
import type { RouterClient } from '@orpc/server'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import type { SmallRouter } from './small-core.ts'
import { Machine, type StandIn } from './stand-in/index.ts'
import { alive, folder, Screen, smallCore, start, windowOf, type StartOptions } from './support.ts'

const link = 'folkmoot://join#o2RjcmVkaXQ'
type Small = RouterClient<SmallRouter>

async function open(options: StartOptions = {}): Promise<{ electron: StandIn; screen: Screen<Small>; client: Small }> {
  const electron = start(options)
  const screen = new Screen<Small>(await windowOf(electron))
  screen.ask()
  return { electron, screen, client: await screen.client() }
}

describe('a start', () => {
  it('opens a sandboxed window and hands the screen a port to core', async () => {
    const { electron, client } = await open()
    const about = await client.about()
    expect(about.pid).toBe(electron.children[0]?.pid)
    expect(about.profile).toBe(electron.app.getPath('userData'))
    expect(electron.app.sandboxed).toBe(true)
    expect(electron.app.protocols).toEqual(['folkmoot'])
    expect(electron.windows[0]?.options.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
    })
  })

  it('gives core the key by message only, and the same key at the next start', async () => {
    const userData = folder()
    const first = await open({ userData })
    const { key, argv, env } = await first.client.about()
    expect(key).toMatch(/^[0-9a-f]{64}$/)
    expect(`${argv.join(' ')} ${env}`).not.toContain(key)
    const file = join(userData, 'key.sealed')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readFileSync(file).includes(Buffer.from(key, 'hex').toString('base64'))).toBe(false)
    first.electron.app.quit()
    await first.electron.app.exited
    const second = await open({ userData })
    expect((await second.client.about()).key).toBe(key)
  })

  it('lives in the folder that --profile names', async () => {
    const named = join(folder(), 'other')
    const { electron, client } = await open({ argv: ['--profile', named] })
    expect((await client.about()).profile).toBe(named)
    expect(electron.app.getPath('sessionData')).toBe(join(named, 'window'))
  })

  it('hands a new port to a page that was loaded again after a crash', async () => {
    const { electron } = await open()
    const [window] = electron.windows
    const before = window?.webContents.page
    window?.webContents.emit('render-process-gone', {}, { reason: 'crashed' })
    await vi.waitFor(() => expect(window?.webContents.page).not.toBe(before))
    const screen = new Screen<Small>(window!)
    screen.ask()
    expect((await (await screen.client()).about()).pid).toBe(electron.children[0]?.pid)
  })
})

describe('when core dies', () => {
  it('the page is told, core is started again, and a new port comes unasked', async () => {
    const { electron, screen, client } = await open()
    const { pid, key } = await client.about()
    const closed = new Promise((resolve) => screen.ports[0]?.on('close', resolve))
    electron.children[0]?.crash()
    await closed
    const again = await (await screen.client(1)).about()
    expect(screen.heard).toEqual(['folkmoot:port', 'folkmoot:gone', 'folkmoot:port'])
    expect(again.pid).not.toBe(pid)
    expect(again.key).toBe(key)
  })

  it('each death waits longer before the next start', async () => {
    const { electron } = await open()
    const births: number[] = [performance.now()]
    for (const count of [1, 2, 3]) {
      electron.children.at(-1)?.crash()
      await vi.waitFor(() => expect(electron.children).toHaveLength(count + 1), { timeout: 5000, interval: 5 })
      births.push(performance.now())
    }
    const gaps = births.slice(1).map((birth, index) => birth - (births[index] ?? 0))
    expect(gaps[1]).toBeGreaterThanOrEqual(490)
    expect(gaps[2]).toBeGreaterThanOrEqual(990)
  })

  it('says why and ends when the profile cannot be opened', async () => {
    const electron = start({ userData: join(folder(), 'broken') })
    expect(await electron.app.exited).toBe(1)
    expect(electron.seen).toEqual(['error: Folkmoot cannot go on: The data is damaged.'])
    expect(electron.children).toHaveLength(1)
  })
})

describe('links and second starts', () => {
  it('a link in the first start reaches core', async () => {
    const { client } = await open({ argv: [link] })
    expect((await client.about()).links).toEqual([link])
  })

  it('a link that comes while core is down reaches the next one', async () => {
    const { electron, screen } = await open()
    electron.children[0]?.crash()
    await vi.waitFor(() => expect(screen.heard).toContain('folkmoot:gone'))
    electron.app.emit('open-url', { preventDefault: () => undefined }, link)
    expect((await (await screen.client(1)).about()).links).toEqual([link])
  })

  it('a second start hands over its link and ends, and the window comes forward', async () => {
    const shared = { machine: new Machine(), userData: folder() }
    const { electron, client } = await open(shared)
    electron.windows[0]?.hide()
    const second = start({ ...shared, argv: [link] })
    expect(await second.app.exited).toBe(0)
    expect(second.children).toHaveLength(0)
    await vi.waitFor(async () => expect((await client.about()).links).toEqual([link]))
    expect(electron.windows[0]?.visible).toBe(true)
  })

  it('two profiles run side by side', async () => {
    const shared = { machine: new Machine(), userData: folder() }
    const one = await open(shared)
    const two = await open({ ...shared, argv: ['--profile', folder()] })
    expect((await one.client.about()).key).not.toBe((await two.client.about()).key)
  })

  it('open-url, as macOS says it, is held to the same form', async () => {
    const { electron, client } = await open({ platform: 'darwin' })
    for (const url of ['folkmoot://join/#abc', 'folkmoot://elsewhere#abc', `folkmoot://join#${'a'.repeat(9000)}`]) {
      electron.app.emit('open-url', { preventDefault: () => undefined }, url)
    }
    await vi.waitFor(async () => expect((await client.about()).links).toEqual(['folkmoot://join#abc']))
  })
})

describe('closing and quitting', () => {
  it('closing hides into the tray and says so once; the tray opens and quits', async () => {
    const { electron } = await open()
    const [window, tray] = [electron.windows[0], electron.trays[0]]
    window!.bounds = { x: 40, y: 50, width: 900, height: 700 }
    window?.close()
    expect(window?.visible).toBe(false)
    tray?.choose('Open Folkmoot')
    expect(window?.visible).toBe(true)
    window?.close()
    expect(electron.seen.filter((line) => line.startsWith('notice: '))).toHaveLength(1)
    tray?.choose('Quit')
    expect(await electron.app.exited).toBe(0)
    expect(tray?.destroyed).toBe(true)
    const next = await open({ userData: electron.app.getPath('userData') })
    expect(next.electron.windows[0]?.options).toMatchObject({ x: 40, y: 50, width: 900, height: 700 })
  })

  it('a notification that was clicked brings the hidden window forward', async () => {
    const { electron } = await open()
    const [window] = electron.windows
    const page = window?.webContents.page
    window?.hide()
    page?.postMessage({ type: 'folkmoot:show' }, page.location.origin)
    await vi.waitFor(() => expect(window?.visible).toBe(true))
  })

  it('where there is no tray, closing quits', async () => {
    const { electron } = await open({ noTray: true })
    electron.windows[0]?.close()
    expect(await electron.app.exited).toBe(0)
  })

  it('a quit lets core drain and leaves no process behind', async () => {
    const { electron, client } = await open()
    const { pid, profile } = await client.about()
    electron.app.quit()
    electron.app.quit()
    expect(await electron.app.exited).toBe(0)
    expect(existsSync(join(profile ?? '', 'drained'))).toBe(true)
    expect(alive(pid)).toBe(false)
  })

  it('a core that hangs is given up after its time and killed', async () => {
    const { electron, client } = await open()
    const { pid } = await client.about()
    client.hang().catch(() => undefined)
    await new Promise((resolve) => setTimeout(resolve, 100))
    electron.app.quit()
    expect(await electron.app.exited).toBe(0)
    await vi.waitFor(() => expect(alive(pid)).toBe(false))
  })

  it('a quit while core is down does not start it again', async () => {
    const { electron } = await open()
    electron.children[0]?.crash()
    await vi.waitFor(() => expect(alive(electron.children[0]?.pid ?? 0)).toBe(false))
    electron.app.quit()
    expect(await electron.app.exited).toBe(0)
    await new Promise((resolve) => setTimeout(resolve, 400))
    expect(electron.children).toHaveLength(1)
  })
})

describe('the key', () => {
  async function keyOf(options: StartOptions): Promise<{ key: string; protection: string | undefined }> {
    const { client } = await open(options)
    return client.about()
  }

  it.each([
    ['a keychain', 'keychain', {}],
    ['no keychain', 'plain-keychain', { backend: 'basic_text' }],
    ['a keychain that does not answer', 'plain-keychain', { secret: undefined }],
  ] as const)('with %s its protection is %s', async (_what, protection, state) => {
    const prepare = ({ safeStorage }: StandIn): void => void Object.assign(safeStorage, state)
    expect((await keyOf({ prepare })).protection).toBe(protection)
  })

  it('is sealed anew when the keychain became better', async () => {
    const userData = folder()
    const first = await open({ userData, prepare: (electron) => void (electron.safeStorage.secret = undefined) })
    const { key } = await first.client.about()
    first.electron.app.quit()
    await first.electron.app.exited
    const about = await keyOf({ userData, prepare: (electron) => void (electron.safeStorage.stale = true) })
    expect(about).toMatchObject({ key, protection: 'keychain' })
    expect(readFileSync(join(userData, 'key.sealed')).subarray(0, 3).toString()).toBe('v11')
  })

  it.each([
    ['another keychain', 'did not open', (electron: StandIn) => void (electron.safeStorage.secret = 'other')],
    ['a locked keychain', 'not available', (electron: StandIn) => void (electron.safeStorage.available = false)],
  ])('with %s the start says so and the sealed key stays as it was', async (_what, words, prepare) => {
    const userData = folder()
    const first = await open({ userData })
    first.electron.app.quit()
    await first.electron.app.exited
    const before = readFileSync(join(userData, 'key.sealed'))
    const electron = start({ userData, prepare })
    expect(await electron.app.exited).toBe(1)
    expect(electron.seen.join()).toContain(words)
    expect(electron.children).toHaveLength(0)
    expect(readFileSync(join(userData, 'key.sealed'))).toEqual(before)
  })

  it('is left to core, keychain or not, when the profile holds its own', async () => {
    const userData = folder()
    writeFileSync(join(userData, 'key'), 'of the browser mode')
    const about = await keyOf({ userData, prepare: (electron) => void (electron.safeStorage.available = false) })
    expect([about.key, about.protection]).toEqual(['', undefined])
    expect(existsSync(join(userData, 'key.sealed'))).toBe(false)
  })

  it('is not made anew for a profile that has lost its own', async () => {
    const userData = folder()
    writeFileSync(join(userData, 'profile.db'), 'of before')
    const electron = start({ userData })
    expect(await electron.app.exited).toBe(1)
    expect(electron.seen.join()).toContain('is missing')
    expect(existsSync(join(userData, 'key.sealed'))).toBe(false)
  })

  it('a damaged key file is said, not replaced', async () => {
    const userData = folder()
    writeFileSync(join(userData, 'key.sealed'), 'v11 rubbish')
    const electron = start({ userData, core: smallCore })
    expect(await electron.app.exited).toBe(1)
    expect(readFileSync(join(userData, 'key.sealed'), 'utf8')).toBe('v11 rubbish')
  })
})
