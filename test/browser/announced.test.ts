/** What somebody hears who cannot see the room: what others have just said, each once, and nothing else. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { build } from '../../build/build.ts'
import type { MessageRow } from '../../core/contract/index.ts'
import { describeBrowser, openBrowser, type Browser } from '../support/chromium.ts'
import { SketchCore } from '../support/sketch/core.ts'
import { communityOf, messageOf, spaceOf } from '../support/sketch/people.ts'
import { serveSketch } from '../support/sketch/serve.ts'

const garden = communityOf('Garden Commons')
const general = spaceOf('Garden Commons', 'general')

interface Room {
  readonly page: Page
  /** What others say, all of it at once. */
  readonly say: (...texts: readonly string[]) => void
  /** Puts another row in place of the last but so many. */
  readonly change: (back: number, change: (row: MessageRow) => MessageRow) => void
  /** All that was told so far. */
  readonly heard: () => Promise<readonly string[]>
}

describeBrowser('Ada, who listens to a room', () => {
  let browser: Browser
  beforeAll(async () => {
    await build(['renderer'])
    browser = await openBrowser()
  })
  afterAll(() => browser.close())

  async function inRoom(run: (room: Room) => Promise<void>): Promise<void> {
    const core = new SketchCore({})
    await using served = await serveSketch(core)
    const page = await browser.open(`${served.address}#/c/${garden}/${general}`)
    const { rows, news } = known(core.communities.get(garden)?.rooms.get(general))
    const other = known(core.communities.get(garden)?.members.value.find(({ me }) => !me))
    await page.getByRole('article').last().waitFor()
    await page.evaluate(listen)
    try {
      await run({
        page,
        say(...texts) {
          const said = texts.map((text, at) => messageOf(other, Date.now(), text, rows.length + at + 1))
          rows.push(...said)
          news.set(said)
        },
        change(back, change) {
          const at = rows.length - 1 - back
          const next = change(known(rows[at]))
          rows[at] = next
          news.set([next])
        },
        heard: () => page.evaluate(() => (globalThis as never as Listening).heard),
      })
      expect(browser.troubles).toEqual([])
    } finally {
      await page.close()
    }
  }
  const drawn = (page: Page, text: string) => page.getByRole('article').getByText(text).last().waitFor()

  test('is told a message once, and not again when it is changed, answered with an emoji or scrolled over', () =>
    inRoom(async ({ page, say, change, heard }) => {
      say('The gate is open')
      await drawn(page, 'The gate is open')
      await expect.poll(heard).toEqual([expect.stringMatching(/^.+: The gate is open$/)])
      change(0, (row) => ({ ...row, text: 'The gate is shut', editedAt: Date.now() }))
      await drawn(page, 'The gate is shut')
      change(0, (row) => ({ ...row, reactions: [{ emoji: '👍', count: 1, mine: false, names: ['Cem'] }] }))
      await page.getByRole('list', { name: 'Reactions' }).last().waitFor()
      await page.getByRole('log').focus()
      for (let up = 0; up < 12; up += 1) await page.keyboard.press('PageUp')
      await page.getByRole('button', { name: 'Jump to present' }).click()
      await drawn(page, 'The gate is shut')
      // What comes after it proves that nothing was told in between.
      say('Now it rains')
      await expect
        .poll(heard)
        .toEqual([expect.stringMatching(/: The gate is open$/), expect.stringMatching(/: Now it rains$/)])
    }))

  test('is told each of two that come at once, and the same words said again', () =>
    inRoom(async ({ say, heard }) => {
      say('Yes', 'No')
      await expect.poll(heard).toEqual([expect.stringMatching(/: Yes.*: No$/s)])
      say('No')
      await expect.poll(heard).toHaveLength(2)
    }))

  test('is not told what she says herself', () =>
    inRoom(async ({ page, say, heard }) => {
      await page.getByLabel('Message #general').fill('I bring the spade')
      await page.keyboard.press('Enter')
      await drawn(page, 'I bring the spade')
      say('Good')
      await expect.poll(heard).toEqual([expect.stringMatching(/: Good$/)])
    }))

  test('hears of a message, as she comes to it, who said it, when, and how it begins', () =>
    inRoom(async ({ page, say }) => {
      say(`Who waters the leeks? ${'The rest of it is long. '.repeat(20)}The very end.`)
      await drawn(page, 'Who waters the leeks?')
      const name = await page.getByRole('article').last().getAttribute('aria-label')
      expect(name).toMatch(/^.+, .*\d+:\d\d.*: Who waters the leeks\? The rest .*…$/)
      expect(name).not.toContain('The very end')
    }))
})

interface Listening {
  heard: string[]
}

/** Runs in the page: keeps what each region says that is read aloud, whenever it changes. */
function listen(): void {
  const heard: string[] = []
  const loud = '[aria-live]:not([aria-live="off"]), [role="status"], [role="alert"], output'
  new MutationObserver((changes) => {
    const regions = new Set<Element>()
    for (const { target } of changes) {
      const region = (target instanceof Element ? target : target.parentElement)?.closest(loud)
      if (region) regions.add(region)
    }
    for (const region of regions) {
      const said = region.textContent.trim()
      if (said !== '') heard.push(said)
    }
  }).observe(document.body, { subtree: true, childList: true, characterData: true })
  Object.assign(globalThis, { heard })
}

function known<T>(value: T | undefined): T {
  if (value === undefined) throw new TypeError('the sketch has it')
  return value
}
