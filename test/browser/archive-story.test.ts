import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright-core'
import { afterEach, expect, test } from 'vitest'
import { build } from '../../build/build.ts'
import { bytesAccess, openBag } from '../../core/archive/index.ts'
import { describeBrowser, openBrowser, type Browser } from '../support/chromium.ts'
import { startCoreProcess } from '../support/core-process.ts'
import { paintedPng } from '../support/painted.ts'

const long = 120_000

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'folkmoot-ui-'))
  closing.push(() => rm(made, { recursive: true, force: true, maxRetries: 5 }))
  return made
}

/** A computer of its own: a core, and a page that has its address. */
async function computer(browser: Browser): Promise<Page> {
  const core = startCoreProcess(await folder())
  closing.push(() => core.stop())
  const page = await browser.open()
  // A window of the system asks where to save; here it comes as a download, as in browsers without it.
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'showSaveFilePicker'))
  await page.goto(await core.address())
  return page
}

async function say(page: Page, text: string): Promise<void> {
  await page.getByLabel(/^Message /).fill(text)
  await page.keyboard.press('Enter')
  await page.getByRole('article').getByText(text).waitFor()
}

/** Ada founds the garden, says something, and saves an archive of it. */
async function archiveOfAda(page: Page, passphrase?: string, picture?: Buffer): Promise<string> {
  await page.getByLabel('What should people call you?').fill('Ada')
  await page.getByRole('button', { name: 'Create a community' }).click()
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Garden Commons')
  await page.getByRole('button', { name: 'Create the community' }).click()
  await page.getByText('Nobody has spoken yet').waitFor()
  if (picture) {
    const chosen = { name: 'beans.png', mimeType: 'image/png', buffer: picture }
    await page.locator('input[type=file]').first().setInputFiles(chosen)
    await page.locator('[data-step="ready"]').waitFor()
    await page.getByLabel('Describe beans.png').fill('Beans, this high')
  }
  await say(page, 'The beans are up')
  if (picture) await page.getByRole('article').getByRole('button', { name: 'Open Beans, this high' }).waitFor()
  await page.getByRole('button', { name: 'Menu of Garden Commons' }).click()
  await page.getByRole('menuitem', { name: 'Export an archive …' }).click()
  if (passphrase !== undefined) {
    await page.getByLabel('Lock it with a passphrase').check()
    await page.getByLabel('Passphrase', { exact: true }).fill(passphrase)
    await page.getByLabel('The same passphrase again').fill(passphrase)
  }
  await page.getByText('1 message by 1 member').waitFor()
  if (picture) await page.getByText('with 1 picture or file').waitFor()
  await page.getByRole('button', { name: 'Make the archive' }).click()
  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save …' }).click()
  const file = await saved
  expect(file.suggestedFilename()).toMatch(/^garden-commons-\d{4}-\d\d-\d\d\.folkmoot\.zip(\.sealed)?$/)
  const path = join(await folder(), file.suggestedFilename())
  await file.saveAs(path)
  return path
}

/** Cy, who is in no community, opens a file. */
async function open(page: Page, path: string): Promise<void> {
  await page.getByLabel('What should people call you?').fill('Cy')
  await page.getByRole('button', { name: 'Open an archive' }).click()
  await page.locator('input[type=file]').first().setInputFiles(path)
}

async function start(): Promise<Browser> {
  await build(['renderer'])
  const browser = await openBrowser({ acceptDownloads: true })
  closing.push(() => browser.close())
  return browser
}

describeBrowser('an archive from hand to hand', () => {
  test(
    'Ada saves it, Cy opens it elsewhere under its passphrase: it is checked, kept, and read',
    async () => {
      const browser = await start()
      const path = await archiveOfAda(await computer(browser), 'four words of Ada')
      const page = await computer(browser)
      await open(page, path)
      await page.getByLabel('Passphrase', { exact: true }).fill('four words of Bram')
      await page.getByRole('button', { name: 'Open it' }).click()
      await page.getByText('That is not the passphrase of this archive.').waitFor()
      await page.getByLabel('Passphrase', { exact: true }).fill('four words of Ada')
      await page.getByRole('button', { name: 'Open it' }).click()
      await page.getByText('Everything in this archive is as it was signed').waitFor()
      await page.getByText(/Made by .?Ada/).waitFor()
      await page.getByRole('button', { name: 'Keep it to read' }).click()
      await page.getByRole('article').getByText('The beans are up').waitFor()
      await page.getByText('This is an archive: it can be read, not written to.').waitFor()
      expect(await page.getByLabel(/^Message /).count()).toBe(0)
      await page.getByRole('link', { name: 'Garden Commons, archive' }).waitFor()
      expect(browser.troubles).toEqual([])
    },
    long,
  )

  test(
    'Ada’s picture goes along: Cy sees it once it is checked, in the app and in a folder without any network',
    async () => {
      const browser = await start()
      const path = await archiveOfAda(await computer(browser), undefined, Buffer.from(paintedPng(300, 200, 60)))
      const page = await computer(browser)
      await open(page, path)
      await page.getByText('Everything in this archive is as it was signed').waitFor()
      await page.getByRole('button', { name: 'Keep it to read' }).click()
      const seen = page.getByRole('article').getByRole('button', { name: 'Open Beans, this high' }).locator('img')
      await seen.waitFor()
      expect(await seen.evaluate((img: HTMLImageElement) => img.decode().then(() => img.naturalWidth))).toBe(300)
      expect(browser.troubles).toEqual([])

      const bag = await openBag(bytesAccess(await readFile(path)), AbortSignal.timeout(long))
      const place = await folder()
      for (const name of bag.files.keys()) {
        await mkdir(dirname(join(place, name)), { recursive: true })
        await writeFile(join(place, name), await bag.read(name, 2 ** 26, AbortSignal.timeout(long)))
      }
      const alone = await openBrowser({ offline: true, bypassCSP: false })
      closing.push(() => alone.close())
      const site = await alone.open(pathToFileURL(join(place, 'index.html')).href)
      await site.getByRole('link', { name: 'general' }).click()
      const shown = site.getByRole('img', { name: 'Beans, this high' })
      expect(await shown.evaluate((img: HTMLImageElement) => img.decode().then(() => img.naturalWidth))).toBe(300)
    },
    long,
  )

  test(
    'a file that was damaged on the way is refused in words, and nothing comes of it',
    async () => {
      const browser = await start()
      const path = await archiveOfAda(await computer(browser))
      const bytes = await readFile(path)
      const cut = join(await folder(), 'cut.folkmoot.zip')
      await writeFile(cut, bytes.subarray(0, bytes.length / 2))
      const page = await computer(browser)
      await open(page, cut)
      await page.getByRole('alert').waitFor()
      expect(await page.getByRole('button', { name: 'Keep it to read' }).count()).toBe(0)
      await page.getByRole('button', { name: 'Choose another file' }).click()
      await page.locator('input[type=file]').first().setInputFiles(path)
      await page.getByText('Everything in this archive is as it was signed').waitFor()
    },
    long,
  )
})
