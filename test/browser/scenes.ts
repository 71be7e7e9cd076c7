/** Every screen and state there is to look at, with how to get there; in parts, which are looked at beside each other. */
import type { Page } from 'playwright-core'
import { communityOf, spaceOf } from '../support/sketch/people.ts'
import { archiveScenes } from './scenes-archive.ts'
import { importScenes } from './scenes-imports.ts'
import { boardScenes } from './scenes-boards.ts'
import { carriedScenes } from './scenes-carried.ts'
import { emojiScenes } from './scenes-emoji.ts'
import { fileScenes } from './scenes-files.ts'
import { folkScenes } from './scenes-folk.ts'
import { homeScenes } from './scenes-home.ts'
import { memberScenes } from './scenes-members.ts'
import { networkScenes } from './scenes-network.ts'
import { inboxScenes } from './scenes-inbox.ts'
import { privateScenes } from './scenes-private.ts'
import { pictureScenes } from './scenes-pictures.ts'
import { readingScenes } from './scenes-reading.ts'
import { searchScenes } from './scenes-search.ts'
import { talkScenes } from './scenes-talk.ts'
import type { Shown } from './shown.ts'

const garden = 'Garden Commons'
const busy = 'Willow Street neighbours and friends of the little park behind the old waterworks'
const at = (community: string, space?: string): string =>
  `/c/${communityOf(community)}${space === undefined ? '' : `/${spaceOf(community, space)}`}`
const openMenu = (item: string) => async (page: Page) => {
  await page.getByRole('button', { name: `Menu of ${garden}` }).click()
  await page.getByRole('menuitem', { name: item }).click()
  await page.getByRole('dialog').waitFor()
}
const connections = (page: Page) => page.getByRole('button', { name: /^Connection: / }).click()

const frameScenes: readonly Shown[] = [
  { name: 'welcome', scene: { first: true } },
  { name: 'create', scene: { first: true }, at: '/create' },
  { name: 'add', at: '/add' },
  { name: 'join', at: '/join' },
  {
    name: 'join, not a link',
    at: '/join',
    async act(page) {
      await page.getByLabel('Link or recovery key').fill('hello')
      await page.getByRole('button', { name: 'Continue' }).click()
    },
  },
  {
    name: 'invitation',
    at: '/join',
    async act(page) {
      await page.getByLabel('Link or recovery key').fill('folkmoot://join#abc')
      await page.getByRole('button', { name: 'Continue' }).click()
      await page.getByText('invited you to').waitFor()
    },
  },
  { name: 'joining', at: at('Night nurses') },
  { name: 'damaged', at: at('Repair café') },
  { name: 'left', at: at('Old choir') },
  { name: 'room', at: at(garden) },
  { name: 'room, compact German', at: at(garden), scene: { settings: { language: 'de', density: 'compact' } } },
  { name: 'room, Arabic', at: at(garden), scene: { settings: { language: 'ar' } } },
  { name: 'room of 400 px', at: at(garden), width: 400 },
  { name: 'room of 400 px, Arabic', at: at(garden), width: 400, scene: { settings: { language: 'ar' } } },
  {
    name: 'drawer',
    at: at(garden),
    width: 400,
    async act(page) {
      await page.getByRole('button', { name: 'Open communities and rooms' }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  { name: 'room of 900 px', at: at(garden), width: 900 },
  {
    name: 'members over a room of 900 px',
    at: at(garden),
    width: 900,
    async act(page) {
      await page.getByRole('button', { name: 'Show members' }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  { name: 'empty room', at: at(garden, 'empty-room') },
  { name: 'connections, alone', at: at('Chess Club Südstadt'), act: connections },
  { name: 'connections, receiving', at: at(busy), act: connections },
  { name: 'invite', at: at(garden), act: openMenu('Invite people') },
  {
    name: 'invite link',
    at: at(garden),
    async act(page) {
      await openMenu('Invite people')(page)
      await page.getByRole('button', { name: 'Make an invite link' }).click()
      await page.getByRole('img', { name: 'QR picture' }).waitFor()
    },
  },
  { name: 'new room', at: at(garden), act: openMenu('New room') },
  { name: 'leave', at: at(garden), act: openMenu('Leave community') },
  {
    name: 'send that failed',
    at: at(garden),
    scene: { failSends: true },
    async act(page) {
      await page.getByLabel(/^Message #/).fill('Does this survive?')
      await page.keyboard.press('Enter')
      await page.getByText('Not sent yet').waitFor()
    },
  },
  {
    name: 'details of a message',
    at: at(garden),
    async act(page) {
      await page.getByRole('article').last().hover()
      await page.getByRole('article').last().getByRole('button', { name: 'More about this message' }).click()
      await page.getByRole('menuitem', { name: 'Where this message is' }).click()
      await page.getByText('On this device').waitFor()
    },
  },
  {
    name: 'palette',
    at: at(garden),
    async act(page) {
      await page.keyboard.press('Control+k')
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'cheat sheet',
    at: at(garden),
    async act(page) {
      await page.getByRole('log').focus()
      await page.keyboard.press('?')
      await page.getByRole('dialog').waitFor()
    },
  },
  { name: 'settings', at: '/settings' },
  { name: 'settings, Arabic', at: '/settings', scene: { settings: { language: 'ar' } } },
  { name: 'nothing here', at: '/nowhere' },
  {
    name: 'locked',
    scene: { host: 'locked' },
    async act(page) {
      await page.getByRole('textbox', { name: 'Passphrase' }).fill('wrong')
      await page.keyboard.press('Enter')
      await page.getByText('This is not the passphrase').waitFor()
    },
  },
  { name: 'failed', scene: { host: 'failed' } },
]

export const parts = {
  frame: [...frameScenes, ...homeScenes],
  talk: [...talkScenes, ...fileScenes, ...boardScenes, ...emojiScenes, ...inboxScenes, ...readingScenes],
  people: [...memberScenes, ...folkScenes, ...pictureScenes, ...privateScenes],
  network: [...networkScenes, ...carriedScenes, ...searchScenes, ...archiveScenes, ...importScenes],
} as const satisfies Readonly<Record<string, readonly Shown[]>>

export const scenes: readonly Shown[] = Object.values(parts).flat()
