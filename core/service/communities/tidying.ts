/** Work for idle times: small blocks of history are put together, a few at a time, while nothing else is going on. */
import { type Clock, errorCode, LIMITS, type Log } from '../../shared/index.ts'
import type { Community } from './community.ts'

export interface TidyingOptions {
  readonly clock: Clock
  readonly log: Log
  readonly communities: () => readonly Community[]
}

export class Tidying {
  readonly #options: TidyingOptions
  readonly #stopping = new AbortController()
  #running: Promise<void> = Promise.resolve()

  constructor(options: TidyingOptions) {
    this.#options = options
  }

  start(): void {
    this.#running = this.#run()
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#running
  }

  async #run(): Promise<void> {
    const { clock, communities } = this.#options
    const { signal } = this.#stopping
    while (!signal.aborted) {
      await clock.sleep(LIMITS.tidyPause, signal).catch(() => undefined)
      for (const community of communities()) {
        await this.#tidy(community)
        // There may be many of them, and few are spoken in at one time.
        for (const { id, documents } of community.privates.all()) {
          await this.#tidy({ community: id, documents })
          this.#rest({ community: id, documents })
        }
      }
    }
  }

  #rest({ community, documents }: Pick<Community, 'community' | 'documents'>): void {
    try {
      if (!this.#stopping.signal.aborted) documents.rest()
    } catch (error) {
      this.#options.log.warn('tidying.failed', { community, code: errorCode(error) })
    }
  }

  /** One community, in steps with pauses between, so that nobody waits for it. What fails is tried again next time. */
  async #tidy({ community, documents }: Pick<Community, 'community' | 'documents'>): Promise<void> {
    const { clock, log } = this.#options
    const { signal } = this.#stopping
    try {
      for (let more = true; more && !signal.aborted;) {
        more = documents.compact()
        if (more) await clock.sleep(LIMITS.tidyStep, signal).catch(() => undefined)
      }
    } catch (error) {
      log.warn('tidying.failed', { community, code: errorCode(error) })
    }
  }
}
