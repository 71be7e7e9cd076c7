/** An archive's site as people open it: a folder on a disk, no network, in Chromium. Any request but for a file of the folder is a fault. */
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { AxeResults, RunOptions } from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { readableFiles } from '../../core/archive/index.ts'
import type { Reading } from '../../core/archive/reading/about.ts'
import { type Browser, describeBrowser, openBrowser } from '../support/chromium.ts'
import { gardenReading, hostileReading } from '../support/garden-reading.ts'
import { memberId, sketchMember, sketchReading, sketchSpace } from '../support/sketch-reading.ts'
import { temporaryFolder } from '../support/surroundings.ts'
import { textsOf, writeInto } from '../support/written-site.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const shots = process.env['SCREENSHOTS']

const many: Reading = sketchReading({
  members: [sketchMember('Ada')],
  spaces: Array.from({ length: 100 }, (_, n) => ({
    space: sketchSpace(`room ${n} `.repeat(4), { topic: 'A topic that says a good deal about the room. '.repeat(4) }),
    messages: [],
  })),
})
const SITES: Readonly<Record<string, readonly [Reading, language: string]>> = {
  garden: [gardenReading(), 'en'],
  garten: [gardenReading(), 'de'],
  حديقة: [gardenReading(), 'ar'],
  hostile: [hostileReading(), 'en'],
  empty: [sketchReading({}), 'en'],
  many: [many, 'en'],
}
const KINDS = [
  ...['index.html', 'site/room/general/1.html', 'site/room/general/thread-2.html', 'site/room/watering-log/2.html'],
  ...['site/board/how-to/1.html', 'site/board/how-to/thread-1.html', 'site/direct/direct/1.html', 'site/people.html'],
  ...['site/decisions.html', 'site/search.html'],
]

describeBrowser('the site of an archive, opened from a disk', () => {
  const folder = temporaryFolder()
  let browser: Browser
  let asked: string[] = []
  const paths = new Map<string, string[]>()

  beforeAll(async () => {
    for (const [name, [reading, language]] of Object.entries(SITES)) {
      const texts = textsOf(readableFiles(reading, { wish: { record: true, language }, by: memberId('Ada') }))
      paths.set(name, [...texts.keys()])
      writeInto(join(folder.path, name), texts)
    }
    browser = await openBrowser({ offline: true, bypassCSP: false })
    browser.context.on('request', (request) => void asked.push(request.url()))
  })
  afterAll(async () => {
    await browser.close()
    folder[Symbol.dispose]()
  })
  afterEach(() => {
    const own = pathToFileURL(folder.path).href
    expect(asked.filter((url) => !url.startsWith(own))).toEqual([])
    expect(browser.troubles).toEqual([])
    asked = []
  })

  const at = (site: string, path: string): string => pathToFileURL(join(folder.path, site, path)).href
  const picture = async (page: Page, name: string): Promise<void> => {
    if (shots === undefined) return
    mkdirSync(shots, { recursive: true })
    await page.screenshot({ path: join(shots, `archive-${name}.png`) })
  }

  test('is walked from its first page to what somebody said, and back', async () => {
    const page = await browser.open(at('garden', 'index.html'))
    await page.getByRole('link', { name: 'watering log' }).click()
    await page.getByRole('link', { name: 'Later' }).first().click()
    await page.getByText('Go to a month').click()
    await page.getByRole('link', { name: 'May 2026' }).click()
    await page.waitForURL(/#m-/)
    expect(await page.locator(':target').textContent()).toContain('Watered bed')
    await page.getByRole('link', { name: 'Home' }).click()
    await page.getByRole('link', { name: 'how-to' }).click()
    await page.getByRole('link', { name: 'How do I prune an old apple tree?' }).click()
    await page.getByRole('link', { name: 'Go to the accepted answer' }).click()
    expect(await page.locator(':target').textContent()).toContain('A third of it each winter')
    await page.getByRole('link', { name: 'Ada' }).first().click()
    expect(await page.locator(':target').textContent()).toContain('Grows beans since 1998')
    await page.close()
  })

  test('is walked with the keyboard: past the menu at once, and every message has a link of its own', async () => {
    const page = await browser.open(at('garden', 'site/room/general/1.html'))
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content')
    await page.keyboard.press('Enter')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('content')
    const link = page.locator('article').first().locator('a.when')
    const href = (await link.getAttribute('href')) ?? ''
    await link.focus()
    await page.keyboard.press('Enter')
    expect(new URL(page.url()).hash).toBe(href)
    await page.close()
  })

  test.each([
    ['beans', 0],
    ['watered bed 7', 50],
    ['prun', 1],
    ['花园', 1],
    ['الشتلات', 1],
    ['ليلى', 1],
  ])('finds %s', async (words, least) => {
    const page = await browser.open(at('garden', 'site/search.html'))
    await page.getByLabel('Words to look for').fill(words)
    await page.keyboard.press('Enter')
    await page.waitForFunction(() => /Found|Nothing/.test(document.querySelector('#state')?.textContent ?? ''))
    const found = page.locator('#found > li')
    if (least === 0) expect(await page.locator('#state').textContent()).toBe('Nothing was found.')
    else {
      expect(await found.count()).toBeGreaterThanOrEqual(Math.min(50, least))
      await found.first().getByRole('link').click()
      await page.waitForURL((url) => url.hash.length > 1)
      expect(await page.locator(':target').count()).toBe(1)
    }
    await page.close()
  })

  test('shows more of what it found, and what was typed into an address does nothing', async () => {
    const page = await browser.open(
      `${at('garden', 'site/search.html')}?q=%3Cimg%20src=x%3E#<img src=x onerror=alert(1)>`,
    )
    await page.getByLabel('Words to look for').fill('watered')
    await page.getByRole('button', { name: 'Search' }).click()
    await page.getByRole('button', { name: 'Show more' }).click()
    expect(await page.locator('#found > li').count()).toBe(100)
    await page.close()
  })

  test('is read without scripts, but for the search, which says so', async () => {
    const plain = await openBrowser({ offline: true, javaScriptEnabled: false })
    try {
      const page = await plain.open(at('garden', 'index.html'))
      await page.getByRole('link', { name: 'general' }).click()
      await page.getByText('Read the thread').click()
      await page.getByText('Week 7 is mine.').waitFor()
      await page.getByRole('link', { name: 'Search' }).click()
      await page.getByText('Searching needs JavaScript').waitFor()
    } finally {
      await plain.close()
    }
  })

  test('is light or dark as the system is, or as was chosen, on every page from then on', async () => {
    const page = await browser.open(at('garden', 'index.html'))
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    await page.emulateMedia({ colorScheme: 'dark' })
    const dark = await ground()
    await page.emulateMedia({ colorScheme: 'light' })
    expect(await ground()).not.toBe(dark)
    await page.getByRole('button', { name: 'Dark' }).click()
    expect(await ground()).toBe(dark)
    await page.getByRole('link', { name: 'general' }).click()
    await page.getByRole('heading', { name: 'general' }).waitFor()
    expect(await ground()).toBe(dark)
    await page.getByRole('button', { name: 'Light' }).click()
    expect(await ground()).not.toBe(dark)
    await page.evaluate(() => localStorage.clear())
    await page.close()
  })

  test('of hostile texts runs nothing and reads as strict XML, every page of it', async () => {
    const page = await browser.open()
    await page.addInitScript(() => {
      Object.assign(globalThis, { alert: () => Object.assign(globalThis, { hurt: 1 }) })
    })
    for (const path of paths.get('hostile') ?? []) {
      if (!path.endsWith('.html')) continue
      await page.goto(at('hostile', path))
      expect(await page.evaluate(() => 'hurt' in globalThis)).toBe(false)
      for (const over of await page.locator('article').all()) await over.hover({ timeout: 2000, trial: true })
      const text = readFileSync(join(folder.path, 'hostile', path), 'utf8')
      const fault = await page.evaluate((source) => {
        const read = new DOMParser().parseFromString(source, 'application/xml')
        return read.querySelector('parsererror')?.textContent ?? ''
      }, text)
      expect(fault).toBe('')
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth),
      ).toBe(true)
    }
    await page.close()
  })

  test('of hostile texts is searched, and nothing found does anything', async () => {
    const page = await browser.open(at('hostile', 'site/search.html'))
    await page.getByLabel('Words to look for').fill('hurt')
    await page.keyboard.press('Enter')
    await page.waitForFunction(() => /Found/.test(document.querySelector('#state')?.textContent ?? ''))
    expect(await page.locator('#found img, #found script, #found svg').count()).toBe(0)
    expect(await page.evaluate(() => 'hurt' in globalThis)).toBe(false)
    await page.close()
  })

  const shown = [
    ...KINDS.map((path) => ['garden', path] as const),
    ...['site/people.html', 'site/decisions.html'].map((path) => ['garten', path] as const),
    ...['index.html', 'site/room/general/1.html'].map((path) => ['حديقة', path] as const),
    ...(['empty', 'many', 'hostile'] as const).map((site) => [site, 'index.html'] as const),
    ['hostile', 'site/room/talk/1.html'] as const,
  ]

  test.each(shown)('%s %s can be used by everybody, wide and narrow, light and dark', async (site, path) => {
    // The policy of the page would keep axe out as well.
    const page = await unlocked.open()
    try {
      for (const [width, colorScheme] of [
        [1200, 'light'],
        [360, 'dark'],
      ] as const) {
        await page.setViewportSize({ width, height: 900 })
        await page.emulateMedia({ colorScheme })
        await page.goto(at(site, path))
        await page.evaluate(axe)
        expect(await faultsOf(page)).toEqual([])
        expect(
          await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth),
        ).toBe(true)
        await picture(page, `${site}-${path.replaceAll('/', '-')}-${width}`)
      }
    } finally {
      await page.close()
    }
  })
  let unlocked: Browser
  beforeAll(async () => {
    unlocked = await openBrowser({ offline: true, bypassCSP: true })
  })
  afterAll(() => unlocked.close())
})

/** What is wrong with a page, in lines that say where. */
async function faultsOf(page: Page): Promise<string[]> {
  return await page.evaluate(async () => {
    type Run = (where: Document, options: RunOptions) => Promise<AxeResults>
    const { axe: run } = globalThis as unknown as { axe: { run: Run } }
    const values = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
    const { violations } = await run.run(document, { runOnly: values, resultTypes: ['violations'] })
    return violations.flatMap(({ id, nodes }) => nodes.slice(0, 3).map(({ target }) => `${id}: ${target.join(' ')}`))
  })
}
