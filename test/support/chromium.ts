/**
 * Chromium for tests: `describeBrowser` is `describe`, or is skipped where there is none (`npm test` says so, and fails
 * under CI). `openBrowser` starts one with a profile of its own; close() leaves neither process nor file.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core'
import { describe } from 'vitest'
import { findChromium } from '../../build/chromium.ts'

export interface Browser {
  readonly context: BrowserContext
  /** Every uncaught error and console error of every page so far; a good test ends with this empty. */
  readonly troubles: readonly string[]
  /** A new page, on the address when given. */
  readonly open: (url?: string) => Promise<Page>
  readonly close: () => Promise<void>
}

export const chromiumPath = await findChromium()

export const describeBrowser = describe.skipIf(chromiumPath === undefined)

/** No sandbox inside test machines' containers, no talk to the outside by Chromium itself. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const shape = { viewport: { width: 1360, height: 860 }, locale: 'en-GB', reducedMotion: 'reduce' } as const

function watch(page: Page, troubles: string[]): void {
  page.on('pageerror', (error) => troubles.push(`uncaught: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(`console: ${message.text()}`)
  })
}

/** `extra` are more Chromium flags, say for a fake microphone. */
export async function openBrowser(
  options: BrowserContextOptions = {},
  extra: readonly string[] = [],
): Promise<Browser> {
  const profile = await mkdtemp(join(tmpdir(), 'folkmoot-chromium-'))
  const context = await chromium.launchPersistentContext(profile, {
    ...shape,
    ...options,
    ...(chromiumPath === undefined ? {} : { executablePath: chromiumPath }),
    headless: true,
    args: [...flags, ...extra],
  })
  const troubles: string[] = []
  context.pages().forEach((page) => watch(page, troubles))
  context.on('page', (page) => watch(page, troubles))
  return {
    context,
    troubles,
    open: async (url) => {
      const page = await context.newPage()
      if (url !== undefined) await page.goto(url)
      return page
    },
    close: async () => {
      await context.close()
      await rm(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
