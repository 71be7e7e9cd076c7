/** What a screen shows of others who write and who are away, and what it says of the one who sits there. */
import { afterEach, expect, test } from 'vitest'
import { build } from '../../build/build.ts'
import { describeBrowser, openBrowser } from '../support/chromium.ts'
import { freePort } from '../support/free-port.ts'
import { foundGarden, inviteTo, joinBy, NamedPerson, until } from '../support/named-people.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

describeBrowser('Ada at her screen', () => {
  test('sees that Bram writes and that he is away, and is seen by him', { timeout: 120_000 }, async () => {
    await build(['renderer'])
    const listen = ['--no-discovery', '--listen', `127.0.0.1:${await freePort()}`]
    const [ada, bram] = [new NamedPerson('Ada', listen), new NamedPerson('Bram')]
    for (const each of [ada, bram]) closing.push(() => each[Symbol.asyncDispose]())
    const [first, second] = [await ada.start(), await bram.start()]
    const garden = await foundGarden(first, 'Ada')
    await joinBy(second, await inviteTo(first, garden), 'Bram', garden)
    await ada.end()
    const address = await ada.startSilently()
    const browser = await openBrowser()
    closing.push(() => browser.close())
    const page = await browser.open(address)
    const box = page.getByLabel(/^Message #/)
    await box.waitFor()

    const { community } = garden
    await until(second.presence.watch({ community }), ({ members }) => members.some(({ state }) => state === 'online'))
    const writing = page.getByText('Bram is writing …')
    // As he goes on writing: what is said once holds for a few seconds, in which a slow screen may not have come to it.
    await expect
      .poll(() => second.presence.type({ ...garden, typing: true }).then(() => writing.count()), { timeout: 30_000 })
      .toBe(1)
    await second.presence.type({ ...garden, typing: false })
    await writing.waitFor({ state: 'hidden' })
    await page.getByText('away · ', { exact: false }).first().waitFor()

    await box.fill('I think that')
    await until(second.presence.watchTyping(garden), ({ members }) => members.some(({ name }) => name === 'Ada'))
    await page.keyboard.press('Enter')
    await until(second.presence.watchTyping(garden), ({ members }) => members.length === 0)
    expect(browser.troubles).toEqual([])
  })
})
