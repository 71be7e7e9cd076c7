/** Ada and Bram, each on a computer of their own: he comes in, takes the first steps, and they find out what they can do for each other. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterEach, expect, test } from 'vitest'
import { build } from '../../build/build.ts'
import { describeBrowser, openBrowser, type Browser } from '../support/chromium.ts'
import { adasFace, bramsFace, bytesOf } from '../support/faces.ts'
import { startCoreProcess } from '../support/core-process.ts'

/** Two cores find each other, on whatever machine this is. */
const long = 180_000

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

/** A computer of its own: a core, and a page that has its address. */
async function computer(browser: Browser): Promise<Page> {
  const profile = await mkdtemp(join(tmpdir(), 'folkmoot-ui-'))
  closing.push(() => rm(profile, { recursive: true, force: true, maxRetries: 5 }))
  const core = startCoreProcess(profile)
  closing.push(() => core.stop())
  return browser.open(await core.address())
}

async function called(page: Page, name: string, next: string): Promise<void> {
  await page.getByLabel('What should people call you?').fill(name)
  await page.getByRole('button', { name: next }).click()
}

async function tags(page: Page, label: string, ...all: string[]): Promise<void> {
  for (const tag of all) {
    await page.getByRole('combobox', { name: label, exact: true }).fill(tag)
    await page.keyboard.press('Enter')
  }
}

async function picture(page: Page, bytes: string): Promise<void> {
  const buffer = Buffer.from(bytesOf(bytes))
  await page
    .locator('input[type="file"][accept="image/*"]')
    .setInputFiles({ name: 'me.webp', mimeType: 'image/webp', buffer })
  await page.getByRole('button', { name: 'Use this picture' }).click()
  await page.getByText('Members see this picture now').waitFor()
}

const people = (page: Page) => page.getByRole('link', { name: 'People', exact: true }).first().click()

describeBrowser('people of a community', () => {
  test(
    'tell of themselves, find each other, vouch and write',
    async () => {
      await build(['renderer'])
      const browser = await openBrowser({ permissions: ['notifications'] })
      closing.push(() => browser.close())
      const ada = await computer(browser)
      await called(ada, 'Ada', 'Create a community')
      await ada.getByRole('textbox', { name: 'Name', exact: true }).fill('Garden Commons')
      await ada.getByRole('button', { name: 'Create the community' }).click()
      await ada.getByText('Nobody has spoken yet').waitFor()
      expect(await ada.getByRole('region', { name: 'First steps' }).count()).toBe(0)
      await ada.getByRole('button', { name: 'Invite people' }).click()
      await ada.getByRole('button', { name: 'Make an invite link' }).click()
      const link = await ada.getByLabel('Invite link').inputValue()
      await ada.keyboard.press('Escape')

      await people(ada)
      await ada.getByRole('button', { name: 'Your profile' }).click()
      await ada.getByRole('textbox', { name: 'About you' }).fill('I look after the **gate**.')
      await picture(ada, adasFace)
      await tags(ada, 'Skills', 'Carpentry', 'Bee-keeping')
      await tags(ada, 'I offer', 'Carpentry')
      await ada.getByRole('combobox', { name: 'Month' }).click()
      await ada.getByRole('option', { name: 'May' }).click()
      await ada.getByRole('button', { name: 'Save' }).click()
      await ada.getByText('Choose both a day and a month').waitFor()
      // Nothing is lost by it, nor by a look elsewhere.
      await people(ada)
      await ada.getByRole('button', { name: 'Your profile' }).click()
      expect(await ada.getByRole('textbox', { name: 'About you' }).inputValue()).toBe('I look after the **gate**.')
      await ada.getByRole('combobox', { name: 'Birthday: day' }).click()
      await ada.getByRole('option', { name: '24', exact: true }).click()
      await ada.getByRole('button', { name: 'Save' }).click()
      await ada.getByText('This is how others see you.').waitFor()
      await ada.getByText('May 24').waitFor()

      const bram = await computer(browser)
      await called(bram, 'Bram', 'Join a community')
      await bram.getByLabel('Link or recovery key').fill(link)
      await bram.getByRole('button', { name: 'Continue' }).click()
      await bram.getByRole('button', { name: /^Join / }).waitFor()
      const rules = bram.getByLabel('I have read the rules')
      if (await rules.count()) await rules.check()
      await bram.getByRole('button', { name: /^Join / }).click()

      const steps = bram.getByRole('region', { name: 'First steps' })
      await steps.getByRole('button', { name: 'Say hello' }).click()
      await steps.getByText('One line is enough').waitFor()
      await expect.poll(() => bram.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA')
      await bram.keyboard.type('Hello, I am Bram')
      await bram.keyboard.press('Enter')
      await steps.getByRole('button', { name: /^Say hello.*done/ }).waitFor()
      await steps.getByRole('link', { name: 'Tell something about yourself' }).click()
      await tags(bram, 'I seek', 'carpentry')
      await bram.getByRole('button', { name: 'Save' }).click()
      await bram.getByText('This is how others see you.').waitFor()
      await bram.getByText('Fitting you').click()
      await bram.getByText(/Offers what you seek, because both said: .Carpentry/).waitFor()
      await bram.getByRole('link', { name: /^Ada/ }).first().click()
      // He sees her face, and the next one as soon as she shows it.
      const face = bram.getByRole('main').locator('img[src^="data:image/webp"]').first()
      await face.waitFor()
      const before = await face.getAttribute('src')
      await ada.getByRole('button', { name: 'Your profile' }).first().click()
      await picture(ada, bramsFace)
      await expect.poll(() => face.getAttribute('src'), { timeout: 30_000 }).not.toBe(before)
      await bram.getByRole('button', { name: /^Vouch.*Carpentry/ }).click()
      await bram.getByText(/Vouched for by .Bram/).waitFor()
      await bram.getByRole('link', { name: /general/ }).click()
      await bram.getByRole('article').getByText('Hello, I am Bram').waitFor()
      await steps.getByRole('link', { name: 'Choose what you are told of' }).click()
      await bram.getByLabel('Show notifications on this device').click()
      await bram.goBack()
      await bram.getByRole('article').getByText('Hello, I am Bram').waitFor()
      await expect.poll(() => steps.count()).toBe(0)

      await people(ada)
      await ada.getByText('New here', { exact: true }).click()
      await ada.getByRole('link', { name: /^Bram/ }).first().click()
      await ada
        .getByText(/Seeks what you offer, because both said: .carpentry/)
        .first()
        .waitFor()
      await ada.getByRole('button', { name: 'Message', exact: true }).click()
      await ada.getByText('Only the two of you read what is written here').waitFor()
      await people(ada)
      await ada.getByRole('link', { name: /^Ada/ }).first().click()
      await ada.getByText(/Vouched for by .Bram/).waitFor()
      expect(browser.troubles).toEqual([])
    },
    long,
  )
})
