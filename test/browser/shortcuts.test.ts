/** Every key of the one table does what it says, stands in the list of all keys, and can be found by typing. A key without a case here does not compile. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { build } from '../../build/build.ts'
import { keysOf, shortcuts, type Action } from '../../renderer/ui/keymap.ts'
import { describeBrowser, openBrowser, type Browser } from '../support/chromium.ts'
import { type Scene, SketchCore } from '../support/sketch/core.ts'
import { communityOf, spaceOf } from '../support/sketch/people.ts'
import { type Served, serveSketch } from '../support/sketch/serve.ts'

const garden = 'Garden Commons'
const room = (space: string): string => `/c/${communityOf(garden)}/${spaceOf(garden, space)}`

interface Case {
  /** Where it is pressed; the room of all unless told. */
  readonly at?: string
  readonly press: string
  readonly scene?: Scene
  /** What is done before. */
  readonly before?: (page: Page) => Promise<unknown>
  /** What is so afterwards, and was not before. */
  readonly holds: (page: Page) => Promise<boolean>
}

const at = (path: string) => async (page: Page) => new URL(page.url()).hash === `#${path}`
const inRegion = (name: string) => (page: Page) =>
  page.evaluate(
    (region) => document.activeElement?.closest('[data-region]')?.getAttribute('data-region') === region,
    name,
  )
const dialog = (name: string | RegExp) => async (page: Page) => (await page.getByRole('dialog', { name }).count()) > 0
/** The number of the message that has the focus, from the first that is drawn; -1 when none has. */
const focused = (page: Page) =>
  page.evaluate(() => [...document.querySelectorAll('article')].indexOf(document.activeElement as HTMLElement))
const onMessage = async (page: Page) => {
  await page.keyboard.press('k')
  await expect.poll(() => focused(page)).not.toBe(-1)
}

const cases: Readonly<Record<Action, Case>> = {
  palette: { press: 'Control+k', holds: dialog('Go to or do') },
  search: {
    press: 'Control+f',
    holds: (page) => page.evaluate(() => document.activeElement?.matches('[data-region="context"] input') === true),
  },
  community: { press: 'Control+2', holds: async (page) => page.url().includes(communityOf('Chess Club Südstadt')) },
  'space-down': { press: 'Alt+ArrowDown', holds: at(room('seed-swap')) },
  'space-up': { at: room('seed-swap'), press: 'Alt+ArrowUp', holds: at(room('general')) },
  'unread-down': { press: 'Alt+Shift+ArrowDown', holds: at(room('seed-swap')) },
  'unread-up': { at: room('empty-room'), press: 'Alt+Shift+ArrowUp', holds: at(room('seed-swap')) },
  close: {
    before: (page) =>
      page.keyboard.press('Control+,').then(() => page.getByRole('heading', { name: 'Settings' }).waitFor()),
    press: 'Escape',
    holds: at(room('general')),
  },
  pane: { press: 'Control+.', holds: async (page) => (await page.getByRole('complementary').count()) === 0 },
  settings: { press: 'Control+,', holds: at('/settings') },
  regions: { press: 'F6', holds: inRegion('composer') },
  'regions-back': { press: 'Shift+F6', holds: inRegion('list') },
  'next-message': {
    before: async (page) => {
      await onMessage(page)
      const from = await focused(page)
      await page.keyboard.press('k')
      await expect.poll(() => focused(page)).not.toBe(from)
      await page.evaluate(() => document.activeElement?.setAttribute('data-was', ''))
    },
    press: 'j',
    holds: (page) =>
      page.evaluate(() => {
        const all = [...document.querySelectorAll('article')]
        return all[all.findIndex((each) => each.matches('[data-was]')) + 1] === document.activeElement
      }),
  },
  'previous-message': { press: 'k', holds: async (page) => (await focused(page)) !== -1 },
  'mark-read': {
    at: room('seed-swap'),
    press: 'm',
    holds: async (page) => (await page.getByRole('link', { name: /^seed-swap.*unread/ }).count()) === 0,
  },
  'next-unread': {
    at: room('empty-room'),
    scene: { inbox: true },
    press: 'n',
    holds: async (page) => !(await at(room('empty-room'))(page)),
  },
  reply: { press: 'r', holds: async (page) => (await page.getByText(/^Replying to/).count()) > 0 },
  thread: {
    press: 't',
    holds: async (page) => (await page.getByRole('complementary').getByRole('textbox').count()) > 0,
  },
  react: {
    press: 'e',
    holds: async (page) => (await page.getByRole('searchbox').or(page.getByRole('dialog')).count()) > 0,
  },
  back: {
    scene: { talk: true },
    async before(page) {
      await page.getByRole('button', { name: 'More about this room' }).click()
      await page.getByRole('menuitem', { name: 'Threads' }).click()
      const threads = page.getByRole('list', { name: 'Threads in general' })
      await threads.getByRole('button').first().click()
      await page.getByRole('button', { name: 'Back to the threads' }).waitFor()
      await page.getByRole('heading', { name: 'Thread', exact: true }).waitFor()
    },
    press: 'Alt+ArrowLeft',
    holds: async (page) => (await page.getByRole('list', { name: 'Threads in general' }).count()) > 0,
  },
  sheet: { press: '?', holds: dialog('Keyboard shortcuts') },
}
const all = Object.keys(cases) as Action[]

describeBrowser('a key', () => {
  let browser: Browser
  let served: Served
  let page: Page
  beforeAll(async () => {
    await build(['renderer'])
    browser = await openBrowser()
    served = await serveSketch(new SketchCore({}))
    page = await browser.open()
  })
  afterAll(async () => {
    await browser.close()
    await served[Symbol.asyncDispose]()
  })
  const open = async (where = room('general'), scene: Scene = {}) => {
    served.show(new SketchCore(scene))
    await page.goto('about:blank')
    await page.goto(`${served.address}#${where}`)
    await page.getByRole('log').or(page.getByText('Nobody has spoken')).first().waitFor()
    if ((await page.getByRole('log').count()) > 0) await page.getByRole('log').focus()
  }
  beforeEach(() => page.setDefaultTimeout(10_000))

  test.each(all)('does what it says: %s', async (action) => {
    const { at: where, press, scene, before, holds } = cases[action]
    await open(where, scene)
    await before?.(page)
    // What is shown beside what was said may come a moment later than that.
    await expect.poll(() => holds(page)).toBe(false)
    await page.keyboard.press(press)
    await expect.poll(() => holds(page)).toBe(true)
  })

  test('stands in the list of all keys', async () => {
    await open()
    await page.keyboard.press('?')
    const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    await sheet.waitFor()
    const listed = await sheet
      .locator('dd')
      .evaluateAll((rows) => rows.map((row) => row.textContent.replaceAll('/', '')))
    const missing = shortcuts.filter(({ action, shift }) => {
      // The way back is the same key with Shift, and of two ways one row says both.
      if (action === 'regions-back' && shift) return false
      const keys = keysOf(action, false)
      const [first, last] = [keys.slice(0, -1).join(''), keys.at(-1) ?? '']
      return !listed.some((row) => row.startsWith(first) && row.slice(first.length).includes(last))
    })
    expect(missing.map(({ action }) => action)).toEqual([])
  })

  test('can be found by typing, with its keys', async () => {
    await open()
    await page.keyboard.press('Control+k')
    const palette = page.getByRole('dialog')
    await palette.waitFor()
    const offered = await palette.getByRole('button').evaluateAll((rows) => rows.map((row) => row.textContent))
    // What opens it and what it lists as places needs no row of its own.
    const listed = all.filter((action) => !['palette', 'settings', 'sheet', 'community'].includes(action))
    const missing = listed.filter((action) => !offered.some((row) => row.endsWith(keysOf(action, false).join(''))))
    expect(missing).toEqual([])
    for (const name of ['Settings', 'Keyboard shortcuts']) expect(offered.some((row) => row.includes(name))).toBe(true)
    await page.keyboard.type('Next room')
    await page.keyboard.press('Enter')
    await expect.poll(() => at(room('seed-swap'))(page)).toBe(true)
  })

  test('goes from a message to what can be done with it, and Tab leaves the list in few steps', async () => {
    await open()
    await onMessage(page)
    const own = () => page.evaluate(() => document.activeElement?.closest('article') !== null)
    await page.keyboard.press('Tab')
    expect(await own()).toBe(true)
    expect(await page.evaluate(() => document.activeElement?.tagName)).toMatch(/^(?:BUTTON|A)$/)
    await page.getByRole('log').focus()
    let steps = 0
    for (; steps < 30 && !(await inRegion('composer')(page)); steps += 1) await page.keyboard.press('Tab')
    expect(steps).toBeLessThan(30)
  })

  test('sends with mod+Enter too, and ↑ in an empty field changes what one said last', async () => {
    await open(room('empty-room'))
    const field = page.getByLabel(/^Message #empty-room/)
    await field.fill('Is anybody here?')
    await page.keyboard.press('Control+Enter')
    await page.getByRole('article').getByText('Is anybody here?').waitFor()
    await expect.poll(() => field.inputValue()).toBe('')
    await page.keyboard.press('ArrowUp')
    await expect
      .poll(() => page.evaluate(() => (document.activeElement as HTMLTextAreaElement).value))
      .toBe('Is anybody here?')
  })
})
