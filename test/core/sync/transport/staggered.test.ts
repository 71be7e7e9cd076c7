import { expect, test } from 'vitest'
import { LIMITS, type Clock } from '../../../../core/shared/index.ts'
import { staggered } from '../../../../core/sync/transport/libp2p/staggered.ts'

const forever = new AbortController().signal
const pause = 300

/** A clock that goes on only when it is told to, a millisecond at a time. */
class HandClock implements Clock {
  #now = 0
  readonly #sleepers = new Set<{ until: number; wake: () => void }>()

  readonly now = (): number => this.#now

  readonly sleep = (ms: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason)
      const sleeper = { until: this.#now + ms, wake: resolve }
      this.#sleepers.add(sleeper)
      signal.addEventListener('abort', () => (this.#sleepers.delete(sleeper), reject(signal.reason)), { once: true })
    })

  async pass(ms: number): Promise<void> {
    for (let at = 0; at <= ms; at++) {
      if (at > 0) this.#now++
      for (const sleeper of this.#sleepers) {
        if (sleeper.until > this.#now) continue
        this.#sleepers.delete(sleeper)
        sleeper.wake()
      }
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
}

class Line {
  readonly clock = new HandClock()
  readonly begun: string[] = []
  readonly spared: string[] = []
  readonly pause = pause
  readonly #open = new Map<string, PromiseWithResolvers<string>>()
  /** Those that go on whatever they are told. */
  stubborn = false

  readonly connect = (address: string, signal: AbortSignal): Promise<string> => {
    const made = Promise.withResolvers<string>()
    this.begun.push(address)
    this.#open.set(address, made)
    signal.addEventListener('abort', () => this.stubborn || this.fail(address), { once: true })
    return made.promise
  }

  readonly spare = (made: string): void => void this.spared.push(made)

  get open(): readonly string[] {
    return [...this.#open.keys()]
  }

  prove(address: string): void {
    this.#open.get(address)?.resolve(address)
    this.#open.delete(address)
  }

  fail(address: string): void {
    this.#open.get(address)?.reject(new RangeError(address))
    this.#open.delete(address)
  }
}

test('one after another is begun on, in their order, the next at once where one has failed', async () => {
  const line = new Line()
  const won = staggered(['a', 'b', 'c', 'd'], line, forever)
  await line.clock.pass(pause - 1)
  expect(line.begun).toEqual(['a'])
  await line.clock.pass(1)
  expect(line.begun).toEqual(['a', 'b'])
  line.fail('a')
  await line.clock.pass(0)
  expect(line.begun).toEqual(['a', 'b', 'c'])
  line.prove('b')
  expect(await won).toBe('b')
  await line.clock.pass(2 * pause)
  expect([line.begun, line.open, line.spared]).toEqual([['a', 'b', 'c'], [], []])
})

test('what comes about after another has won is let go of', async () => {
  const line = new Line()
  line.stubborn = true
  const won = staggered(['a', 'b'], line, forever)
  await line.clock.pass(pause)
  line.prove('b')
  line.prove('a')
  expect(await won).toBe('b')
  expect(line.spared).toEqual(['a'])
})

test('no more are under way at once than may be, and the first gives way when it has had its time', async () => {
  const line = new Line()
  const all = Array.from({ length: LIMITS.addressDialsAtOnce + 2 }, (_, at) => `${at}`)
  const won = staggered(all, line, forever)
  await line.clock.pass(LIMITS.addressDialTimeout - 1)
  expect(line.open).toEqual(all.slice(0, LIMITS.addressDialsAtOnce))
  await line.clock.pass(1)
  expect(line.open).toEqual(all.slice(1, LIMITS.addressDialsAtOnce + 1))
  await line.clock.pass(pause)
  expect(line.open).toEqual(all.slice(2))
  const last = all.at(-1) ?? ''
  line.prove(last)
  expect(await won).toBe(last)
  expect(line.open).toEqual([])
})

test('who is slow has all the time there is where nobody waits for its place', async () => {
  const line = new Line()
  const won = staggered(['slow', 'dead'], line, forever)
  await line.clock.pass(2 * LIMITS.addressDialTimeout)
  line.prove('slow')
  expect(await won).toBe('slow')
})

test('it ends with why each failed, and at once when it is not wanted any more', async () => {
  const line = new Line()
  const failed = staggered(['a', 'b'], line, forever)
  await line.clock.pass(0)
  line.fail('a')
  await line.clock.pass(0)
  line.fail('b')
  await expect(failed).rejects.toMatchObject({ errors: [{ message: 'a' }, { message: 'b' }] })
  await expect(staggered([], line, forever)).rejects.toMatchObject({ errors: [] })

  const enough = new AbortController()
  const left = staggered(['c', 'd', 'e'], line, enough.signal)
  await line.clock.pass(pause)
  enough.abort(new TypeError('enough'))
  await expect(left).rejects.toThrow('enough')
  expect(line.open).toEqual([])
  await line.clock.pass(2 * pause)
  expect(line.begun).toEqual(['a', 'b', 'c', 'd'])
})
