import type { Clock } from '../../shared/index.ts'

/** Does a thing once, a little later, however often it is asked for meanwhile; never after the signal. */
export class Soon {
  readonly #clock: Clock
  readonly #ms: number
  readonly #work: () => void
  readonly #signal: AbortSignal
  #asked = false

  constructor(clock: Clock, ms: number, work: () => void, signal: AbortSignal) {
    this.#clock = clock
    this.#ms = ms
    this.#work = work
    this.#signal = signal
  }

  ask(): void {
    if (this.#asked || this.#signal.aborted) return
    this.#asked = true
    this.#clock.sleep(this.#ms, this.#signal).then(
      () => {
        this.#asked = false
        if (!this.#signal.aborted) this.#work()
      },
      () => undefined,
    )
  }
}
