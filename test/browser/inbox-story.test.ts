/** Bram calls Ada, who has two devices: three real cores, and what each screen shows of it. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterEach, expect, test } from 'vitest'
import { build } from '../../build/build.ts'
import { describeBrowser, openBrowser, type Browser } from '../support/chromium.ts'
import { startCoreProcess } from '../support/core-process.ts'

const long = 180_000

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

/** What the page would have handed to the system. */
interface Told {
  readonly title: string
  readonly body: string
  readonly click: () => void
}

/** A system that keeps what it is to show, and is asked before it shows anything. */
function keepNotices(): void {
  const told: Told[] = []
  class Kept {
    static permission = 'default'
    static asked = 0
    #clicked: () => void = () => undefined
    constructor(title: string, { body }: { body: string }) {
      told.push({ title, body, click: () => this.#clicked() })
    }
    static async requestPermission(): Promise<string> {
      Kept.asked += 1
      Kept.permission = 'granted'
      return Kept.permission
    }
    addEventListener(_event: 'click', clicked: () => void): void {
      this.#clicked = clicked
    }
    close(): void {
      // The system takes it away.
    }
  }
  Object.assign(globalThis, { Notification: Kept, told })
}
const toldTo = (page: Page): Promise<{ title: string; body: string }[]> =>
  page.evaluate(() => (globalThis as unknown as { told: Told[] }).told.map(({ title, body }) => ({ title, body })))

async function computer(browser: Browser): Promise<Page> {
  const profile = await mkdtemp(join(tmpdir(), 'folkmoot-ui-'))
  closing.push(() => rm(profile, { recursive: true, force: true, maxRetries: 5 }))
  const core = startCoreProcess(profile)
  closing.push(() => core.stop())
  const page = await browser.open()
  await page.addInitScript(keepNotices)
  await page.goto(await core.address())
  return page
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
}

async function addPhone(browser: Browser, laptop: Page): Promise<Page> {
  await laptop.getByRole('button', { name: 'Menu of Garden Commons' }).click()
  await laptop.getByRole('menuitem', { name: 'Your devices' }).click()
  await laptop.getByRole('button', { name: 'Add a device' }).click()
  const link = await laptop.getByLabel('Link for your other device').inputValue()
  const phone = await computer(browser)
  await comeIn(phone, 'Ada', link)
  await phone.getByRole('button', { name: 'Add this device' }).click()
  await phone.getByText('Digits to compare').waitFor()
  await laptop.getByRole('button', { name: 'Yes, the same' }).click()
  await laptop.getByRole('button', { name: 'Done' }).click()
  await phone.getByLabel('Message #general').waitFor()
  return phone
}

const inboxOf = (page: Page) => page.getByRole('link', { name: /^Inbox/ })
const say = async (page: Page, text: string): Promise<void> => {
  await page.getByLabel('Message #general').fill(text)
  await page.keyboard.press('Enter')
  await page.getByRole('article').getByText(text).waitFor()
}

describeBrowser('Ada and what is for her', () => {
  test(
    'is called by Bram, told of it by the system, and has read it on both her devices',
    async () => {
      await build(['renderer'])
      const browser = await openBrowser()
      closing.push(() => browser.close())
      const laptop = await computer(browser)
      await found(laptop)
      await laptop.getByRole('button', { name: 'Invite people' }).click()
      await laptop.getByRole('button', { name: 'Make an invite link' }).click()
      const link = await laptop.getByLabel('Invite link').inputValue()
      await laptop.keyboard.press('Escape')
      const bram = await computer(browser)
      await comeIn(bram, 'Bram', link)
      await bram.getByRole('button', { name: /^Join / }).waitFor()
      const rules = bram.getByLabel('I have read the rules')
      if (await rules.count()) await rules.check()
      await bram.getByRole('button', { name: /^Join / }).click()
      await bram.getByLabel('Message #general').waitFor()
      const phone = await addPhone(browser, laptop)
      await inboxOf(phone).click()
      await phone.getByRole('heading', { name: 'All read' }).waitFor()

      // Nobody is asked for leave to show notifications before they wish for them.
      await laptop.goto(`${new URL(laptop.url()).origin}/#/settings`)
      await laptop.getByLabel('Show notifications on this device').click()
      await expect.poll(() => laptop.getByLabel('Show notifications on this device').isChecked()).toBe(true)
      await inboxOf(laptop).click()
      await laptop.getByRole('heading', { name: 'All read' }).waitFor()

      const write = bram.getByLabel('Message #general')
      await write.pressSequentially('@Ad')
      await bram.getByRole('option', { name: /Ada/ }).first().click()
      await write.pressSequentially('come and see the beans')
      await bram.keyboard.press('Enter')
      for (const page of [laptop, phone]) {
        await page.getByRole('link', { name: 'Inbox, 1 for you' }).waitFor()
        await page.getByText('come and see the beans').waitFor()
      }
      await expect
        .poll(() => toldTo(laptop), { timeout: 20_000 })
        .toMatchObject([
          {
            title: expect.stringContaining('general') as string,
            body: expect.stringMatching(/^Bram: .*beans/) as string,
          },
        ])
      expect(await toldTo(phone)).toEqual([])

      // A click on it leads there; what is in front of her is read, on the phone as well.
      await laptop.evaluate(() => (globalThis as unknown as { told: Told[] }).told[0]?.click())
      await laptop.getByRole('article').getByText('come and see the beans').waitFor()
      await laptop.getByRole('link', { name: 'Inbox', exact: true }).waitFor()
      await phone.getByRole('heading', { name: 'All read' }).waitFor({ timeout: 60_000 })

      // By the keyboard alone.
      await laptop.goto(`${new URL(laptop.url()).origin}/#/settings`)
      await say(bram, 'nice weather')
      await phone.getByText('Unread', { exact: true }).click()
      await phone.getByText('nice weather').waitFor()
      await phone.keyboard.press('j')
      await phone.keyboard.press('m')
      await phone.getByRole('heading', { name: 'All read' }).waitFor()
      await say(bram, 'and it stays so')
      await phone.getByText('and it stays so').waitFor()
      await phone.getByRole('heading', { level: 1 }).click()
      await phone.keyboard.press('n')
      await phone.getByRole('article').getByText('and it stays so').waitFor()

      // Cleo comes by an invite that waits for approval: Ada's inbox says so, and leads to where she lets her in.
      await laptop
        .getByRole('link', { name: /^Garden Commons/ })
        .first()
        .click()
      await laptop.getByRole('link', { name: /^Members/ }).click()
      await laptop.getByRole('link', { name: /^Invites/ }).click()
      await laptop.getByRole('button', { name: 'Make an invite' }).click()
      await laptop.getByRole('checkbox', { name: 'Wait for approval' }).check()
      await laptop.getByRole('button', { name: 'Make an invite link' }).click()
      const waitingLink = await laptop.getByLabel('Invite link').inputValue()
      await laptop.keyboard.press('Escape')
      const cleo = await computer(browser)
      await comeIn(cleo, 'Cleo', waitingLink)
      await cleo.getByRole('button', { name: /^Join / }).waitFor()
      if (await cleo.getByLabel('I have read the rules').count()) await cleo.getByLabel('I have read the rules').check()
      await cleo.getByRole('button', { name: /^Join / }).click()
      await inboxOf(laptop).click()
      await laptop.getByRole('link', { name: 'Inbox, 1 for you' }).waitFor()
      const waiting = laptop.getByRole('region', { name: 'Waiting to be let in' })
      await waiting.getByRole('link', { name: 'Garden Commons' }).click()
      await laptop.getByRole('button', { name: /^Let in: / }).click()
      await laptop.getByRole('link', { name: 'Inbox', exact: true }).waitFor()
      await cleo.getByLabel('Message #general').waitFor()
      expect(browser.troubles).toEqual([])
    },
    long,
  )
})
