import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { build } from '../../build/build.ts'
import { messageHref, type EntryId } from '../../core/shared/index.ts'
import { describeBrowser, openBrowser, type Browser } from '../support/chromium.ts'
import { SketchCore } from '../support/sketch/core.ts'
import { communityOf, spaceOf } from '../support/sketch/people.ts'
import { serveSketch } from '../support/sketch/serve.ts'
import { answeredText, oldPinnedText } from '../support/sketch/talk-scene.ts'

const garden = 'Garden Commons'
const room = `/c/${communityOf(garden)}/${spaceOf(garden, 'general')}`

let browser: Browser
beforeAll(async () => {
  await build(['renderer'])
})

describeBrowser('Bram in a lively room', () => {
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser.close())

  async function at(width: number, run: (page: Page) => Promise<unknown>): Promise<void> {
    await using served = await serveSketch(new SketchCore({ talk: true }))
    const page = await browser.open(`${served.address}#${room}`)
    try {
      await page.setViewportSize({ width, height: 860 })
      await page.getByRole('article').last().waitFor()
      await run(page)
      expect(browser.troubles).toEqual([])
    } finally {
      await page.close()
    }
  }
  const composer = (page: Page) => page.getByLabel('Message #general')
  const inThread = (page: Page) => page.getByLabel('Reply in the thread')
  const last = (page: Page) => page.getByRole('log').first().getByRole('article').last()
  const focused = (page: Page, text: string) =>
    page.waitForFunction((words) => {
      const { activeElement } = document
      return activeElement?.tagName === 'ARTICLE' && activeElement.textContent.includes(words)
    }, text)

  test('sees the newest message also while what he writes grows over many lines', () =>
    at(1360, async (page) => {
      await composer(page).fill('One more line\n'.repeat(9))
      await page.waitForFunction(() => {
        const box = document.querySelector('[role=log]')
        return box && box.clientHeight < 640 && box.scrollHeight - box.scrollTop - box.clientHeight < 2
      })
    }))

  test('gives up an answer with Escape and keeps what he had typed', () =>
    at(1360, async (page) => {
      await composer(page).fill('Half a thought')
      await last(page).focus()
      await page.keyboard.press('r')
      await page.getByText(/^Replying to /).waitFor()
      await composer(page).press('Escape')
      await page.getByText(/^Replying to /).waitFor({ state: 'detached' })
      expect(await composer(page).inputValue()).toBe('Half a thought')
    }))

  test('has a draft of its own in each thread, also after a reload', () =>
    at(1360, async (page) => {
      await composer(page).fill('For the room')
      await last(page).focus()
      await page.keyboard.press('t')
      await inThread(page).fill('For the thread')
      await composer(page).focus()
      await page.reload()
      await page.waitForFunction(() => document.querySelector('textarea')?.value === 'For the room')
      await last(page).focus()
      await page.keyboard.press('t')
      await page.waitForFunction(() =>
        [...document.querySelectorAll('textarea')].some(({ value }) => value === 'For the thread'),
      )
    }))

  test('follows an answer far up, closes what is open with Escape, and comes back to the present', () =>
    at(1360, async (page) => {
      await page.getByRole('button', { name: new RegExp(answeredText.slice(0, 12)) }).click()
      await focused(page, answeredText)
      await page.keyboard.press('t')
      await inThread(page).waitFor()
      await page.keyboard.press('Escape')
      await inThread(page).waitFor({ state: 'detached' })
      await page.getByRole('button', { name: 'Jump to present' }).waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('article').filter({ hasText: 'pruning' }).last().waitFor()
      await page.getByRole('button', { name: 'Jump to present' }).waitFor({ state: 'detached' })
    }))

  test('on a narrow screen goes to what is pinned, and sees it', () =>
    at(400, async (page) => {
      await page.getByRole('button', { name: 'More about this room' }).click()
      await page.getByRole('menuitem', { name: 'Pinned' }).click()
      await page.getByRole('button', { name: new RegExp(oldPinnedText.slice(0, 12)) }).click()
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      await page.getByRole('article').filter({ hasText: oldPinnedText }).waitFor()
    }))

  test('is told when a link leads to what is not on his device', () =>
    at(1360, async (page) => {
      const nowhere = messageHref({ space: spaceOf(garden, 'general'), id: `${'0f'.repeat(16)}.7` as EntryId })
      await composer(page).fill(`[somewhere](${nowhere})`)
      await composer(page).press('Enter')
      await page.getByRole('button', { name: 'somewhere' }).click()
      await page.getByText('This message is not on this device.').waitFor()
    }))

  test('puts an emoji with E, and takes it back with one click', () =>
    at(1360, async (page) => {
      await last(page).focus()
      await page.keyboard.press('e')
      await page.getByRole('dialog', { name: 'React' }).waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('dialog', { name: 'React' }).waitFor({ state: 'detached' })
      await last(page).hover()
      await last(page).getByRole('button', { name: 'React with 👍' }).click()
      const chip = last(page).getByRole('list', { name: 'Reactions' }).getByRole('button')
      expect(await chip.getAttribute('aria-pressed')).toBe('true')
      await chip.click()
      await chip.waitFor({ state: 'detached' })
    }))
})
