import type { Clock } from '../shared/index.ts'

/** How often a thing may be done: so many times in a row, and then so many times a second. */
export class Allowance {
  readonly #clock: Clock
  readonly #most: number
  readonly #perSecond: number
  #left: number
  #at: number

  constructor(clock: Clock, most: number, perSecond: number) {
    this.#clock = clock
    this.#most = most
    this.#perSecond = perSecond
    this.#left = most
    this.#at = clock.now()
  }

  /** Whether it may be done once more, now. */
  take(): boolean {
    const now = this.#clock.now()
    this.#left = Math.min(this.#most, this.#left + (Math.max(0, now - this.#at) * this.#perSecond) / 1000)
    this.#at = now
    if (this.#left < 1) return false
    this.#left -= 1
    return true
  }
}
