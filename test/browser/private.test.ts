import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { build } from '../../build/build.ts'
import { describeBrowser, openBrowser, type Browser } from '../support/chromium.ts'
import { SketchCore, type Scene } from '../support/sketch/core.ts'
import { communityOf, spaceOf } from '../support/sketch/people.ts'
import { privateSpaceOf } from '../support/sketch/private-scene.ts'
import { serveSketch } from '../support/sketch/serve.ts'

const garden = 'Garden Commons'
const room = `/c/${communityOf(garden)}/${spaceOf(garden, 'general')}`
const devices = `/c/${communityOf(garden)}/devices`
/** So many that the last ones are Bram's own. */
const mineLast = 24

let browser: Browser
beforeAll(async () => {
  await build(['renderer'])
})

describeBrowser('Bram with his keyboard', () => {
  beforeAll(async () => {
    browser = await openBrowser({ permissions: ['clipboard-read', 'clipboard-write'], acceptDownloads: true })
  })
  afterAll(() => browser.close())

  async function at(address: string, scene: Scene, run: (page: Page) => Promise<unknown>): Promise<void> {
    await using served = await serveSketch(new SketchCore(scene))
    const page = await browser.open(`${served.address}#${address}`)
    try {
      await page.locator('h1').first().waitFor()
      await run(page)
      expect(browser.troubles).toEqual([])
    } finally {
      await page.close()
    }
  }
  const composer = (page: Page) => page.getByLabel('Message #general')
  const editor = (page: Page) => page.getByLabel('Change your message')

  test('changes his last message with Up, and leaves it as it was with Escape', () =>
    at(room, { messages: mineLast }, async (page) => {
      await page.getByRole('article').last().waitFor()
      await composer(page).press('ArrowUp')
      expect(await editor(page).inputValue()).toBe('On my way.')
      await expect.poll(() => editor(page).evaluate((field) => field === document.activeElement)).toBe(true)
      await editor(page).fill('On my way, with cake.')
      await page.keyboard.press('Escape')
      await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'Message #general')
      await composer(page).press('ArrowUp')
      await editor(page).fill('On my way, with bread.')
      await page.keyboard.press('Enter')
      await page.getByRole('article').last().getByText('On my way, with bread.').waitFor()
      await page
        .getByRole('article')
        .last()
        .getByRole('button', { name: /^changed: / })
        .click()
      await page.getByText('The first thing I wrote').waitFor()
      await page.keyboard.press('Escape')
      await page.getByText('The first thing I wrote').waitFor({ state: 'detached' })
    }))

  test('keeps the draft he had begun while he changes something else, and loses no change that fails', () =>
    at(room, { messages: mineLast, failSends: true }, async (page) => {
      await composer(page).fill('half a thou')
      const own = page.getByRole('article').last()
      await own.hover()
      await own.getByRole('button', { name: 'Change', exact: true }).click()
      await editor(page).fill('something else')
      await page.keyboard.press('Enter')
      await page.getByText('The disk is full').waitFor()
      expect(await editor(page).inputValue()).toBe('something else')
      await page.keyboard.press('Escape')
      expect(await composer(page).inputValue()).toBe('half a thou')
    }))

  test('takes a message back from its menu, all with the keyboard', () =>
    at(room, { messages: mineLast }, async (page) => {
      await page.getByRole('article').last().waitFor()
      await page.getByRole('log').focus()
      await page.keyboard.press('k')
      const own = page.getByRole('article').last()
      await own.getByRole('button', { name: 'More about this message' }).press('Enter')
      await page.getByRole('menuitem', { name: 'Change' }).waitFor()
      await page.keyboard.press('ArrowUp')
      await page.keyboard.press('Enter')
      await page.getByText('Copies already taken cannot be recalled').waitFor()
      await page.getByRole('button', { name: 'Take back', exact: true }).press('Enter')
      await own.getByText('You took this message back').waitFor()
      expect(await own.getByRole('button', { name: 'Change', exact: true }).count()).toBe(0)
    }))

  test('gets a text back that could not be kept for want of a key, and is told what it waits for', () =>
    at(room, { apart: { noKey: true } }, async (page) => {
      await composer(page).fill('is this lost?')
      await composer(page).press('Enter')
      await page.getByText('Waiting for a key').waitFor()
      expect(await composer(page).inputValue()).toBe('is this lost?')
      expect(await page.getByText('Not sent yet').count()).toBe(0)
    }))

  test('sees what is set aside and why, and lets go of what nobody sees any more', () =>
    at(room, { apart: { troubled: true } }, async (page) => {
      await page.getByRole('button', { name: '23 set aside: why?' }).press('Enter')
      await page.getByText('Goro was removed from the community.').waitFor()
      await page.getByRole('button', { name: 'Show the texts' }).first().press('Enter')
      await page.getByText('Why does nobody answer?').waitFor()
      await page.getByText('Others do not see 2 messages of yours any more.').waitFor()
      await page.getByRole('button', { name: 'Let go' }).press('Enter')
      await page.getByText('Others do not see').waitFor({ state: 'detached' })
    }))

  test('chooses people by typing and makes a private room with them', () =>
    at(room, {}, async (page) => {
      await page.getByRole('button', { name: 'New private room' }).click()
      await page.getByLabel('Name').fill('board')
      await page.keyboard.press('Tab')
      await page.keyboard.press('Tab')
      // However fast somebody types, Enter takes the best match: before the next frame is drawn, that is.
      await page.evaluate(() => Object.assign(window, { drawn: requestAnimationFrame, requestAnimationFrame: () => 0 }))
      await page.keyboard.type('chi')
      await page.keyboard.press('Enter')
      await page.keyboard.type('ad')
      await page.keyboard.press('Enter')
      await page.evaluate(() =>
        Object.assign(window, { requestAnimationFrame: Reflect.get(window, 'drawn') as unknown }),
      )
      await page.keyboard.press('Backspace')
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
      expect(await page.getByRole('option', { selected: true }).allTextContents()).toEqual(['Ada', 'Chidi'])
      await page.getByRole('button', { name: 'Create the private room' }).press('Enter')
      await page.getByRole('heading', { name: 'board', level: 1 }).waitFor()
      await page.getByText('Only the people of this room read what is written here').waitFor()
      await page.getByRole('link', { name: 'board (private)', exact: true }).waitFor()
    }))

  test('writes to Ada, and comes to the conversation they have already', () =>
    at(room, {}, async (page) => {
      await page.getByRole('button', { name: 'New message' }).click()
      await page.keyboard.type('ada')
      await page.getByRole('option', { name: 'Chidi' }).waitFor({ state: 'detached' })
      await page.keyboard.press('Enter')
      await page.keyboard.press('Enter')
      await page.getByLabel('Message Ada').waitFor()
      expect(new URL(page.url()).hash).toContain(privateSpaceOf(garden, 2))
    }))

  test('adds a device by digits that are the same on both, and gives it no chance when they are not', () =>
    at(devices, { apart: { pairing: 'comparing' } }, async (page) => {
      await page.getByRole('button', { name: 'Add a device' }).press('Enter')
      await page.getByText('Digits to compare: 0 4 2 9 1 7').waitFor()
      await page.getByRole('button', { name: 'No', exact: true }).press('Enter')
      await page.getByText('somebody stands between the two').waitFor()
      await page.keyboard.press('Enter')
      await page.getByRole('button', { name: 'Yes, the same' }).press('Enter')
      await page.getByText('The device is added').waitFor()
      await page.keyboard.press('Enter')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      expect(await page.getByRole('listitem').filter({ hasText: 'Device without a name' }).count()).toBe(2)
    }))

  test('cannot lose sight of a recovery key by accident, and saves it', () =>
    at(devices, {}, async (page) => {
      await page.getByRole('button', { name: 'Make a recovery key' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Make a recovery key' }).click()
      await page.getByLabel('Your recovery key').waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Go back' }).click()
      const saving = page.waitForEvent('download')
      await page.getByRole('button', { name: 'Save to a file' }).click()
      expect((await saving).suggestedFilename()).toBe('Folkmoot-recovery-key-Garden-Commons.txt')
      await page.getByRole('button', { name: 'Done' }).click()
      await page.getByText('Please keep it first').waitFor()
      await page.getByLabel('I have kept it').check()
      await page.getByRole('button', { name: 'Done' }).click()
      await page.getByText('You have one, made').waitFor()
    }))

  test('prints the recovery key and nothing of the window', () =>
    at(devices, {}, async (page) => {
      await page.getByRole('button', { name: 'Make a recovery key' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Make a recovery key' }).click()
      await page.getByLabel('Your recovery key').waitFor()
      await page.emulateMedia({ media: 'print' })
      const shown = await page.evaluate(() => document.body.innerText)
      expect(shown).toContain('folkmoot://recover#')
      expect(shown).toContain('To come back')
      expect(shown).not.toContain('Save to a file')
      expect(shown).not.toContain('Your devices')
      await page.emulateMedia({ media: 'screen' })
    }))

  test('pastes the link of his other device into the palette and lands where it is read', () =>
    at(room, {}, async (page) => {
      await page.keyboard.press('Control+k')
      await page.getByRole('dialog').getByRole('textbox').fill('folkmoot://device#abc')
      await page.getByText('Add this device by this link').waitFor()
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
      await page.getByText('Go on only if you made this link yourself').waitFor()
    }))
})
