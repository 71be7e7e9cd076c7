/** Notices that this device was asleep, or its machine was copied or held still: wall time went on without this process. */
import type { Clock } from '../../shared/index.ts'

/** ms by which the two clocks may drift apart without meaning anything: corrections of the wall clock are small or rare. */
const DRIFT = 5000

export class SleepWatch {
  readonly #clock: Clock
  readonly #monotonic: () => number
  #ahead: number

  /** @param monotonic ms that this process has been running, which stand still while the device sleeps */
  constructor(clock: Clock, monotonic: () => number = () => performance.now()) {
    this.#clock = clock
    this.#monotonic = monotonic
    this.#ahead = this.#difference()
  }

  /** Whether wall time and running time parted since this was last asked. */
  slept(): boolean {
    const before = this.#ahead
    this.#ahead = this.#difference()
    return Math.abs(this.#ahead - before) > DRIFT
  }

  #difference(): number {
    return this.#clock.now() - this.#monotonic()
  }
}
