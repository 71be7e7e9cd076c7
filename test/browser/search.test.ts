import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { build } from '../../build/build.ts'
import { describeBrowser, openBrowser, type Browser } from '../support/chromium.ts'
import { SketchCore, type Scene } from '../support/sketch/core.ts'
import { communityOf, spaceOf } from '../support/sketch/people.ts'
import { serveSketch } from '../support/sketch/serve.ts'

const garden = 'Garden Commons'
const room = `/c/${communityOf(garden)}/${spaceOf(garden, 'general')}`

let browser: Browser
beforeAll(async () => {
  await build(['renderer'])
})

describeBrowser('Bram seeks something', () => {
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser.close())

  async function at(address: string, scene: Scene, run: (page: Page) => Promise<unknown>): Promise<void> {
    await using served = await serveSketch(new SketchCore(scene))
    const page = await browser.open(`${served.address}#${address}`)
    try {
      await page.getByRole('log').waitFor()
      await run(page)
      expect(browser.troubles).toEqual([])
    } finally {
      await page.close()
    }
  }
  const field = (page: Page) => page.getByRole('textbox', { name: 'Search', exact: true })
  const options = (page: Page) => page.getByRole('listbox', { name: 'What was found' }).getByRole('option')
  const open = async (page: Page): Promise<void> => {
    await page.keyboard.press('Control+f')
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'Search')
  }
  const chosen = (page: Page) => page.locator('[role=option][data-combobox-selected]')

  test('in this room, by keyboard alone: the first is chosen, and Escape goes back to writing', () =>
    at(room, {}, async (page) => {
      await page.getByLabel('Message #general').focus()
      await open(page)
      await page.keyboard.type('wrench')
      await chosen(page).first().waitFor()
      expect(await options(page).locator('mark').first().textContent()).toBe('wrench')
      const [first, second] = [await options(page).nth(0).innerText(), await options(page).nth(1).innerText()]
      expect(await chosen(page).innerText()).toBe(first)
      await page.keyboard.press('ArrowDown')
      expect(await chosen(page).innerText()).toBe(second)
      // Again: what is there is about to be typed over.
      await page.keyboard.press('Control+f')
      await page.keyboard.type('spade')
      await page.getByText(/^(?:The first )?\d+ messages?$/).waitFor()
      await page.locator('mark', { hasText: 'spade' }).first().waitFor()
      await page.keyboard.press('Escape')
      await field(page).waitFor({ state: 'detached' })
      await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'Message #general')
    }))

  test('in this community, and Enter goes to where the first was said', () =>
    at(room, {}, async (page) => {
      await open(page)
      await page.getByRole('combobox', { name: 'Where' }).selectOption('This community')
      await field(page).fill('spade in:seed')
      await chosen(page).filter({ hasText: '#seed-swap' }).waitFor()
      await field(page).press('Enter')
      await page.waitForURL(`**/c/${communityOf(garden)}/${spaceOf(garden, 'seed-swap')}`)
    }))

  test('in all communities, and goes to where it was said', () =>
    at(room, {}, async (page) => {
      await open(page)
      await page.getByRole('combobox', { name: 'Where' }).selectOption('All communities')
      await field(page).fill('spade in:seed')
      const elsewhere = options(page).filter({ hasText: 'Old choir' }).first()
      await elsewhere.waitFor()
      await elsewhere.click()
      await page.waitForURL(`**/c/${communityOf('Old choir')}/${spaceOf('Old choir', 'seed-swap')}`)
    }))

  test('narrows it down by a menu, and takes a chip out again', () =>
    at(room, {}, async (page) => {
      await open(page)
      await page.keyboard.type('the')
      await page.getByRole('button', { name: 'Narrow down' }).click()
      await page.getByRole('menuitem', { name: 'From somebody' }).click()
      await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'Search')
      expect(await field(page).inputValue()).toBe('the from:')
      await page.keyboard.type('emre')
      await page.getByRole('button', { name: /^Remove “by .*emre/ }).click()
      expect(await field(page).inputValue()).toBe('the ')
    }))

  test('is told when nothing was found, and how much could be searched', () =>
    at(room, { search: { held: 'some' } }, async (page) => {
      await open(page)
      await page.keyboard.type('xylophone in:cellar')
      await page.getByText('Nothing was found here.').waitFor()
      await page.getByText('62 % of Garden Commons is on this device so far.').waitFor()
    }))

  test('finds people and messages in the palette, and all of it on a page, to which back leads as it was left', () =>
    at(room, {}, async (page) => {
      await page.keyboard.press('Control+k')
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('textbox').fill('wrench')
      await dialog.getByText('Is the wrench still').first().waitFor()
      await dialog.getByText('Search for “wrench”').click()
      await page.waitForURL(`**/c/${communityOf(garden)}/search`)
      expect(await field(page).inputValue()).toBe('wrench')
      const found = page.getByRole('region', { name: 'What was found' })
      const messages = found.getByRole('region', { name: 'Messages', exact: true }).getByRole('link')
      await messages.filter({ hasText: 'Old choir' }).first().waitFor()
      const first = await messages.count()
      // More comes as one scrolls; nobody presses anything.
      await messages.last().scrollIntoViewIfNeeded()
      await page.waitForFunction(
        (before) => document.querySelectorAll('section[aria-label="Messages"] li').length > before,
        first,
      )
      const held = await messages.count()
      const last = messages.nth(held - 3)
      await last.scrollIntoViewIfNeeded()
      const top = await found.evaluate((body) => body.scrollTop)
      expect(top).toBeGreaterThan(200)
      await last.click()
      await page.getByRole('log').waitFor()
      await page.goBack()
      await last.waitFor()
      expect(await field(page).inputValue()).toBe('wrench')
      expect(await messages.count()).toBeGreaterThanOrEqual(held)
      expect(Math.abs((await found.evaluate((body) => body.scrollTop)) - top)).toBeLessThan(120)
    }))

  test('goes through the page by keyboard alone: kinds, chips, and from one result to the next', () =>
    at(room, {}, async (page) => {
      await open(page)
      await page.keyboard.type('the from:emre has:horns')
      await page.getByRole('button', { name: 'All results on a page' }).waitFor()
      await page.getByRole('button', { name: 'All results on a page' }).press('Enter')
      await page.waitForURL(`**/c/${communityOf(garden)}/search`)
      await page.getByText(/has:horns.*is nothing search knows/).waitFor()
      await page.getByRole('button', { name: /^Remove “by .*emre/ }).press('Enter')
      await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'Search')
      expect(await field(page).inputValue()).toBe('the has:horns')
      await page.getByRole('region', { name: 'Messages', exact: true }).getByRole('link').first().waitFor()
      await page.keyboard.press('ArrowDown')
      const focused = () => page.evaluate(() => document.activeElement?.textContent)
      const one = await focused()
      await page.keyboard.press('ArrowDown')
      expect(await focused()).not.toBe(one)
      await page.keyboard.press('ArrowUp')
      expect(await focused()).toBe(one)
      await page.getByRole('radio', { name: 'People' }).focus()
      await page.keyboard.press('Space')
      await page.getByRole('region', { name: 'Messages', exact: true }).waitFor({ state: 'detached' })
    }))
})
