/** Bram's picture: chosen, dropped and pasted, cut by mouse and by keys, with nothing of the file left but what can be seen; and taken away. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { build } from '../../build/build.ts'
import { LIMITS, pictureHead } from '../../core/shared/index.ts'
import { describeBrowser, openBrowser, type Browser } from '../support/chromium.ts'
import { SketchCore } from '../support/sketch/core.ts'
import { communityOf } from '../support/sketch/people.ts'
import { type Served, serveSketch } from '../support/sketch/serve.ts'

/** A photograph of 600 by 300 pixels, red on its left and blue on its right, that says where it was taken. */
async function photograph(page: Page): Promise<Buffer> {
  const bytes = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(600, 300)
    const context = canvas.getContext('2d')
    if (!context) return []
    context.fillStyle = '#f00'
    context.fillRect(0, 0, 300, 300)
    context.fillStyle = '#00f'
    context.fillRect(300, 0, 300, 300)
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 })
    return [...new Uint8Array(await blob.arrayBuffer())]
  })
  const told = Buffer.from(
    'Exif\0\0MM\0*GPSLatitude 52.0907 N, GPSLongitude 5.1214 E, Canon, 2026:11:22 10:00:00',
    'latin1',
  )
  const head = Buffer.from([0xff, 0xe1, 0, told.length + 2])
  return Buffer.concat([Buffer.from(bytes.slice(0, 2)), head, told, Buffer.from(bytes.slice(2))])
}

const field = (page: Page) => page.getByRole('group', { name: 'Your picture' })
const shown = (page: Page) => field(page).locator('img').getAttribute('src')
const input = (page: Page) => page.locator('input[type="file"][accept="image/*"]')
const use = async (page: Page) => {
  await page.getByRole('button', { name: 'Use this picture' }).click()
  await page.getByText('Members see this picture now').waitFor()
}
/** What is seen a quarter, and three quarters, from the left. */
const colours = (page: Page) =>
  field(page)
    .locator('img')
    .evaluate(async (img: HTMLImageElement) => {
      await img.decode()
      const canvas = document.createElement('canvas')
      const side = img.naturalWidth
      canvas.width = canvas.height = side
      const context = canvas.getContext('2d')
      context?.drawImage(img, 0, 0)
      return [side / 4, (3 * side) / 4].map((x) => {
        const [red = 0, , blue = 0] = context?.getImageData(x, side / 2, 1, 1).data ?? []
        return red > blue ? 'red' : 'blue'
      })
    })

describeBrowser('a picture of oneself', () => {
  let browser: Browser
  let served: Served
  let page: Page
  beforeAll(async () => {
    await build(['renderer'])
    browser = await openBrowser()
    served = await serveSketch(new SketchCore({}))
  })
  afterAll(async () => {
    await browser.close()
    await served[Symbol.asyncDispose]()
  })
  beforeEach(async () => {
    served.show(new SketchCore({}))
    page = await browser.open(`${served.address}#/c/${communityOf('Garden Commons')}/about`)
    await field(page).waitFor()
    return async () => {
      expect(browser.troubles).toEqual([])
      await page.close()
    }
  })

  test('keeps nothing of the file but what is seen, and is small', async () => {
    const file = await photograph(page)
    expect(file.includes('GPSLatitude')).toBe(true)
    await input(page).setInputFiles({ name: 'holiday.jpg', mimeType: 'image/jpeg', buffer: file })
    await use(page)
    const [kind = '', data = ''] = (await shown(page))?.split(';base64,') ?? []
    const bytes = Buffer.from(data, 'base64')
    expect(kind).toBe('data:image/webp')
    expect(pictureHead(bytes)).toEqual({ type: 'image/webp', width: LIMITS.pictureSide, height: LIMITS.pictureSide })
    for (const trace of ['Exif', 'GPS', 'Canon', 'ICC', 'XMP', '2026'])
      expect({ trace, found: bytes.includes(trace) }).toEqual({ trace, found: false })
    expect(await colours(page)).toEqual(['red', 'blue'])
  })

  test('is cut by keys alone', async () => {
    await input(page).setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: await photograph(page) })
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('type'))).toBe('range')
    await page.keyboard.press('Tab')
    await page.keyboard.press('End')
    // There is no room up and down: the next stop is the way out, and then the way on.
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByText('Members see this picture now').waitFor()
    expect(await colours(page)).toEqual(['blue', 'blue'])
  })

  test('is cut with the mouse: drawn along and brought nearer', async () => {
    await input(page).setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: await photograph(page) })
    const canvas = page.getByRole('figure', { name: 'What others will see' }).locator('canvas')
    const box = await canvas.boundingBox()
    if (!box) throw new TypeError('there is no canvas')
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
    await page.mouse.move(x, y)
    await page.mouse.wheel(0, -400)
    await expect.poll(() => page.getByRole('slider', { name: 'Zoom' }).inputValue()).not.toBe('0')
    await page.mouse.down()
    await page.mouse.move(x + 240, y, { steps: 4 })
    await page.mouse.move(x + 480, y, { steps: 4 })
    await page.mouse.up()
    await use(page)
    expect(await colours(page)).toEqual(['red', 'red'])
  })

  test('is dropped, pasted, and taken away', async () => {
    const bytes = [...(await photograph(page))]
    const given = (how: 'drop' | 'paste') =>
      page.evaluate(
        ({ how: way, data }) => {
          const transfer = new DataTransfer()
          transfer.items.add(new File([Uint8Array.from(data)], 'a.jpg', { type: 'image/jpeg' }))
          const options = { bubbles: true, cancelable: true }
          const at = document.querySelector('fieldset[aria-label="Your picture"]')
          at?.dispatchEvent(
            way === 'drop'
              ? new DragEvent('drop', { ...options, dataTransfer: transfer })
              : new ClipboardEvent('paste', { ...options, clipboardData: transfer }),
          )
        },
        { how, data: bytes },
      )
    for (const how of ['drop', 'paste'] as const) {
      await given(how)
      await use(page)
      await page.getByRole('button', { name: 'Remove picture' }).click()
      await page.getByText('Your initials stand for you again').waitFor()
      await expect.poll(() => field(page).locator('img').count()).toBe(0)
    }
  })

  test.each([
    ['a page', 'page.png', 'image/png', '<!doctype html><script>alert(1)</script>'],
    ['a drawing with a script', 'face.svg', 'image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'],
  ])('is not made of %s', async (_, name, mimeType, text) => {
    await input(page).setInputFiles({ name, mimeType, buffer: Buffer.from(text) })
    await page.getByText('This file is no picture that can be opened here').waitFor()
    expect(await page.getByRole('dialog').count()).toBe(0)
  })
})
