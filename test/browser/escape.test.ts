/** Whatever is opened over or beside a screen is closed by Escape, and the focus is then where it was opened from. */
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { build } from '../../build/build.ts'
import { describeBrowser, openBrowser, type Browser } from '../support/chromium.ts'
import { boardName } from '../support/sketch/board-scene.ts'
import { type Scene, SketchCore } from '../support/sketch/core.ts'
import { communityOf, idOf, spaceOf } from '../support/sketch/people.ts'
import { privateSpaceOf } from '../support/sketch/private-scene.ts'
import { type Served, serveSketch } from '../support/sketch/serve.ts'

const name = 'Garden Commons'
const garden = `/c/${communityOf(name)}`
const room = `${garden}/${spaceOf(name, 'general')}`
const board = `${garden}/${spaceOf(name, boardName)}`
const apart = `${garden}/${privateSpaceOf(name, 0)}`

interface Case {
  readonly name: string
  readonly at?: string
  readonly scene?: Scene
  readonly width?: number
  /** What it is opened from: this has the focus again. */
  readonly from: (page: Page) => Locator
  /** What opens it from there, where that is not pressed itself: a key, or what the palette is asked for. */
  readonly key?: string
  readonly asked?: string
  /** What is chosen in it, instead of closing it by Escape. */
  readonly chosen?: (page: Page) => Locator
  /** The items that are chosen one after the other, where a menu lies between. */
  readonly by?: readonly string[]
  readonly opened: (page: Page) => Locator
  /** A pane stands beside: somebody goes into it first. */
  readonly goIn?: boolean
}

const button = (label: string | RegExp) => (page: Page) => page.getByRole('button', { name: label }).first()
const dialog = (page: Page) => page.getByRole('dialog').last()
const menu = (page: Page) => page.getByRole('menu')
const pane = (title: string | RegExp) => (page: Page) =>
  page.locator('[data-region="context"]').getByRole('heading', { name: title })
const ofCommunity = button(`Menu of ${name}`)
const ofRoom = button('More about this room')
/** What a message of mine offers. */
const own = (label: string) => (page: Page) =>
  page
    .getByRole('article')
    .filter({ has: page.getByRole('button', { name: 'Change', exact: true }) })
    .last()
    .getByRole('button', { name: label, exact: true })
const ofMessage = own('More about this message')
const aMessage = (page: Page) => page.getByRole('article').nth(-2)
const picker = (page: Page) => page.getByRole('gridcell').first()
const writing = (page: Page) => page.getByRole('textbox').last()
const mine: Scene = { messages: 24, talk: true }
const owner: Scene = { membership: { role: 'owner', full: true, care: true } }
const several: Scene = { apart: { devices: 'several' } }
const told: Scene = { folk: { told: true } }

const cases: readonly Case[] = [
  { name: 'the menu of a community', from: ofCommunity, opened: menu },
  { name: 'an invite', from: ofCommunity, by: ['Invite people'], opened: dialog },
  { name: 'a new room', from: ofCommunity, by: ['New room'], opened: dialog },
  { name: 'a new private room', from: ofCommunity, by: ['New private room'], opened: dialog },
  { name: 'a new message', from: ofCommunity, by: ['New message'], opened: dialog },
  { name: 'leaving', from: ofCommunity, by: ['Leave community'], opened: dialog },
  { name: 'the menu of a room', from: ofRoom, opened: menu },
  { name: 'the calendar', from: ofRoom, by: ['Go to a date'], opened: button('Previous month') },
  { name: 'the settings of a room', from: ofRoom, by: ['Room settings'], opened: dialog },
  { name: 'what is heeded', from: button('How much you are told of this room'), opened: menu },
  { name: 'the menu of a message', scene: mine, from: ofMessage, opened: menu },
  { name: 'where a message is', scene: mine, from: ofMessage, by: ['Where this message is'], opened: dialog },
  { name: 'taking a message back', scene: mine, from: ofMessage, by: ['Take back …'], opened: dialog },
  { name: 'the emoji picker', from: button('Add an emoji'), opened: picker },
  { name: 'the connections', from: button(/^Connection: /), opened: pane('Connections'), goIn: true },
  { name: 'search', from: button('Search here'), opened: pane(/^Search/) },
  { name: 'the threads', from: ofRoom, by: ['Threads'], opened: pane('Threads'), goIn: true },
  { name: 'what is pinned', from: ofRoom, by: ['Pinned'], opened: pane('Pinned'), goIn: true },
  { name: 'a thread', scene: mine, from: own('Thread'), opened: pane('Thread') },
  { name: 'the members over a room', width: 900, from: button('Show members'), opened: dialog },
  { name: 'the drawer', width: 400, from: button('Open communities and rooms'), opened: dialog },
  { name: 'a new topic', at: board, scene: { board: 'some' }, from: button('New topic'), opened: dialog },
  { name: 'a device to add', at: `${garden}/devices`, from: button('Add a device'), opened: dialog },
  { name: 'a new name', at: `${garden}/devices`, scene: several, from: button('Rename Laptop'), opened: dialog },
  {
    name: 'a device to remove',
    at: `${garden}/devices`,
    scene: several,
    from: button('Remove Laptop'),
    opened: dialog,
  },
  { name: 'a recovery key', at: `${garden}/devices`, from: button('Make a recovery key'), opened: dialog },
  {
    name: 'a role',
    at: `${garden}/members/${idOf('Emre')}`,
    scene: owner,
    from: button('Make a second owner'),
    opened: dialog,
  },
  {
    name: 'a removal',
    at: `${garden}/members/${idOf('Emre')}`,
    scene: owner,
    from: button('Remove from the community'),
    opened: dialog,
  },
  { name: 'an invite asked for', from: writing, asked: 'Invite people', opened: dialog },
  { name: 'a new private room asked for', from: writing, asked: 'New private room', opened: dialog },
  { name: 'a new message asked for', from: writing, asked: 'New message', opened: dialog },
  { name: 'all keys, asked for', from: writing, asked: 'Keyboard shortcuts', opened: dialog },
  { name: 'all keys', scene: mine, from: aMessage, key: '?', opened: dialog },
  { name: 'the emoji of a reaction', scene: mine, from: own('React'), opened: picker },
  { name: 'the emoji of a reaction by its key', scene: mine, from: aMessage, key: 'e', opened: picker },
  {
    name: 'the emoji of a reaction, once one is chosen',
    scene: mine,
    from: own('React'),
    opened: picker,
    chosen: picker,
  },
  { name: 'people to add', at: apart, scene: told, from: button('Add people'), opened: dialog },
]

describeBrowser('Escape', () => {
  let browser: Browser
  let served: Served
  let page: Page
  beforeAll(async () => {
    await build(['renderer'])
    browser = await openBrowser()
    served = await serveSketch(new SketchCore({}))
    page = await browser.open()
    page.setDefaultTimeout(8000)
  })
  afterAll(async () => {
    await browser.close()
    await served[Symbol.asyncDispose]()
  })

  const closes = async ({ at = room, scene = {}, width = 1360, from, by = [], opened, ...more }: Case) => {
    const { key, asked, chosen, goIn = false } = more
    served.show(new SketchCore(scene))
    await page.setViewportSize({ width, height: 860 })
    await page.goto('about:blank')
    await page.goto(`${served.address}#${at}`)
    const opener = from(page)
    await opener.waitFor({ state: 'attached' })
    // The tools of a message are there while it is pointed at or has the focus.
    if ((await opener.locator('xpath=ancestor::article').count()) > 0)
      await opener.locator('xpath=ancestor::article').focus()
    await opener.focus()
    if (asked !== undefined) {
      await page.keyboard.press('Control+k')
      const palette = page.getByRole('dialog', { name: 'Go to or do' })
      await palette.getByRole('textbox').fill(asked)
      await palette.getByRole('button', { name: asked }).first().waitFor()
    }
    await page.keyboard.press(key ?? 'Enter')
    for (const item of by) {
      await page.getByRole('menuitem', { name: item, exact: true }).focus()
      await page.keyboard.press('Enter')
    }
    await opened(page).waitFor()
    // What was chosen from is on its way out, and would take the key.
    if (by.length > 0) await menu(page).waitFor({ state: 'detached' })
    if (goIn) await page.locator('[data-region="context"] section').first().focus()
    if (chosen) await chosen(page).click()
    else await page.keyboard.press('Escape')
    await opened(page).waitFor({ state: 'detached' })
    await expect
      .poll(() => opener.evaluate((element) => element === document.activeElement), { timeout: 8000 })
      .toBe(true)
    expect(browser.troubles).toEqual([])
  }

  test.each(cases)('closes $name, and the focus is where it came from', (each) => closes(each))

  const openThreads = async () => {
    served.show(new SketchCore(mine))
    await page.setViewportSize({ width: 1360, height: 860 })
    await page.goto('about:blank')
    await page.goto(`${served.address}#${room}`)
    await ofRoom(page).click()
    await page.getByRole('menuitem', { name: 'Threads', exact: true }).click()
    await pane('Threads')(page).waitFor()
  }

  test('reaches what it is for while the name of a button is shown', async () => {
    await openThreads()
    await button('Search here')(page).hover()
    await page.getByRole('tooltip', { name: 'Search here' }).waitFor()
    await page.keyboard.press('Escape')
    await pane('Threads')(page).waitFor({ state: 'detached' })
    await page.getByRole('tooltip').waitFor({ state: 'detached' })
  })

  test.each(['in it', 'elsewhere'])(
    'closes what hangs on a button before the pane beside: the focus is %s',
    async (at) => {
      await openThreads()
      for (const [opener, opened] of [
        [ofRoom, menu],
        [button('Add an emoji'), dialog],
      ] as const) {
        await opener(page).click()
        await opened(page).waitFor()
        if (at === 'in it') await expect.poll(() => opened(page).locator(':focus').count()).toBe(1)
        else await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur())
        await page.keyboard.press('Escape')
        await opened(page).waitFor({ state: 'detached' })
        expect(await pane('Threads')(page).isVisible()).toBe(true)
      }
      await page.keyboard.press('Escape')
      await pane('Threads')(page).waitFor({ state: 'detached' })
    },
  )

  describe('on a slow machine', () => {
    beforeAll(async () => {
      const session = await browser.context.newCDPSession(page)
      await session.send('Emulation.setCPUThrottlingRate', { rate: 6 })
    })
    test.each(cases.filter(({ name: called }) => called === 'the threads' || called === 'where a message is'))(
      'closes $name',
      (each) => closes(each),
    )
  })
})
