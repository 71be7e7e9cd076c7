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

/** The page of all results. */
const all =
  (typed: string, kind?: string) =>
  async (page: Page): Promise<void> => {
    await page.getByRole('log').waitFor()
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').getByRole('textbox').fill(typed)
    await page.getByText(new RegExp(`“${typed}”|„${typed}“|«${typed}»`)).click()
    await page.getByRole('search').waitFor()
    await page.locator('section li a').first().waitFor()
    if (kind) await page.getByRole('radio', { name: kind }).check()
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
      await page.getByRole('menuitem', { name: 'With a link', exact: true }).waitFor()
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
  { name: 'all results', at: room, scene: { board: 'some' }, act: all('ad') },
  {
    name: 'all results, dark corners of long names',
    at: room,
    scene: { board: 'some', search: { held: 'some' } },
    act: all('the'),
  },
  { name: 'all results, people alone', at: room, act: all('ad', 'People') },
  { name: 'all results of 400 px', at: room, width: 400, scene: { board: 'some' }, act: all('the') },
  { name: 'all results, Arabic', at: room, scene: { ...ar, board: 'some' }, act: all('the') },
  { name: 'all results, German', at: room, scene: { ...de, board: 'some' }, act: all('the') },
]
