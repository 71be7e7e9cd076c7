/** Whether every screen can be used by everybody, as axe sees it, in light and dark. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { build } from '../../build/build.ts'
import type { AxeResults, ElementContext, RunOptions } from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeBrowser, openBrowser, type Browser } from '../support/chromium.ts'
import { SketchCore } from '../support/sketch/core.ts'
import { type Served, serveSketch } from '../support/sketch/serve.ts'
import { parts } from './scenes.ts'
import type { Shown } from './shown.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const rules: NonNullable<RunOptions['runOnly']> = [
  'wcag2a',
  'wcag2aa',
  'wcag21a',
  'wcag21aa',
  'wcag22aa',
  'best-practice',
]
/** What is another question in the other theme. */
const colours: NonNullable<RunOptions['runOnly']> = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] }

/** What is wrong with the page, in lines that say where. */
async function faultsOf(page: Page, wanted: NonNullable<RunOptions['runOnly']>): Promise<string[]> {
  const results = await page.evaluate(async (runOnly) => {
    type Run = (where: ElementContext, options: RunOptions) => Promise<AxeResults>
    const { axe: run } = globalThis as unknown as { axe: { run: Run } }
    // What was said is asked about where it is the screen; behind a dialog nobody gets to it.
    const where = document.querySelector('[role="dialog"][aria-modal="true"]')
      ? { exclude: ['[role="log"]'] }
      : document
    return (await run.run(where, { runOnly, resultTypes: ['violations'] })).violations
  }, wanted)
  const faults = results.flatMap(({ id, nodes }) =>
    nodes.map(({ target, html }) => ({ id, html, at: target.join(' ') })),
  )
  // A tooltip or a menu belongs to the button it hangs on and not to a part of the page.
  return faults
    .filter(({ id, html }) => id !== 'region' || !/role="tooltip"|data-mantine-shared-portal-node/.test(html))
    .map(({ id, at }) => `${id}: ${at}`)
}

/** Looks at one part of the scenes, in a browser of its own. */
export function lookAt(part: keyof typeof parts): void {
  // In another language nothing but words and sides differs: with `EVERY_LANGUAGE=1` those are asked too.
  const asked = parts[part].filter(
    ({ scene }: Shown) => process.env['EVERY_LANGUAGE'] !== undefined || (scene?.settings?.language ?? 'en') === 'en',
  )
  describeBrowser(`every screen of ${part}, in light and dark`, () => lookAtAll(asked))
}

function lookAtAll(asked: readonly Shown[]): void {
  let browser: Browser
  // One for all, so that Chromium keeps what it has made of the scripts and the font of emoji.
  let served: Served
  beforeAll(async () => {
    await build(['renderer'])
    browser = await openBrowser({ colorScheme: 'light', bypassCSP: true })
    served = await serveSketch(new SketchCore({}))
  })
  afterAll(async () => {
    await browser.close()
    await served[Symbol.asyncDispose]()
  })

  test.each(asked)(
    '$name can be used by everybody',
    async ({ name, scene = {}, at = '/', width = 1360, act }: Shown) => {
      served.show(new SketchCore(scene))
      const page = await browser.open()
      try {
        await page.setViewportSize({ width, height: 860 })
        await page.goto(`${served.address}#${at}`)
        await page.locator('h1').first().waitFor()
        await act?.(page)
        await page.evaluate(axe)
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme })
          await page.waitForFunction(
            (wanted) => document.documentElement.dataset['mantineColorScheme'] === wanted,
            scene.settings?.theme === 'dark' || scene.settings?.theme === 'light' ? scene.settings.theme : colorScheme,
          )
          const faults = await faultsOf(page, colorScheme === 'light' ? rules : colours)
          expect({ colorScheme, faults }).toEqual({ colorScheme, faults: [] })
          await keep(page, `${name} ${colorScheme}`)
        }
        expect(browser.troubles).toEqual([])
      } finally {
        await page.evaluate(() => localStorage.clear())
        await page.close()
      }
    },
  )
}

/** Pictures of every screen, for whoever gives a folder. */
async function keep(page: Page, name: string): Promise<void> {
  const folder = process.env['SCREENSHOTS']
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name.replaceAll(/[^\p{L}\d]+/gu, '-')}.png` })
}
