/** What is read and gone back to: menus that have all read, a thread out of the list, first steps over Home; every state, with how to get there. */
import type { Page } from 'playwright-core'
import type { Scene } from '../support/sketch/core.ts'
import { communityOf, spaceOf } from '../support/sketch/people.ts'
import type { Shown } from './shown.ts'

const garden = `/c/${communityOf('Garden Commons')}`
const room = `${garden}/${spaceOf('Garden Commons', 'general')}`
const ar = { settings: { language: 'ar' } } satisfies Scene

const menuOf = async (page: Page): Promise<void> => {
  await page.getByRole('navigation').nth(1).locator('[data-unread="true"]').first().click({ button: 'right' })
  await page.getByRole('menu').waitFor()
}
const listed = (more: string, threads: string) => async (page: Page) => {
  await page.getByRole('button', { name: more }).click()
  await page.getByRole('menuitem', { name: threads, exact: true }).click()
  await page.getByRole('complementary').getByRole('listitem').getByRole('button').first().click()
  await page.getByText('Said beside, 3').waitFor()
}

export const readingScenes: readonly Shown[] = [
  { name: 'menu of a space', at: `${garden}/home`, act: menuOf },
  { name: 'menu of a space, Arabic', at: `${garden}/home`, scene: ar, act: menuOf },
  { name: 'thread out of the list', at: room, scene: { talk: true }, act: listed('More about this room', 'Threads') },
  { name: 'first steps over Home', at: `${garden}/home`, scene: { folk: { welcome: 0 } } },
  { name: 'first steps of a founder', at: `${garden}/home`, scene: { folk: { welcome: 0, founder: true } } },
  {
    name: 'first steps of a founder, Arabic',
    at: `${garden}/home`,
    scene: { ...ar, folk: { welcome: 2, founder: true } },
  },
  {
    name: 'first steps of a founder of 400 px',
    at: `${garden}/home`,
    width: 400,
    scene: { folk: { welcome: 1, founder: true } },
  },
]
