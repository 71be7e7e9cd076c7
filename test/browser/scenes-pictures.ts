/** Pictures of members: shown wherever they are, chosen, cut and taken away. */
import type { Page } from 'playwright-core'
import type { Scene } from '../support/sketch/core.ts'
import { communityOf, idOf } from '../support/sketch/people.ts'
import { adasFace, bytesOf } from '../support/faces.ts'
import type { Shown } from './shown.ts'

const garden = `/c/${communityOf('Garden Commons')}`
const shown = { folk: { told: true, pictures: true } } as const satisfies Scene
const ar = { ...shown, settings: { language: 'ar' } } as const
const drawn = (page: Page) => page.locator('img[src^="data:image/"]').first().waitFor()
export const chosen = (page: Page, name: string, bytes: Uint8Array, mimeType = 'image/webp') =>
  page.locator('input[type="file"][accept="image/*"]').setInputFiles({ name, mimeType, buffer: Buffer.from(bytes) })
const cutting = async (page: Page) => {
  await chosen(page, 'ada.webp', bytesOf(adasFace))
  await page.getByRole('dialog').locator('canvas').waitFor()
}

export const pictureScenes: readonly Shown[] = [
  { name: 'pictures in a room', at: garden, scene: shown, act: drawn },
  { name: 'pictures in a room of 400 px, Arabic', at: garden, width: 400, scene: ar, act: drawn },
  { name: 'pictures in the directory', at: `${garden}/people`, scene: shown, act: drawn },
  { name: 'a picture of somebody in full', at: `${garden}/people/${idOf('Ada')}`, scene: shown, act: drawn },
  { name: 'my picture', at: `${garden}/about`, scene: shown, act: drawn },
  {
    name: 'my picture being cut',
    at: `${garden}/about`,
    scene: shown,
    act: cutting,
  },
  { name: 'my picture being cut on 400 px, Arabic', at: `${garden}/about`, width: 400, scene: ar, act: cutting },
  {
    name: 'a file that is no picture',
    at: `${garden}/about`,
    async act(page) {
      await chosen(page, 'letter.pdf', Buffer.from('%PDF-1.4'), 'application/pdf')
      await page.getByText('no picture that can be opened').waitFor()
    },
  },
]
