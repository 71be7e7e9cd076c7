import { expect, it } from 'vitest'
import { describeBrowser, openBrowser } from '../support/chromium.ts'

describeBrowser('the browser of the tests', () => {
  it('opens a page, notices its errors, and closes', async () => {
    const browser = await openBrowser()
    try {
      const page = await browser.open()
      await page.setContent('<h1>Garden Commons</h1>')
      expect(await page.getByRole('heading').textContent()).toBe('Garden Commons')
      await page.evaluate(() => console.error('a fault'))
      expect(browser.troubles).toEqual(['console: a fault'])
    } finally {
      await browser.close()
    }
  })
})
