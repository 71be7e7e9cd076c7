/** Pictures, sound and files in an archive's site, opened from a disk in Chromium: shown, played, led to; and nothing that was attached does anything. */
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { AxeResults } from 'axe-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { readableFiles } from '../../core/archive/index.ts'
import { type Browser, describeBrowser, openBrowser } from '../support/chromium.ts'
import { picturedFiles, picturedReading, writePictured } from '../support/pictured-reading.ts'
import { memberId } from '../support/sketch-reading.ts'
import { temporaryFolder } from '../support/surroundings.ts'
import { textsOf, writeInto } from '../support/written-site.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const shots = process.env['SCREENSHOTS']
const ROOM = 'site/room/general/1.html'

describeBrowser('pictures in an archive, opened from a disk', () => {
  const folder = temporaryFolder()
  let browser: Browser
  /** Without the policy of the pages, which keeps axe out as well. */
  let unlocked: Browser
  let asked: string[] = []

  beforeAll(async () => {
    for (const language of ['en', 'de', 'ar']) {
      const options = { wish: { record: true, language }, by: memberId('Ada') }
      writeInto(join(folder.path, language), textsOf(readableFiles(picturedReading(language !== 'de'), options)))
      writePictured(join(folder.path, language))
    }
    browser = await openBrowser({ offline: true, bypassCSP: false })
    unlocked = await openBrowser({ offline: true, bypassCSP: true })
    browser.context.on('request', (request) => void asked.push(request.url()))
  })
  afterAll(async () => {
    await browser.close()
    await unlocked.close()
    folder[Symbol.dispose]()
  })
  afterEach(() => {
    const own = pathToFileURL(folder.path).href
    // What shows PDF is the browser's own.
    const others = asked.filter((url) => !url.startsWith(own) && !/^chrome(?:-extension)?:/.test(url))
    expect(others).toEqual([])
    asked = []
  })

  const at = (language: string, path: string): string => pathToFileURL(join(folder.path, language, path)).href

  test('are seen where they were said, and opened whole; sound is played', async () => {
    const page = await browser.open(at('en', ROOM))
    const picture = page.getByRole('img', { name: 'Beans in a basket' })
    await picture.scrollIntoViewIfNeeded()
    expect(await picture.evaluate((img: HTMLImageElement) => img.decode().then(() => img.naturalWidth))).toBe(128)
    const sound = page.getByLabel('the robin in the apple tree.wav')
    expect(
      await sound.evaluate(async (audio: HTMLAudioElement) => {
        audio.muted = true
        await audio.play()
        return audio.duration
      }),
    ).toBeCloseTo(1, 1)
    await picture.click()
    await page.waitForURL(/beans\.webp$/)
    await page.close()
  })

  test('keep their place while they are loaded', async () => {
    const page = await browser.open(at('en', ROOM))
    const boxes = await page
      .locator('.files img')
      .evaluateAll((all) => all.map((img) => (img as HTMLImageElement).getBoundingClientRect().height))
    expect([boxes[0], boxes[1], boxes[3]]).toEqual([128, 128, 128])
    // Its author said it is wider than it is.
    expect(Math.max(...boxes)).toBeLessThanOrEqual(360)
    await page.close()
  })

  test('of whatever name and content run nothing, opened by themselves too', async () => {
    const page = await browser.open()
    page.on('download', (download) => void download.cancel())
    await page.goto(at('en', ROOM))
    expect(await page.evaluate(() => 'hurt' in globalThis)).toBe(false)
    for (const path of picturedFiles().keys()) {
      // What no browser shows is downloaded, which ends going there.
      await page
        .goto(at('en', path))
        .catch((error: unknown) => expect(String(error)).toMatch(/Download is starting|ERR_ABORTED/))
      expect(await page.evaluate(() => 'hurt' in globalThis)).toBe(false)
    }
    await page.close()
  })

  test.each([
    ['en', 1200, 'light'],
    ['en', 360, 'dark'],
    ['de', 1200, 'light'],
    ['ar', 1200, 'dark'],
    ['ar', 360, 'light'],
  ] as const)('are for everybody: %s at %i px, %s', async (language, width, colorScheme) => {
    const page = await unlocked.open()
    await page.setViewportSize({ width, height: 900 })
    await page.emulateMedia({ colorScheme })
    for (const path of [ROOM, 'index.html']) {
      await page.goto(at(language, path))
      await page.evaluate(axe)
      const { violations } = await page.evaluate(() =>
        (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
      )
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
      const fits = await page.evaluate(
        () => document.documentElement.scrollWidth <= document.documentElement.clientWidth,
      )
      expect(fits).toBe(true)
      if (shots === undefined) continue
      mkdirSync(shots, { recursive: true })
      const name = `archive-media-${language}-${width}-${colorScheme}-${path.replace(/\W/g, '-')}.png`
      await page.screenshot({ path: join(shots, name), fullPage: true })
    }
    await page.close()
  })
})
