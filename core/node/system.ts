/** The clock and the randomness of this machine. */
import { randomFillSync } from 'node:crypto'
import type { Clock, Random } from '../shared/index.ts'

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason)
      const onAbort = (): void => {
        clearTimeout(timer)
        reject(signal.reason)
      }
      const timer = setTimeout(() => {
        signal.removeEventListener('abort', onAbort)
        resolve()
      }, ms)
      signal.addEventListener('abort', onAbort, { once: true })
    }),
}

export const systemRandom: Random = { bytes: (length) => randomFillSync(new Uint8Array(length)) }

/** Resolves as the work does, but no later than after `ms`; says whether the work was done. Never rejects. */
export async function within(ms: number, clock: Clock, work: Promise<unknown>): Promise<boolean> {
  const over = new AbortController()
  const late = clock.sleep(ms, over.signal).then(
    () => false,
    () => false,
  )
  const done = work.then(
    () => true,
    () => true,
  )
  const first = await Promise.race([done, late])
  over.abort()
  return first
}
