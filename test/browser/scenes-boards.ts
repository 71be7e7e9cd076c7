/** Boards: lists of topics, one topic, and the forms about them. */
import type { Page } from 'playwright-core'
import { boardName, titles } from '../support/sketch/board-scene.ts'
import { communityOf, spaceOf } from '../support/sketch/people.ts'
import type { Shown } from './shown.ts'

const garden = 'Garden Commons'
const at = `/c/${communityOf(garden)}/${spaceOf(garden, boardName)}`
const some = { board: 'some' } as const
const many = { board: 'many' } as const
const de = { settings: { language: 'de' } }
const ar = { settings: { language: 'ar' } }

const topic =
  (index: number) =>
  async (page: Page): Promise<void> => {
    await page.getByRole('link', { name: titles[index] ?? '' }).click()
    await page.getByText('Not at all').last().waitFor()
  }
/** Something done about the third topic, whose first post all may edit. */
const about =
  (what: string, shown: (page: Page) => Promise<void>) =>
  async (page: Page): Promise<void> => {
    await topic(2)(page)
    await page.getByText('Everybody can edit this').last().waitFor()
    await page.getByRole('button', { name: 'More about this topic' }).click()
    await page.getByRole('menuitem', { name: what, exact: true }).click()
    await shown(page)
  }
const menuOf = async (page: Page): Promise<void> => {
  await topic(1)(page)
  const post = page.getByRole('article').filter({ hasText: 'Reply 2' })
  await post.hover()
  await post.locator('button[aria-haspopup="menu"]').click()
  await page.getByRole('menuitem', { name: 'Accept as answer' }).waitFor()
}
const chosen = async (page: Page): Promise<void> => {
  await menuOf(page)
  await page.getByRole('menuitem', { name: 'Move to another topic' }).click()
  await page.getByRole('button', { name: 'Move …' }).waitFor()
}
const press = (name: string) => async (page: Page) => {
  await page.getByRole('button', { name }).first().click()
  await page.getByRole('dialog').waitFor()
}

export const boardScenes: readonly Shown[] = [
  { name: 'board', at, scene: many },
  { name: 'board, empty', at, scene: { board: 'empty' } },
  { name: 'board, few topics', at, scene: some },
  { name: 'board of 400 px', at, scene: some, width: 400 },
  { name: 'board, German', at, scene: { ...many, ...de } },
  { name: 'board, Arabic', at, scene: { ...many, ...ar } },
  {
    name: 'board, nothing of that kind',
    at,
    scene: some,
    async act(page) {
      await page.getByText('Unanswered').click()
      await page.getByLabel('Category or tag').selectOption({ label: 'Tools and sheds' })
      await page.getByText('No topics here').waitFor()
    },
  },
  { name: 'new topic', at, scene: some, act: press('New topic') },
  {
    name: 'new topic, refused',
    at,
    scene: some,
    async act(page) {
      await press('New topic')(page)
      await page.getByLabel('Title').fill('The disk is full')
      await page.getByLabel('Text').fill('x')
      await page.getByRole('button', { name: 'Begin the topic' }).click()
      await page.getByText('The disk is full, so').waitFor()
    },
  },
  {
    name: 'categories',
    at,
    scene: some,
    async act(page) {
      await page.getByRole('button', { name: 'Categories …' }).click()
      await page.getByRole('menuitem', { name: 'Categories …' }).click()
      await page.getByLabel('Category 1', { exact: true }).waitFor()
    },
  },
  { name: 'topic', at, scene: some, act: topic(1) },
  { name: 'topic of 400 px, long title', at, scene: some, width: 400, act: topic(2) },
  { name: 'topic, closed, title from right to left', at, scene: some, act: topic(3) },
  { name: 'topic, menu of a post', at, scene: some, act: menuOf },
  { name: 'topic, posts chosen', at, scene: some, act: chosen },
  {
    name: 'topic, moving posts',
    at,
    scene: some,
    async act(page) {
      await chosen(page)
      await press('Move …')(page)
    },
  },
  {
    name: 'topic, filed otherwise',
    at,
    scene: some,
    async act(page) {
      await topic(1)(page)
      await page.getByRole('button', { name: 'More about this topic' }).click()
      await page.getByRole('menuitem', { name: 'Edit title' }).click()
      await page.getByLabel('Title').waitFor()
    },
  },
  {
    name: 'topic, history of its first post',
    at,
    scene: some,
    act: about('History of the first post', (page) => page.getByText('What it says now').waitFor()),
  },
  {
    name: 'topic, history of its first post, 400 px',
    at,
    scene: some,
    width: 400,
    act: about('History of the first post', (page) => page.getByText('What it says now').waitFor()),
  },
  {
    name: 'topic, editing its first post',
    at,
    scene: some,
    act: about('Edit the first post', (page) => page.getByRole('dialog').getByLabel('Text').waitFor()),
  },
]
