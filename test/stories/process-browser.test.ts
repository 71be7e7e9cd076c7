/** A real browser at the browser address: Ada's own page gets in, and a page of Mallory's on the same computer does not. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium, type Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium } from '../../build/chromium.ts'
import { writeRedirect } from '../../core/node/cli/browser.ts'
import { startCore, type Core } from '../../core/node/core.ts'
import { startLoopback, type Loopback } from '../../core/node/loopback/loopback.ts'
import { systemClock, systemRandom } from '../../core/node/system.ts'
import type { Log } from '../../core/shared/index.ts'
import { temporaryFolder } from '../support/core-process.ts'
import { standInRooms } from '../support/standin-rooms.ts'

const executablePath = await findChromium()
const args = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync']
const silent = (): void => undefined
const log: Log = { debug: silent, info: silent, warn: silent, error: silent }

/** What Ada's screen does: hands the token in, connects, and shows the first answer. */
const screen = `
const token = location.hash.replace('#token=', '')
const answer = await fetch('/session', { method: 'POST', body: JSON.stringify({ token }) })
if (answer.status === 200) localStorage.setItem('key', await answer.text())
history.replaceState(null, '', '/')
const socket = new WebSocket('ws://' + location.host + '/rpc', ['folkmoot', localStorage.getItem('key') ?? 'none'])
socket.onopen = () => socket.send(JSON.stringify({ i: '1', p: { u: '/profile/setName', b: { json: { name: 'Ada' } } } }))
socket.onmessage = ({ data }) => { document.title = answer.status + ' ' + JSON.parse(data).p.b.json.name }
`

/** What Mallory's page tries, with Ada's cookie in the same browser. */
const attack = (target: string): string => `<!doctype html><title>wait</title><script type="module">
const said = []
const tried = async (name, act) => { try { said.push(name + ':' + await act()) } catch { said.push(name + ':nothing') } }
await tried('read', async () => (await fetch('${target}', { credentials: 'include' })).text())
await tried('sign in', async () => (await fetch('${target}session', { method: 'POST', body: '{}', credentials: 'include' })).status)
await tried('socket', () => new Promise((yes, no) => {
  const socket = new WebSocket('${target.replace('http', 'ws')}rpc')
  socket.onopen = () => yes('open'); socket.onerror = no
}))
await tried('script', () => new Promise((yes, no) => {
  const script = document.createElement('script'); script.src = '${target}screen.js'
  script.onload = () => yes('loaded'); script.onerror = no; document.head.append(script)
}))
await tried('frame', () => new Promise((yes) => {
  const frame = document.createElement('iframe'); frame.src = '${target}'
  frame.onload = () => { try { yes(frame.contentDocument === null ? 'closed' : 'open') } catch { yes('closed') } }
  document.body.append(frame)
}))
document.title = said.join(', ')
</script><body></body>`

describe.skipIf(executablePath === undefined)('a browser', () => {
  const folder = temporaryFolder()
  let core: Core
  let loopback: Loopback
  let mallory: Server
  let browser: Browser

  beforeAll(async () => {
    const pages = join(folder.path, 'pages')
    mkdirSync(pages)
    writeFileSync(
      join(pages, 'index.html'),
      '<!doctype html><link rel="icon" href="data:,"><script type="module" src="./screen.js"></script>',
    )
    writeFileSync(join(pages, 'screen.js'), screen)
    core = startCore({
      profileFolder: folder.path,
      keys: { protection: 'file', open: async () => new Uint8Array(32) },
      network: { discovery: false },
      clock: systemClock,
      random: systemRandom,
      log,
      compose: standInRooms().compose,
    })
    loopback = await startLoopback({ screens: core.screens, folder: pages, random: systemRandom })
    mallory = createServer((_, response) => {
      response.setHeader('content-type', 'text/html')
      response.end(attack(loopback.address))
    }).listen(0, '127.0.0.1')
    browser = await chromium.launch({ ...(executablePath !== undefined && { executablePath }), args })
  })

  afterAll(async () => {
    await browser.close()
    mallory.close()
    await core.stop()
    await loopback.stop()
    folder[Symbol.dispose]()
  })

  it('gets in by the file that leads to the address, and a second tab by the cookie; another site does not', async () => {
    const file = await writeRedirect(folder.path, loopback.secretAddress)
    const context = await browser.newContext()
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('console', (message) => void complaints.push(`${message.text()} ${message.location().url}`))
    await page.goto(pathToFileURL(file).href)
    await expect.poll(() => page.title(), { timeout: 10_000 }).toBe('200 Ada')
    expect(page.url()).toBe(loopback.address)
    expect(complaints).toEqual([])
    expect(await context.cookies(loopback.address)).toMatchObject([{ httpOnly: true, sameSite: 'Strict' }])

    const tab = await context.newPage()
    await tab.goto(loopback.address)
    await expect.poll(() => tab.title(), { timeout: 10_000 }).toBe('204 Ada')

    const stranger = await browser.newContext()
    const outside = await stranger.newPage()
    await outside.goto(loopback.secretAddress)
    await expect.poll(() => outside.url(), { timeout: 10_000 }).toBe(loopback.address)
    expect(await outside.title()).toBe('')

    const other = await context.newPage()
    await other.goto(`http://127.0.0.1:${(mallory.address() as AddressInfo).port}/`)
    await expect
      .poll(() => other.title(), { timeout: 10_000 })
      .toBe('read:nothing, sign in:nothing, socket:nothing, script:nothing, frame:closed')
  })
})
