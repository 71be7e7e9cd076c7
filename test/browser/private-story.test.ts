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

/** A computer of its own: a core, and a page that has its address. All pages stand in one browser. */
async function computer(browser: Browser, onCore?: (core: CoreProcess) => void): Promise<Page> {
  const profile = await mkdtemp(join(tmpdir(), 'folkmoot-ui-'))
  closing.push(() => rm(profile, { recursive: true, force: true, maxRetries: 5 }))
  const core = startCoreProcess(profile)
  closing.push(() => core.stop())
  onCore?.(core)
  return browser.open(await core.address())
}

async function start(): Promise<Browser> {
  await build(['renderer'])
  const browser = await openBrowser()
  closing.push(() => browser.close())
  return browser
}

async function found(page: Page, name: string): Promise<void> {
  await page.getByLabel('What should people call you?').fill(name)
  await page.getByRole('button', { name: 'Create a community' }).click()
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Garden Commons')
  await page.getByRole('button', { name: 'Create the community' }).click()
  await page.getByText('Nobody has spoken yet').waitFor()
}

async function say(page: Page, text: string): Promise<void> {
  await page.getByLabel(/^Message /).fill(text)
  await page.keyboard.press('Enter')
  await page.getByRole('article').getByText(text).waitFor()
}

async function invite(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Invite people' }).click()
  await page.getByRole('button', { name: 'Make an invite link' }).click()
  const link = await page.getByLabel('Invite link').inputValue()
  await page.keyboard.press('Escape')
  return link
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

describeBrowser('Ada and what is her own', () => {
  test(
    'adds a second device by comparing digits, changes a message there, and takes it back',
    async () => {
      const browser = await start()
      const laptop = await computer(browser)
      await found(laptop, 'Ada')
      await say(laptop, 'The gate is open')

      await laptop.getByRole('button', { name: 'Menu of Garden Commons' }).click()
      await laptop.getByRole('menuitem', { name: 'Your devices' }).click()
      await laptop.getByRole('button', { name: 'Add a device' }).click()
      const link = await laptop.getByLabel('Link for your other device').inputValue()

      const phone = await computer(browser)
      await phone.getByLabel('What should people call you?').fill('Ada')
      await phone.getByRole('button', { name: 'Join a community' }).click()
      await phone.getByLabel('Link or recovery key').fill(link)
      await phone.getByRole('button', { name: 'Continue' }).click()
      await phone.getByRole('button', { name: 'Add this device' }).click()

      const digits = (page: Page) => page.getByText('Digits to compare').textContent()
      expect(await digits(phone)).toMatch(/ \d \d \d \d \d \d$/)
      expect(await digits(laptop)).toBe(await digits(phone))
      await laptop.getByRole('button', { name: 'Yes, the same' }).click()
      await laptop.getByText('The device is added').waitFor()
      await laptop.getByRole('button', { name: 'Done' }).click()
      expect(await laptop.getByText('Device without a name').count()).toBe(2)

      await phone.getByRole('article').getByText('The gate is open').waitFor()
      await phone.getByLabel('Message #general').press('ArrowUp')
      await phone.getByLabel('Change your message').fill('The gate is closed')
      await phone.keyboard.press('Enter')
      await laptop.getByRole('link', { name: /^general/ }).click()
      const message = laptop.getByRole('article').last()
      await message.getByText('The gate is closed').waitFor()
      await message.getByRole('button', { name: /^changed: / }).click()
      await laptop.getByText('The gate is open').waitFor()
      await laptop.keyboard.press('Escape')

      await message.hover()
      await message.getByRole('button', { name: 'More about this message' }).click()
      await laptop.getByRole('menuitem', { name: 'Take back' }).click()
      await laptop.getByRole('button', { name: 'Take back', exact: true }).click()
      await phone.getByText('You took this message back').waitFor()
      expect(browser.troubles).toEqual([])
    },
    long,
  )

  test(
    'writes to Bram alone, and he answers',
    async () => {
      const browser = await start()
      const ada = await computer(browser)
      await found(ada, 'Ada')
      await say(ada, 'Welcome')
      const link = await invite(ada)
      const bram = await computer(browser)
      await comeIn(bram, 'Bram', link)
      await bram.getByRole('article').getByText('Welcome').waitFor()

      await ada.getByRole('button', { name: 'New message' }).click()
      await ada.getByRole('option', { name: 'Bram' }).click()
      await ada.getByRole('button', { name: 'Write' }).click()
      await ada.getByText('Only the two of you read what is written here').waitFor()
      await say(ada, 'Between the two of us')
      await bram.getByRole('link', { name: 'Ada 1 unread message' }).click()
      await bram.getByRole('article').getByText('Between the two of us').waitFor()
      await say(bram, 'I tell nobody')
      await ada.getByRole('article').getByText('I tell nobody').waitFor()
      expect(browser.troubles).toEqual([])
    },
    long,
  )

  test(
    'comes back with her recovery key after her laptop is gone',
    async () => {
      const browser = await start()
      const cores: CoreProcess[] = []
      const bram = await computer(browser)
      await found(bram, 'Bram')
      await say(bram, 'The gate is open')
      const link = await invite(bram)
      const laptop = await computer(browser, (core) => cores.push(core))
      await comeIn(laptop, 'Ada', link)
      await laptop.getByRole('article').getByText('The gate is open').waitFor()

      await laptop.getByRole('button', { name: 'Menu of Garden Commons' }).click()
      await laptop.getByRole('menuitem', { name: 'Your devices' }).click()
      await laptop.getByRole('region', { name: 'Recovery key' }).getByRole('button').click()
      await laptop.getByRole('dialog').getByRole('button', { name: 'Make a recovery key' }).click()
      const key = await laptop.getByLabel('Your recovery key').inputValue()
      await say(bram, 'I am here')
      await bram.getByTitle('Reached 1 member').nth(1).waitFor()
      await laptop.close()
      await cores[0]?.stop()

      const tablet = await computer(browser)
      await tablet.getByLabel('What should people call you?').fill('Ada')
      await tablet.getByRole('button', { name: 'Join a community' }).click()
      await tablet.getByLabel('Link or recovery key').fill(key)
      await tablet.getByRole('button', { name: 'Continue' }).click()
      await tablet.getByLabel('My other devices are lost').check()
      await tablet.getByRole('button', { name: 'Come back' }).click()
      await tablet.getByRole('article').getByText('The gate is open').waitFor()
      await say(tablet, 'Here I am again')
      await bram.getByRole('article').getByText('Here I am again').waitFor()
      await tablet.getByRole('button', { name: 'Menu of Garden Commons' }).click()
      await tablet.getByRole('menuitem', { name: 'Your devices' }).click()
      await tablet.getByText('1 removed device').waitFor()
      expect(browser.troubles).toEqual([])
    },
    long,
  )
})
