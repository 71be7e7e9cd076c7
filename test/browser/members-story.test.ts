import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterEach, expect, test } from 'vitest'
import { build } from '../../build/build.ts'
import { describeBrowser, openBrowser, type Browser } from '../support/chromium.ts'
import { startCoreProcess, type CoreProcess } from '../support/core-process.ts'

/** Several cores find each other, on whatever machine this is. */
const long = 120_000

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

/** A computer of its own, whose core can be ended and started. All pages stand in one browser. */
class Computer {
  readonly #browser: Browser
  readonly #profile: string
  #core: CoreProcess | undefined

  constructor(browser: Browser, profile: string) {
    this.#browser = browser
    this.#profile = profile
  }

  async start(): Promise<Page> {
    this.#core = startCoreProcess(this.#profile)
    return this.#browser.open(await this.#core.address())
  }

  async stop(): Promise<void> {
    await this.#core?.stop()
  }
}

async function computer(browser: Browser): Promise<Computer> {
  const profile = await mkdtemp(join(tmpdir(), 'folkmoot-ui-'))
  closing.push(() => rm(profile, { recursive: true, force: true, maxRetries: 5 }))
  const made = new Computer(browser, profile)
  closing.push(() => made.stop())
  return made
}

async function welcome(page: Page, name: string): Promise<void> {
  await page.getByLabel('What should people call you?').fill(name)
}

async function say(page: Page, text: string): Promise<void> {
  await page.getByLabel('Message #general').fill(text)
  await page.keyboard.press('Enter')
  await page.getByRole('article').getByText(text).waitFor()
}

const toMembers = (page: Page) =>
  page.getByRole('navigation', { name: 'Spaces' }).getByRole('link', { name: 'Members' }).click()
const toRoom = (page: Page) => page.getByRole('link', { name: /^general/ }).click()

describeBrowser('Ada lets Bram in, raises him, removes him, and takes that back', () => {
  test(
    'each seen on both screens',
    async () => {
      await build(['renderer'])
      const browser = await openBrowser()
      closing.push(() => browser.close())
      const ada = await (await computer(browser)).start()
      await welcome(ada, 'Ada')
      await ada.getByRole('button', { name: 'Create a community' }).click()
      await ada.getByRole('textbox', { name: 'Name', exact: true }).fill('Garden Commons')
      await ada.getByRole('button', { name: 'Create the community' }).click()
      await ada.getByText('Nobody has spoken yet').waitFor()
      await say(ada, 'The gate is open')

      await toMembers(ada)
      await ada.getByText('You are the only one here').waitFor()
      await ada.getByRole('link', { name: 'Invites' }).click()
      await ada.getByRole('button', { name: 'Make an invite' }).click()
      await ada.getByRole('checkbox', { name: 'Wait for approval' }).check()
      await ada.getByRole('button', { name: 'Make an invite link' }).click()
      const link = await ada.getByLabel('Invite link').inputValue()
      await ada.keyboard.press('Escape')
      await ada.getByText('0 of 20 used').waitFor()

      const laptop = await computer(browser)
      const bram = await laptop.start()
      await welcome(bram, 'Bram')
      await bram.getByRole('button', { name: 'Join a community' }).click()
      await bram.getByLabel('Link or recovery key').fill(link)
      await bram.getByRole('button', { name: 'Continue' }).click()
      await bram.getByLabel('I have read the rules').check()
      await bram.getByRole('button', { name: /^Join / }).click()
      await bram
        .getByText(/waiting to be let in|must (still )?say yes|let you in/i)
        .first()
        .waitFor()
      expect(await bram.getByText('The gate is open').count()).toBe(0)

      await ada.getByText('1 person waits to be let in').waitFor()
      await ada.getByText('1 of 20 used').waitFor()
      await ada.getByRole('link', { name: 'Look' }).click()
      await ada.getByRole('button', { name: /^Let in: / }).click()
      await bram.getByRole('article').getByText('The gate is open').waitFor()
      await say(bram, 'Thank you, I bring the spade')

      await ada.getByRole('link', { name: /^Bram/ }).click()
      await ada.getByRole('heading', { name: 'Safety number' }).waitFor()
      await ada.getByRole('button', { name: 'Make a second owner' }).click()
      await ada.getByRole('dialog').getByRole('radio', { name: 'moderator' }).check()
      await ada.getByRole('button', { name: 'Make Bram a moderator' }).click()
      await ada.getByRole('article').getByText('Ada made Bram a moderator').waitFor()
      await toMembers(bram)
      await bram.getByRole('link', { name: 'Decisions' }).click()
      await bram.getByText('Ada made Bram a moderator').waitFor()
      expect(await bram.getByRole('button', { name: /^Overturn/ }).count()).toBe(0)

      await ada.getByRole('button', { name: 'Remove from the community' }).click()
      await ada.getByLabel('Reason').fill('Took the spade with him.')
      await ada.getByRole('button', { name: 'Remove Bram' }).click()
      await ada.getByText('takes no part any more').waitFor()
      await ada.getByText('Took the spade with him.').waitFor()
      await toRoom(bram)
      await bram.getByText('You were removed from this community').waitFor()
      await bram.getByRole('article').getByText('The gate is open').waitFor()

      await ada.getByRole('button', { name: 'Overturn the removal' }).click()
      await ada.getByRole('button', { name: 'Overturn', exact: true }).click()
      await ada.getByText('takes no part any more').waitFor({ state: 'detached' })
      await bram.close()
      await laptop.stop()
      const back = await laptop.start()
      await say(back, 'It was in the shed all the time')
      await toRoom(ada)
      await ada.getByRole('article').getByText('It was in the shed').waitFor()
      expect(browser.troubles).toEqual([])
    },
    long,
  )
})
