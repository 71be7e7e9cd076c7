/**
 * Ada reads what Bram writes: where he is writing, what he changes so that it calls her, what is all read at once, and how she comes
 * back to where she was. What she begins to answer outlasts her core.
 */
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterEach, expect, test } from 'vitest'
import { build } from '../../build/build.ts'
import { mentionHref } from '../../core/shared/index.ts'
import { describeBrowser, openBrowser } from '../support/chromium.ts'
import { freePort } from '../support/free-port.ts'
import { foundGarden, inviteTo, joinBy, NamedPerson, until } from '../support/named-people.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

/** Kept to be looked at where a folder is named for it. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['SCREENSHOTS']
  if (folder) await page.screenshot({ path: join(folder, `reading-${name}.png`) })
}

const rail = (page: Page) => page.getByRole('navigation', { name: 'Communities' })
const list = (page: Page) => page.getByRole('navigation', { name: 'Spaces' })
const beside = (page: Page) => page.getByRole('complementary', { name: 'Details' })
const log = (page: Page) => page.getByRole('log', { name: 'Messages in general', exact: true })
const message = (page: Page, text: string) => log(page).getByRole('article').filter({ hasText: text }).last()

describeBrowser('Ada reads what Bram writes', () => {
  test('in threads and rooms, changed or muted, all at once, and comes back', { timeout: 180_000 }, async () => {
    await build(['renderer'])
    const listen = ['--no-discovery', '--listen', `127.0.0.1:${await freePort()}`]
    const [ada, bram] = [new NamedPerson('Ada', listen), new NamedPerson('Bram')]
    for (const each of [ada, bram]) closing.push(() => each[Symbol.asyncDispose]())
    const [first, second] = [await ada.start(), await bram.start()]
    const garden = await foundGarden(first, 'Ada')
    await joinBy(second, await inviteTo(first, garden), 'Bram', garden)
    const shed = await first.communities.create({
      ...{ name: 'Tool Shed', purpose: 'We lend tools.', rules: 'Bring them back.' },
      ...{ template: 'neighbourhood', displayName: 'Ada' },
    })
    await joinBy(second, await inviteTo(first, shed), 'Bram', shed)
    const { community } = garden
    const adaId = (
      await until(second.members.watch({ community }), (all) => all.some(({ name }) => name === 'Ada'))
    ).find(({ name }) => name === 'Ada')?.id
    if (!adaId) throw new TypeError('no Ada')
    const calling = `[@Ada](${mentionHref({ kind: 'member', id: adaId })})`
    /** Her core was started anew, and both have found each other again. */
    const untilAdaIsThere = () =>
      until(second.presence.watch({ community }), ({ members }) => members.some(({ state }) => state === 'online'))
    let sent = 0
    const say = async (text: string, about: object = {}, at = garden) =>
      (await second.rooms.send({ ...at, text, clientKey: `reading-${sent++}`, ...about })).id
    const root = await say('Who has the key to the shed?')
    await say('Behind the third pot', { root })
    await ada.end()

    const browser = await openBrowser()
    closing.push(() => browser.close())
    let page = await browser.open(await ada.startSilently())
    page.setDefaultTimeout(30_000)
    await list(page)
      .getByRole('link', { name: /general/ })
      .click()
    await message(page, 'Who has the key').waitFor()

    // First steps stand over Home; what is done is marked by itself.
    await list(page).getByRole('link', { name: 'Home' }).click()
    const steps = page.getByRole('region', { name: 'First steps' })
    await steps.getByRole('button', { name: /Bring people in.*done/ }).waitFor()
    await picture(page, 'home')
    await steps.getByRole('button', { name: /Say what this is for/ }).click()
    await page.getByLabel('Message #general').fill('We grow what we eat')
    await page.keyboard.press('Enter')
    await list(page).getByRole('link', { name: 'Home' }).click()
    await steps.getByRole('button', { name: /Say what this is for.*done/ }).waitFor()
    await steps.getByRole('button', { name: 'Hide the first steps' }).click()
    await steps.waitFor({ state: 'hidden' })
    await list(page)
      .getByRole('link', { name: /general/ })
      .click()

    // Who writes in a thread is seen there, and not in the room.
    await page.getByRole('button', { name: 'More about this room' }).click()
    await page.getByRole('menuitem', { name: 'Threads' }).click()
    const inList = beside(page).getByRole('button', { name: /Who has the key/ })
    await inList.click()
    await beside(page).getByText('Behind the third pot').waitFor()
    await untilAdaIsThere()
    const writing = page.getByText('Bram is writing …')
    // As he goes on writing: what is said once holds for a few seconds, in which a slow screen may not have come to it.
    await expect
      .poll(() => second.presence.type({ ...garden, root, typing: true }).then(() => writing.count()), {
        timeout: 30_000,
      })
      .toBe(1)
    await beside(page).getByText('Bram is writing …').waitFor()
    await picture(page, 'thread')
    await second.presence.type({ ...garden, root, typing: false })
    await beside(page).getByLabel('Reply in the thread').fill('Found')
    await until(second.presence.watchTyping({ ...garden, root }), ({ members }) => members.length === 1)
    expect((await until(second.presence.watchTyping(garden), () => true)).members).toEqual([])
    await beside(page).getByLabel('Reply in the thread').fill('')

    // Back to the list by the key, and by the button, with the focus where one was.
    await page.keyboard.press('Alt+ArrowLeft')
    await inList.waitFor()
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toContain('Who has the key')
    await page.keyboard.press('Enter')
    await beside(page).getByRole('button', { name: 'Back to the threads' }).click()
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toContain('Who has the key')
    await picture(page, 'threads')

    // Whom she answers outlasts a reload and her core, and goes with the message.
    const asked = await say('Shall we meet on Friday?')
    await message(page, 'Shall we meet').focus()
    await page.keyboard.press('r')
    await page.getByText('Replying to Bram').waitFor()
    await page.getByLabel('Message #general').fill('At six')
    await page.getByRole('heading', { name: 'general' }).click()
    await page.getByLabel('Message #general').blur()
    await page.reload()
    await page.getByText('Replying to Bram').waitFor()
    await page.close()
    await ada.end()
    page = await browser.open(await ada.startSilently())
    page.setDefaultTimeout(30_000)
    await page.getByText('Replying to Bram').waitFor()
    await page.waitForFunction(() => document.querySelector('textarea')?.value === 'At six')
    await picture(page, 'replying')
    await untilAdaIsThere()
    await second.rooms.withdraw({ ...garden, id: asked })
    await page.getByText('Replying to Bram').waitFor({ state: 'hidden' })
    await page.getByLabel('Message #general').fill('')

    // What was read calls her once it is changed to: the inbox leads there, and being seen it is read.
    await rail(page)
      .getByRole('link', { name: /^Inbox/ })
      .click()
    await second.rooms.edit({ ...garden, id: root, text: `${calling}, do you have the key to the shed?` })
    await rail(page).getByRole('link', { name: 'Inbox, 1 for you' }).waitFor()
    await page.getByText('do you have the key').waitFor()
    await picture(page, 'called')
    await page.getByRole('link', { name: 'Bram', exact: true }).click()
    await message(page, 'do you have the key').waitFor()
    await rail(page).getByRole('link', { name: 'Inbox', exact: true }).waitFor()

    // A community of which she wishes to be told nothing has no dot; one with news has.
    await say('Who borrowed the saw?', {}, shed)
    const tile = rail(page).getByRole('link', { name: /^Tool Shed/ })
    await rail(page).getByRole('link', { name: 'Tool Shed, 1 unread' }).waitFor()
    expect(await tile.locator('[data-dot]').count()).toBe(1)
    await picture(page, 'dot')
    await tile.click({ button: 'right' })
    await page.getByRole('menu', { name: 'Tool Shed' }).waitFor()
    await picture(page, 'menu')
    await page.getByRole('menuitem', { name: 'Mark all as read' }).click()
    await rail(page).getByRole('link', { name: 'Tool Shed', exact: true }).waitFor()
    expect(await tile.locator('[data-dot]').count()).toBe(0)

    // Nothing of it is to be told of: what comes there is in its list, and no dot calls her.
    await tile.click()
    await list(page)
      .getByRole('link', { name: /general/ })
      .click()
    await page.getByRole('button', { name: 'How much you are told of this room' }).click()
    await page.getByRole('group', { name: 'The whole community' }).getByText('Nothing').click()
    await list(page).getByRole('link', { name: 'Home' }).click()
    await say('And who has the drill?', {}, shed)
    await list(page)
      .getByRole('link', { name: /general.*1 unread/ })
      .waitFor()
    await rail(page)
      .getByRole('link', { name: /^Garden Commons/ })
      .click()
    await rail(page).getByRole('link', { name: 'Tool Shed', exact: true }).waitFor()
    expect(await rail(page).locator('[data-dot]').count()).toBe(0)

    // The same of a room by the menu key, and of all rooms by a button that the keyboard finds.
    await list(page).getByRole('link', { name: 'Home' }).click()
    await say('One')
    const general = list(page).getByRole('link', { name: /general/ })
    await list(page)
      .getByRole('link', { name: /general.*1 unread/ })
      .waitFor()
    await general.focus()
    await page.keyboard.press('Shift+F10')
    await page.getByRole('menu', { name: 'general' }).waitFor()
    // The menu takes the focus, and gives it back.
    await expect.poll(() => page.evaluate(() => document.activeElement?.role)).toBe('menuitem')
    await page.keyboard.press('Enter')
    await expect.poll(() => general.textContent()).not.toContain('1')
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toContain('general')
    await page.getByRole('heading', { name: 'Home' }).waitFor()
    await say('Two')
    const all = list(page).getByRole('button', { name: 'Mark all as read: Rooms' })
    await all.waitFor()
    await all.focus()
    await picture(page, 'group')
    await page.keyboard.press('Enter')
    await all.waitFor({ state: 'detached' })

    // The day stands in the middle of its line.
    await general.click()
    const day = log(page).getByRole('button', { name: 'Today' }).first()
    await day.waitFor()
    const gap = await day.evaluate((button) => {
      const words = document.createRange()
      words.selectNodeContents(button.firstChild ?? button)
      const [line, text] = [button.parentElement?.getBoundingClientRect(), words.getBoundingClientRect()]
      return line ? Math.abs(line.left + line.width / 2 - (text.left + text.width / 2)) : -1
    })
    expect(gap).toBeLessThan(1.5)
    await picture(page, 'day')
    expect(browser.troubles).toEqual([])
  })
})
