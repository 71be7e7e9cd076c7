/** Own devices, the recovery key, private spaces, and what may befall a message: every state, with how to get there. */
import type { Page } from 'playwright-core'
import { communityOf, spaceOf } from '../support/sketch/people.ts'
import { privateSpaceOf } from '../support/sketch/private-scene.ts'
import type { Shown } from './shown.ts'

const garden = 'Garden Commons'
const devices = `/c/${communityOf(garden)}/devices`
const room = `/c/${communityOf(garden)}/${spaceOf(garden, 'general')}`
const apartAt = (index: number): string => `/c/${communityOf(garden)}/${privateSpaceOf(garden, index)}`
const de = { settings: { language: 'de' } }
const ar = { settings: { language: 'ar' } }
/** So many that the last ones are mine. */
const mineLast = 24
const dark = { settings: { theme: 'dark' } } as const

const press = (name: string | RegExp) => (page: Page) => page.getByRole('button', { name }).first().click()
const pair = async (page: Page): Promise<void> => {
  await press('Add a device')(page)
  await page.getByRole('dialog').waitFor()
}
const paste = (link: string) => async (page: Page) => {
  await page.getByLabel('Link or recovery key').fill(link)
  await press('Continue')(page)
  await page.getByText('Nothing has been sent yet').waitFor()
}
const menuItem = (name: string) => async (page: Page) => {
  await page.getByRole('button', { name: `Menu of ${garden}` }).click()
  await page.getByRole('menuitem', { name }).click()
  await page.getByRole('dialog').waitFor()
}
const choose =
  (...names: readonly string[]) =>
  async (page: Page) => {
    for (const name of names) {
      await page.getByRole('option', { name }).first().click()
    }
  }
/** Opens the menu of the last message of mine that is drawn. */
const ownMenu = async (page: Page): Promise<void> => {
  const own = page
    .getByRole('article')
    .filter({ has: page.getByRole('button', { name: 'Change', exact: true }) })
    .last()
  await own.hover()
  await own.getByRole('button', { name: 'More about this message' }).click()
  await page.getByRole('menu').waitFor()
}
const ownItem = (name: string) => async (page: Page) => {
  await ownMenu(page)
  await page.getByRole('menuitem', { name }).click()
}
const showPeople = async (page: Page): Promise<void> => {
  const show = page.getByRole('button', { name: 'Show members' })
  if (await show.count()) await show.click()
  await page.getByRole('heading', { name: /^\d+ (people|person)$/ }).waitFor()
}

export const privateScenes: readonly Shown[] = [
  { name: 'devices, one', at: devices },
  { name: 'devices, several', at: devices, scene: { apart: { devices: 'several', recovery: true } } },
  { name: 'devices, several, German', at: devices, scene: { ...de, apart: { devices: 'several' } } },
  { name: 'devices, several, Arabic', at: devices, scene: { ...ar, apart: { devices: 'several', recovery: true } } },
  { name: 'devices, several at 400 px', at: devices, width: 400, scene: { apart: { devices: 'several' } } },
  { name: 'devices, full', at: devices, scene: { apart: { devices: 'full', recovery: true } } },
  { name: 'device link', at: devices, act: pair },
  { name: 'device link at 400 px, German', at: devices, width: 400, scene: de, act: press('Gerät hinzufügen') },
  {
    name: 'device digits',
    at: devices,
    scene: { apart: { pairing: 'comparing' } },
    async act(page) {
      await pair(page)
      await page.getByText('The same on both?').waitFor()
    },
  },
  {
    name: 'device digits, Arabic at 400 px',
    at: devices,
    width: 400,
    scene: { ...ar, apart: { pairing: 'comparing' } },
    async act(page) {
      await press('إضافة جهاز')(page)
      await page.getByText('هل هي نفسها على الجهازين؟').waitFor()
    },
  },
  {
    name: 'device added',
    at: devices,
    scene: { apart: { pairing: 'comparing' } },
    async act(page) {
      await pair(page)
      await press('Yes, the same')(page)
      await page.getByText('The device is added').waitFor()
    },
  },
  {
    name: 'device digits differ',
    at: devices,
    scene: { apart: { pairing: 'comparing' } },
    async act(page) {
      await pair(page)
      await page.getByRole('button', { name: 'No', exact: true }).click()
      await page.getByText('No device was added').waitFor()
    },
  },
  { name: 'device link expired', at: devices, scene: { apart: { pairing: 'expired', why: 'time' } }, act: pair },
  {
    name: 'device link seen by others',
    at: devices,
    scene: { apart: { pairing: 'expired', why: 'other' } },
    act: pair,
  },
  { name: 'device link refused', at: devices, scene: { apart: { refuse: true } }, act: pair },
  {
    name: 'rename a device',
    at: devices,
    scene: { apart: { devices: 'several' } },
    act: press('Rename Laptop in the shed'),
  },
  {
    name: 'remove a device',
    at: devices,
    scene: { apart: { devices: 'several' } },
    act: press('Remove Laptop in the shed'),
  },
  { name: 'recovery key, what for', at: devices, act: press('Make a recovery key') },
  {
    name: 'recovery key',
    at: devices,
    async act(page) {
      await press('Make a recovery key')(page)
      await page.getByRole('dialog').getByRole('button', { name: 'Make a recovery key' }).click()
      await page.getByLabel('Your recovery key').waitFor()
    },
  },
  {
    name: 'recovery key, not kept, at 400 px',
    at: devices,
    width: 400,
    async act(page) {
      await press('Make a recovery key')(page)
      await page.getByRole('dialog').getByRole('button', { name: 'Make a recovery key' }).click()
      await page.getByLabel('Your recovery key').waitFor()
      await page.keyboard.press('Escape')
      await page.getByText('Close without keeping it?').waitFor()
    },
  },
  { name: 'link that adds this device', at: '/join', act: paste('folkmoot://device#abc') },
  { name: 'recovery key to come back', at: '/join', act: paste('My key:\nfolkmoot://recover#abc') },
  {
    name: 'recovery key that is damaged',
    at: '/join',
    async act(page) {
      await paste('folkmoot://recover#abc')(page)
      await press('Come back')(page)
      await page.getByText('is damaged').waitFor()
    },
  },
  {
    name: 'joining, digits',
    at: `/c/${communityOf('Night nurses')}`,
    scene: { apart: { join: 'comparing' } },
  },
  {
    name: 'joining, digits, Arabic at 400 px',
    at: `/c/${communityOf('Night nurses')}`,
    width: 400,
    scene: { ...ar, apart: { join: 'comparing' } },
  },
  { name: 'joining, pending', at: `/c/${communityOf('Night nurses')}`, scene: { apart: { join: 'pending' } } },
  {
    name: 'palette with a link',
    at: room,
    async act(page) {
      await page.keyboard.press('Control+k')
      await page.getByRole('dialog').getByRole('textbox').fill('folkmoot://device#abc')
      await page.getByText('Add this device by this link').waitFor()
    },
  },
  { name: 'private room', at: apartAt(0), act: showPeople },
  { name: 'private room, German', at: apartAt(0), scene: de },
  { name: 'private room, Arabic', at: apartAt(1), scene: ar },
  { name: 'private room of 900 px', at: apartAt(0), width: 900, act: showPeople },
  { name: 'direct messages', at: apartAt(2) },
  { name: 'direct messages with one who looks alike', at: apartAt(3), act: showPeople },
  { name: 'direct messages with several, empty', at: apartAt(4) },
  { name: 'direct messages, Arabic at 400 px', at: apartAt(4), width: 400, scene: ar },
  { name: 'private room, alone', at: apartAt(0), scene: { apart: { alone: true } } },
  { name: 'new private room', at: room, act: menuItem('New private room') },
  {
    name: 'new private room with people',
    at: room,
    async act(page) {
      await menuItem('New private room')(page)
      await choose('Ada', 'Chidi', 'Ole Gunnar')(page)
      await page.getByRole('dialog').getByText('Only these people').click()
    },
  },
  {
    name: 'new private room, refused',
    at: room,
    scene: { apart: { refuse: true } },
    async act(page) {
      await menuItem('New private room')(page)
      await page.getByLabel('Name').fill('board')
      await press('Create the private room')(page)
      await page.getByRole('alert').waitFor()
    },
  },
  {
    name: 'new message',
    at: room,
    async act(page) {
      await menuItem('New message')(page)
      await page.getByRole('option').first().waitFor()
    },
  },
  {
    name: 'new message to nobody',
    at: room,
    async act(page) {
      await menuItem('New message')(page)
      await press('Write')(page)
      await page.getByText('Please choose somebody first').waitFor()
    },
  },
  {
    name: 'add people',
    at: apartAt(0),
    async act(page) {
      await showPeople(page)
      await press('Add people')(page)
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'remove somebody from a private room',
    at: apartAt(0),
    async act(page) {
      await showPeople(page)
      await press('Remove Chidi')(page)
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'leave a private room',
    at: apartAt(0),
    async act(page) {
      await showPeople(page)
      await press('Leave this room')(page)
      await page.getByRole('dialog').waitFor()
    },
  },
  { name: 'troubled room', at: room, scene: { messages: mineLast, apart: { troubled: true } } },
  {
    name: 'troubled room, dark German',
    at: room,
    scene: { settings: { language: 'de', ...dark.settings }, messages: mineLast, apart: { troubled: true } },
  },
  {
    name: 'troubled room, Arabic at 400 px',
    at: room,
    width: 400,
    scene: { ...ar, messages: mineLast, apart: { troubled: true } },
  },
  {
    name: 'set aside',
    at: room,
    scene: { messages: mineLast, apart: { troubled: true } },
    async act(page) {
      await press(/set aside: why/)(page)
      await press('Show the texts')(page)
    },
  },
  {
    name: 'set aside, Arabic of 900 px',
    at: room,
    width: 900,
    scene: { ...ar, messages: mineLast, apart: { troubled: true } },
    act: press(/لماذا/),
  },
  {
    name: 'set aside, German at 400 px',
    at: room,
    width: 400,
    scene: { ...de, messages: mineLast, apart: { troubled: true } },
    act: press(/warum/),
  },
  { name: 'menu of a message', at: room, scene: { messages: mineLast, apart: { troubled: true } }, act: ownMenu },
  {
    name: 'earlier versions',
    at: room,
    scene: { messages: mineLast, apart: { troubled: true } },
    async act(page) {
      await ownItem('Earlier versions')(page)
      await page.getByText('The second thing').waitFor()
    },
  },
  {
    name: 'two versions explained',
    at: room,
    scene: { messages: mineLast, apart: { troubled: true } },
    act: press(/why this is marked/),
  },
  { name: 'changing a message', at: room, scene: { messages: mineLast }, act: ownItem('Change') },
  {
    name: 'changing a message that failed, at 400 px',
    at: room,
    width: 400,
    scene: { failSends: true, messages: mineLast },
    async act(page) {
      await ownItem('Change')(page)
      await page.getByLabel('Change your message').fill('Something else')
      await page.keyboard.press('Enter')
      await page.getByRole('alert').waitFor()
    },
  },
  { name: 'taking a message back', at: room, scene: { messages: mineLast }, act: ownItem('Take back') },
  {
    name: 'waiting for a key',
    at: room,
    scene: { apart: { noKey: true } },
    async act(page) {
      await page.getByLabel(/^Message #/).fill('I hope this is not lost')
      await page.keyboard.press('Enter')
      await page.getByText('Waiting for a key').waitFor()
    },
  },
]
