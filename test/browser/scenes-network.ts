/** Connections, keepers, files of changes and the switches of the network: every state, with how to get there. */
import type { Page } from 'playwright-core'
import { communityOf } from '../support/sketch/people.ts'
import type { Shown } from './shown.ts'

const garden = `/c/${communityOf('Garden Commons')}`
const chess = `/c/${communityOf('Chess Club Südstadt')}`
const full = { network: { full: true } } as const
const owner = { membership: { role: 'owner' } } as const
const de = { settings: { language: 'de' } }
const ar = { settings: { language: 'ar' } }

const chip = (name: RegExp) => (page: Page) => page.getByRole('button', { name }).click()
const connections = chip(/^Connection: /)
const press = (name: string | RegExp) => async (page: Page) => {
  await connections(page)
  await page.getByRole('button', { name, exact: true }).click()
  await page.getByRole('dialog').waitFor()
}
/** The pane is longer than the window: what stands at its end is looked at, too. */
const end = async (page: Page): Promise<void> => {
  await page.getByText('This device can be reached at').scrollIntoViewIfNeeded()
}
const chooseFile = async (page: Page): Promise<void> => {
  const chosen = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Choose a file' }).click()
  const file = { name: 'Folkmoot-changes-Garden-Commons.folkmoot', mimeType: '', buffer: Buffer.alloc(3_000_000, 1) }
  await (await chosen).setFiles(file)
}
const bring = async (page: Page): Promise<void> => {
  await press('Bring in a file')(page)
  await chooseFile(page)
}
const preview = async (page: Page): Promise<void> => {
  await press('Add a keeper')(page)
  await page.getByLabel('Link of the keeper').fill('folkmoot://keeper#abc')
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByText('Mill Lane keeper').waitFor()
}

export const networkScenes: readonly Shown[] = [
  { name: 'connections, full', at: garden, scene: full, act: connections },
  {
    name: 'connections, full, the middle',
    at: garden,
    scene: full,
    async act(page) {
      await connections(page)
      await page.getByText('Details').nth(4).click()
      await page.getByText('Why somebody cannot be reached').click()
      await page.getByText('Helping each other connect').scrollIntoViewIfNeeded()
    },
  },
  {
    name: 'connections, full, the end',
    at: garden,
    scene: { ...full, ...owner },
    async act(page) {
      await connections(page)
      await end(page)
    },
  },
  { name: 'connections, full, German', at: garden, scene: { ...full, ...de }, act: chip(/^Verbindung: /) },
  { name: 'connections, full, Arabic', at: garden, scene: { ...full, ...ar }, act: chip(/^الاتصال: /) },
  {
    name: 'connections, full, Arabic at 400 px',
    at: garden,
    width: 400,
    scene: { ...full, ...ar },
    act: chip(/^الاتصال: /),
  },
  {
    name: 'connections, full, German at 400 px, the end',
    at: garden,
    width: 400,
    scene: { ...full, ...de },
    async act(page) {
      await chip(/^Verbindung: /)(page)
      await page.getByText('Dieses Gerät ist erreichbar').scrollIntoViewIfNeeded()
    },
  },
  { name: 'connections, by keeper', at: garden, scene: { network: { state: 'kept' } }, act: connections },
  { name: 'connections, connecting', at: garden, scene: { network: { state: 'connecting' } }, act: connections },
  {
    name: 'connections, helping refused',
    at: garden,
    scene: { network: { refuse: true } },
    async act(page) {
      await connections(page)
      await page.getByRole('switch', { name: 'Help my community connect' }).click()
      await page.getByRole('alert').waitFor()
    },
  },
  { name: 'keeper to add', at: garden, scene: owner, act: preview },
  {
    name: 'keeper, not a link',
    at: garden,
    scene: owner,
    async act(page) {
      await press('Add a keeper')(page)
      await page.getByLabel('Link of the keeper').fill('hello')
      await page.getByRole('button', { name: 'Continue' }).click()
      await page.getByRole('alert').waitFor()
    },
  },
  {
    name: 'keeper to remove',
    at: garden,
    scene: { ...full, ...owner },
    async act(page) {
      await connections(page)
      await page.getByRole('button', { name: /^Remove .*The cellar/ }).click()
      await page.getByRole('dialog', { name: /^Remove/ }).waitFor()
    },
  },
  {
    name: 'taking a file',
    at: garden,
    scene: full,
    async act(page) {
      await press('Take changes to somebody by file')(page)
      await page.getByText('About 3.4 MB').waitFor()
    },
  },
  {
    name: 'taking a file, being made',
    at: garden,
    scene: { network: { slow: true } },
    async act(page) {
      await press('Take changes to somebody by file')(page)
      await page.getByRole('button', { name: 'Make the file' }).click()
      await page.getByRole('progressbar').waitFor()
    },
  },
  {
    name: 'taking a file, made',
    at: garden,
    async act(page) {
      await press('Take changes to somebody by file')(page)
      await page.getByRole('button', { name: 'Make the file' }).click()
      await page.getByText('The file is made').waitFor()
    },
  },
  {
    name: 'taking a file, nothing to take',
    at: chess,
    scene: { network: { nothing: true } },
    async act(page) {
      await press('Take changes to somebody by file')(page)
      await page.getByText('There is nothing to take').waitFor()
    },
  },
  { name: 'bringing a file', at: garden, act: press('Bring in a file') },
  {
    name: 'bringing a file, being read',
    at: garden,
    scene: { network: { slow: true } },
    async act(page) {
      await bring(page)
      await page.getByRole('progressbar').waitFor()
    },
  },
  {
    name: 'bringing a file, read',
    at: garden,
    async act(page) {
      await bring(page)
      await page.getByText('The file is read').waitFor()
    },
  },
  {
    name: 'bringing a file, cut short',
    at: garden,
    scene: { network: { read: 'cut' } },
    async act(page) {
      await bring(page)
      await page.getByText('The file ends early').waitFor()
    },
  },
  {
    name: 'bringing a file, damaged',
    at: garden,
    scene: { network: { read: 'damaged' } },
    async act(page) {
      await bring(page)
      await page.getByRole('alert').waitFor()
    },
  },
  {
    name: 'testing the connection',
    at: garden,
    async act(page) {
      await press('Test the connection')(page)
      await page.getByText('7 ways tried').waitFor()
    },
  },
  {
    name: 'testing the connection, nothing to try',
    at: chess,
    scene: { network: { nothing: true } },
    async act(page) {
      await press('Test the connection')(page)
      await page.getByText('there is nothing to try').waitFor()
    },
  },
  {
    name: 'diagnostics',
    at: garden,
    async act(page) {
      await press('Diagnostics')(page)
      await page.getByText('folkmoot 0.1.0').waitFor()
    },
  },
  {
    name: 'settings, network in trouble',
    at: '/settings',
    scene: {
      network: { full: true, trouble: true, router: 'refused', settings: { helpConnect: true, port: 4001 } },
    },
    async act(page) {
      await page.getByLabel('Further addresses').fill('over there')
      await page.getByLabel('Fixed port').fill('99999')
      await page.getByRole('button', { name: 'Apply' }).click()
      await page.getByText('A port is a number').scrollIntoViewIfNeeded()
    },
  },
  {
    name: 'settings, an address that is none, at 400 px',
    at: '/settings',
    width: 400,
    scene: { network: { router: 'open', settings: { addresses: ['/dns/moot.example.org/tcp/4001'] } } },
    async act(page) {
      await page.getByLabel('Further addresses').fill('over there')
      await page.getByRole('button', { name: 'Apply' }).click()
      await page.getByRole('alert').scrollIntoViewIfNeeded()
    },
  },
]
