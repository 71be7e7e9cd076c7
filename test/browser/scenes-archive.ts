/** Archives: the page, making one, opening one, what came of checking it, and what can be done with it. */
import type { Page } from 'playwright-core'
import type { ArchiveScene } from '../support/sketch/archive-scene.ts'
import { communityOf } from '../support/sketch/people.ts'
import type { Shown } from './shown.ts'

const garden = 'Garden Commons'
const exportAt = `/c/${communityOf(garden)}/archive`
const dark = { settings: { theme: 'dark' } } as const
const arabic = { settings: { language: 'ar' } } as const
const long = 'Willow Street neighbours and friends of the little park behind the waterworks, as it was'

const choose = async (page: Page): Promise<void> => {
  const buffer = Buffer.alloc(1000, 1)
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name: `${long}.folkmoot.zip`, mimeType: '', buffer })
}
const keptAt = (name: string): string => `/c/${communityOf(name)}`
const sized = (page: Page) => page.locator('output strong').waitFor()
const checked = (words: RegExp) => async (page: Page) => {
  await choose(page)
  await page.getByText(words).first().waitFor()
}
const opened = (name: string, archive: ArchiveScene, words: RegExp, more: Partial<Shown> = {}): Shown => ({
  name,
  at: '/archives',
  act: checked(words),
  ...more,
  scene: { ...more.scene, archive },
})

const problems = [
  { code: 'finding/entry-altered', author: 'Bram', room: 'general', at: 1_790_000_000_000, text: 'Changed.' },
  {
    ...{ code: 'finding/page-altered', file: 'site/rooms/general/1.html', text: 'Changed.' },
    wanted: '<p>who waters on Sunday, and on Monday?</p>',
  },
  { code: 'finding/entries-missing', author: long, room: 'a-room-with-a-name-that-does-not-end', text: 'Missing.' },
]
const broken = { sound: false, problems, count: 140 }

export const archiveScenes: readonly Shown[] = [
  { name: 'archives', at: '/archives' },
  { name: 'archives, one kept', at: '/archives', scene: { archive: { kept: 'Old Garden' } } },
  { name: 'archive kept', at: keptAt('Old Garden'), scene: { archive: { kept: 'Old Garden' } } },
  { name: 'archive kept, at 400 px, dark', at: keptAt(long), width: 400, scene: { ...dark, archive: { kept: long } } },
  { name: 'archive kept, Arabic', at: keptAt('Old Garden'), scene: { ...arabic, archive: { kept: 'Old Garden' } } },
  { name: 'archives of nobody', at: '/archives', scene: { first: true } },
  { name: 'archives at 400 px, Arabic', at: '/archives', width: 400, scene: arabic },
  { name: 'export', at: exportAt, act: sized },
  { name: 'export at 400 px, dark', at: exportAt, width: 400, scene: dark, act: sized },
  { name: 'export, Arabic', at: exportAt, scene: arabic, act: sized },
  { name: 'export, German', at: exportAt, scene: { settings: { language: 'de' } }, act: sized },
  {
    name: 'export of some rooms under a passphrase',
    at: exportAt,
    async act(page) {
      await page.getByLabel('Some rooms and boards').check()
      await page.getByLabel('Lock it with a passphrase').check()
      await page.getByLabel('Passphrase', { exact: true }).fill('garden')
      await page.getByLabel('The same passphrase again').fill('gardens')
    },
  },
  {
    name: 'export of some time, backwards',
    at: exportAt,
    async act(page) {
      await page.getByLabel('What was said in some time').check()
      await page.getByLabel('From').fill('2026-11-20')
      await page.getByLabel('Up to and with').fill('2026-11-01')
    },
  },
  {
    name: 'export, being made',
    at: exportAt,
    scene: { archive: { slow: true } },
    async act(page) {
      await sized(page)
      // Into memory, as where a browser cannot write into a file.
      await page.evaluate(() => Reflect.deleteProperty(globalThis, 'showSaveFilePicker'))
      await page.getByRole('button', { name: 'Make the archive' }).click()
      await page.getByRole('progressbar').waitFor()
    },
  },
  {
    name: 'export, made',
    at: exportAt,
    async act(page) {
      await sized(page)
      await page.evaluate(() => Reflect.deleteProperty(globalThis, 'showSaveFilePicker'))
      await page.getByRole('button', { name: 'Make the archive' }).click()
      await page.getByRole('button', { name: 'Save …' }).waitFor()
    },
  },
  opened('archive being checked', { slow: true }, /Checking every signature/),
  opened('archive, sound', {}, /is as it was signed/),
  opened('archive, sound, at 400 px, dark', { archive: { name: long } }, /is as it was signed/, {
    width: 400,
    scene: dark,
  }),
  opened('archive of one’s own community', { archive: { standing: 'member' } }, /is as it was signed/),
  opened('archive, altered', { report: broken }, /are not as they were made/),
  opened('archive, altered, at 400 px, dark', { report: broken }, /are not as they were made/, {
    width: 400,
    scene: dark,
  }),
  opened('archive, altered, Arabic', { report: broken }, /ليست كما صُنعت/, { scene: arabic }),
  opened(
    'archive without signatures',
    { archive: { record: false, part: 'time' }, report: { record: false } },
    /as it was made/,
  ),
  opened('archive, locked', { sealed: true }, /locked by a passphrase/),
  {
    name: 'archive, locked, another passphrase',
    at: '/archives',
    scene: { archive: { sealed: true } },
    async act(page) {
      await choose(page)
      await page.getByLabel('Passphrase', { exact: true }).fill('guessed')
      await page.getByRole('button', { name: 'Open it' }).click()
      await page.getByText('That is not the passphrase').waitFor()
    },
  },
  opened('archive, refused', { refuse: 'archive/unsafe' }, /made to do harm/),
  {
    name: 'archive, coming back with another key',
    at: '/archives',
    async act(page) {
      await checked(/is as it was signed/)(page)
      await page.getByRole('button', { name: 'Come back with my recovery key' }).click()
      await page.getByLabel('Recovery key', { exact: true }).fill('folkmoot://recovery#abc')
      await page.getByRole('button', { name: 'Come back', exact: true }).click()
      await page.getByRole('alert').waitFor()
    },
  },
  {
    name: 'archive, a new community from it',
    at: '/archives',
    async act(page) {
      await checked(/is as it was signed/)(page)
      await page.getByRole('button', { name: 'Start a new community from it' }).click()
      await page.getByLabel('Name of the new community').waitFor()
    },
  },
  {
    name: 'archive, brought in',
    at: '/archives',
    scene: { archive: { archive: { standing: 'member' } } },
    async act(page) {
      await checked(/is as it was signed/)(page)
      await page.getByRole('button', { name: /^Bring it into/ }).click()
      await page.getByText(/It is brought in/).waitFor()
    },
  },
]
