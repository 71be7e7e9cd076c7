/** Bringing in an export of another system: choosing it, what is in it, being brought in, done; and how such messages are shown. */
import type { Page } from 'playwright-core'
import type { Shown } from './shown.ts'

const owner = { membership: { role: 'owner' } } as const
const dark = { ...owner, settings: { theme: 'dark' } } as const
const arabic = { ...owner, settings: { language: 'ar' } } as const

const open = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: /Choose an export|اختر ملف تصدير|Export wählen/ }).click()
}
const choose = async (page: Page): Promise<void> => {
  await open(page)
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name: 'garden.zip', mimeType: '', buffer: Buffer.alloc(1000, 1) })
  await page.locator('#import-plan').waitFor()
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
]
