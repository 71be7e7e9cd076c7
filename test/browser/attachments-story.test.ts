/**
 * Pictures and files between Ada and Bram, each with a core of their own: seen, looked at, fetched and saved, there again after a restart, and gone
 * when it is taken back.
 */
import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterEach, expect, test } from 'vitest'
import { build } from '../../build/build.ts'
import { type Browser, describeBrowser, openBrowser } from '../support/chromium.ts'
import { type CoreProcess, startCoreProcess } from '../support/core-process.ts'
import { freePort } from '../support/free-port.ts'
import { paintedPng } from '../support/painted.ts'
import { seededRandom } from '../support/surroundings.ts'

const patience = 30_000
const minutes = Buffer.from(seededRandom('minutes').bytes(3_000_017))

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

/** A computer whose core can be ended and started. */
class Computer {
  readonly #profile: string
  readonly #browser: Browser
  #core: CoreProcess | undefined

  /** Where it is found again after a restart. */
  readonly #port: number

  constructor(profile: string, browser: Browser, port: number) {
    this.#profile = profile
    this.#browser = browser
    this.#port = port
  }

  get troubles(): readonly string[] {
    return this.#browser.troubles
  }

  async start(): Promise<Page> {
    this.#core = startCoreProcess(this.#profile, '--listen', `127.0.0.1:${this.#port}`)
    const page = await this.#browser.open(await this.#core.address())
    page.setDefaultTimeout(patience)
    return page
  }

  async stop(): Promise<void> {
    await this.#core?.stop()
  }
}

async function computer(): Promise<Computer> {
  const profile = await mkdtemp(join(tmpdir(), 'folkmoot-files-'))
  closing.push(() => rm(profile, { recursive: true, force: true, maxRetries: 5 }))
  const browser = await openBrowser()
  closing.push(() => browser.close())
  const made = new Computer(profile, browser, await freePort())
  closing.push(() => made.stop())
  return made
}

async function found(page: Page): Promise<string> {
  await page.getByLabel('What should people call you?').fill('Ada')
  await page.getByRole('button', { name: 'Create a community' }).click()
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Garden Commons')
  await page.getByLabel('What is it for?').fill('We grow vegetables.')
  await page.getByRole('button', { name: 'Create the community' }).click()
  await page.getByText('Nobody has spoken yet').waitFor()
  await page.getByRole('button', { name: 'Invite people' }).click()
  await page.getByRole('button', { name: 'Make an invite link' }).click()
  const link = await page.getByLabel('Invite link').inputValue()
  await page.keyboard.press('Escape')
  return link
}

async function joinBy(page: Page, link: string): Promise<void> {
  await page.getByLabel('What should people call you?').fill('Bram')
  await page.getByRole('button', { name: 'Join a community' }).click()
  await page.getByLabel('Link or recovery key').fill(link)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByLabel('I have read the rules').check()
  await page.getByRole('button', { name: 'Join Garden Commons' }).click()
  await composer(page).waitFor()
}

const composer = (page: Page) => page.getByLabel(/^Message #/)
const article = (page: Page, text: string) =>
  page.getByRole('log').first().getByRole('article').filter({ hasText: text }).last()

async function attach(page: Page, ...files: { name: string; mimeType: string; buffer: Buffer }[]): Promise<void> {
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Attach files' }).click()
  await (await chooser).setFiles(files)
}

async function say(page: Page, text: string): Promise<void> {
  await composer(page).fill(text)
  await composer(page).press('Enter')
  await article(page, text).waitFor()
}

/** A picture is drawn, and as large as it is said to be. */
const isDrawn = (page: Page, text: string, width: number) =>
  article(page, text)
    .locator('img')
    .first()
    .evaluate(
      async (element, wanted) => {
        const picture = element as HTMLImageElement
        await picture.decode()
        return picture.naturalWidth === wanted
      },
      width,
      { timeout: patience },
    )

describeBrowser('pictures and files between two', () => {
  test('are seen, saved, there again after a restart, and gone when taken back', { timeout: 240_000 }, async () => {
    await build(['renderer'])
    const [atAdas, atBrams] = [await computer(), await computer()]
    const ada = await atAdas.start()
    const link = await found(ada)
    let bram = await atBrams.start()
    await joinBy(bram, link)

    const pond = { name: 'pond.png', mimeType: 'image/png', buffer: Buffer.from(paintedPng(320, 200, 40)) }
    await attach(ada, pond)
    await ada.getByLabel('Describe pond.png').fill('The pond, in March')
    await say(ada, 'Look at this')
    expect(await isDrawn(ada, 'Look at this', 320)).toBe(true)
    expect(await isDrawn(bram, 'Look at this', 320)).toBe(true)
    await article(bram, 'Look at this').getByRole('button', { name: 'Open The pond, in March' }).click()
    await bram.getByRole('dialog').getByRole('img', { name: 'The pond, in March' }).waitFor()
    await bram.keyboard.press('Escape')
    await bram.getByRole('dialog').waitFor({ state: 'detached' })

    await attach(ada, { name: 'Minutes.bin', mimeType: 'application/octet-stream', buffer: minutes })
    await say(ada, 'And the minutes')
    const card = article(bram, 'And the minutes')
    await bram.evaluate(() => Reflect.deleteProperty(globalThis, 'showSaveFilePicker'))
    await card.getByRole('button', { name: /^Get Minutes\.bin/ }).click()
    const download = bram.waitForEvent('download')
    await card.getByRole('button', { name: 'Save Minutes.bin' }).click()
    const saved = await download
    expect(saved.suggestedFilename()).toBe('Minutes.bin')
    const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
    expect(hash(await readFile(await saved.path()))).toBe(hash(minutes))

    // What was fetched is Bram's: it is there with nobody else on.
    await atBrams.stop()
    await atAdas.stop()
    await bram.close()
    bram = await atBrams.start()
    expect(await isDrawn(bram, 'Look at this', 320)).toBe(true)
    await article(bram, 'And the minutes').getByRole('button', { name: 'Save Minutes.bin' }).waitFor()

    await ada.close()
    const again = await atAdas.start()
    const mine = article(again, 'Look at this')
    await mine.hover()
    await mine.getByRole('button', { name: 'More about this message' }).click()
    await again.getByRole('menuitem', { name: /^Take back/ }).click()
    await again
      .getByRole('dialog')
      .getByRole('button', { name: /^Take back/ })
      .click()
    await article(bram, 'Look at this').waitFor({ state: 'detached' })
    expect(await bram.getByRole('log').first().locator('img[alt*="pond"]').count()).toBe(0)
    expect(atAdas.troubles.filter((line) => !/ERR_CONNECTION|WebSocket/.test(line))).toEqual([])
    expect(atBrams.troubles.filter((line) => !/ERR_CONNECTION|WebSocket/.test(line))).toEqual([])
  })
})
