/**
 * The main job, at two screens on two profiles: Ada and Bram found, join and talk; Ada's core is killed in the middle of a send; each
 * writes while the other is away; and at the end both read the same in the same order. Set SCREENSHOTS to a folder to look at it.
 */
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { env } from 'node:process'
import type { Page } from 'playwright-core'
import { afterEach, expect, test } from 'vitest'
import { build } from '../../build/build.ts'
import { describeBrowser, openBrowser } from '../support/chromium.ts'
import { NamedPerson, readRoom, until, type Place } from '../support/named-people.ts'
import type { Client } from '../support/screen.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

/** Somebody whose device has the same address every time, as at home. */
async function person(name: string): Promise<NamedPerson> {
  await build(['renderer'])
  const someone = new NamedPerson(name, ['--no-discovery', '--listen', `127.0.0.1:${await freePort()}`])
  closing.push(() => someone[Symbol.asyncDispose]())
  return someone
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Starts the person's core and opens a screen on it, as a browser that was given the address. */
async function sitDown(someone: NamedPerson): Promise<{ page: Page; troubles: readonly string[] }> {
  const address = await someone.startSilently()
  const browser = await openBrowser()
  closing.push(() => browser.close())
  return { page: await browser.open(address), troubles: browser.troubles }
}

/** A client beside the screen, in the same browser session's stead: a start of its own, so it needs the core anew. */
async function placeOf(client: Client): Promise<Place> {
  const [community] = await until(client.communities.watch(), (all) => all.length > 0)
  if (!community) throw new TypeError('no community')
  const [space] = await until(client.spaces.watch({ community: community.id }), (all) => all.length > 0)
  if (!space) throw new TypeError('no space')
  return { community: community.id, space: space.id }
}

async function look(page: Page, name: string): Promise<void> {
  const folder = env['SCREENSHOTS']
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`) })
}

async function say(page: Page, text: string): Promise<void> {
  await page.getByLabel(/^Message #/).fill(text)
  await page.keyboard.press('Enter')
}

/** Waits until five messages say that they are kept here: only those are promised to outlive what comes. */
async function kept(page: Page, text: string): Promise<void> {
  for (let i = 0; i < 5; i++) {
    await page
      .getByRole('article')
      .filter({ hasText: `${text} ${i}` })
      .getByText('Kept here')
      .waitFor()
  }
}

const said = (page: Page, text: string) => page.getByRole('article').getByText(text, { exact: true })

describeBrowser('Ada and Bram, each at a computer of their own', () => {
  test('found, join, talk, crash, part, and read the same in the end', { timeout: 300_000 }, async () => {
    const [ada, bram] = [await person('Ada'), await person('Bram')]
    let atAda = await sitDown(ada)
    await atAda.page.getByLabel('What should people call you?').fill('Ada')
    await atAda.page.getByRole('button', { name: 'Create a community' }).click()
    await atAda.page.getByRole('textbox', { name: 'Name', exact: true }).fill('Garden Commons')
    await atAda.page.getByLabel('What is it for?').fill('We grow vegetables behind the station.')
    await look(atAda.page, '1-create')
    await atAda.page.getByRole('button', { name: 'Create the community' }).click()
    await atAda.page.getByText('Nobody has spoken yet').waitFor()
    await atAda.page.getByRole('button', { name: 'Invite people' }).click()
    await atAda.page.getByRole('button', { name: 'Make an invite link' }).click()
    const link = await atAda.page.getByLabel('Invite link').inputValue()
    await look(atAda.page, '2-invite')
    await atAda.page.keyboard.press('Escape')

    const atBram = await sitDown(bram)
    await atBram.page.getByLabel('What should people call you?').fill('Bram')
    await atBram.page.getByRole('button', { name: 'Join a community' }).click()
    await atBram.page.getByLabel('Link or recovery key').fill(link)
    await atBram.page.getByRole('button', { name: 'Continue' }).click()
    await atBram.page.getByText('Ada invited you to').waitFor()
    await atBram.page.getByLabel('I have read the rules and agree to them').check()
    await look(atBram.page, '3-invitation')
    await atBram.page.getByRole('button', { name: 'Join Garden Commons' }).click()
    await atBram.page.getByLabel(/^Message #/).waitFor()

    await say(atAda.page, 'The gate is open')
    await said(atBram.page, 'The gate is open').waitFor()
    await say(atBram.page, 'I bring the spade')
    await said(atAda.page, 'I bring the spade').waitFor()
    await atBram.page.getByTitle('Reached 1 member').waitFor()

    // Ada's core is killed while she sends; what was acknowledged is there again, the rest she can send once more.
    for (let i = 0; i < 10; i++) await say(atAda.page, `on my way ${i}`)
    await ada.end('kill')
    await look(atAda.page, '4-core-gone')
    await atBram.page.getByRole('button', { name: /^Connection: (Alone|Connecting|Offline)/ }).waitFor()
    for (let i = 0; i < 5; i++) await say(atBram.page, `written while Ada was away ${i}`)
    await kept(atBram.page, 'written while Ada was away')

    // Now Bram leaves the network, and Ada writes alone.
    await bram.end('stop')
    atAda = await sitDown(ada)
    await said(atAda.page, 'The gate is open').waitFor()
    for (let i = 0; i < 5; i++) await say(atAda.page, `written while Bram was away ${i}`)
    await kept(atAda.page, 'written while Bram was away')
    await look(atAda.page, '5-alone')

    const back = await sitDown(bram)
    await said(back.page, 'written while Bram was away 4').waitFor()
    await said(atAda.page, 'written while Ada was away 4').waitFor()
    await look(back.page, '6-merged')
    expect(back.troubles).toEqual([])

    // Read through the contract: the same messages in the same order, and nothing acknowledged is missing.
    await ada.end('stop')
    await bram.end('stop')
    const [first, second] = [await ada.start(), await bram.start()]
    const place = await placeOf(first)
    const [a, b] = [await readRoom(first, place), await readRoom(second, place)]
    expect(b.map(({ id, text }) => `${id} ${text}`)).toEqual(a.map(({ id, text }) => `${id} ${text}`))
    const texts = a.map(({ text }) => text)
    for (const name of ['Ada', 'Bram']) {
      for (let i = 0; i < 5; i++) expect(texts).toContain(`written while ${name} was away ${i}`)
    }
    expect(new Set(texts).size).toBe(texts.length)
  })
})
