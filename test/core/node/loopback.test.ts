import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { startCore, type Core } from '../../../core/node/core.ts'
import { startLoopback, type Loopback } from '../../../core/node/loopback/loopback.ts'
import { systemClock, systemRandom } from '../../../core/node/system.ts'
import { contentSecurityPolicy, LIMITS, type Log } from '../../../core/shared/index.ts'
import { temporaryFolder } from '../../support/core-process.ts'
import { openScreen, signIn } from '../../support/screen.ts'
import { someCommunity, someSpace, standInRooms } from '../../support/standin-rooms.ts'

const silent = (): void => undefined
const log: Log = { debug: silent, info: silent, warn: silent, error: silent }
const key = { protection: 'file' as const, open: async () => new Uint8Array(32) }

const rooms = standInRooms()
const folder = temporaryFolder()
let core: Core
let loopback: Loopback
let port: number
let cookie: string
let pageKey: string

beforeAll(async () => {
  writeFileSync(join(folder.path, 'secret.txt'), 'not for browsers')
  const pages = join(folder.path, 'pages')
  mkdirSync(join(pages, 'assets'), { recursive: true })
  writeFileSync(join(pages, 'index.html'), '<!doctype html>screens')
  writeFileSync(join(pages, '.hidden'), 'hidden')
  writeFileSync(join(pages, 'assets/app-1234.js'), 'export {}')
  const parts = {
    profileFolder: folder.path,
    network: { discovery: false },
    clock: systemClock,
    random: systemRandom,
    log,
  }
  core = startCore({ ...parts, keys: key, compose: rooms.compose })
  loopback = await startLoopback({ screens: core.screens, folder: pages, random: systemRandom })
  port = Number(new URL(loopback.address).port)
})

afterAll(async () => {
  await core.stop()
  await loopback.stop()
  folder[Symbol.dispose]()
})

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** A request with headers that `fetch` would not let us choose. */
async function ask(path: string, headers: Record<string, string> = {}, method = 'GET', body = ''): Promise<Answer> {
  const asked = request({ host: '127.0.0.1', port, path, method, headers: { host: `127.0.0.1:${port}`, ...headers } })
  asked.end(body)
  const [response] = (await once(asked, 'response')) as [IncomingMessage]
  let text = ''
  for await (const piece of response) text += String(piece)
  return { status: response.statusCode ?? 0, headers: response.headers, body: text }
}

const own = (): string => `http://127.0.0.1:${port}`

/** The status a WebSocket's opening was answered with; 101 when it opened. */
async function upgrade(headers: Record<string, string>, path = '/rpc', key = pageKey): Promise<number> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, ['folkmoot', key], { headers })
  return await new Promise((resolve) => {
    socket.on('error', silent)
    socket.on('unexpected-response', (_, { statusCode }) => resolve(statusCode ?? 0))
    socket.on('open', () => {
      resolve(101)
      socket.terminate()
    })
  })
}

describe('the browser address, before anyone has signed in', () => {
  it('takes the token once, and never a wrong one', async () => {
    const token = new URL(loopback.secretAddress).hash.slice('#token='.length)
    expect(token).toMatch(/^[\w-]{43}$/)
    const post = (sent: string, headers = {}) =>
      ask(
        '/session',
        { origin: own(), 'content-type': 'application/json', ...headers },
        'POST',
        JSON.stringify({ token: sent }),
      )
    for (const wrong of ['', 'a', `${token}a`, token.toUpperCase()]) expect((await post(wrong)).status).toBe(401)
    expect((await ask('/session', { origin: own() }, 'POST', 'x'.repeat(5000))).status).toBe(401)
    expect((await ask('/session', { origin: own() }, 'POST', 'null')).status).toBe(401)
    const signedIn = await post(token)
    expect(signedIn.status).toBe(200)
    pageKey = signedIn.body
    expect(pageKey).toMatch(/^[\w-]{43}$/)
    expect(signedIn.headers['cache-control']).toBe('no-store')
    const [line = ''] = signedIn.headers['set-cookie'] ?? []
    expect(line).toMatch(new RegExp(`^folkmoot-${port}=[\\w-]{43}; HttpOnly; SameSite=Strict; Path=/$`))
    cookie = line.split(';')[0] ?? ''
    const again = await post(token)
    expect([again.status, again.headers['set-cookie']]).toEqual([401, undefined])
    const withCookie = await post(token, { cookie })
    expect([withCookie.status, withCookie.body]).toEqual([204, ''])
  })

  it('tells a page whether its cookie still holds', async () => {
    expect((await ask('/session', { cookie: `other=1; ${cookie}` })).status).toBe(204)
    expect((await ask('/session')).status).toBe(401)
    expect((await ask('/session', { cookie: `${cookie}x` })).status).toBe(401)
  })
})

describe('the browser address', () => {
  it('listens on 127.0.0.1 and nowhere else', async () => {
    const others = Object.values(networkInterfaces())
      .flat()
      .filter((each) => each !== undefined && each.address !== '127.0.0.1')
    for (const other of others) {
      const socket = connect({ host: other?.address ?? '', port })
      const outcome = await new Promise((resolve) =>
        socket.on('connect', () => resolve('open')).on('error', () => resolve('refused')),
      )
      socket.destroy()
      expect([other?.address, outcome]).toEqual([other?.address, 'refused'])
    }
  })

  it.each([
    'localhost',
    'evil.example',
    '127.0.0.1',
    '[::1]:PORT',
    'localhost:PORT',
    '127.0.0.1:PORT.evil.example',
    ' ',
  ])('answers 421 to the host %j', async (host) => {
    const named = host.replace('PORT', String(port))
    expect((await ask('/', { host: named })).status).toBe(421)
    expect(await upgrade({ host: named, origin: own(), cookie })).toBe(421)
  })

  it('answers 403 to pages of other sites', async () => {
    for (const origin of [
      'http://evil.example',
      'null',
      'http://localhost:80',
      `https://127.0.0.1:${port}`,
      `http://127.0.0.1:${port + 1}`,
    ]) {
      expect((await ask('/', { origin })).status).toBe(403)
      expect((await ask('/session', { origin }, 'POST', '{}')).status).toBe(403)
      expect(await upgrade({ origin, cookie })).toBe(403)
    }
    expect(
      (await ask('/assets/app-1234.js', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' })).status,
    ).toBe(403)
    expect((await ask('/assets/app-1234.js', { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors' })).status).toBe(
      403,
    )
    expect((await ask('/', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' })).status).toBe(200)
    expect((await ask('/session', {}, 'POST', '{}')).status).toBe(403)
    expect(await upgrade({ cookie })).toBe(403)
  })

  it('opens a socket only with the cookie and the key, and only at /rpc', async () => {
    expect(await upgrade({ origin: own() })).toBe(401)
    expect(await upgrade({ origin: own(), cookie: `folkmoot-${port}=` })).toBe(401)
    for (const wrong of ['none', `${pageKey}x`, pageKey.toUpperCase()]) {
      expect(await upgrade({ origin: own(), cookie }, '/rpc', wrong)).toBe(401)
    }
    expect(await upgrade({ origin: own(), cookie }, '/other')).toBe(404)
    expect(await upgrade({ origin: own(), cookie })).toBe(101)
    expect((await ask('/rpc', { cookie })).status).toBe(426)
  })

  it('sends the policy and its companions with every answer', async () => {
    for (const path of ['/', '/assets/app-1234.js', '/nothing', '/session', '/rpc']) {
      const { headers } = await ask(path)
      expect(headers['content-security-policy']).toBe(contentSecurityPolicy(`ws://127.0.0.1:${port}`))
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      })
    }
    const wrong = await ask('/', { host: 'evil.example' })
    expect(wrong.headers['content-security-policy']).toBeDefined()
  })

  it('serves the files of the screens and none beside them', async () => {
    expect(await ask('/')).toMatchObject({ status: 200, body: '<!doctype html>screens' })
    expect((await ask('/assets/app-1234.js')).headers['cache-control']).toContain('immutable')
    expect((await ask('/')).headers['cache-control']).toBe('no-cache')
    const ways = [
      '/../secret.txt',
      '/%2e%2e/secret.txt',
      '/..%2fsecret.txt',
      '/assets/../../secret.txt',
      '/..\\secret.txt',
      '/%00',
      '/%',
      '/.hidden',
    ]
    for (const path of ways) {
      const { status, body } = await ask(path)
      expect([path, status]).toEqual([path, 404])
      expect(body).not.toContain('not for browsers')
    }
    expect((await ask('/', { origin: own() }, 'DELETE')).status).toBe(405)
  })
})

describe('a screen at the browser address', () => {
  it('speaks the contract, in several tabs', async () => {
    const tabs = [
      await openScreen(loopback.address, { cookie, key: pageKey }),
      await openScreen(loopback.address, { cookie, key: pageKey }),
    ]
    for (const { client } of tabs) expect(await client.profile.setName({ name: 'Ada' })).toMatchObject({ name: 'Ada' })
    for (const tab of tabs) await tab.close()
  })

  it('ends its live queries when it goes', async () => {
    const screen = await openScreen(loopback.address, { cookie, key: pageKey })
    const live = await screen.client.profile.watch()
    await live.next()
    expect(rooms.underWay.has('watch')).toBe(true)
    screen.socket.terminate()
    await screen.closed
    await expect(live.next()).rejects.toThrow()
    await expect.poll(() => rooms.underWay.size).toBe(0)
  })

  it('is refused more live queries than a screen has use for', async () => {
    const screen = await openScreen(loopback.address, { cookie, key: pageKey })
    const all = Array.from({ length: LIMITS.liveQueries }, async () => (await screen.client.profile.watch()).next())
    await Promise.all(all)
    await expect(screen.client.profile.watch()).rejects.toMatchObject({ data: { code: 'host/too-many-live-queries' } })
    await screen.close()
  })

  it('is refused more calls at once than a screen has use for', async () => {
    const screen = await openScreen(loopback.address, { cookie, key: pageKey })
    const calls = Array.from({ length: LIMITS.callsAtOnce + 10 }, (_, n) =>
      screen.client.profile.setName({ name: `slow ${n}` }),
    )
    const outcomes = await Promise.allSettled(calls)
    const refused = outcomes.filter((each) => each.status === 'rejected')
    expect(refused).toHaveLength(10)
    expect(refused[0]?.reason).toMatchObject({ data: { code: 'host/too-many-calls' } })
    await screen.close()
  })

  it.each([
    ['no JSON', 'garbage', 1008],
    ['JSON of another form', '{"i":"1","p":{"u":"http://elsewhere/","b":1}}', 1008],
    ['a stream of its own', '{"i":"1","t":3,"p":{"e":"message","d":1}}', 1008],
    [
      'headers it has no business with',
      '{"i":"1","p":{"u":"/host/watch","h":{"content-type":"multipart/form-data"}}}',
      1008,
    ],
    ['bytes', Buffer.from([1, 2, 3]), 1003],
    ['more than one command may hold', 'x'.repeat(LIMITS.commandBytes + 1), 1009],
  ])('that sends %s is shut out, and others are not', async (_, frame, code) => {
    const [bad, good] = [
      await openScreen(loopback.address, { cookie, key: pageKey }),
      await openScreen(loopback.address, { cookie, key: pageKey }),
    ]
    bad.socket.send(frame)
    expect(await bad.closed).toBe(code)
    expect(await good.client.profile.setName({ name: 'Ada' })).toMatchObject({ name: 'Ada' })
    await good.close()
  })

  it('that stops reading holds up its live query, and gets the rest when it reads on', async () => {
    const screen = await openScreen(loopback.address, { cookie, key: pageKey })
    const before = rooms.windows
    const live = await screen.client.rooms.watch({ community: someCommunity, space: someSpace, limit: 1 })
    await live.next()
    screen.socket.pause()
    const settled = async (): Promise<number> => {
      let last = -1
      while (last !== rooms.windows) {
        last = rooms.windows
        await new Promise((resolve) => setTimeout(resolve, 300))
      }
      return last - before
    }
    // What the operating system holds, and LIMITS.screenBacklog: some MiB of windows of 100 kB.
    expect(await settled()).toBeLessThan(200)
    const stuck = rooms.windows
    screen.socket.resume()
    await expect.poll(() => rooms.windows).toBeGreaterThan(stuck + 50)
    screen.socket.terminate()
    await screen.closed
    const after = await settled()
    expect(rooms.windows - before).toBe(after)
  })

  it('is one of a bounded number', async () => {
    const screens = []
    while (screens.length < LIMITS.screens) screens.push(await openScreen(loopback.address, { cookie, key: pageKey }))
    expect(await upgrade({ origin: own(), cookie })).toBe(503)
    for (const screen of screens) await screen.close()
    expect(await upgrade({ origin: own(), cookie })).toBe(101)
  })

  it('hears the answer to its last command when the core stops, then goodbye', async () => {
    const rooms = standInRooms()
    const parts = {
      profileFolder: folder.path,
      network: { discovery: false },
      clock: systemClock,
      random: systemRandom,
      log,
    }
    const core = startCore({ ...parts, keys: key, compose: rooms.compose })
    const loopback = await startLoopback({ screens: core.screens, folder: '/nowhere', random: systemRandom })
    const screen = await openScreen(loopback.address, await signIn(loopback.secretAddress))
    const slow = screen.client.profile.setName({ name: 'slow' })
    await expect.poll(() => rooms.underWay.has('slow')).toBe(true)
    await core.stop()
    await loopback.stop()
    expect(await slow).toMatchObject({ name: 'slow' })
    expect(await screen.closed).toBe(1001)
    await expect(fetch(loopback.address)).rejects.toThrow()
  })

  it('is told when there are no screens to serve, or the port is taken', async () => {
    const other = await startLoopback({ screens: core.screens, folder: '/nowhere', random: systemRandom })
    const response = await fetch(other.address)
    expect([response.status, await response.text()]).toEqual([503, expect.stringContaining('not built') as string])
    await other.stop()
    const taken = startLoopback({ screens: core.screens, folder: '/nowhere', random: systemRandom, port })
    await expect(taken).rejects.toMatchObject({ code: 'host/port-in-use', details: { port } })
  })
})
