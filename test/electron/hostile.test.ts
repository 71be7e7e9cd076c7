/** A page that was taken over, a foreign frame, a bad link: what the shell refuses. */
import { describe, expect, it } from 'vitest'
import { portChannel, showChannel } from '../../electron/channel.ts'
import type { StandIn, StandInWindow } from './stand-in/index.ts'
import { StandInContents } from './stand-in/contents.ts'
import { Screen, start, windowOf } from './support.ts'

async function open(): Promise<{ electron: StandIn; window: StandInWindow; contents: StandInContents }> {
  const electron = start()
  const window = await windowOf(electron)
  return { electron, window, contents: window.webContents }
}

const own = 'app://folkmoot/'
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 50))

describe('the one message', () => {
  it('is not heard from a foreign frame, a child frame, a dead frame or another window', async () => {
    const { electron, window, contents } = await open()
    const screen = new Screen(window)
    contents.send(portChannel, { url: 'https://evil.example/', parent: null })
    contents.send(portChannel, { url: 'app://folkmoot.evil/', parent: null })
    contents.send(portChannel, { url: 'app://evil@folkmoot/', parent: null })
    contents.send(portChannel, { url: own, parent: contents.mainFrame })
    contents.send(portChannel, null)
    const stranger = new StandInContents(electron.session.defaultSession, electron.ipcMain)
    stranger.send(portChannel, { url: own, parent: null })
    await settle()
    expect(screen.heard).toEqual([])
    contents.send(portChannel, contents.mainFrame)
    await settle()
    expect(screen.heard).toEqual(['folkmoot:port'])
  })

  it('is the only one there is, but for the wish to be seen', async () => {
    const { electron } = await open()
    expect(electron.ipcMain.eventNames()).toEqual([portChannel, showChannel])
  })

  it('nobody but our own page brings the window forward', async () => {
    const { window, contents } = await open()
    window.hide()
    contents.send(showChannel, { url: 'https://evil.example/', parent: null })
    contents.send(showChannel, { url: own, parent: contents.mainFrame })
    await settle()
    expect(window.visible).toBe(false)
  })

  it('is not sent for a window message of another source', async () => {
    const { window, contents } = await open()
    const screen = new Screen(window)
    contents.page?.postMessage({ type: 'folkmoot:ready' }, 'https://evil.example')
    contents.page?.postMessage('folkmoot:ready', contents.page.location.origin)
    await settle()
    expect(screen.heard.filter((type) => type === 'folkmoot:port')).toEqual([])
  })
})

describe('leaving the page', () => {
  it('does not navigate anywhere', async () => {
    const { contents } = await open()
    const places = [
      'https://evil.example/',
      'file:///etc/passwd',
      'javascript:alert(1)',
      'data:text/html,hi',
      'app://other/',
    ]
    expect(places.filter((url) => contents.navigate(url))).toEqual([])
    expect(contents.mainFrame.url).toBe(own)
  })

  it('opens no window and no webview, and follows no redirect', async () => {
    const { electron, contents } = await open()
    expect(contents.open(own)).toBe(false)
    expect(contents.open('about:blank')).toBe(false)
    expect(contents.attachWebview()).toBe(false)
    expect(electron.windows).toHaveLength(1)
    expect(electron.seen).toEqual([])
  })

  it('asks before a link to the outside, opens it only on yes, and asks one thing at a time', async () => {
    const { electron, contents } = await open()
    contents.open('https://example.org/page')
    await settle()
    expect(electron.seen).toEqual(['question: Open example.org?'])
    const pending = Promise.withResolvers<number>()
    electron.answer = () => pending.promise
    contents.open('https://example.org/one')
    contents.open('https://example.org/two')
    pending.resolve(0)
    await settle()
    expect(electron.seen.slice(1)).toEqual(['question: Open example.org?', 'opened: https://example.org/one'])
  })

  it('never offers what a program could be harmed or told by', async () => {
    const { electron, contents } = await open()
    electron.answer = () => Promise.resolve(0)
    const links = [
      'http://example.org/',
      'file:///etc/passwd',
      'smb://host/share',
      'ms-msdt:/id',
      'https://u:p@host/',
      'mailto:',
    ]
    for (const url of links) contents.open(url)
    await settle()
    expect(electron.seen).toEqual([])
  })

  it('reaches no network', async () => {
    const { electron } = await open()
    const { defaultSession } = electron.session
    for (const url of ['https://evil.example/x', 'http://127.0.0.1:80/', 'ws://127.0.0.1/', 'file:///etc/passwd']) {
      await expect(defaultSession.fetch(url)).rejects.toThrow('BLOCKED')
    }
    expect(defaultSession.download('https://evil.example/x.exe')).toBe(false)
    expect(defaultSession.download('blob:app://folkmoot/1-2')).toBe(true)
    expect(defaultSession.spellChecker).toBe(false)
  })
})

describe('permissions', () => {
  const main = { isMainFrame: true, requestingUrl: own }

  it('gives our own page microphone and camera, notifications and copying', async () => {
    const { contents } = await open()
    for (const permission of ['media', 'notifications', 'clipboard-sanitized-write']) {
      expect(await contents.ask(permission, main)).toBe(true)
      expect(contents.session.checkPermission(contents, permission, 'app://folkmoot', main)).toBe(true)
    }
  })

  it('denies all others to all', async () => {
    const { contents } = await open()
    const others = [
      'geolocation',
      'clipboard-read',
      'display-capture',
      'openExternal',
      'fileSystem',
      'midi',
      'usb',
      'unknown',
    ]
    const asked = await Promise.all(others.map((permission) => contents.ask(permission, main)))
    const checked = others.map((permission) =>
      contents.session.checkPermission(contents, permission, 'app://folkmoot', main),
    )
    expect([...asked, ...checked]).toEqual(Array.from({ length: 2 * others.length }, () => false))
    expect(contents.session.askDevice()).toBe(false)
  })

  it('denies everything to foreign frames and child frames', async () => {
    const { contents } = await open()
    expect(await contents.ask('media', { isMainFrame: true, requestingUrl: 'https://evil.example/' })).toBe(false)
    expect(await contents.ask('media', { isMainFrame: false, requestingUrl: own })).toBe(false)
    expect(await contents.ask('media', { isMainFrame: true })).toBe(false)
  })
})

describe('app://', () => {
  it('serves the screens, every answer under the content policy', async () => {
    const { contents } = await open()
    expect(contents.response?.headers.get('content-type')).toBe('text/html; charset=utf-8')
    for (const url of [own, `${own}assets/main.js`, `${own}none.js`]) {
      const { headers } = await contents.session.fetch(url)
      expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self'/)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
    }
    expect((await contents.session.fetch(`${own}assets/main.js`)).headers.get('content-type')).toMatch(
      'text/javascript',
    )
    expect((await contents.session.fetch(own, { method: 'HEAD' })).status).toBe(200)
    expect((await contents.session.fetch(own, { method: 'POST' })).status).toBe(405)
  })

  it('refuses every way out of the folder of the screens', async () => {
    const { contents } = await open()
    const answers = waysOut.map(async (path) => {
      const response = await contents.session.fetch(`${own}${path}`)
      return `${path} ${response.status} ${await response.text()}`
    })
    expect(await Promise.all(answers)).toEqual(waysOut.map((path) => `${path} 404 `))
  })
})

const waysOut = [
  '../../etc/passwd',
  '..%2f..%2fetc/passwd',
  '%2e%2e/%2e%2e/etc/passwd',
  '%2e%2e%2f%2e%2e%2fetc%2fpasswd',
  '..\\..\\etc\\passwd',
  '..%5c..%5cetc%5cpasswd',
  '%252e%252e%252fetc%252fpasswd',
  '/etc/passwd',
  '//etc/passwd',
  'assets/../../support.ts',
  '.hidden.txt',
  'assets/%2ehidden.txt',
  'index.html%00.js',
  'c:/windows/win.ini',
  '%ff%fe',
  'assets',
]
