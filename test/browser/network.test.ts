/** What Bram sees of the network and does about it, with his keyboard, against sketched cores. */
import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { build } from '../../build/build.ts'
import { describeBrowser, openBrowser, type Browser } from '../support/chromium.ts'
import { SketchCore, type Scene } from '../support/sketch/core.ts'
import { communityOf } from '../support/sketch/people.ts'
import { serveSketch } from '../support/sketch/serve.ts'

const garden = `/c/${communityOf('Garden Commons')}`
const owner = { membership: { role: 'owner' } } as const

let browser: Browser
beforeAll(async () => {
  await build(['renderer'])
})

describeBrowser('Bram and the network', () => {
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
  const connections = (page: Page) => page.getByRole('button', { name: /^Connection: / }).press('Enter')
  const press = async (page: Page, name: string | RegExp): Promise<void> => {
    await connections(page)
    await page.getByRole('button', { name }).press('Enter')
    await page.getByRole('dialog').waitFor()
  }

  test.each([
    ['up-to-date', '3 peers · up to date'],
    ['kept', 'Up to date by keeper'],
    ['connecting', 'Connecting …'],
    ['offline', 'Offline'],
  ] as const)('reads in the chip that it is %s', (state, words) =>
    at(garden, { network: { state } }, (page) => page.getByRole('button', { name: `Connection: ${words}` }).waitFor()),
  )

  test('is told how much is still to come, and how far it is', () =>
    at(garden, { network: { full: true } }, async (page) => {
      await page.getByRole('button', { name: 'Connection: Receiving 12 pages' }).press('Enter')
      const bar = page.getByRole('progressbar', { name: 'Receiving 12 pages' })
      expect(await bar.getAttribute('aria-valuenow')).toBe('75')
    }))

  test('finds each person once, with the way each device is met by, and why others are not', () =>
    at(garden, { network: { full: true } }, async (page) => {
      await connections(page)
      const connected = page.getByRole('region', { name: 'Connected', exact: true })
      const ada = connected.getByRole('listitem').filter({ has: page.getByRole('link', { name: 'Ada' }) })
      expect(await ada.getByText('this network · up to date').count()).toBe(1)
      expect(await ada.getByText('internet · up to date').count()).toBe(1)
      await ada.getByText('Folkmoot was closed there. Next try in').waitFor()
      await connected.getByText('relayed by \u2068Chidi\u2069 · up to date').waitFor()
      const away = page.getByRole('region', { name: 'Not connected' })
      await away.getByText(/^Nobody answered at 3 addresses\. Next try in \d+ seconds\.$/).waitFor()
      await away.getByText('Nobody has told us yet where it is.').waitFor()
      await away.getByText('13 more devices').waitFor()
      await away.getByRole('button', { name: 'Try now' }).press('Enter')
      expect(await page.getByRole('button', { name: 'Try now' }).count()).toBe(1)
    }))

  test('helps his community connect, in the pane and in the settings alike', () =>
    at(garden, {}, async (page) => {
      await connections(page)
      const help = page.getByRole('switch', { name: 'Help my community connect' })
      await help.press('Space')
      await page.waitForFunction(() => document.querySelector<HTMLInputElement>('input[role=switch]')?.checked)
      await expect.poll(() => help.evaluate((one) => one === document.activeElement)).toBe(true)
      await page.getByRole('button', { name: 'Network settings' }).press('Enter')
      await page.getByRole('heading', { name: 'Network' }).waitFor()
      expect(await help.isChecked()).toBe(true)
    }))

  test('sets a fixed port and further addresses, and is told in words what is wrong with them', () =>
    at('/settings', {}, async (page) => {
      const [port, further] = [page.getByLabel('Fixed port'), page.getByLabel('Further addresses')]
      await port.fill('port')
      await port.press('Enter')
      await page.getByText('A port is a number between 1 and 65535.').waitFor()
      await port.fill('4001')
      await port.press('Enter')
      await page.getByText('Port 4001 is used by another program').waitFor()
      await port.fill('4002')
      await further.fill('over there')
      await port.press('Enter')
      await page.getByText('“over there” is not an address others can dial').waitFor()
      await further.fill('moot.example.org:4001')
      await port.press('Enter')
      await page.getByRole('button', { name: 'Saved' }).waitFor()
      expect(await port.inputValue()).toBe('4002')
    }))

  test('gives his community to a keeper after reading what that means, and takes it back', () =>
    at(garden, owner, async (page) => {
      await press(page, 'Add a keeper')
      const link = page.getByLabel('Link of the keeper')
      await link.fill('hello')
      await link.press('Enter')
      await page.getByText('This is not a keeper’s link').waitFor()
      await link.fill('folkmoot://keeper#abc')
      await link.press('Enter')
      await page.getByText('It can read nothing').waitFor()
      await page.getByRole('button', { name: 'Let it keep this community' }).press('Enter')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      await page.getByRole('button', { name: /^Remove .*Mill Lane keeper/ }).press('Enter')
      await page.getByRole('dialog').getByText('until its owner deletes it').waitFor()
      await page.getByRole('button', { name: 'Remove the keeper' }).press('Enter')
      await page.getByText('No keeper holds this community.').waitFor()
    }))

  test('can neither add nor remove a keeper where he is no owner', () =>
    at(garden, { network: { full: true } }, async (page) => {
      await connections(page)
      await page.getByText('Owners of this community choose its keepers.').waitFor()
      expect(await page.getByRole('button', { name: /keeper|^Remove/ }).count()).toBe(0)
    }))

  test('takes changes away by file, and the file holds every byte', () =>
    at(garden, {}, async (page) => {
      await press(page, 'Take changes to somebody by file')
      await page.getByText('About 3.4 MB').waitFor()
      await page.getByRole('button', { name: 'Make the file' }).press('Enter')
      const downloading = page.waitForEvent('download')
      await page.getByRole('button', { name: 'Save the file' }).press('Enter')
      const file = await downloading
      expect(file.suggestedFilename()).toMatch(/^Folkmoot-changes-Garden-Commons-\d{4}-\d\d-\d\d\.folkmoot$/)
      const bytes = await readFile(await file.path())
      expect([bytes.length % (256 * 1024), bytes.every((byte) => byte === 7)]).toEqual([0, true])
    }))

  test('chooses for whom and since when, and is told what that means', () =>
    at(garden, { network: { full: true } }, async (page) => {
      await press(page, 'Take changes to somebody by file')
      await page.getByRole('combobox', { name: 'What' }).click()
      await page.getByRole('option', { name: 'What came since a day' }).click()
      await page.getByLabel('Since').fill('2026-11-01')
      await page.getByText('About 3.4 MB').waitFor()
      await page.getByRole('combobox', { name: 'For whom' }).click()
      await page.getByRole('option', { name: /Emre.*Computer/ }).click()
      await page.getByText('Only what they lack, as far as is known here.').waitFor()
      expect(await page.getByLabel('Since').count()).toBe(0)
    }))

  test('stops a file that takes too long, and can begin again', () =>
    at(garden, { network: { slow: true } }, async (page) => {
      await press(page, 'Take changes to somebody by file')
      await page.getByRole('button', { name: 'Make the file' }).press('Enter')
      await page.getByRole('progressbar').waitFor()
      await page.getByRole('button', { name: 'Cancel' }).press('Enter')
      await page.getByRole('button', { name: 'Make the file' }).waitFor()
    }))

  test.each([
    [{}, '128 new entries'],
    [{ read: 'nothing' }, 'Nothing new: everything in it was here.'],
    [{ read: 'cut' }, 'The file ends early: what came before the break is kept.'],
    [{ read: 'damaged' }, 'This is no file of changes that Folkmoot wrote'],
  ] as const)('brings in a file of changes and is told what came of it: %j', (network, words) =>
    at(garden, { network }, async (page) => {
      await press(page, 'Bring in a file')
      const choosing = page.waitForEvent('filechooser')
      await page.getByRole('button', { name: 'Choose a file' }).press('Enter')
      const file = { name: 'a.folkmoot', mimeType: '', buffer: Buffer.alloc(1_300_000, 1) }
      await (await choosing).setFiles(file)
      await page.getByText(words).waitFor()
    }),
  )

  test('stops reading a file, and what was read is kept', () =>
    at(garden, { network: { slow: true } }, async (page) => {
      await press(page, 'Bring in a file')
      const choosing = page.waitForEvent('filechooser')
      await page.getByRole('button', { name: 'Choose a file' }).press('Enter')
      await (await choosing).setFiles({ name: 'a.folkmoot', mimeType: '', buffer: Buffer.alloc(9_000_000, 1) })
      await page.getByRole('progressbar').waitFor()
      await page.getByRole('button', { name: 'Cancel' }).press('Enter')
      await page.getByText('Stopped. What was read until then is kept.').waitFor()
    }))

  test('tests the connection, watches each way, and may stop', () =>
    at(garden, { network: { slow: true } }, async (page) => {
      await press(page, 'Test the connection')
      await page.getByText('this network · reached in 12 ms').waitFor()
      await page.getByRole('button', { name: 'Stop' }).press('Enter')
      await page.getByText(/^[1-6] ways? tried/).waitFor()
      await page.getByRole('button', { name: 'Test again' }).press('Enter')
      await page.getByText('7 ways tried · 3 of them lead somewhere').waitFor()
    }))

  test('reads the diagnostics before he copies them', () =>
    at(garden, {}, async (page) => {
      await press(page, 'Diagnostics')
      await page.getByText('peers 3: lan 2, direct 1').waitFor()
      await page.getByRole('button', { name: 'Copy' }).press('Enter')
      await page.getByRole('button', { name: 'Copied' }).waitFor()
      expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('unreached 4: sync/unreachable 3')
    }))

  test('finds the connections in the palette', () =>
    at(garden, {}, async (page) => {
      await page.keyboard.press('Control+k')
      await page.getByRole('dialog').getByRole('textbox').fill('connec')
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: 'Connections' }).waitFor()
    }))

  test('is told where a keeper’s link belongs when he pastes it where one joins', () =>
    at('/join', {}, async (page) => {
      await page.getByLabel('Link or recovery key').fill('folkmoot://keeper#abc')
      await page.getByRole('button', { name: 'Continue' }).press('Enter')
      await page.getByText('This is the link of a keeper.').waitFor()
    }))

  test('comes back to the button he came from when he closes a dialog with Escape', () =>
    at(garden, {}, async (page) => {
      for (const name of ['Bring in a file', 'Test the connection', 'Diagnostics']) {
        if (!(await page.getByRole('button', { name }).count())) await connections(page)
        await page.getByRole('button', { name }).press('Enter')
        await page.getByRole('dialog').waitFor()
        await page.keyboard.press('Escape')
        await page.getByRole('dialog').waitFor({ state: 'detached' })
        await expect
          .poll(() => page.getByRole('button', { name }).evaluate((one) => one === document.activeElement))
          .toBe(true)
      }
    }))
})
