/** The calls under way: bounded for each screen, and waited for when the core stops. */
import { LIMITS } from '../../shared/index.ts'
import { hostErrors } from '../errors.ts'

/** The calls of one screen. */
export class ScreenCalls {
  #open = 0
  #live = 0

  /** @throws host/too-many-calls */
  begin(): void {
    if (this.#open >= LIMITS.callsAtOnce) throw hostErrors('too-many-calls')
    this.#open += 1
  }

  end(): void {
    this.#open -= 1
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

/** All commands of all screens; a live query is none, it ends whenever the core does. */
export class CommandsUnderWay {
  #count = 0
  #closed = false
  readonly #idle = Promise.withResolvers<void>()

  /** @throws host/stopping */
  begin(): void {
    if (this.#closed) throw hostErrors('stopping')
    this.#count += 1
  }

  end(): void {
    this.#count -= 1
    this.#settle()
  }

  /** Lets no more begin; resolves when those under way have answered. */
  close(): Promise<void> {
    this.#closed = true
    this.#settle()
    return this.#idle.promise
  }

  #settle(): void {
    if (this.#closed && this.#count === 0) this.#idle.resolve()
  }
}
