/** The directory on screen: a thousand people by keys and by words, vouching, and first steps that are waved away. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { build } from '../../build/build.ts'
import { describeBrowser, openBrowser, type Browser } from '../support/chromium.ts'
import { SketchCore, type Scene } from '../support/sketch/core.ts'
import { communityOf, idOf } from '../support/sketch/people.ts'
import { serveSketch } from '../support/sketch/serve.ts'

const garden = `/c/${communityOf('Garden Commons')}`

describeBrowser('the directory on screen', () => {
  let browser: Browser
  beforeAll(async () => {
    await build(['renderer'])
    browser = await openBrowser()
  })
  afterAll(() => browser.close())

  async function open(scene: Scene, at: string) {
    const served = await serveSketch(new SketchCore(scene))
    const page = await browser.open(`${served.address}#${at}`)
    return Object.assign(page, {
      [Symbol.asyncDispose]: async () => {
        await page.close()
        await served[Symbol.asyncDispose]()
      },
    })
  }

  test('a thousand people are drawn a few at a time, gone through by keys, and found by words', async () => {
    await using page = await open({ folk: { told: true }, membership: { crowd: 1000 } }, `${garden}/people`)
    const list = page.getByRole('region', { name: 'List of people' })
    await list.getByRole('link', { name: /^Ada/ }).waitFor()
    expect(await list.getByRole('link').count()).toBeLessThan(60)
    // One stop for the Tab key, however many there are.
    expect(await list.locator('a[tabindex="0"]').count()).toBe(1)
    await list.locator('a[tabindex="0"]').focus()
    await page.keyboard.press('End')
    await list.getByRole('link', { name: /^山田花子/ }).waitFor()
    const at = () => page.evaluate(() => document.activeElement?.textContent ?? '')
    await expect.poll(at).toContain('山田花子')

    await page.getByRole('textbox', { name: 'Search names, skills, offers' }).fill('listen')
    await page.getByText('1 person shown').waitFor({ state: 'attached' })
    await list.getByRole('link', { name: /^Chidi/ }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('combobox', { name: 'Skill' }).fill('carp')
    await page.getByRole('option', { name: 'Carpentry' }).click()
    await page.getByText('2 people shown').waitFor({ state: 'attached' })
    await page.getByRole('combobox', { name: 'Language' }).click()
    await page.getByRole('option', { name: 'Igbo' }).click()
    await page.getByText('1 person shown').waitFor({ state: 'attached' })
    await page.getByText('Seek something').click()
    await page.getByText('Nobody here fits all of this.').waitFor()
    await page.getByRole('button', { name: 'Show everyone' }).click()
    await list.getByRole('link', { name: /^Ada/ }).waitFor()
    expect(browser.troubles).toEqual([])
  })

  test('a vouch is given and taken back, and a card is closed by Escape', async () => {
    await using page = await open({ folk: { told: true } }, `${garden}/people/${idOf('Chidi')}`)
    await page.getByText('Nobody has vouched for this yet.').waitFor({ state: 'detached' })
    const vouch = page.getByRole('button', { name: /^Vouch.*Listening/ })
    await vouch.click()
    await page.getByRole('button', { name: /^You vouch.*Listening/ }).click()
    await vouch.waitFor()
    await page.getByRole('heading', { name: 'Chidi' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('heading', { name: 'Chidi' }).waitFor({ state: 'detached' })
    expect(browser.troubles).toEqual([])
  })

  test('first steps are taken one by one, and waved away', async () => {
    await using page = await open({ folk: { welcome: 0 } }, garden)
    const steps = page.getByRole('region', { name: 'First steps' })
    await steps.getByRole('link', { name: 'Meet the members' }).click()
    await page.getByRole('heading', { name: 'People' }).waitFor()
    await page.goBack()
    await steps.getByRole('link', { name: /^Meet the members.*done/ }).waitFor()
    await steps.getByRole('button', { name: 'Hide the first steps' }).click()
    await steps.waitFor({ state: 'detached' })
    expect(browser.troubles).toEqual([])
  })

  test('what is refused stays in its field, which is gone to, and is saved once it fits', async () => {
    await using page = await open({ folk: { told: true, refuse: 'pronouns' } }, `${garden}/about`)
    const pronouns = page.getByRole('textbox', { name: 'Pronouns' })
    await pronouns.fill('they/them')
    await page.getByRole('textbox', { name: 'About you' }).fill('A line I would be sad to lose')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Not saved yet').waitFor()
    await expect.poll(() => pronouns.evaluate((field) => field === document.activeElement)).toBe(true)
    expect(await pronouns.getAttribute('aria-invalid')).toBe('true')
    expect(await page.getByRole('textbox', { name: 'About you' }).inputValue()).toBe('A line I would be sad to lose')
    await page.getByRole('button', { name: 'Discard changes' }).click()
    expect(await pronouns.inputValue()).toBe('he/they')
    expect(browser.troubles).toEqual([])
  })
})
