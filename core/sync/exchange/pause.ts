import { type Clock, LIMITS } from '../../shared/index.ts'

/** A time in which something rests, on somebody's word; the last word holds. */
export class Pause {
  readonly #clock: Clock
  readonly #signal: AbortSignal
  readonly #onOver: () => void
  #until = Number.NEGATIVE_INFINITY
  #isSleeping = false

  /** @param onOver told when it is over, unless the signal was first */
  constructor(clock: Clock, signal: AbortSignal, onOver: () => void) {
    this.#clock = clock
    this.#signal = signal
    this.#onOver = onOver
  }

  get isOn(): boolean {
    const left = this.#until - this.#clock.now()
    // Where the clock was set back, it is over.
    return left > 0 && left <= LIMITS.laterMost
  }

  /** Rests for so many milliseconds from now on. */
  rest(ms: number): void {
    this.#until = this.#clock.now() + ms
    if (!this.isOn) this.#onOver()
    // One sleeper, however often it is asked.
    else if (!this.#isSleeping) void this.#sleep()
  }

  async #sleep(): Promise<void> {
    this.#isSleeping = true
    while (this.isOn && !this.#signal.aborted)
      await this.#clock.sleep(Math.max(1, this.#until - this.#clock.now()), this.#signal).catch(() => undefined)
    this.#isSleeping = false
    if (!this.#signal.aborted) this.#onOver()
  }
}
