import { setImmediate } from 'node:timers/promises'
import type { CommunityId } from '../../shared/index.ts'

interface Waiter {
  readonly enter: () => void
}

/**
 * Who has something large taken: one at a time, and the rest of the device gets a breath after each. Communities take turns, however many
 * peers of one there are, and so do the peers of a community.
 */
export class Turns {
  /** Who waits, by community; the one served longest ago first. */
  readonly #waiting = new Map<CommunityId, Waiter[]>()
  #isTaken = false

  /** How many wait. */
  get waiting(): number {
    let sum = 0
    for (const waiters of this.#waiting.values()) sum += waiters.length
    return sum
  }

  /** Does the work when it is its turn. @throws what the work throws, the signal's reason */
  async take(community: CommunityId, work: () => void, signal: AbortSignal): Promise<void> {
    if (this.#isTaken) await this.#wait(community, signal)
    this.#isTaken = true
    try {
      signal.throwIfAborted()
      work()
      await setImmediate(undefined, { signal })
    } finally {
      this.#next()
    }
  }

  async #wait(community: CommunityId, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    const { promise, resolve: enter, reject } = Promise.withResolvers<void>()
    const waiter: Waiter = { enter }
    const leave = (): void => {
      if (this.#leave(community, waiter)) reject(signal.reason)
    }
    this.#waiting.set(community, [...(this.#waiting.get(community) ?? []), waiter])
    signal.addEventListener('abort', leave, { once: true })
    try {
      await promise
    } finally {
      signal.removeEventListener('abort', leave)
    }
  }

  /** Hands the turn on: it stays taken until the next one is done. */
  #next(): void {
    for (const [community, [first, ...rest]] of this.#waiting) {
      this.#waiting.delete(community)
      if (rest.length > 0) this.#waiting.set(community, rest)
      if (first) return first.enter()
    }
    this.#isTaken = false
  }

  #leave(community: CommunityId, waiter: Waiter): boolean {
    const waiters = this.#waiting.get(community) ?? []
    const others = waiters.filter((each) => each !== waiter)
    if (others.length > 0) this.#waiting.set(community, others)
    else this.#waiting.delete(community)
    return others.length < waiters.length
  }
}
