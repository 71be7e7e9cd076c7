/** Replies, threads, reactions, pins, drafts, days and settings of rooms: every state, with how to get there. */
import type { Page } from 'playwright-core'
import { communityOf, spaceOf } from '../support/sketch/people.ts'
import type { Scene } from '../support/sketch/core.ts'
import type { Shown } from './shown.ts'

const garden = 'Garden Commons'
const inside = (name: string): string => `/c/${communityOf(garden)}/${spaceOf(garden, name)}`
const room = inside('general')
const long = 'a-very-long-room-name-that-somebody-thought-was-a-good'
const talk: Scene = { talk: true }
const ar: Scene = { talk: true, settings: { language: 'ar' } }
const de: Scene = { talk: true, settings: { language: 'de' } }

const lastly = (page: Page) => page.getByRole('article').last()
const chip = (page: Page) => page.getByRole('article').locator('button[data-unread]').last()
const openThread = async (page: Page): Promise<void> => {
  await chip(page).click()
  await page.getByText('Said beside, 3').waitFor()
}
const roomMenu = (menu: string, item: string) => async (page: Page) => {
  await page.getByRole('button', { name: menu }).click()
  await page.getByRole('menuitem', { name: item, exact: true }).click()
}
const tool = (name: string) => async (page: Page) => {
  await lastly(page).hover()
  await lastly(page).getByRole('button', { name }).click()
}

export const talkScenes: readonly Shown[] = [
  { name: 'lively room', at: room, scene: talk, act: (page) => chip(page).waitFor() },
  { name: 'lively room, compact German', at: room, scene: { ...de, settings: { language: 'de', density: 'compact' } } },
  { name: 'lively room, Arabic', at: room, scene: ar, act: (page) => chip(page).waitFor() },
  { name: 'lively room of 400 px', at: room, width: 400, scene: talk, act: (page) => chip(page).waitFor() },
  { name: 'tools of a message', at: room, scene: talk, act: (page) => lastly(page).hover() },
  { name: 'tools of a message at 400 px', at: room, width: 400, scene: talk, act: (page) => lastly(page).hover() },
  {
    name: 'menu of a message',
    at: room,
    scene: talk,
    async act(page) {
      await tool('More about this message')(page)
      await page.getByRole('menu').waitFor()
    },
  },
  { name: 'replying', at: room, scene: talk, act: tool('Reply') },
  { name: 'replying, Arabic at 400 px', at: room, width: 400, scene: ar, act: tool('رد') },
  {
    name: 'reacting',
    at: room,
    scene: talk,
    async act(page) {
      await lastly(page).hover()
      await lastly(page).getByRole('button', { name: 'React', exact: true }).click()
      await page
        .getByRole('searchbox')
        .or(page.getByRole('textbox', { name: /emoji/i }))
        .first()
        .waitFor()
    },
  },
  { name: 'thread', at: room, scene: talk, act: openThread },
  { name: 'thread of 900 px', at: room, width: 900, scene: talk, act: openThread },
  { name: 'thread of 400 px', at: room, width: 400, scene: talk, act: openThread },
  { name: 'thread, Arabic', at: room, scene: ar, act: openThread },
  {
    name: 'thread, none yet',
    at: room,
    scene: talk,
    async act(page) {
      await tool('Thread')(page)
      await page.getByText('No replies yet').waitFor()
    },
  },
  {
    name: 'threads',
    at: room,
    scene: talk,
    async act(page) {
      await roomMenu('More about this room', 'Threads')(page)
      await page.getByRole('list', { name: 'Threads in general' }).waitFor()
    },
  },
  { name: 'threads, none', at: room, act: roomMenu('More about this room', 'Threads') },
  {
    name: 'threads, Arabic at 400 px',
    at: room,
    width: 400,
    scene: ar,
    act: roomMenu('المزيد عن هذه الغرفة', 'النقاشات الجانبية'),
  },
  {
    name: 'pinned',
    at: room,
    scene: talk,
    async act(page) {
      await roomMenu('More about this room', 'Pinned')(page)
      await page.getByRole('list', { name: 'Pinned in general' }).waitFor()
    },
  },
  { name: 'pinned, none', at: room, act: roomMenu('More about this room', 'Pinned') },
  {
    name: 'pinned, German at 400 px',
    at: room,
    width: 400,
    scene: de,
    act: roomMenu('Mehr zu diesem Raum', 'Angeheftet'),
  },
  {
    name: 'menu of a room',
    at: room,
    scene: talk,
    act: (page) => page.getByRole('button', { name: 'More about this room' }).click(),
  },
  {
    name: 'calendar',
    at: room,
    scene: talk,
    async act(page) {
      await roomMenu('More about this room', 'Go to a date')(page)
      await page.getByRole('button', { name: 'Previous month' }).waitFor()
    },
  },
  {
    name: 'calendar, Arabic',
    at: room,
    scene: ar,
    async act(page) {
      await roomMenu('المزيد عن هذه الغرفة', 'الذهاب إلى تاريخ')(page)
      await page.getByRole('button', { name: 'الشهر السابق' }).waitFor()
    },
  },
  { name: 'room settings', at: room, act: roomMenu('More about this room', 'Room settings') },
  { name: 'room settings, German', at: room, scene: de, act: roomMenu('Mehr zu diesem Raum', 'Raum einstellen') },
  { name: 'archived room', at: inside('empty-room'), scene: talk },
  { name: 'archived room of 400 px', at: inside(long), width: 400, scene: talk },
]
