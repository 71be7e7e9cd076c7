/**
 * Real lines by three people in turn, one of whom goes on and off: at the end all have the same, in the same order, and whoever scrolls
 * through them sees no rows that stay blank. `REAL_LINES=5000` takes more of them.
 */
import { expect, test } from 'vitest'
import { build } from '../../build/build.ts'
import { type Browser, describeBrowser, openBrowser } from '../support/chromium.ts'
import { foundGarden, inviteTo, joinBy, NamedPerson, readRoom, untilTotal } from '../support/named-people.ts'
import { realLines } from '../support/real-text.ts'

/** A multiple of 250. */
const LINES = Number(process.env['REAL_LINES'] ?? 1500)
const fifth = LINES / 5

describeBrowser(`${LINES} real lines`, () => {
  test(
    'Ada, Bram and Chidi write them while Chidi comes and goes, and all read the same',
    { timeout: 240_000 },
    async () => {
      await using ada = new NamedPerson('Ada')
      await using bram = new NamedPerson('Bram')
      await using chidi = new NamedPerson('Chidi')
      const [first, second] = [await ada.start(), await bram.start()]
      let third = await chidi.start()
      const garden = await foundGarden(first, 'Ada')
      const link = await inviteTo(first, garden)
      await joinBy(second, link, 'Bram', garden)
      await joinBy(third, link, 'Chidi', garden)

      const lines = realLines(LINES)
      const written: string[] = []
      for (let at = 0; at < LINES; at += 50) {
        // Chidi is killed in the middle, comes back, and later leaves as one should.
        if (at === fifth) await chidi.end('kill')
        if (at === 2 * fifth) third = await chidi.start()
        if (at === 3 * fifth) await chidi.end('stop')
        if (at === 4 * fifth) third = await chidi.start()
        const away = (at >= fifth && at < 2 * fifth) || (at >= 3 * fifth && at < 4 * fifth)
        const writers = away ? [first, second] : [first, second, third]
        const batch = lines.slice(at, at + 50).map(async (text, index) => {
          const writer = writers[(at + index) % writers.length]
          const { id } = (await writer?.rooms.send({ ...garden, text, clientKey: `line-${at + index}-key` })) ?? {}
          written.push(String(id))
        })
        await Promise.all(batch)
      }
      expect(new Set(written).size).toBe(LINES)
      await Promise.all([first, second, third].map((client) => untilTotal(client, garden, LINES, 120_000)))
      const [a, b, c] = await Promise.all([first, second, third].map((client) => readRoom(client, garden)))
      expect(a?.map(({ id }) => id).toSorted()).toEqual(written.toSorted())
      const said = (rows: typeof a) => rows?.map(({ id, text, authorName }) => `${id} ${authorName}: ${text}`)
      expect(said(b)).toEqual(said(a))
      expect(said(c)).toEqual(said(a))

      await Promise.all([ada.end('stop'), bram.end('stop'), chidi.end('stop')])
      await build(['renderer'])
      await using screen = disposable(await openBrowser())
      const page = await screen.browser.open(await bram.startSilently())
      await page.getByRole('article').last().waitFor()
      await page.getByRole('log').hover()
      const beginning = page.locator(`[data-row="${a?.[0]?.id}"]`)
      for (let step = 0; step < 2000; step++) {
        await page.mouse.wheel(0, -700)
        // A row may take a frame or two to be drawn; none may stay blank.
        await page.waitForFunction(isFilled, undefined, { timeout: 20_000 })
        if (await beginning.isVisible()) break
      }
      await page.getByText('This is the beginning of').waitFor()
      await beginning.waitFor()
      expect(screen.browser.troubles).toEqual([])
    },
  )
})

function disposable(browser: Browser): AsyncDisposable & { readonly browser: Browser } {
  return { browser, [Symbol.asyncDispose]: () => browser.close() }
}

/** Runs in the page: whether no stretch of the list, higher than any gap between messages, shows none. */
function isFilled(): boolean {
  const box = document.querySelector('[role=log]')?.getBoundingClientRect()
  if (!box) return false
  const rows = [...document.querySelectorAll('[role=log] article')].map((row) => row.getBoundingClientRect())
  const shown = rows.filter(({ bottom, top }) => bottom > box.top && top < box.bottom).toSorted((x, y) => x.top - y.top)
  // Above the very first message stand the line that says so and the day: 120 px.
  let at = box.top + 120
  for (const { top, bottom } of shown) {
    if (top - at > 80) return false
    at = Math.max(at, bottom)
  }
  return box.bottom - at <= 80
}
