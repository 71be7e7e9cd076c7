/** The inbox, how much one is told of, and the settings of notices: every state, with how to get there. */
import type { Page } from 'playwright-core'
import { communityOf, spaceOf } from '../support/sketch/people.ts'
import type { Shown } from './shown.ts'

const garden = 'Garden Commons'
const room = `/c/${communityOf(garden)}/${spaceOf(garden, 'general')}`
const full = { inbox: true } as const
/** I may let people in, and some wait. */
const letting = { membership: { role: 'moderator', full: true } } as const
const dark = { settings: { theme: 'dark' } } as const

const unread = async (page: Page): Promise<void> => {
  await page.getByText('Unread', { exact: true }).click()
  await page.getByRole('heading', { name: garden }).waitFor()
}
const open = (name: string) => async (page: Page) => {
  await page.getByRole('button', { name }).first().click()
  await page.getByRole('menu').waitFor()
}

export const inboxScenes: readonly Shown[] = [
  { name: 'inbox, mentions', at: '/inbox', scene: full },
  { name: 'inbox, unread', at: '/inbox', scene: full, act: unread },
  { name: 'inbox, dark', at: '/inbox', scene: { ...full, ...dark }, act: unread },
  { name: 'inbox, narrow', at: '/inbox', scene: full, width: 400, act: unread },
  { name: 'inbox, right to left', at: '/inbox', scene: { ...full, settings: { language: 'ar' } } },
  { name: 'inbox, German', at: '/inbox', scene: { ...full, settings: { language: 'de' } } },
  { name: 'inbox, empty', at: '/inbox' },
  { name: 'inbox, who waits', at: '/inbox', scene: { ...full, ...letting } },
  { name: 'inbox, who waits, dark and narrow', at: '/inbox', scene: { ...full, ...letting, ...dark }, width: 400 },
  {
    name: 'inbox, who waits, right to left',
    at: '/inbox',
    scene: { ...full, ...letting, settings: { language: 'ar' } },
  },
  { name: 'inbox, put off', at: '/inbox', scene: full, act: open('Put off') },
  { name: 'inbox, told of', at: '/inbox', scene: full, act: open('What you are told of') },
  { name: 'bell of a room', at: room, scene: full, act: open('How much you are told of this room') },
  { name: 'notices', at: '/settings', scene: dark },
]
