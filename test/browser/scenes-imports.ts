/** Bringing in an export of another system: choosing it, what is in it, being brought in, done; and how such messages are shown. */
import type { Page } from 'playwright-core'
import { boardName, titles } from '../support/sketch/board-scene.ts'
import { communityOf, spaceOf } from '../support/sketch/people.ts'
import type { Shown } from './shown.ts'

const garden = 'Garden Commons'
const inside = (name: string): string => `/c/${communityOf(garden)}/${spaceOf(garden, name)}`
const room = inside('general')
const board = inside(boardName)
const brought = { imported: true, board: 'some' } as const
const inDark = { ...brought, settings: { theme: 'dark' } } as const
const inArabic = { ...brought, settings: { language: 'ar' } } as const
// On a narrow screen lists of topics do not say who began them.
const seen = (page: Page): Promise<void> => page.getByText('Zoe Brandt').first().waitFor({ state: 'attached' })
const topic = async (page: Page): Promise<void> => {
  await page.getByRole('link', { name: titles[1] ?? '' }).click()
  await page.getByText('Not at all').last().waitFor()
}

const owner = { membership: { role: 'owner' } } as const
const dark = { ...owner, settings: { theme: 'dark' } } as const
const arabic = { ...owner, settings: { language: 'ar' } } as const

const open = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: /Choose an export|اختر ملف تصدير|Export wählen/ }).click()
}
const chooseFile = async (page: Page, name: string): Promise<void> => {
  await open(page)
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name, mimeType: '', buffer: Buffer.alloc(1000, 1) })
  await page.locator('#import-plan').waitFor()
}
const choose = (page: Page): Promise<void> => chooseFile(page, 'garden.zip')
const table = async (page: Page): Promise<void> => {
  await chooseFile(page, 'talk.csv')
  await page.getByLabel(/^(?:Text|النص)$/).selectOption({ index: 4 })
  await page.getByText(/talk/).last().waitFor()
}

export const importScenes: readonly Shown[] = [
  { name: 'import, before a file', at: '/archives', act: open },
  { name: 'import, looked through', at: '/archives', scene: owner, act: choose },
  { name: 'import, where one leads nothing', at: '/archives', act: choose },
  { name: 'import at 400 px, dark', at: '/archives', width: 400, scene: dark, act: choose },
  { name: 'import, Arabic', at: '/archives', scene: arabic, act: choose },
  {
    name: 'import, being brought in',
    at: '/archives',
    scene: owner,
    async act(page) {
      await choose(page)
      await page.getByRole('button', { name: 'Bring it in' }).click()
      await page.getByRole('progressbar').waitFor()
    },
  },
  {
    name: 'import, done',
    at: '/archives',
    scene: owner,
    async act(page) {
      await choose(page)
      for (const name of ['a-channel', 'seeds']) await page.getByLabel(new RegExp(`^Bring in ${name}`)).uncheck()
      await page.getByRole('button', { name: 'Bring it in' }).click()
      await page.getByText('were brought in').first().waitFor()
    },
  },
  {
    name: 'import, a table nobody understands',
    at: '/archives',
    scene: owner,
    act: (page) => chooseFile(page, 'talk.csv'),
  },
  { name: 'import, a table', at: '/archives', scene: owner, act: table },
  { name: 'import, a table, Arabic at 400 px', at: '/archives', width: 400, scene: arabic, act: table },
  { name: 'brought in, a room', at: room, scene: brought, act: seen },
  { name: 'brought in, a room, dark at 400 px', at: room, width: 400, scene: inDark, act: seen },
  { name: 'brought in, a room, Arabic', at: room, scene: inArabic, act: seen },
  { name: 'brought in, topics', at: board, scene: brought, act: seen },
  { name: 'brought in, topics, dark at 400 px', at: board, width: 400, scene: inDark, act: seen },
  { name: 'brought in, topics, Arabic', at: board, scene: inArabic, act: seen },
  { name: 'brought in, a topic', at: board, scene: brought, act: topic },
  { name: 'brought in, a topic, dark', at: board, scene: inDark, act: topic },
]
