import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterEach, expect, test } from 'vitest'
import { build } from '../../build/build.ts'
import { describeBrowser, openBrowser, type Browser } from '../support/chromium.ts'
import { startCoreProcess } from '../support/core-process.ts'

const long = 240_000

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

/** A computer of its own: a core, and a page that has its address. */
async function computer(browser: Browser): Promise<Page> {
  const profile = await mkdtemp(join(tmpdir(), 'folkmoot-boards-'))
  closing.push(() => rm(profile, { recursive: true, force: true, maxRetries: 5 }))
  const core = startCoreProcess(profile)
  closing.push(() => core.stop())
  return browser.open(await core.address())
}

async function found(page: Page): Promise<void> {
  await page.getByLabel('What should people call you?').fill('Ada')
  await page.getByRole('button', { name: 'Create a community' }).click()
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Garden Commons')
  await page.getByRole('button', { name: 'Create the community' }).click()
  await page.getByText('Nobody has spoken yet').waitFor()
}

async function comeIn(page: Page, name: string, link: string): Promise<void> {
  await page.getByLabel('What should people call you?').fill(name)
  await page.getByRole('button', { name: 'Join a community' }).click()
  await page.getByLabel('Link or recovery key').fill(link)
  await page.getByRole('button', { name: 'Continue' }).click()
  const rules = page.getByLabel('I have read the rules')
  await page.getByRole('button', { name: /^Join / }).waitFor()
  if (await rules.count()) await rules.check()
  await page.getByRole('button', { name: /^Join / }).click()
}

async function reply(page: Page, text: string): Promise<void> {
  await page.getByLabel('Write a reply …').fill(text)
  await page.keyboard.press('Enter')
  await page.getByRole('article').getByText(text).waitFor()
}

async function inMenuOf(page: Page, text: string, item: string): Promise<void> {
  const post = page.getByRole('article').filter({ hasText: text }).last()
  await post.hover()
  await post.getByRole('button', { name: 'More', exact: false }).last().click()
  await page.getByRole('menuitem', { name: item }).click()
}

const editFirst = (page: Page) => page.getByRole('button', { name: 'Edit', exact: true }).click()

async function saveFirst(page: Page, text: string): Promise<void> {
  await page.getByRole('dialog').getByLabel('Text').fill(text)
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}

/** Bram lets everybody edit his first post. Ada does; then both at once, and who comes second is told, and can bring theirs back. */
async function shareFirstPost(bram: Page, ada: Page): Promise<void> {
  await bram.getByRole('button', { name: 'More about this topic' }).click()
  await bram.getByRole('menuitem', { name: 'Let everybody edit the first post' }).click()
  await ada.getByRole('log').getByText('Everybody can edit this').waitFor()
  await editFirst(ada)
  await saveFirst(ada, 'Under glass, that is. In pots.')
  await bram.getByText(/^Changed by Ada/).waitFor()

  await editFirst(bram)
  await editFirst(ada)
  await saveFirst(ada, 'Under glass, in pots, not too wet.')
  await bram.getByText(/^Ada has changed it since you began/).waitFor()
  await saveFirst(bram, 'Under glass, in pots, and in the light.')
  await ada.getByText(/^Bram changed the first post at the same time as you/).waitFor()
  await ada.getByRole('button', { name: 'Look at both' }).click()
  await ada.getByText('Written at the same time as another: nothing of it stands').waitFor()
  await ada
    .getByRole('button', { name: /^Bring this back: what Ada wrote/ })
    .first()
    .click()
  await bram.getByRole('article').getByText('not too wet').waitFor()
  await ada.keyboard.press('Escape')
  await ada.getByRole('dialog').waitFor({ state: 'detached' })
}

describeBrowser('Ada and Bram have a board', () => {
  test(
    'ask, answer, accept, quote, move and close, and both see the same',
    async () => {
      await build(['renderer'])
      const browser = await openBrowser()
      closing.push(() => browser.close())
      const ada = await computer(browser)
      await found(ada)
      await ada.getByRole('button', { name: 'Invite people' }).click()
      await ada.getByRole('button', { name: 'Make an invite link' }).click()
      const link = await ada.getByLabel('Invite link').inputValue()
      await ada.keyboard.press('Escape')
      await ada.getByRole('button', { name: 'New board' }).click()
      await ada.getByLabel('Name').fill('Seeds')
      await ada.getByRole('button', { name: 'Create the board' }).click()
      await ada.getByText('No topics yet').waitFor()

      await ada.getByRole('button', { name: 'Categories …' }).click()
      await ada.getByRole('menuitem', { name: 'Categories …' }).click()
      await ada.getByRole('button', { name: 'Add a category' }).click()
      await ada.getByLabel('Category 1', { exact: true }).fill('Sowing')
      await ada.getByRole('button', { name: 'Save' }).click()
      await ada.getByRole('dialog').waitFor({ state: 'hidden' })

      const bram = await computer(browser)
      await comeIn(bram, 'Bram', link)
      await bram.getByRole('link', { name: 'Seeds' }).click()

      // What Bram has begun to write is there again when he comes back to it.
      await bram.getByRole('button', { name: 'New topic' }).first().click()
      await bram.getByLabel('Title').fill('When do I sow leeks?')
      await bram.getByLabel('Text').fill('Under glass, that is.')
      await bram.keyboard.press('Escape')
      await bram.reload()
      await bram.getByRole('button', { name: 'New topic' }).first().click()
      await expect.poll(() => bram.getByLabel('Title').inputValue()).toBe('When do I sow leeks?')
      await bram.getByLabel('Category', { exact: true }).selectOption({ label: 'Sowing' })
      await bram.getByRole('combobox', { name: 'Tags' }).fill('leek')
      await bram.keyboard.press('Enter')
      await bram.getByRole('button', { name: 'Begin the topic' }).click()
      await bram.getByRole('heading', { name: 'When do I sow leeks?' }).waitFor()

      const row = ada.getByRole('link', { name: /When do I sow leeks/ })
      await row.waitFor()
      expect(await row.textContent()).toMatch(/Sowing.*leek/)
      await row.click()
      await ada.getByRole('article').getByText('Under glass, that is.').waitFor()
      await shareFirstPost(bram, ada)
      await reply(ada, 'In February, in trays.')
      await reply(ada, 'By the way, who has string?')

      await bram.getByRole('article').getByText('in trays').waitFor()
      await inMenuOf(bram, 'in trays', 'Accept as answer')
      await ada.getByRole('button', { name: 'Accepted answer' }).waitFor()
      await inMenuOf(bram, 'in trays', 'Quote')
      await expect.poll(() => bram.getByLabel('Write a reply …').inputValue()).toContain('> In February, in trays.')
      await bram.getByLabel('Write a reply …').press('ControlOrMeta+End')
      await bram.keyboard.type('Thank you!')
      await bram.keyboard.press('Enter')
      await ada.getByRole('article').getByText('Thank you!').waitFor()
      expect(await ada.getByRole('article').filter({ hasText: 'Thank you!' }).locator('blockquote').count()).toBe(1)

      // What is beside the matter goes into a topic of its own.
      await inMenuOf(ada, 'who has string', 'Move to another topic …')
      await ada.getByRole('button', { name: 'Move …' }).click()
      await ada.getByLabel('Title').fill('String')
      await ada.getByRole('button', { name: 'Move', exact: true }).click()
      await ada.getByRole('heading', { name: 'String' }).waitFor()
      await ada.getByText(/Moved here by Ada/).waitFor()
      await bram.getByRole('article').getByText('who has string').waitFor({ state: 'detached' })
      await bram.getByRole('link', { name: 'All topics of Seeds' }).click()
      await bram.getByRole('link', { name: /String/ }).click()
      await bram.getByText(/Moved here by Ada/).waitFor()

      // Bram may not move anything, nor close what is not his.
      await bram.getByRole('button', { name: 'More about this topic' }).click()
      await bram.getByRole('menuitem', { name: 'First post' }).waitFor()
      expect(await bram.getByRole('menuitem', { name: 'Close topic' }).count()).toBe(0)
      await bram.keyboard.press('Escape')
      await ada.getByRole('button', { name: 'More about this topic' }).click()
      await ada.getByRole('menuitem', { name: 'Close topic' }).click()
      await bram.getByText('This topic is closed.').waitFor()

      await bram.getByRole('link', { name: 'All topics of Seeds' }).click()
      await bram.getByText('Unanswered').click()
      await bram.getByText('No topics here').waitFor()
      await bram.getByText('New', { exact: true }).click()
      await bram.getByRole('link', { name: /When do I sow leeks/ }).waitFor()
      await bram.getByLabel('Category or tag').selectOption({ label: 'leek' })
      await expect.poll(() => bram.getByRole('link', { name: /String/ }).count()).toBe(0)
      expect(browser.troubles).toEqual([])
    },
    long,
  )
})
