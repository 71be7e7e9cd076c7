import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { build } from '../../build/build.ts'
import { describeBrowser, openBrowser, type Browser } from '../support/chromium.ts'
import { cameraJpeg, paintedPng } from '../support/painted.ts'
import { SketchCore, type Scene } from '../support/sketch/core.ts'
import { communityOf, spaceOf } from '../support/sketch/people.ts'
import { serveSketch } from '../support/sketch/serve.ts'
import { attach, chosen } from './scenes-files.ts'

const garden = 'Garden Commons'
const room = `/c/${communityOf(garden)}/${spaceOf(garden, 'general')}`

let browser: Browser
beforeAll(async () => {
  await build(['renderer'])
})

describeBrowser('Bram and files of messages', () => {
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser.close())

  async function at(scene: Scene, run: (page: Page, core: SketchCore) => Promise<unknown>): Promise<void> {
    const core = new SketchCore(scene)
    await using served = await serveSketch(core)
    const page = await browser.open(`${served.address}#${room}`)
    try {
      await page.getByRole('article').last().waitFor()
      await page.getByLabel('Message #general').waitFor()
      await run(page, core)
      expect(browser.troubles).toEqual([])
    } finally {
      await page.close()
    }
  }
  const composer = (page: Page) => page.getByLabel('Message #general')
  const last = (page: Page) => page.getByRole('log').first().getByRole('article').last()
  const chips = (page: Page) => page.getByRole('list', { name: 'Files to be attached' }).getByRole('listitem')
  const ready = (page: Page, count: number) =>
    page.waitForFunction((many) => document.querySelectorAll('[data-step="ready"]').length === many, count)
  const rowsOf = (core: SketchCore) =>
    core.communities.get(communityOf(garden))?.rooms.get(spaceOf(garden, 'general'))?.rows ?? []
  /** Files as they come by a drop or a paste. */
  const carried = (page: Page, name: string, type: string, bytes: Uint8Array) =>
    page.evaluateHandle(
      ([called, kind, data]) => {
        const carries = new DataTransfer()
        carries.items.add(new File([Uint8Array.from(data)], called, { type: kind }))
        return carries
      },
      [name, type, [...bytes]] as const,
    )

  test('attaches several with the button, describes a picture, and sends them with words', () =>
    at({}, async (page, core) => {
      await page.getByRole('button', { name: 'Attach files' }).waitFor()
      await attach(page)
      await ready(page, 3)
      await page.getByLabel('Describe pond.png').fill('The pond, in March')
      await composer(page).fill('Three things')
      await page.keyboard.press('Enter')
      await last(page).getByText('Three things').waitFor()
      await last(page).getByRole('button', { name: 'Open The pond, in March' }).locator('img').waitFor()
      await chips(page).first().waitFor({ state: 'detached' })
      const sent = rowsOf(core).at(-1)
      expect(sent?.files.map(({ name, width, height, alt }) => ({ name, width, height, alt }))).toEqual([
        { name: 'pond.png', width: 300, height: 200, alt: 'The pond, in March' },
        { name: 'bram.webp', width: 128, height: 128, alt: '' },
        { name: chosen[2]?.name, width: undefined, height: undefined, alt: '' },
      ])
      expect(core.files.begun.size).toBe(0)
    }))

  test('sends a file without a word, by keyboard alone', () =>
    at({}, async (page, core) => {
      await attach(page, [{ name: 'key.txt', mimeType: 'text/plain', buffer: Buffer.from('behind the clock') }])
      await ready(page, 1)
      // Whoever has chosen a file is where they write.
      await expect.poll(() => composer(page).evaluate((box) => box === document.activeElement)).toBe(true)
      await page.keyboard.press('Enter')
      await last(page).getByText('key.txt').waitFor()
      expect(rowsOf(core).at(-1)?.text).toBe('')
    }))

  test('drops a file on the messages: while it is held over them, that is said', () =>
    at({}, async (page) => {
      const data = await carried(page, 'dropped.txt', 'text/plain', Buffer.from('dropped'))
      const log = page.getByRole('log').first()
      await log.dispatchEvent('dragenter', { dataTransfer: data })
      await page.getByText('Drop the files here to attach them').waitFor()
      await log.dispatchEvent('drop', { dataTransfer: data })
      await page.getByText('Drop the files here').waitFor({ state: 'detached' })
      await ready(page, 1)
      expect(await chips(page).innerText()).toContain('dropped.txt')
    }))

  test('pastes a picture', () =>
    at({}, async (page) => {
      const data = await carried(page, 'image.png', 'image/png', paintedPng(40, 30, 60))
      await composer(page).evaluate(
        (box, clipboardData) =>
          box.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })),
        data,
      )
      await ready(page, 1)
      expect(await chips(page).locator('img').count()).toBe(1)
    }))

  test('takes files away, and the focus is where it can go on', () =>
    at({}, async (page, core) => {
      await attach(page)
      await ready(page, 3)
      await page.getByRole('button', { name: 'Take away pond.png' }).press('Enter')
      await expect
        .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')))
        .toBe('Take away bram.webp')
      await page.keyboard.press('Enter')
      await page.keyboard.press('Enter')
      await chips(page).first().waitFor({ state: 'detached' })
      await expect.poll(() => composer(page).evaluate((box) => box === document.activeElement)).toBe(true)
      await expect.poll(() => core.files.begun.size).toBe(0)
    }))

  test('is told of a hand-over that failed, tries again, and nothing typed is lost', () =>
    at({ failFiles: true }, async (page, core) => {
      await composer(page).fill('With a picture')
      await attach(page, chosen.slice(0, 1))
      await page.getByText('Not attached.').waitFor()
      await composer(page).press('Enter')
      await page.getByText('A file could not be attached').waitFor()
      expect(await composer(page).inputValue()).toBe('With a picture')
      core.files.failing = false
      await page.getByRole('button', { name: 'Try again' }).click()
      await ready(page, 1)
      await composer(page).press('Enter')
      await last(page).getByText('With a picture').waitFor()
    }))

  test('sends before all is handed over: it goes as soon as it can, unless he thinks again', () =>
    at({ holdFiles: true }, async (page, core) => {
      await composer(page).fill('Soon')
      await attach(page, chosen.slice(2))
      await composer(page).press('Enter')
      await page.getByText('Sending when the files are ready').waitFor()
      await page.keyboard.press('Escape')
      await page.getByText('Sending when the files are ready').waitFor({ state: 'detached' })
      await composer(page).fill('Sooner')
      await composer(page).press('Enter')
      await page.getByText('Sending when the files are ready').waitFor()
      const before = rowsOf(core).length
      core.files.held.set(false)
      await last(page).getByText('Sooner').waitFor()
      expect(rowsOf(core).length).toBe(before + 1)
    }))

  test('finds what he attached after he looked elsewhere, and hands over again what core has lost', () =>
    at({}, async (page, core) => {
      await attach(page, chosen.slice(0, 1))
      await ready(page, 1)
      await page.getByRole('link', { name: /seed-swap/ }).click()
      await page.getByLabel('Message #seed-swap').waitFor()
      expect(await chips(page).count()).toBe(0)
      await page.getByRole('link', { name: /general/ }).click()
      await ready(page, 1)
      core.files.begun.clear()
      await composer(page).press('Enter')
      await page.getByText('Not sent yet.').waitFor()
      await page.getByRole('button', { name: 'Put back to write on' }).click()
      await ready(page, 1)
      await composer(page).press('Enter')
      await last(page).getByRole('button', { name: 'Open pond.png' }).locator('img').waitFor()
    }))

  test('sends no place with a picture of his camera, unless he asks for the file itself', () =>
    at({}, async (page, core) => {
      const file = { name: 'walk.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(cameraJpeg()) }
      expect(file.buffer.includes('GPS-47.3')).toBe(true)
      await attach(page, [file])
      await ready(page, 1)
      const handed = () => Buffer.concat([...core.files.begun.values()].flatMap(({ parts }) => parts))
      expect(handed().subarray(0, 2).toString('hex')).toBe('ffd8')
      expect(handed().includes('GPS-47.3')).toBe(false)
      expect(handed().includes('Exif')).toBe(false)
      await page.getByLabel('Send the original file').check()
      await expect.poll(() => handed().equals(file.buffer)).toBe(true)
      // Turned as the camera was held: what lies on its side stands.
      await page.getByLabel('Send the original file').uncheck()
      await ready(page, 1)
      await composer(page).press('Enter')
      await last(page).getByRole('button', { name: 'Open walk.jpg' }).waitFor()
      const [sent] = rowsOf(core).at(-1)?.files ?? []
      expect({ width: sent?.width, height: sent?.height }).toEqual({ width: 16, height: 24 })
    }))

  test('sees a picture that is away come, stand still meanwhile, and be here', () =>
    at({ files: true }, async (page, core) => {
      const row = rowsOf(core).find(({ text }) => text === 'Three on their way')
      if (!row) throw new TypeError('the scene has no such message')
      const pictures = page.locator(`[data-row="${row.id}"]`)
      await goTo(page, 'Three on their way')
      const gate = pictures.getByRole('button', { name: 'Open gate.png' })
      await pictures.getByText('Waits for somebody who has it').first().waitFor()
      const before = await gate.boundingBox()
      core.files.progress(row.id, 0, { held: 500, asked: 1 })
      await gate.getByText('0 kB of').or(gate.getByText('0.5 kB of')).waitFor()
      core.files.progress(row.id, 0, { state: 'here' })
      await gate.locator('img').waitFor()
      expect({ ...(await gate.boundingBox()), y: 0 }).toEqual({ ...before, y: 0 })
    }))

  test('is told of what is not what its message says, and sees nothing of it', () =>
    at({ files: true }, async (page, core) => {
      await goTo(page, 'Three on their way')
      const wrong = page.getByRole('article').filter({ hasText: 'This file is not what its message says' })
      await wrong.waitFor()
      expect(await wrong.locator('img').count()).toBe(0)
      const row = rowsOf(core).find(({ text }) => text === 'Three on their way')
      if (!row) throw new TypeError('the scene has no such message')
      core.files.progress(row.id, 0, { state: 'wrong' })
      const gate = page.locator(`[data-row="${row.id}"]`).getByRole('button', { name: 'Open gate.png' })
      await gate.getByText('This file is not what its message says').waitFor()
      expect(await gate.locator('img').count()).toBe(0)
    }))

  test('looks at six pictures one after the other with the keyboard, and is back where he was', () =>
    at({ files: true }, async (page) => {
      await goTo(page, 'The pond this morning')
      const four = page.getByRole('button', { name: 'Open four.png and 2 more pictures' })
      await four.focus()
      await page.keyboard.press('Enter')
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('img', { name: 'four.png' }).waitFor()
      await page.keyboard.press('ArrowRight')
      await page.keyboard.press('ArrowRight')
      await dialog.getByRole('img', { name: 'the sixth.png' }).waitFor()
      await page.keyboard.press('ArrowRight')
      await dialog.getByRole('img', { name: 'one.png' }).waitFor()
      await page.keyboard.press('ArrowLeft')
      await dialog.getByRole('img', { name: 'the sixth.png' }).waitFor()
      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'detached' })
      await page.waitForFunction(() => document.activeElement?.textContent.includes('four.png'))
    }))

  test('gets a file and saves it, whole and under its name; what can carry programs is only saved', () =>
    at({ files: true }, async (page, core) => {
      await page.evaluate(() => Reflect.deleteProperty(globalThis, 'showSaveFilePicker'))
      const row = rowsOf(core).at(-1)
      if (!row) throw new TypeError('there is no message')
      await goTo(page, 'And the papers')
      const card = page.locator(`[data-row="${row.id}"]`)
      await card.getByRole('button', { name: /^Get Minutes of the yearly meeting/ }).click()
      await card.getByText('Waits for somebody who has it').waitFor()
      const download = page.waitForEvent('download')
      await card.getByRole('button', { name: 'Save key.txt' }).click()
      const saved = await download
      expect(saved.suggestedFilename()).toBe('key.txt')
      expect(await readFile(await saved.path(), 'utf8')).toBe('The key hangs behind the clock.\n')
      await card.getByText('Saved', { exact: true }).waitFor()
      await card.getByRole('button', { name: 'Save plan.svg' }).waitFor()
      expect(await card.locator('img, object, embed, iframe').count()).toBe(0)
    }))

  test('hears a sound after he pressed play, and not before', () =>
    at({ files: true }, async (page) => {
      await goTo(page, 'And the papers')
      expect(await page.locator('audio, video').count()).toBe(0)
      await page.getByRole('button', { name: 'Play hum.wav' }).click()
      await page.waitForFunction(() => (document.querySelector('audio')?.duration ?? 0) === 1)
      // A film that is too large for memory is only saved.
      expect(await page.getByRole('button', { name: 'Play tour.mp4' }).count()).toBe(0)
      await page.getByText('Too large to be shown here').waitFor()
    }))

  test('is told at once when there are too many, and those that fit are kept', () =>
    at({}, async (page) => {
      const many = Array.from({ length: 12 }, (_, index) => ({
        name: `page ${index}.txt`,
        mimeType: 'text/plain',
        buffer: Buffer.from(String(index)),
      }))
      await attach(page, many)
      await page.getByText('A message takes 10 files').waitFor()
      await ready(page, 10)
    }))

  /** Scrolls up from the end until a message is in view, and stays. */
  async function goTo(page: Page, text: string): Promise<void> {
    const log = page.getByRole('log').first()
    await log.evaluate((box) => box.scrollTo({ top: box.scrollHeight }))
    let calm = 0
    await expect
      .poll(
        async () => {
          const inView = await log.evaluate((box, words) => {
            const found = [...box.querySelectorAll('article')].find(({ textContent }) => textContent.includes(words))
            const before = box.scrollTop
            if (found) found.scrollIntoView({ block: 'nearest' })
            else box.scrollBy({ top: -300 })
            return found !== undefined && box.scrollTop === before
          }, text)
          calm = inView ? calm + 1 : 0
          return calm
        },
        { timeout: 20_000 },
      )
      .toBeGreaterThan(2)
  }
})
