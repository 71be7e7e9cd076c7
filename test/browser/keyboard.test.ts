/**
 * Every screen without a mouse and without sight, in one walk: Tab reaches all there is, where it is can be seen, nothing holds it back, and
 * all of it says what it is. One screen of each kind unless `EVERY_SCENE` is set.
 */
import type { CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { build } from '../../build/build.ts'
import { describeBrowser, openBrowser, type Browser } from '../support/chromium.ts'
import { faultsHeard } from '../support/heard.ts'
import { walkByTab } from './keyboard-walk.ts'
import { SketchCore } from '../support/sketch/core.ts'
import { type Served, serveSketch } from '../support/sketch/serve.ts'
import { scenes } from './scenes.ts'

/** One of each kind of screen, dialog, menu and pane; all others hold the same parts in other states. */
const kinds = [
  ...['welcome', 'create', 'join', 'invitation', 'room', 'new room', 'leave', 'details of a message', 'palette'],
  ...['cheat sheet', 'settings', 'nothing here', 'connections, full', 'emoji picker', 'inbox, unread', 'notices'],
  ...[
    'devices, several',
    'recovery key',
    'new message',
    'menu of a message',
    'thread',
    'threads',
    'pinned',
    'calendar',
  ],
  ...[
    'board, few topics',
    'new topic',
    'topic',
    'search here',
    'members',
    'a member',
    'giving a role',
    'removing',
    'decisions',
  ],
  ...['invites', 'people', 'somebody in full', 'my profile', 'my picture being cut', 'home'],
]
const asked = scenes.filter(
  ({ name, scene }) =>
    (scene?.settings?.language ?? 'en') === 'en' && (process.env['EVERY_SCENE'] !== undefined || kinds.includes(name)),
)

describeBrowser('every screen without a mouse', () => {
  let browser: Browser
  let served: Served
  let page: Page
  let session: CDPSession
  beforeAll(async () => {
    await build(['renderer'])
    browser = await openBrowser()
    served = await serveSketch(new SketchCore({}))
    page = await browser.open()
    session = await browser.context.newCDPSession(page)
  })
  afterAll(async () => {
    await browser.close()
    await served[Symbol.asyncDispose]()
  })

  test('there is one of each kind', () => {
    expect(kinds.filter((kind) => !scenes.some(({ name }) => name === kind))).toEqual([])
  })

  describe('and without sight', () => {
    test.each(asked)('$name', async ({ scene = {}, at = '/', width = 1360, act }) => {
      served.show(new SketchCore(scene))
      await page.setViewportSize({ width, height: 860 })
      await page.goto('about:blank')
      await page.goto(`${served.address}#${at}`)
      await page.locator('h1').first().waitFor()
      await act?.(page)
      const heard = await faultsHeard(session)
      const { stops, faults } = await walkByTab(page)
      expect({ heard, faults }).toEqual({ heard: [], faults: [] })
      expect(stops.length).toBeGreaterThan(0)
      await page.evaluate(() => localStorage.clear())
    })
  })
})
