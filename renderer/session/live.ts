/** Live queries: one subscription for all screens that look at the same thing, begun again by itself after a lost link. */
import { backOff } from './back-off.ts'
import type { Client, Connection } from './connection.ts'
import { mayPass, refusalOf, type Refusal } from './refusal.ts'

export type Open<T> = (client: Client, signal: AbortSignal) => Promise<AsyncIterable<T>>

export interface Follower<T> {
  value(value: T): void
  /** Core refuses this query; it is not asked again until the link is a new one. */
  refused(refusal: Refusal): void
}

/** Follows a query until aborted, over as many links as it takes. Never rejects. */
export async function follow<T>(connection: Connection, open: Open<T>, to: Follower<T>, signal: AbortSignal) {
  /** The last link that has nothing more to say about this. */
  let done = 0
  for (let tries = 1; !signal.aborted; tries += 1) {
    let number = done
    try {
      const link = await connection.opened(signal, done)
      number = link.number
      for await (const value of await open(link.client, signal)) {
        tries = 0
        if (signal.aborted) return
        to.value(value)
      }
      // The query has said its last word; only a new link can have more.
      done = number
    } catch (error) {
      if (signal.aborted) return
      const refusal = refusalOf(error)
      if (refusal && !mayPass(refusal)) {
        to.refused(refusal)
        done = number
      } else await pause(backOff(tries), signal)
    }
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end)
  })
}

export interface Seen<T> {
  readonly value: T | undefined
  readonly refusal: Refusal | undefined
}

/** Milliseconds a query goes on after its last screen is gone, so that going back and forth does not start it anew. */
const linger = 3000
const nothing = { value: undefined, refusal: undefined }

export class LiveQuery<T> {
  readonly #connection: Connection
  readonly #open: Open<T>
  readonly #gone: () => void
  readonly #listeners = new Set<() => void>()
  #seen: Seen<T> = nothing
  #running: AbortController | undefined
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(connection: Connection, open: Open<T>, gone: () => void) {
    this.#connection = connection
    this.#open = open
    this.#gone = gone
  }

  readonly snapshot = (): Seen<T> => this.#seen

  readonly subscribe = (listener: () => void): (() => void) => {
    clearTimeout(this.#timer)
    this.#listeners.add(listener)
    if (!this.#running) this.#start()
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size === 0) this.#timer = setTimeout(() => this.#stop(), linger)
    }
  }

  #start(): void {
    this.#running = new AbortController()
    const to = {
      value: (value: T) => this.#tell({ value, refusal: undefined }),
      refused: (refusal: Refusal) => this.#tell({ value: this.#seen.value, refusal }),
    }
    void follow(this.#connection, this.#open, to, this.#running.signal)
  }

  #stop(): void {
    this.#running?.abort()
    this.#running = undefined
    this.#gone()
  }

  #tell(seen: Seen<T>): void {
    this.#seen = seen
    for (const listener of [...this.#listeners]) listener()
  }
}
