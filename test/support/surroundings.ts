/** Surroundings a test holds in its hands: seeded randomness, a clock that stands still, a log that is kept. */
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clock, Log, Random } from '../../core/shared/index.ts'

/** Bytes that follow from a seed, for golden data and for replaying a failure. */
export function seededRandom(seed: string): Random {
  let count = 0
  return {
    bytes(length) {
      const out = new Uint8Array(length)
      for (let at = 0; at < length; at += 32) {
        const block = createHash('sha256').update(`${seed}/${count++}`).digest()
        out.set(block.subarray(0, Math.min(32, length - at)), at)
      }
      return out
    },
  }
}

export interface TestClock extends Clock {
  set(now: number): void
  advance(ms: number): void
}

/** A clock that moves only when told; sleeping is real but never longer than a few ms. */
export function testClock(now = 1_800_000_000_000): TestClock {
  return {
    now: () => now,
    set: (to) => void (now = to),
    advance: (ms) => void (now += ms),
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason)
        const timer = setTimeout(resolve, Math.min(ms, 5))
        signal.addEventListener('abort', () => (clearTimeout(timer), reject(signal.reason)), { once: true })
      }),
  }
}

export interface KeptLog extends Log {
  readonly lines: readonly string[]
}

export function keptLog(): KeptLog {
  const lines: string[] = []
  const at =
    (level: string) =>
    (event: string, fields: Readonly<Record<string, unknown>> = {}): void =>
      void lines.push(`${level} ${event} ${JSON.stringify(fields)}`)
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}

/** A folder that is gone when the test is over: `using folder = temporaryFolder()`. */
export function temporaryFolder(): { readonly path: string; [Symbol.dispose](): void } {
  const path = mkdtempSync(join(tmpdir(), 'folkmoot-test-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}
