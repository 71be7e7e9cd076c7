/** Private rooms and conversations that keepers carry: offered, on, full, and for who may not say. */
import type { Page } from 'playwright-core'
import { communityOf } from '../support/sketch/people.ts'
import { privateSpaceOf } from '../support/sketch/private-scene.ts'
import type { Shown } from './shown.ts'

const garden = 'Garden Commons'
const apartAt = (index: number): string => `/c/${communityOf(garden)}/${privateSpaceOf(garden, index)}`
const dark = { settings: { theme: 'dark' } } as const
const offer = (page: Page) => page.getByText('Let the keeper carry sealed messages?').waitFor()
const pane = (show: string, label: string) => async (page: Page) => {
  const button = page.getByRole('button', { name: show })
  if (await button.count()) await button.first().click()
  await page.getByRole('switch', { name: label }).scrollIntoViewIfNeeded()
}
const people = pane('Show members', 'Let the keeper carry sealed messages')

export const carriedScenes: readonly Shown[] = [
  // Who writes with somebody with a long name.
  { name: 'keeper offered', at: apartAt(4), scene: { network: { carried: {} } }, act: offer },
  { name: 'keeper offered, dark', at: apartAt(4), scene: { ...dark, network: { carried: {} } }, act: offer },
  { name: 'keeper offered at 400 px', at: apartAt(4), width: 400, scene: { network: { carried: {} } }, act: offer },
  {
    name: 'keeper offered at 400 px, Arabic',
    at: apartAt(4),
    width: 400,
    scene: { settings: { language: 'ar' }, network: { carried: {} } },
    act: (page) => page.getByText('هل يحمل الحافظ الرسائل المختومة؟').waitFor(),
  },
  {
    name: 'keeper offered, refused',
    at: apartAt(4),
    scene: { network: { carried: {}, refuse: true } },
    async act(page) {
      await page.getByRole('button', { name: 'Let it carry them' }).click()
      await page.getByRole('alert').first().waitFor()
    },
  },
  { name: 'keeper carries', at: apartAt(0), scene: { network: { carried: { on: true } } }, act: people },
  {
    name: 'keeper is full, dark',
    at: apartAt(2),
    scene: { ...dark, network: { carried: { on: true, state: 'full' } } },
    act: people,
  },
  {
    name: 'keeper carries, others decide, at 400 px',
    at: apartAt(1),
    width: 400,
    scene: { network: { carried: { on: true, mayChange: false, waiting: true } } },
    act: people,
  },
  {
    name: 'keeper carries, German',
    at: apartAt(0),
    scene: { settings: { language: 'de' }, network: { carried: { on: true } } },
    act: pane('Mitglieder zeigen', 'Versiegelte Nachrichten über den Verwahrer schicken'),
  },
  {
    name: 'keeper carries, Arabic',
    at: apartAt(1),
    scene: { settings: { language: 'ar' }, network: { carried: { on: true, state: 'unreached' } } },
    act: pane('إظهار الأعضاء', 'إرسال الرسائل المختومة عبر الحافظ'),
  },
]
