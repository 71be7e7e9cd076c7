/** A Chromium for the browser tests: one that is here and answers, or (root on Debian) one that apt brings. */
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from 'playwright-core'
import { run } from './proc.ts'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge']
const elsewhere = [
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  join(process.env['PROGRAMFILES'] ?? '', 'Google/Chrome/Application/chrome.exe'),
]

function candidates(): string[] {
  const asked = process.env['CHROMIUM_PATH']
  if (asked) return [asked]
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const onPath = names.flatMap((name) => folders.map((folder) => join(folder, name)))
  return [...onPath, ...elsewhere, chromium.executablePath()].filter((path) => path !== '' && existsSync(path))
}

/** The first browser that answers `--version`. CHROMIUM_PATH, when set, is the only one asked. */
export async function findChromium(): Promise<string | undefined> {
  for (const path of candidates()) {
    const { code, text } = await run(path, ['--version'], { quiet: true, limit: 10_000 })
    if (code === 0 && /\d+\.\d+/.test(text)) return path
  }
  return undefined
}
