/** Search beside a room and in the palette: every state, with how to get there. */
import type { Page } from 'playwright-core'
import { communityOf, spaceOf } from '../support/sketch/people.ts'
import type { Shown } from './shown.ts'

const garden = 'Garden Commons'
const room = `/c/${communityOf(garden)}/${spaceOf(garden, 'general')}`
const de = { settings: { language: 'de' } }
const ar = { settings: { language: 'ar' } }

/** Opens search, looks wherever is wanted, and types. */
const search =
  (typed: string, where: 'room' | 'community' | 'all' = 'room', name: string | RegExp = 'Search') =>
  async (page: Page) => {
    await page.getByRole('log').waitFor()
    await page.keyboard.press('Control+f')
    const field = page.getByRole('textbox', { name, exact: true })
    await field.waitFor()
    if (where !== 'room') await page.getByRole('combobox').first().selectOption(where)
    await field.fill(typed)
    if (typed !== '') await page.locator('[role=option], output:not(:empty)').first().waitFor()
  }

export const searchScenes: readonly Shown[] = [
  { name: 'search, empty', at: room, act: search('') },
  { name: 'search here', at: room, act: search('the ') },
  { name: 'search in all communities', at: room, act: search('the', 'all') },
  { name: 'search for rooms and people', at: room, act: search('a', 'community') },
  { name: 'search, nothing found', at: room, act: search('xylophone', 'community') },
  {
    name: 'search, nothing found of what is here so far',
    at: room,
    scene: { search: { held: 'some' } },
    act: search('xylophone', 'community'),
  },
  { name: 'search with filters', at: room, act: search('the from:ada has:link after:2026-01 in:cellar', 'community') },
  {
    name: 'search, what could narrow it',
    at: room,
    async act(page) {
      await search('the')(page)
      await page.getByRole('button', { name: 'Narrow down' }).click()
      await page.getByRole('menuitem', { name: 'With a link' }).waitFor()
      await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== 'running'))
    },
  },
  { name: 'search, German', at: room, scene: { ...de, search: { held: 'some' } }, act: search('the', 'all', 'Suche') },
  { name: 'search, Arabic', at: room, scene: { ...ar, search: { held: 'some' } }, act: search('the', 'all', 'بحث') },
  { name: 'search over a room of 900 px', at: room, width: 900, act: search('the') },
  { name: 'search over a room of 400 px, Arabic', at: room, width: 400, scene: ar, act: search('a', 'all', 'بحث') },
  {
    name: 'palette with what was found',
    at: room,
    async act(page) {
      await page.getByRole('log').waitFor()
      await page.keyboard.press('Control+k')
      await page.getByRole('dialog').getByRole('textbox').fill('ada')
      await page.getByText('Search for “ada”').waitFor()
    },
  },
]
