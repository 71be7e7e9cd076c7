/** Mentions and emoji: offered, chosen, in what was said. */
import type { Page } from 'playwright-core'
import { communityOf, idOf, spaceOf } from '../support/sketch/people.ts'
import type { Shown } from './shown.ts'

const garden = 'Garden Commons'
const room = `/c/${communityOf(garden)}/${spaceOf(garden, 'general')}`
const moderator = { membership: { role: 'moderator' } } as const
const de = { settings: { language: 'de' } }
const ar = { settings: { language: 'ar' } }

const long = 'Ole Gunnar Kristoffersen-Hagelund von der Wiesenmühle'
const link = (name: string, shown = name): string => `[@${shown}](folkmoot:member/${idOf(name)})`
const said = [
  `${link('Ada')} and ${link('Bram')}, please ask ${link(long)} and ${link('ليلى حداد')}. `,
  'For [@moderators](folkmoot:role/moderator), [@owners](folkmoot:role/owner) and [@room](folkmoot:room): ',
  `${link('Ｂｒａｍ')} is another, ${link('nobody', 'Zoe')} is not here. `,
  `**${link('Chidi')}** said [this](folkmoot:message/${spaceOf(garden, 'general')}/${'0f'.repeat(16)}.7) ☀️ ❤️ 👩🏽‍🌾`,
].join('')

const box = (page: Page) => page.locator('textarea')
const type = (text: string) => async (page: Page) => {
  await box(page).click()
  await page.keyboard.type(text)
}
const offered = (text: string) => async (page: Page) => {
  await type(text)(page)
  await page.getByRole('option').first().waitFor()
}
const say = async (page: Page): Promise<void> => {
  await box(page).fill(said)
  await page.keyboard.press('Enter')
  await page.getByRole('article').last().getByText('Wiesenmühle').waitFor()
}
const openPicker = (name: string) => async (page: Page) => {
  await page.getByRole('button', { name }).click()
  await page.getByRole('gridcell').first().waitFor()
}

export const emojiScenes: readonly Shown[] = [
  { name: 'mentions offered', at: room, scene: moderator, act: offered('Good morning @') },
  { name: 'mentions offered, one who looks alike', at: room, act: offered('@bram') },
  { name: 'mentions offered at 400 px', at: room, width: 400, act: offered('@') },
  { name: 'mentions offered, German', at: room, scene: de, act: offered('@') },
  { name: 'mentions offered, Arabic at 400 px', at: room, width: 400, scene: ar, act: offered('@') },
  {
    name: 'mentions chosen',
    at: room,
    async act(page) {
      await offered('Who has seen @ad')(page)
      await page.keyboard.press('Enter')
      await offered('or @ole')(page)
      await page.keyboard.press('Enter')
      await page.keyboard.type('today?')
    },
  },
  {
    name: 'mentions chosen, Arabic at 400 px',
    at: room,
    width: 400,
    scene: ar,
    async act(page) {
      await offered('مرحبا @لي')(page)
      await page.keyboard.press('Enter')
      await offered('و @ad')(page)
      await page.keyboard.press('Enter')
    },
  },
  { name: 'mentions said', at: room, act: say },
  { name: 'mentions said, German at 400 px', at: room, width: 400, scene: de, act: say },
  { name: 'mentions said, Arabic', at: room, scene: ar, act: say },
  { name: 'emoji offered', at: room, act: offered('Hooray :par') },
  { name: 'emoji offered, German at 400 px', at: room, width: 400, scene: de, act: offered(':erd') },
  {
    name: 'emoji picker',
    at: room,
    scene: { settings: { recentEmoji: ['🌱', '👍', '❤️', '🍓'] } },
    act: openPicker('Add an emoji'),
  },
  {
    name: 'emoji picker, searched',
    at: room,
    async act(page) {
      await openPicker('Add an emoji')(page)
      await page.keyboard.type('straw')
      await page.getByRole('gridcell', { name: 'strawberry' }).waitFor()
      await page.keyboard.press('ArrowDown')
    },
  },
  {
    name: 'emoji picker, nothing found',
    at: room,
    async act(page) {
      await openPicker('Add an emoji')(page)
      await page.keyboard.type('zzzz')
      await page.getByText('No emoji of that name').waitFor()
    },
  },
  {
    name: 'emoji picker, dark skin, people',
    at: room,
    scene: { settings: { skinTone: 'dark' } },
    async act(page) {
      await openPicker('Add an emoji')(page)
      await page.getByRole('button', { name: 'people', exact: true }).click()
      await page.getByRole('gridcell', { name: 'waving hand' }).waitFor()
    },
  },
  { name: 'emoji picker, Arabic at 400 px', at: room, width: 400, scene: ar, act: openPicker('إضافة رمز تعبيري') },
]
