/** Files of messages: chosen, handed over, refused; away, coming, here, wrong; looked at and saved. */
import type { Page } from 'playwright-core'
import { bramsFace, bytesOf } from '../support/faces.ts'
import { paintedPng } from '../support/painted.ts'
import type { Scene } from '../support/sketch/core.ts'
import { longName } from '../support/sketch/files-scene.ts'
import { communityOf, spaceOf } from '../support/sketch/people.ts'
import type { Shown } from './shown.ts'

const garden = 'Garden Commons'
const room = `/c/${communityOf(garden)}/${spaceOf(garden, 'general')}`
const files: Scene = { files: true }
const ar: Scene = { files: true, settings: { language: 'ar' } }
const de: Scene = { files: true, settings: { language: 'de' } }

export const chosen = [
  { name: 'pond.png', mimeType: 'image/png', buffer: Buffer.from(paintedPng(300, 200, 90)) },
  { name: 'bram.webp', mimeType: 'image/webp', buffer: Buffer.from(bytesOf(bramsFace)) },
  { name: longName, mimeType: 'application/pdf', buffer: Buffer.alloc(70_000) },
]
export const attach = (page: Page, some = chosen) => page.locator('form input[type="file"]').setInputFiles(some)
const attached = async (page: Page): Promise<void> => {
  await attach(page)
  await page.waitForFunction(
    (count) => document.querySelectorAll('[data-step="ready"]').length === count,
    chosen.length,
  )
}
const drawn = (page: Page) => page.locator('article [data-state="here"] img').first().waitFor()
const opened = async (page: Page): Promise<void> => {
  await up(page)
  await page.getByRole('button', { name: 'Open The pond, with the first ice' }).click()
  await page.getByRole('dialog').locator('img').waitFor()
}
/** Where the first of the messages with files is. */
const up = async (page: Page): Promise<void> => {
  await page.getByRole('article').last().waitFor()
  for (let turn = 0; turn < 20; turn += 1) {
    if ((await page.getByText('The pond this morning').count()) > 0) break
    await page.getByRole('log').evaluate((log) => log.scrollBy({ top: -400 }))
    await page.waitForTimeout(60)
  }
  await page.getByText('The pond this morning').scrollIntoViewIfNeeded()
  await drawn(page)
}

export const fileScenes: readonly Shown[] = [
  { name: 'files of messages', at: room, scene: files, act: (page) => page.getByText('key.txt').waitFor() },
  { name: 'files of messages, further up', at: room, scene: files, act: up },
  {
    name: 'files of messages, German at 400 px',
    at: room,
    width: 400,
    scene: de,
    act: (page) => page.getByText('seeds').waitFor(),
  },
  { name: 'files of messages, Arabic', at: room, scene: ar, act: up },
  { name: 'files of messages, Arabic at 400 px', at: room, width: 400, scene: ar, act: up },
  { name: 'a picture in full', at: room, scene: files, act: opened },
  { name: 'a picture in full at 400 px', at: room, width: 400, scene: files, act: opened },
  {
    name: 'one of six pictures in full, Arabic',
    at: room,
    scene: ar,
    async act(page) {
      await up(page)
      await page
        .getByRole('group', { name: 'صور هذه الرسالة' })
        .filter({ hasText: '+2' })
        .getByRole('button')
        .first()
        .click()
      await page.getByRole('dialog').locator('img').waitFor()
    },
  },
  { name: 'files to be attached', at: room, act: attached },
  { name: 'files to be attached, Arabic at 400 px', at: room, width: 400, scene: ar, act: attached },
  {
    name: 'files that are refused',
    at: room,
    scene: { failFiles: true },
    async act(page) {
      await attach(page)
      await page.getByText('Not attached.').first().waitFor()
    },
  },
  {
    name: 'too many files',
    at: room,
    async act(page) {
      const many = Array.from({ length: 12 }, (_, index) => ({ ...chosen[2], name: `page ${index}.txt` }))
      await attach(
        page,
        many.map(({ name }) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(name) })),
      )
      await page.getByText('A message takes 10 files').waitFor()
    },
  },
  {
    name: 'sending when the files are ready',
    at: room,
    scene: { holdFiles: true },
    async act(page) {
      await attach(page)
      await page.getByLabel('Message #general').fill('Here they are')
      await page.keyboard.press('Enter')
      await page.getByText('Sending when the files are ready').waitFor()
    },
  },
]
