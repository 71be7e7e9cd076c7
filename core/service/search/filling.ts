/** Takes the words of messages that came in too large a number to be looked at as they came, or before this device could search. */
import { errorCode, LIMITS } from '../../shared/index.ts'
import type { Desk } from '../areas/desk.ts'

export class SearchFilling {
  readonly #desk: Desk
  readonly #stopping = new AbortController()
  #running: Promise<void> | undefined

  constructor(desk: Desk) {
    this.#desk = desk
  }

  start(): void {
    this.#running ??= this.#run()
  }

  /** Never rejects. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#running
  }

  async #run(): Promise<void> {
    while (await this.#pause(LIMITS.searchPause)) {
      for (const community of this.#desk.communities.all()) {
        await this.#fill(community.view)
        for (const { view } of community.privates.all()) await this.#fill(view)
      }
    }
  }

  /** In steps with pauses between, so that nobody waits for it. What fails is tried again next time. */
  async #fill({
    search,
  }: {
    readonly search: { readonly behind: boolean; readonly isHeld: boolean; settle(most: number): void }
  }): Promise<void> {
    try {
      while (search.behind && !search.isHeld && !this.#stopping.signal.aborted) {
        search.settle(LIMITS.searchStep)
        if (search.behind) await this.#pause(LIMITS.searchStepPause)
      }
    } catch (error) {
      this.#desk.options.log.warn('search.failed', { code: errorCode(error) })
    }
  }

  /** Whether to go on after it. */
  async #pause(ms: number): Promise<boolean> {
    const { signal } = this.#stopping
    await this.#desk.clock.sleep(ms, signal).catch(() => undefined)
    return !signal.aborted
  }
}
