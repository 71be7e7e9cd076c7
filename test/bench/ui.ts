/**
 * A room of 100,000 messages on a screen: Debian's or any other Chromium, headless, on the built app with a real core behind it. Without
 * a display Chromium gives itself 60 frames a second; frames are counted as the page's main
 * thread makes them. A task counts for the time its thread was run, since whatever else a computer does is no fault of the page.
 */
import { build } from '../../build/build.ts'
import { openBrowser } from '../support/chromium.ts'
import { startCoreProcess } from '../support/core-process.ts'
import { type Bench, median } from './bench.ts'
import { sizes, tell } from './large/core-run.ts'
import { workingCopy } from './large/kept.ts'
import { type Scrolled, scrollUp, SECONDS, type Typed, type } from './screen/room.ts'

const ROUNDS = 3
/** Frames a second, and milliseconds, that are aimed at. */
const [FPS, MS] = [55, 50]
/** Milliseconds after which a room that was opened is at rest. */
const SETTLED = 1500
const SENTENCE = 'Has anybody seen where the long ladder went after Sunday?'

export const ui: Bench = {
  name: 'ui',
  about:
    'a room of 100,000 messages in headless Chromium: 55 / frames a second while scrolling, longest task and key to paint / 50 ms',
  async run(options) {
    const { many } = sizes(options)
    using large = await workingCopy(many, tell)
    await build(['renderer'])
    await using core = startCoreProcess(large.path)
    const browser = await openBrowser()
    const [scrolled, typed]: [Scrolled[], Typed[]] = [[], []]
    try {
      const page = await browser.open(await core.address())
      for (let round = 0; round < ROUNDS; round++) {
        await page
          .getByRole('link', { name: /^everything/ })
          .first()
          .click()
        await page.getByRole('log').first().getByRole('article').last().waitFor()
        await page.waitForTimeout(SETTLED)
        typed.push(await type(page, SENTENCE))
        scrolled.push(await scrollUp(page))
        // From another room one comes back to the newest rows.
        await page
          .getByRole('link', { name: /^general/ })
          .first()
          .click()
        await page.getByLabel('Message #general').waitFor()
      }
    } finally {
      await browser.close()
      await core.stop()
    }
    const fps = median(scrolled.map((each) => each.fps))
    const tasks = [...scrolled, ...typed].map(({ longest }) => longest)
    const longest = Math.max(...tasks.map(({ run }) => run))
    const keys = typed.flatMap((each) => each.keys).toSorted((a, b) => a - b)
    const p95 = keys[Math.floor(keys.length * 0.95)] ?? Number.NaN
    const details = {
      ...{ messages: many, fps, 'longest task, ms run': longest },
      'longest task, ms on the clock': Math.max(...tasks.map(({ wall }) => wall)),
      'pixels a second': median(scrolled.map(({ pixels }) => pixels)) / SECONDS,
      'times older rows came': median(scrolled.map(({ grown }) => grown)),
      ...{ 'key to paint, ms': median(keys), 'key to paint p95, ms': p95, keys: keys.length },
    }
    return [
      { name: 'ui', ratio: FPS / fps, goal: 1, unit: 'frames', details },
      { name: 'ui', ratio: longest / MS, goal: 1, unit: 'task', details },
      { name: 'ui', ratio: p95 / MS, goal: 1, unit: 'key', details },
    ]
  },
}
