/**
 * A morning in a room: Ada and Bram, each with a core of their own, answer each other, talk beside, react and pin; Bram's draft
 * outlasts his core; a link leads far back, and into a thread; and a room that is done with is archived.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterEach, expect, test } from 'vitest'
import { build } from '../../build/build.ts'
import { messageHref } from '../../core/shared/index.ts'
import { describeBrowser, openBrowser, type Browser } from '../support/chromium.ts'
import { startCoreProcess, type CoreProcess } from '../support/core-process.ts'

const long = 240_000
/** Milliseconds for what crosses from one to the other. */
const patience = 30_000
/** More than a screen holds of a room when it is opened. */
const chatter = 130
const oldQuestion = 'Did anybody water the lemons?'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

/** A computer of its own, whose core can be ended and started. */
class Computer {
  readonly #profile: string
  readonly #browser: Browser
  #core: CoreProcess | undefined

  constructor(profile: string, browser: Browser) {
    this.#profile = profile
    this.#browser = browser
  }

  /** A community in which much was said already, as it is on a computer that was there. */
  async live(): Promise<string> {
    await using core = startCoreProcess(this.#profile)
    const { client } = await core.screen()
    const place = await client.communities.create({
      ...{ name: 'Garden Commons', purpose: 'We grow vegetables.', rules: '1. Close the gate.' },
      ...{ template: 'neighbourhood', displayName: 'Ada' },
    })
    const at = { community: place.community, space: place.space }
    const { id } = await client.rooms.send({ ...at, text: oldQuestion, clientKey: 'a question' })
    for (let count = 1; count <= chatter; count += 1) {
      await client.rooms.send({ ...at, text: `Seedling ${count}`, clientKey: `seedling ${count}` })
    }
    return messageHref({ space: at.space, id })
  }

  async start(): Promise<Page> {
    this.#core = startCoreProcess(this.#profile)
    const page = await this.#browser.open(await this.#core.address())
    page.setDefaultTimeout(patience)
    return page
  }

  async stop(): Promise<void> {
    await this.#core?.stop()
  }
}

async function computer(): Promise<Computer> {
  const profile = await mkdtemp(join(tmpdir(), 'folkmoot-talk-'))
  closing.push(() => rm(profile, { recursive: true, force: true, maxRetries: 5 }))
  const browser = await openBrowser({ permissions: ['clipboard-read', 'clipboard-write'] })
  closing.push(() => browser.close())
  const made = new Computer(profile, browser)
  closing.push(() => made.stop())
  return made
}

async function meet(ada: Page, bram: Page): Promise<void> {
  await ada.getByRole('button', { name: 'Menu of Garden Commons' }).click()
  await ada.getByRole('menuitem', { name: 'Invite people' }).click()
  await ada.getByRole('button', { name: 'Make an invite link' }).click()
  const link = await ada.getByLabel('Invite link').inputValue()
  await ada.keyboard.press('Escape')

  await bram.getByLabel('What should people call you?').fill('Bram')
  await bram.getByRole('button', { name: 'Join a community' }).click()
  await bram.getByLabel('Link or recovery key').fill(link)
  await bram.getByRole('button', { name: 'Continue' }).click()
  await bram.getByLabel('I have read the rules').check()
  await bram.getByRole('button', { name: 'Join Garden Commons' }).click()
}

const spaces = (page: Page) => page.getByRole('navigation', { name: 'Spaces' })
const toRoom = (page: Page, name: string) => spaces(page).getByRole('link', { name }).click()
const composer = (page: Page) => page.getByLabel('Message #general')
const log = (page: Page) => page.getByRole('log', { name: 'Messages in general', exact: true })
const message = (page: Page, text: string) => log(page).getByRole('article').filter({ hasText: text }).last()
const beside = (page: Page) => page.getByRole('complementary', { name: 'Details' })

/** `shown` is what is seen of it where it has links. */
async function say(page: Page, text: string, shown = text): Promise<void> {
  await composer(page).fill(text)
  await composer(page).press('Enter')
  await message(page, shown).waitFor()
}

/** With the focus on a message, keys mean it. */
async function press(page: Page, text: string, key: string): Promise<void> {
  await message(page, text).focus()
  await page.keyboard.press(key)
}

async function copyLink(page: Page, article: ReturnType<typeof message>): Promise<string> {
  await article.hover()
  await article.getByRole('button', { name: 'More about this message' }).click()
  await page.getByRole('menuitem', { name: 'Copy link to message' }).click()
  return page.evaluate(() => navigator.clipboard.readText())
}

const hasFocus = (page: Page, text: string) =>
  page.waitForFunction((words) => {
    const { activeElement } = document
    return activeElement?.tagName === 'ARTICLE' && activeElement.textContent.includes(words)
  }, text)

async function roomMenu(page: Page, item: string): Promise<void> {
  await page.getByRole('button', { name: 'More about this room' }).click()
  await page.getByRole('menuitem', { name: item, exact: true }).click()
}

describeBrowser('Ada and Bram talk', () => {
  test('in a room, beside it, far back in it, and no more in one that is archived', { timeout: long }, async () => {
    await build(['renderer'])
    const [adas, brams] = [await computer(), await computer()]
    const back = await adas.live()
    const ada = await adas.start()
    await toRoom(ada, 'general')
    let bram = await brams.start()
    await meet(ada, bram)
    await say(ada, 'Who has the key to the tool shed?')
    await toRoom(bram, 'general')
    await message(bram, 'Who has the key').waitFor()

    // Bram answers by keys alone; Ada sees what he answers.
    await press(bram, 'Who has the key', 'r')
    await bram.getByText('Replying to Ada').waitFor()
    await composer(bram).fill('I do')
    await composer(bram).press('Enter')
    const answer = message(ada, 'I do')
    await answer.getByRole('button', { name: /Answers Ada/ }).waitFor()
    expect(await bram.getByText('Replying to Ada').count()).toBe(0)

    // A thread beside the room.
    await press(bram, 'Who has the key', 't')
    await beside(bram).getByText('No replies yet').waitFor()
    await beside(bram).getByLabel('Reply in the thread').fill('Behind the third pot')
    await bram.keyboard.press('Enter')
    // What Ada presses does not move away under her while something else is said.
    const way = message(ada, 'Who has the key').getByRole('button', { name: /1 reply/ })
    await way.hover()
    await ada.mouse.down()
    await say(bram, 'And the hose is with me')
    await message(ada, 'And the hose').waitFor()
    await ada.mouse.up()
    await beside(ada).getByText('Behind the third pot').waitFor()
    await beside(ada).getByLabel('Reply in the thread').fill('Found it, thank you')
    await ada.keyboard.press('Enter')
    await message(bram, 'Who has the key')
      .getByRole('button', { name: /2 replies/ })
      .waitFor()
    expect(await log(bram).getByText('Behind the third pot').count()).toBe(0)
    const intoThread = await copyLink(
      ada,
      beside(ada).getByRole('article').filter({ hasText: 'Behind the third' }).last(),
    )

    // Reactions and a pin.
    await message(ada, 'I do').hover()
    await message(ada, 'I do').getByRole('button', { name: 'React with 👍' }).click()
    await message(bram, 'I do')
      .getByRole('button', { name: /👍\s*1\s*: .*Ada/ })
      .click()
    const chip = message(ada, 'I do').getByRole('button', { name: /👍\s*2\s*:/ })
    await chip.waitFor()
    expect(await chip.getAttribute('aria-pressed')).toBe('true')
    await chip.click()
    await message(bram, 'I do')
      .getByRole('button', { name: /👍\s*1\s*: .*Bram/ })
      .waitFor()
    await message(ada, 'I do').hover()
    await message(ada, 'I do').getByRole('button', { name: 'More about this message' }).click()
    await ada.getByRole('menuitem', { name: 'Pin for everybody' }).click()
    await message(bram, 'I do').getByText('Pinned').waitFor()

    // Half a thought outlasts the core.
    await composer(bram).fill('half a thou')
    await bram.getByRole('heading', { name: 'general' }).click()
    await composer(bram).blur()
    await brams.stop()
    bram = await brams.start()
    await bram.waitForFunction(() => document.querySelector('textarea')?.value === 'half a thou')
    await composer(bram).fill('')

    // Links lead far back and into the thread, and so does what is pinned.
    await say(ada, `It was asked [here](${back})`, 'It was asked')
    await say(ada, `and told here: ${intoThread}`, 'and told here')
    await message(bram, 'It was asked').waitFor()
    await bram.reload()
    await message(bram, 'and told here').waitFor()
    expect(await log(bram).getByText(oldQuestion).count()).toBe(0)
    await message(bram, 'It was asked').getByRole('button', { name: 'here', exact: true }).click()
    await hasFocus(bram, oldQuestion)
    await bram.getByRole('button', { name: 'Jump to present' }).click()
    await message(bram, 'and told here').locator('button').filter({ hasText: 'Bram' }).first().click()
    await beside(bram).getByText('Behind the third pot').waitFor()
    await hasFocus(bram, 'Behind the third pot')
    await roomMenu(bram, 'Pinned')
    await beside(bram).getByRole('button', { name: /I do/ }).click()
    await hasFocus(bram, 'I do')

    // The room is done with.
    await roomMenu(ada, 'Room settings')
    await ada.getByLabel('Archive').check()
    await ada.getByRole('button', { name: 'Save', exact: true }).click()
    await ada.getByText('This room is archived').waitFor()
    await bram.getByText('This room is archived').waitFor()
    expect(await composer(bram).count()).toBe(0)
    await ada.getByRole('button', { name: 'Open again' }).click()
    await composer(bram).waitFor()
  })
})
