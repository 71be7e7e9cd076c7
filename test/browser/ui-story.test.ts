import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterEach, expect, test } from 'vitest'
import { build } from '../../build/build.ts'
import { describeBrowser, openBrowser, type Browser } from '../support/chromium.ts'
import { startCoreProcess, type CoreProcess } from '../support/core-process.ts'

interface Person {
  readonly page: Page
  readonly browser: Browser
  readonly core: CoreProcess
}

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

/** Somebody at a computer of their own: a core, and a browser that has its address. */
async function person(name: string): Promise<Person> {
  await build(['renderer'])
  const profile = await mkdtemp(join(tmpdir(), 'folkmoot-ui-'))
  closing.push(() => rm(profile, { recursive: true, force: true, maxRetries: 5 }))
  const core = startCoreProcess(profile)
  closing.push(() => core.stop())
  const browser = await openBrowser({ acceptDownloads: true })
  closing.push(() => browser.close())
  const page = await browser.open(await core.address())
  await page.getByLabel('What should people call you?').fill(name)
  return { page, browser, core }
}

async function found({ page }: Person, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Create a community' }).click()
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name)
  await page.getByLabel('What is it for?').fill('We grow vegetables behind the station.')
  await page.getByRole('button', { name: 'Create the community' }).click()
  await page.getByText('Nobody has spoken yet').waitFor()
}

async function say({ page }: Person, text: string): Promise<void> {
  await page.getByLabel(/^Message #/).fill(text)
  await page.keyboard.press('Enter')
}

describeBrowser('Ada and Bram at their screens', () => {
  test('Ada founds a community, Bram joins by the picture she saved, and they talk', async () => {
    const ada = await person('Ada')
    await found(ada, 'Garden Commons')
    expect(new URL(ada.page.url()).hash).not.toContain('token')
    await say(ada, 'Hello **everyone**, the gate is open')
    await ada.page.getByText('Kept here').waitFor()

    await ada.page.getByRole('button', { name: 'Invite people' }).click()
    await ada.page.getByRole('button', { name: 'Make an invite link' }).click()
    const saving = ada.page.waitForEvent('download')
    await ada.page.getByRole('button', { name: 'Save the picture' }).click()
    const picture = await (await saving).path()
    await ada.page.keyboard.press('Escape')

    const bram = await person('Bram')
    await bram.page.getByRole('button', { name: 'Join a community' }).click()
    await bram.page.locator('input[type=file]').setInputFiles(picture)
    await bram.page.getByText('Ada invited you to').waitFor()
    await bram.page.getByText('We grow vegetables behind the station.').waitFor()
    await bram.page.getByText('Nothing has been sent yet').waitFor()

    await bram.page.getByRole('button', { name: 'Join Garden Commons' }).click()
    await bram.page.getByText('Please agree to the rules first').waitFor()
    await bram.page.getByLabel('I have read the rules and agree to them').check()
    await bram.page.getByRole('button', { name: 'Join Garden Commons' }).click()

    await bram.page.getByRole('article').getByText('the gate is open').waitFor()
    expect(await bram.page.locator('strong', { hasText: 'everyone' }).count()).toBe(1)
    await say(bram, 'Hi Ada, I bring the spade')
    await ada.page.getByRole('article').getByText('I bring the spade').waitFor()
    await bram.page.getByTitle('Reached 1 member').waitFor()
    await ada.page.getByTitle('Reached 1 member').waitFor()
    expect(bram.browser.troubles).toEqual([])
    expect(ada.browser.troubles).toEqual([])
  })

  test('what Ada typed is still there after she looked into another room, and a megabyte is kept beside it', async () => {
    const ada = await person('Ada')
    await found(ada, 'Garden Commons')
    const { page } = ada
    await page.getByLabel('Message #general').fill('half a thou')
    await page.getByLabel('Message #general').evaluate((area) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', 'word '.repeat(200_000))
      area.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    })
    await page.getByText('too long for one message').waitFor()
    await page.keyboard.press('Alt+ArrowDown')
    await page.getByLabel(/^Message #(?!general)/).waitFor()
    await page.keyboard.press('Alt+ArrowUp')
    expect(await page.getByLabel('Message #general').inputValue()).toBe('half a thou')
    await page.getByText('too long for one message').waitFor()
    await page.getByRole('button', { name: 'Let it go' }).click()
    await page.getByLabel('Message #general').press('Enter')
    await page.getByRole('article').getByText('half a thou').waitFor()
  })

  test('Ada sees that her core is gone, and can go on reading', async () => {
    const ada = await person('Ada')
    await found(ada, 'Garden Commons')
    await say(ada, 'still here')
    await ada.page.getByText('Kept here').waitFor()
    ada.core.child.kill('SIGKILL')
    await ada.page.getByText('Folkmoot stopped answering').waitFor()
    await say(ada, 'and this?')
    await ada.page.getByText('Not sent yet').waitFor()
    expect(await ada.page.getByText('still here').count()).toBe(1)
  })

  test('whoever opens the address without its token is told how to get in', async () => {
    const ada = await person('Ada')
    const stranger = await openBrowser()
    closing.push(() => stranger.close())
    const page = await stranger.open(new URL('/', await ada.core.address()).href)
    await page.getByText('Open Folkmoot again').waitFor()
  })
})
