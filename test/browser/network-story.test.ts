/** Ada and Bram at real cores: they see each other, lose each other, and go on by a stick. */
import { readFileSync } from 'node:fs'
import { join as inFolder } from 'node:path'
import type { Page } from 'playwright-core'
import { afterEach, expect, test } from 'vitest'
import { build } from '../../build/build.ts'
import { describeBrowser, openBrowser, type Browser } from '../support/chromium.ts'
import { CoreProcess, temporaryFolder } from '../support/core-process.ts'
import { freePort } from '../support/free-port.ts'
import { NamedPerson } from '../support/named-people.ts'

/** Two cores find and lose each other, on whatever machine this is. */
const long = 180_000

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

async function person(name: string): Promise<NamedPerson> {
  const someone = new NamedPerson(name, ['--no-discovery', '--listen', `127.0.0.1:${await freePort()}`])
  closing.push(() => someone[Symbol.asyncDispose]())
  return someone
}

async function start(): Promise<Browser> {
  await build(['renderer'])
  const browser = await openBrowser({ acceptDownloads: true })
  closing.push(() => browser.close())
  return browser
}

const say = async (page: Page, text: string): Promise<void> => {
  await page.getByLabel(/^Message #/).fill(text)
  await page.keyboard.press('Enter')
  await page.getByRole('article').getByText(text).waitFor()
}
const read = (page: Page, text: string) => page.getByRole('article').getByText(text).waitFor()
const connections = (page: Page) => page.getByRole('button', { name: /^Connection: / }).click()

async function found(page: Page): Promise<string> {
  await page.getByLabel('What should people call you?').fill('Ada')
  await page.getByRole('button', { name: 'Create a community' }).click()
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Garden Commons')
  await page.getByRole('button', { name: 'Create the community' }).click()
  await say(page, 'The gate is open')
  await page.getByRole('button', { name: 'Menu of Garden Commons' }).click()
  await page.getByRole('menuitem', { name: 'Invite people' }).click()
  await page.getByRole('button', { name: 'Make an invite link' }).click()
  const link = await page.getByLabel('Invite link').inputValue()
  await page.keyboard.press('Escape')
  return link
}

async function join(page: Page, link: string): Promise<void> {
  await page.getByLabel('What should people call you?').fill('Bram')
  await page.getByRole('button', { name: 'Join a community' }).click()
  await page.getByLabel('Link or recovery key').fill(link)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('button', { name: 'Join Garden Commons' }).waitFor()
  const rules = page.getByLabel('I have read the rules')
  if (await rules.count()) await rules.check()
  await page.getByRole('button', { name: 'Join Garden Commons' }).click()
  await read(page, 'The gate is open')
}

describeBrowser('Ada and Bram', () => {
  test(
    'see how they are connected, lose each other, and carry on by a stick',
    async () => {
      const browser = await start()
      const [ada, bram] = [await person('Ada'), await person('Bram')]
      const atAda = await browser.open(await ada.startSilently())
      const link = await found(atAda)
      const atBram = await browser.open(await bram.startSilently())
      await join(atBram, link)

      // Both are told the truth about each other.
      await atBram.getByRole('button', { name: 'Connection: 1 peer · up to date' }).click()
      const connected = atBram.getByRole('region', { name: 'Connected', exact: true })
      await connected.getByRole('link', { name: 'Ada' }).waitFor()
      await connected.getByText('this network · up to date').waitFor()
      await atBram.getByRole('button', { name: 'Test the connection' }).click()
      await atBram.getByText(/ways? tried · \d+ of them leads? somewhere/).waitFor()
      await atBram.keyboard.press('Escape')
      await atBram.getByRole('button', { name: 'Diagnostics' }).click()
      const told = await atBram.getByRole('dialog').locator('pre').textContent()
      expect(told).toContain('connected devices: 1')
      expect(told).not.toMatch(/Ada|Bram|Garden|gate|12D3KooW/)
      await atBram.keyboard.press('Escape')

      // Ada's computer goes away; Bram is told so, and writes on.
      await ada.end('stop')
      await atBram.getByRole('region', { name: 'Not connected' }).getByRole('link', { name: 'Ada' }).waitFor()
      await say(atBram, 'The hedgehog is back')
      await atBram.getByRole('button', { name: /^Connection: .*1 message waiting|^Connection: Connecting/ }).waitFor()

      await atBram.getByRole('button', { name: 'Take changes to somebody by file' }).click()
      await atBram.getByText(/^About \d/).waitFor()
      await atBram.getByRole('button', { name: 'Make the file' }).click()
      const saving = atBram.waitForEvent('download')
      await atBram.getByRole('button', { name: 'Save the file' }).click()
      const stick = await (await saving).path()
      await bram.end('stop')

      // Ada comes back alone and puts the stick in: it is there as if Bram had been.
      const again = await browser.open(await ada.startSilently())
      await read(again, 'The gate is open')
      expect(await again.getByText('The hedgehog is back').count()).toBe(0)
      await connections(again)
      await again.getByRole('button', { name: 'Bring in a file' }).click()
      const choosing = again.waitForEvent('filechooser')
      await again.getByRole('button', { name: 'Choose a file' }).click()
      await (await choosing).setFiles(stick)
      await again.getByText('The file is read').waitFor()
      await again.getByText(/\d+ new entr/).waitFor()
      await again.keyboard.press('Escape')
      await read(again, 'The hedgehog is back')

      // A second time it brings nothing new, and says so.
      await again.getByRole('button', { name: 'Bring in a file' }).click()
      const choosingAgain = again.waitForEvent('filechooser')
      await again.getByRole('button', { name: 'Choose a file' }).click()
      await (await choosingAgain).setFiles(stick)
      await again.getByText('Nothing new: everything in it was here.').waitFor()
    },
    long,
  )

  test(
    'talk by way of a keeper, and are told what lies there',
    async () => {
      using folder = temporaryFolder()
      const listen = ['--no-discovery', '--listen', `127.0.0.1:${await freePort()}`]
      await using keeper = new CoreProcess({
        args: ['--keeper', '--profile', folder.path, ...listen, '--budget', '50MB'],
      })
      expect(await keeper.line()).toMatch(/cannot read/)
      const link = readFileSync(inFolder(folder.path, 'keeper-link'), 'utf8').trim()

      const browser = await start()
      const [ada, bram] = [await person('Ada'), await person('Bram')]
      const atAda = await browser.open(await ada.startSilently())
      const invite = await found(atAda)
      await connections(atAda)
      await atAda.getByRole('button', { name: 'Add a keeper' }).click()
      await atAda.getByLabel('Link of the keeper').fill(link)
      await atAda.getByRole('button', { name: 'Continue' }).click()
      await atAda.getByText('It offers').waitFor()
      await atAda.getByRole('button', { name: 'Let it keep this community' }).click()
      await atAda
        .getByRole('button', { name: /^Connection: (Up to date by keeper|By keeper: 1 message waiting)/ })
        .waitFor()
      await atAda.getByText('1 message of yours has reached a keeper, and no member yet.').waitFor()
      await atAda.getByText(/ of 50 MB$/).waitFor()

      const atBram = await browser.open(await bram.startSilently())
      await join(atBram, invite)
      await atBram.getByRole('button', { name: 'Connection: 1 peer · up to date' }).click()
      // The keeper is told of a newcomer a moment after they came; from then on it lets them in.
      await atBram
        .getByRole('region', { name: 'Keepers' })
        .getByText(/^connected/)
        .waitFor({ timeout: long / 2 })
      await bram.end('stop')
      await say(atAda, 'Left in the cellar')
      await atAda.getByText('1 message of yours has reached a keeper, and no member yet.').waitFor()
      await ada.end('stop')

      const again = await browser.open(await bram.startSilently())
      await read(again, 'Left in the cellar')
      await again.getByRole('button', { name: 'Connection: Up to date by keeper' }).click()
      await again.getByText('Owners of this community choose its keepers.').waitFor()
      await again.getByRole('region', { name: 'Not connected' }).getByRole('link', { name: 'Ada' }).waitFor()
    },
    long,
  )

  test(
    'Ada’s switches hold, and are there after a restart',
    async () => {
      const browser = await start()
      const ada = await person('Ada')
      const page = await browser.open(await ada.startSilently())
      await found(page)
      await connections(page)
      await page.getByRole('switch', { name: 'Help my community connect' }).press('Space')
      await page.getByRole('button', { name: 'Network settings' }).click()
      await page.getByRole('switch', { name: 'Only in this network' }).press('Space')
      await page.getByRole('switch', { name: 'Hide my address' }).press('Space')
      await page.getByText('With your address hidden, this device cannot help others connect').waitFor()
      const port = await freePort()
      await page.getByLabel('Fixed port').fill(String(port))
      await page.getByLabel('Further addresses').fill('Moot.example.org:4001')
      await page.getByRole('button', { name: 'Apply' }).click()
      await page.getByRole('button', { name: 'Saved' }).waitFor()
      await ada.end('stop')

      const again = await browser.open(await ada.startSilently())
      await connections(again)
      await again.getByRole('button', { name: 'Network settings' }).click()
      await again.getByRole('heading', { name: 'Network' }).waitFor()
      expect(await again.getByRole('switch', { name: 'Only in this network' }).isChecked()).toBe(true)
      expect(await again.getByRole('switch', { name: 'Help my community connect' }).isChecked()).toBe(true)
      expect(await again.getByRole('switch', { name: 'Hide my address' }).isChecked()).toBe(false)
      expect(await again.getByLabel('Fixed port').inputValue()).toBe(String(port))
      expect(await again.getByLabel('Further addresses').inputValue()).toBe('moot.example.org:4001')
    },
    long,
  )
})
