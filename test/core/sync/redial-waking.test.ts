import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Clock, LIMITS } from '../../../core/shared/index.ts'
import { watchWaking } from '../../../core/sync/reach/wake-watch.ts'
import { MemoryHub } from '../../../core/sync/transport/index.ts'
import { connect, eventually, type Networked } from '../../support/carried-person.ts'
import { smallCommunity, type SmallCommunity } from '../../support/small-community.ts'

/** A clock whose time can be set while its timers run on, a hundred times as fast as others: as of a laptop that slept, or was set. */
function settableClock(): Clock & { set(ms: number): void } {
  const begun = Date.now()
  let off = 0
  return {
    now: () => Math.round(begun + (Date.now() - begun) * 100 + off),
    set: (ms) => void (off += ms),
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason)
        const timer = setTimeout(resolve, ms / 100)
        signal.addEventListener('abort', () => (clearTimeout(timer), reject(signal.reason)), { once: true })
      }),
  }
}

describe('a device that slept', () => {
  test('notices it within moments, also when its clock was set back, and not that it was merely busy', async () => {
    let [now, woke] = [0, 0]
    const over = new AbortController()
    const waiting: { ms: number; wake: () => void }[] = []
    const clock: Clock = {
      now: () => now,
      sleep: (ms, signal) =>
        new Promise((resolve, reject) => {
          waiting.push({ ms, wake: resolve })
          signal.addEventListener('abort', () => reject(signal.reason), { once: true })
        }),
    }
    const watching = watchWaking(clock, () => woke++, over.signal)
    const pass = async (ms: number): Promise<void> => {
      now += ms
      waiting.shift()?.wake()
      await new Promise((resolve) => setImmediate(resolve))
    }
    for (const [ms, times] of [
      [LIMITS.wakeCheck, 0],
      [LIMITS.wakeCheck + 20_000, 0],
      [LIMITS.wakeCheck + 8 * 3_600_000, 1],
      [LIMITS.wakeCheck, 1],
      [LIMITS.wakeCheck - 3_600_000, 2],
      [LIMITS.wakeCheck, 2],
    ] as const) {
      await pass(ms)
      expect(woke).toBe(times)
    }
    over.abort()
    await watching
  })

  describe('in a community', () => {
    let small: SmallCommunity
    let hub: MemoryHub
    let people: Networked[]

    beforeEach(() => {
      small = smallCommunity('waking')
      small.join('ben', 'ada')
      small.carryAll()
      hub = new MemoryHub()
      people = []
    })

    afterEach(async () => {
      await Promise.all(people.map(({ sync }) => sync.stop()))
      expect(hub.counts()).toEqual({ connections: 0, channels: 0 })
      small[Symbol.dispose]()
    })

    for (const [what, by] of [
      ['sleeps for a night', 8 * 3_600_000],
      ['has its clock set back by ten years', -3650 * 86_400_000],
      ['has its clock set forward by ten years', 3650 * 86_400_000],
    ] as const) {
      test(`Ben, whose device ${what} while Ada cannot be reached, finds her soon after`, async () => {
        const ada = await connect(hub, small, 'ada')
        const clock = settableClock()
        const ben = await connect(hub, small, 'ben', [ada], { clock })
        people.push(ada, ben)
        const isMet = (): boolean => ben.sync.status(small.community).peers.length === 1
        await eventually(isMet, 'a session')
        hub.cut(ada.transport.peer, ben.transport.peer)
        await eventually(() => (ben.sync.status(small.community).unreached[0]?.why ?? '') !== '', 'that they part')
        // Ada waits for Ben to dial, since she cannot know.
        ada.carried.acquainted.length = 0
        clock.set(by)
        hub.heal(ada.transport.peer, ben.transport.peer)
        await eventually(isMet, 'another session', 6000)
        await eventually(() => ben.log.lines.some((line) => line.includes('sync.woke')), 'that it was noticed')
      })
    }
  })
})
