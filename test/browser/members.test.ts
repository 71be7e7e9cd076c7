/** Ada's village over a sketched core: what can be found, decided and put away, with the keyboard alone where that is told. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { build } from '../../build/build.ts'
import { describeBrowser, openBrowser, type Browser } from '../support/chromium.ts'
import { SketchCore, type Scene } from '../support/sketch/core.ts'
import { communityOf, idOf } from '../support/sketch/people.ts'
import { serveSketch } from '../support/sketch/serve.ts'

const garden = `/c/${communityOf('Garden Commons')}`
const about = (name: string): string => `${garden}/members/${idOf(name)}`
const full = (over: Scene['membership'] = {}): Scene => ({ membership: { role: 'owner', full: true, ...over } })
const focused = (page: Page): Promise<string> => page.evaluate(() => document.activeElement?.textContent ?? '')

describeBrowser('membership on screen', () => {
  let browser: Browser
  beforeAll(async () => {
    await build(['renderer'])
    browser = await openBrowser()
  })
  afterAll(() => browser.close())

  async function look(scene: Scene, at: string, act: (page: Page) => Promise<void>, width = 1360): Promise<void> {
    await using served = await serveSketch(new SketchCore(scene))
    const page = await browser.open()
    try {
      await page.setViewportSize({ width, height: 860 })
      await page.goto(`${served.address}#${at}`)
      await act(page)
      expect(browser.troubles).toEqual([])
    } finally {
      await page.close()
    }
  }

  test('from the list of spaces to the members, through a thousand of them by keys, to one and back', async () => {
    await look({ membership: { crowd: 1000 } }, garden, async (page) => {
      await page.getByRole('navigation', { name: 'Spaces' }).getByRole('link', { name: 'Members' }).click()
      await page.getByRole('link', { name: /^Anneliese Achebe 1 / }).waitFor()
      expect(await page.getByRole('listitem').count()).toBeLessThan(120)
      await page.getByRole('textbox', { name: 'Find a member' }).focus()
      await page.keyboard.press('Tab')
      await page.keyboard.press('Tab')
      expect(await focused(page)).toContain('Ada')
      await page.keyboard.press('ArrowDown')
      expect(await focused(page)).toContain('Chidi')
      await page.keyboard.press('End')
      await page.waitForFunction(() => document.activeElement?.textContent?.startsWith('山田花子'))
      await page.keyboard.press('Home')
      await page.waitForFunction(() => document.activeElement?.textContent?.startsWith('Ada'))
      await page.keyboard.press('Enter')
      await page.getByText('Safety number').waitFor()
      expect(await focused(page)).toContain('Ada')
      await page.keyboard.press('Escape')
      await page.getByText('Safety number').waitFor({ state: 'detached' })
      expect(await focused(page)).toContain('Ada')
      await page.keyboard.press('Escape')
      await page.getByRole('log').waitFor()
    })
  })

  test('over the list in a narrow window; closing it gives the focus back', async () => {
    await look(
      full(),
      `${garden}/members`,
      async (page) => {
        await page.getByRole('link', { name: /^Emre/ }).click()
        const card = page.getByRole('dialog', { name: 'Details' })
        await card.getByText('Safety number').waitFor()
        await page.keyboard.press('Escape')
        await card.waitFor({ state: 'detached' })
        await page.waitForFunction(() => document.activeElement?.textContent?.startsWith('Emre'))
      },
      900,
    )
  })

  test('who waits is let in; who was removed is found by name', async () => {
    await look(full(), `${garden}/members`, async (page) => {
      await page.getByRole('button', { name: 'Let in: Ingrid' }).click()
      await page.getByRole('button', { name: 'Let in: Ingrid' }).waitFor({ state: 'detached' })
      await page.getByRole('radio', { name: /Waiting 2/ }).waitFor()
      await page.getByRole('textbox', { name: 'Find a member' }).fill('JOSCH')
      await page.getByRole('heading', { name: 'Removed 1' }).waitFor()
      await page.getByRole('textbox', { name: 'Find a member' }).press('Escape')
      await page.getByRole('heading', { name: 'Waiting 2' }).waitFor()
    })
  })

  test('a removal says what it does and takes a reason, and is overturned', async () => {
    await look(full(), about('Emre'), async (page) => {
      await page.getByRole('button', { name: 'Remove from the community' }).click()
      const dialog = page.getByRole('dialog', { name: 'Remove Emre?' })
      await dialog.getByText('Emre reads nothing that is written from now on').waitFor()
      await dialog.getByText('has read already stays with them').waitFor()
      await dialog.getByRole('radio', { name: 'is set aside' }).check()
      await dialog.getByLabel('Reason').fill('Three times, and told nobody.')
      await dialog.getByRole('button', { name: 'Remove Emre' }).click()
      await page.getByText('takes no part any more').waitFor()
    })
    await look(full(), about('Joschka'), async (page) => {
      await page.getByRole('button', { name: 'Overturn the removal' }).click()
      await page.getByRole('button', { name: 'Overturn', exact: true }).click()
      await page.getByText('takes no part any more').waitFor({ state: 'detached' })
    })
  })

  test('a removal too many in a day says so before and after', async () => {
    await look(full({ role: 'moderator', waits: true }), about('Emre'), async (page) => {
      await page.getByRole('button', { name: 'Remove from the community' }).click()
      await page.getByText('This one counts only when another moderator or an owner signs it too').waitFor()
      await page.getByRole('button', { name: 'Remove Emre' }).click()
      await page.getByText('Emre remains a member until').waitFor()
    })
  })

  test('a second owner is named, and what is refused is said in place', async () => {
    await look(full({ care: true }), about('Emre'), async (page) => {
      await page.getByRole('button', { name: 'Make a second owner' }).click()
      await page.getByText('You remain above owners you name').waitFor()
      await page.getByRole('button', { name: 'Make Emre an owner' }).click()
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      await page.getByRole('link', { name: /^Emre owner/ }).waitFor()
    })
    await look(full({ refuse: true }), `${garden}/members`, async (page) => {
      await page.getByRole('button', { name: 'Let in: Ingrid' }).click()
      await page.getByRole('alert').getByText('Only owners and moderators').waitFor()
    })
  })

  test('every member reads the decisions; who may sign does', async () => {
    await look({ membership: { full: true } }, `${garden}/decisions`, async (page) => {
      await page.getByText('Chidi asks to remove Dalia').waitFor()
      expect(await page.getByRole('button', { name: /^(Sign|Overturn)/ }).count()).toBe(0)
    })
    await look(full(), `${garden}/decisions`, async (page) => {
      await page.getByRole('radio', { name: /To sign/ }).check({ force: true })
      await page.getByRole('button', { name: 'Sign …' }).click()
      await page.getByRole('dialog').getByText('We talked about it in June').waitFor()
      await page.getByRole('button', { name: 'Sign', exact: true }).click()
      await page.getByText('Nothing of this kind was decided yet').waitFor()
    })
  })

  test('an invite that waits for approval is made in a large community, shown again, and ended', async () => {
    await look({ membership: { role: 'owner', crowd: 30 } }, `${garden}/invites`, async (page) => {
      await page.getByRole('button', { name: 'Make an invite' }).click()
      expect(await page.getByRole('checkbox', { name: 'Wait for approval' }).isChecked()).toBe(true)
      await page.getByRole('button', { name: 'Make an invite link' }).click()
      await page.getByText('Who comes by it waits').waitFor()
      await page.keyboard.press('Escape')
      await page.getByText('needs approval').waitFor()
      await page.getByRole('button', { name: 'Show the link' }).click()
      await page.getByRole('img', { name: 'QR picture' }).waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'End it: Made by you' }).click()
      await page.getByText('A member who is offline can still let somebody in').waitFor()
      await page.getByRole('button', { name: 'End it', exact: true }).click()
      await page.getByRole('heading', { name: 'Ended 1' }).waitFor()
    })
  })

  test('notices are put away for this session, and lead to what they speak of', async () => {
    await look(full({ care: true }), garden, async (page) => {
      const notices = page.getByRole('region', { name: 'What needs attention' })
      await notices.getByText('written by a newer Folkmoot').waitFor()
      await notices.getByRole('button', { name: 'Not now' }).click()
      await notices.getByText('Waiting for 2 keys').waitFor()
      await notices.getByRole('button', { name: 'Not now' }).click()
      await notices.getByText('3 people wait').waitFor()
      await notices.getByRole('link', { name: 'Look' }).click()
      await page.getByRole('heading', { name: 'Waiting 3' }).waitFor()
      expect(await notices.getByText('newer Folkmoot').count()).toBe(0)
    })
  })

  test('whoever was removed reads what was kept; whoever waits is told what for', async () => {
    await look({}, `/c/${communityOf('Allotment watch')}`, async (page) => {
      await page.getByText('You were removed from this community').waitFor()
      await page.getByRole('log').waitFor()
      expect(await page.getByRole('textbox').count()).toBe(0)
    })
    await look({}, `/c/${communityOf('Reading circle')}/members`, async (page) => {
      await page.getByText('You are waiting to be let in').waitFor()
      await page.getByRole('link', { name: 'Reading circle, waiting to be let in' }).waitFor()
    })
  })
})
