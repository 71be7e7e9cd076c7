/** The calls of one screen are bounded. */
import { LIMITS } from '../../shared/index.ts'
import { hostErrors } from '../errors.ts'

export class ScreenCalls {
  #open = 0
  #live = 0

  /** @throws host/too-many-calls, what the call throws */
  async run<T>(call: () => Promise<T>): Promise<T> {
    if (this.#open >= LIMITS.callsAtOnce) throw hostErrors('too-many-calls')
    this.#open += 1
    try {
      return await call()
    } finally {
      this.#open -= 1
    }
  }

  /** @throws host/too-many-live-queries */
  beginLive(): void {
    if (this.#live >= LIMITS.liveQueries) throw hostErrors('too-many-live-queries')
    this.#live += 1
  }

  endLive(): void {
    this.#live -= 1
  }
}
