/** What a person does in a room of very many messages, while it is measured. Runs in Chromium on the built app. */
import type { Page } from 'playwright-core'
import { mainThreadTasks, type Task, traced } from './trace.ts'

export interface Scrolled {
  /** Frames a second in which the main thread brought the page forward. */
  readonly fps: number
  /** The task of the main thread that ran longest. */
  readonly longest: Task
  /** Pixels gone over. */
  readonly pixels: number
  /** How often older messages came in. */
  readonly grown: number
}

export interface Typed {
  /** Milliseconds from each key to what it brought being painted, sorted. */
  readonly keys: readonly number[]
  readonly longest: Task
}

/** One notch of a wheel, pixels, and how many of them a second. */
const [NOTCH, NOTCHES] = [120, 30]
export const SECONDS = 8
const NONE: Task = { wall: 0, run: 0 }

/** Turns the wheel upwards as somebody does who looks for something old. */
export async function scrollUp(page: Page): Promise<Scrolled> {
  const box = await page.getByRole('log').first().boundingBox()
  if (!box) throw new TypeError('no room is shown')
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await page.evaluate(WATCH_FRAMES)
  const events = await traced(page, async () => {
    const begun = performance.now()
    for (let notch = 0; notch < SECONDS * NOTCHES; notch++) {
      await page.mouse.wheel(0, -NOTCH)
      const due = begun + ((notch + 1) * 1000) / NOTCHES
      await page.waitForTimeout(Math.max(0, due - performance.now()))
    }
  })
  const seen = await page.evaluate<Pick<Scrolled, 'fps' | 'pixels' | 'grown'>>(FRAMES)
  const [longest = NONE] = mainThreadTasks(events)
  return { ...seen, longest }
}

/** Types a sentence into the composer, one key after the other. */
export async function type(page: Page, text: string): Promise<Typed> {
  await page.getByRole('textbox', { name: /^Message #/ }).click()
  await page.evaluate(WATCH_KEYS)
  const events = await traced(page, async () => {
    for (const key of text) {
      await page.keyboard.press(key)
      await page.waitForTimeout(40)
    }
  })
  const keys = await page.evaluate<number[]>(KEYS)
  const [longest = NONE] = mainThreadTasks(events)
  return { keys: keys.toSorted((a, b) => a - b), longest }
}

/** In the page: counts frames, and how far the room was scrolled. As text, since it knows another world than this one. */
const WATCH_FRAMES = `{
  const log = document.querySelector('[role=log]')
  const seen = { begun: performance.now(), frames: 0, pixels: 0, grown: 0, last: log.scrollTop, height: log.scrollHeight }
  globalThis.seen = seen
  const frame = () => {
    if (globalThis.seen !== seen) return
    seen.frames++
    if (log.scrollHeight > seen.height + 2000) seen.grown++
    if (log.scrollTop < seen.last) seen.pixels += seen.last - log.scrollTop
    seen.height = log.scrollHeight
    seen.last = log.scrollTop
    requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)
}`

/** In the page: what was counted, and an end to it. */
const FRAMES = `(() => {
  const { begun, frames, pixels, grown } = globalThis.seen
  delete globalThis.seen
  return { fps: (frames * 1000) / (performance.now() - begun), pixels, grown }
})()`

/** In the page: from the moment of a key, as the system gave it, until the frame it brought is handed on. */
const WATCH_KEYS = `{
  globalThis.keyTimes = []
  const noted = ({ timeStamp }) =>
    requestAnimationFrame(() => {
      const painted = new MessageChannel()
      painted.port1.onmessage = () => globalThis.keyTimes?.push(performance.now() - timeStamp)
      painted.port2.postMessage(undefined)
    })
  globalThis.stopKeys = () => document.removeEventListener('keydown', noted, true)
  document.addEventListener('keydown', noted, true)
}`

const KEYS = '(globalThis.stopKeys(), globalThis.keyTimes)'
