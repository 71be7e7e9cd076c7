import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { build } from '../../build/build.ts'
import { describeBrowser, openBrowser, type Browser } from '../support/chromium.ts'
import { SketchCore, type Scene } from '../support/sketch/core.ts'
import { communityOf, idOf, spaceOf } from '../support/sketch/people.ts'
import { serveSketch } from '../support/sketch/serve.ts'

const garden = 'Garden Commons'
const general = spaceOf(garden, 'general')
const room = `/c/${communityOf(garden)}/${general}`
const long = 'Ole Gunnar Kristoffersen-Hagelund von der Wiesenmühle'
const link = (name: string): string => `[@${name}](folkmoot:member/${idOf(name)})`

let browser: Browser
beforeAll(async () => {
  await build(['renderer'])
})

describeBrowser('Bram, who mentions people', () => {
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser.close())

  async function at(
    scene: Scene,
    run: (page: Page, last: () => string | undefined) => Promise<unknown>,
  ): Promise<void> {
    const core = new SketchCore(scene)
    await using served = await serveSketch(core)
    const page = await browser.open(`${served.address}#${room}`)
    try {
      await page.getByRole('article').last().waitFor()
      await box(page).click()
      await run(page, () => core.communities.get(communityOf(garden))?.rooms.get(general)?.rows.at(-1)?.text)
      expect(browser.troubles).toEqual([])
    } finally {
      await page.close()
    }
  }
  const box = (page: Page) => page.locator('textarea')
  const options = (page: Page) => page.getByRole('option')
  const offered = async (page: Page, typed: string): Promise<readonly string[]> => {
    await page.keyboard.type(typed)
    await options(page).first().waitFor()
    return options(page).allInnerTexts()
  }
  const gone = (page: Page) => page.getByRole('listbox').waitFor({ state: 'detached' })
  const marks = (page: Page) => page.locator('form mark').allInnerTexts()

  test('sees a name while he writes and sends who is meant; what he changes is plain text', () =>
    at({}, async (page, last) => {
      await offered(page, 'Ask @ad')
      await page.keyboard.press('Enter')
      expect(await box(page).inputValue()).toBe('Ask @Ada ')
      await offered(page, 'or @wies')
      await page.keyboard.press('Tab')
      await offered(page, 'or @ch')
      await page.keyboard.press('Enter')
      expect(await marks(page)).toEqual(['@Ada', `@${long}`, '@Chidi'])
      await page.keyboard.press('Backspace')
      await page.keyboard.press('Backspace')
      expect(await marks(page)).toEqual(['@Ada', `@${long}`])
      await page.keyboard.press('Escape')
      await page.keyboard.press('Control+Home')
      await page.keyboard.type('Please: ')
      await page.keyboard.press('Enter')
      await page.getByRole('article').last().getByRole('button', { name: '@Ada' }).waitFor()
      expect(last()).toBe(`Please: Ask ${link('Ada')} or ${link(long)} or @Chid`)
      expect(await box(page).inputValue()).toBe('')
    }))

  test('chooses with the arrows and hears what is offered; Escape leaves what he typed alone', () =>
    at({ membership: { role: 'moderator' } }, async (page, last) => {
      const names = await offered(page, '@')
      expect(names.length).toBe(8)
      expect(await box(page).getAttribute('aria-activedescendant')).toBe(await options(page).first().getAttribute('id'))
      await page.getByRole('status').getByText('8 suggestions').waitFor()
      await page.keyboard.press('ArrowUp')
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('ArrowDown')
      expect(await page.getByRole('option', { selected: true }).innerText()).toBe(names[1])
      await page.keyboard.press('Escape')
      await gone(page)
      expect(await box(page).getAttribute('aria-activedescendant')).toBeNull()
      await page.keyboard.type('room')
      expect(await options(page).count()).toBe(0)
      await page.keyboard.press('Enter')
      await page.getByRole('article').last().getByText('@room').waitFor()
      expect(last()).toBe('@room')
      await offered(page, '@room')
      await options(page).first().click()
      await page.keyboard.press('Enter')
      await page.getByRole('article').last().getByText('(that is you)').waitFor()
      expect(last()).toBe('[@room](folkmoot:room)')
    }))

  test('may not call everybody together as a plain member, nor people in code or in the middle of a word', () =>
    at({}, async (page) => {
      for (const typed of ['@room', ' ada@a', ' `@a', '` @ A', ' @nobody at all']) {
        await page.keyboard.type(typed)
        expect([typed, await options(page).count()]).toEqual([typed, 0])
      }
    }))

  test('finds his mentions again in a draft and when he changes a message', () =>
    at({}, async (page, last) => {
      await offered(page, '@ada')
      await page.keyboard.press('Enter')
      await page.getByRole('link', { name: /^empty-room/ }).click()
      await page.getByLabel('Message #empty-room').waitFor()
      await page.getByRole('link', { name: /^general/ }).click()
      await page.getByLabel('Message #general').click()
      expect([await box(page).inputValue(), await marks(page)]).toEqual(['@Ada ', ['@Ada']])
      await page.keyboard.press('End')
      await page.keyboard.type('hello')
      await page.keyboard.press('Enter')
      await page.getByRole('article').last().getByText('hello').waitFor()
      await page.keyboard.press('ArrowUp')
      await page.getByLabel('Change your message').waitFor()
      expect([await box(page).inputValue(), await marks(page)]).toEqual(['@Ada hello', ['@Ada']])
      await page.keyboard.press('End')
      await page.keyboard.type(' and thanks')
      await page.keyboard.press('Enter')
      await page.getByRole('article').last().getByText('and thanks').waitFor()
      expect(last()).toBe(`${link('Ada')} hello and thanks`)
    }))

  test('chooses nobody with the Enter that chooses a word of his input method', () =>
    at({}, async (page) => {
      await offered(page, '@ad')
      const session = await page.context().newCDPSession(page)
      await session.send('Input.imeSetComposition', { text: 'a', selectionStart: 1, selectionEnd: 1 })
      await box(page).evaluate((field) =>
        field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true })),
      )
      expect(await box(page).inputValue()).toBe('@ada')
      await session.send('Input.insertText', { text: 'a' })
      await page.getByRole('option', { name: 'Ada' }).waitFor()
      await page.keyboard.press('Enter')
      expect(await box(page).inputValue()).toBe('@Ada ')
    }))

  test('reads the name of now in a mention, is told which are of him, and who is not known here', () =>
    at({}, async (page) => {
      const stranger = `[@Ada](folkmoot:member/${idOf('nobody')})`
      await box(page).fill(
        `[@Ada of old](folkmoot:member/${idOf('Ada')}) ${link('Bram')} ${stranger} \`${link('Ada')}\``,
      )
      await page.keyboard.press('Enter')
      const said = page.getByRole('article').last()
      await said.getByRole('button', { name: '@Ada', exact: true }).waitFor()
      await said.getByRole('button', { name: /^@Bram \(key .+\) \(that is you\)$/ }).waitFor()
      expect(await said.getByTitle('Not a member who is known here').innerText()).toBe('@Ada')
      expect(await said.locator('code').innerText()).toBe(link('Ada'))
      expect(await said.getByRole('button', { name: /^@/ }).count()).toBe(2)
    }))

  test('goes from a mention to who that is, and from a link to the room it leads to', () =>
    at({}, async (page) => {
      const there = spaceOf(garden, 'seed-swap')
      await box(page).fill(`${link('Ada')} [see there](folkmoot:message/${there}/${'0f'.repeat(16)}.7)`)
      await page.keyboard.press('Enter')
      const said = page.getByRole('article').last()
      await said.getByRole('button', { name: 'see there' }).click()
      await page.getByLabel('Message #seed-swap').waitFor()
      await page.goBack()
      await page.getByLabel('Message #general').waitFor()
      await page.getByRole('article').last().getByRole('button', { name: '@Ada' }).click()
      await page.waitForURL((url) => url.hash.includes(`/members/${idOf('Ada')}`))
    }))

  test('puts an emoji in by its name and from the picker, which knows it the next time', () =>
    at({ settings: { skinTone: 'dark' } }, async (page, last) => {
      expect((await offered(page, 'Well done :tad'))[0]).toContain('party popper')
      await page.keyboard.press('Enter')
      expect(await box(page).inputValue()).toBe('Well done 🎉 ')
      await page.getByRole('button', { name: 'Add an emoji' }).click()
      await page.getByRole('gridcell').first().waitFor()
      await page.getByRole('group', { name: 'Used lately' }).getByRole('button', { name: '🎉' }).waitFor()
      await page.keyboard.type('thumbs up')
      await page.keyboard.press('Enter')
      await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA')
      await page.keyboard.press('Enter')
      await page.getByRole('article').last().getByText('Well done').waitFor()
      expect(last()).toBe('Well done 🎉 👍🏿')
      await page.getByRole('button', { name: 'Add an emoji' }).click()
      await page.getByRole('gridcell').first().waitFor()
      const lately = page.getByRole('group', { name: 'Used lately' }).getByRole('button')
      expect(await lately.allInnerTexts()).toEqual(['👍🏿', '🎉'])
      await page.keyboard.press('Escape')
      await page.getByRole('gridcell').first().waitFor({ state: 'detached' })
      await expect
        .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')))
        .toBe('Add an emoji')
    }))

  test('begins a mention with the button, wherever he stands', () =>
    at({}, async (page) => {
      await page.keyboard.type('hello')
      await page.getByRole('button', { name: 'Mention somebody' }).click()
      await options(page).first().waitFor()
      expect(await box(page).inputValue()).toBe('hello @')
      await page.keyboard.type('dal')
      await page.getByRole('option', { name: 'Dalia' }).waitFor()
      await page.keyboard.press('Enter')
      expect(await box(page).inputValue()).toBe('hello @Dalia ')
    }))
})
