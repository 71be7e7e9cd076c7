import type { Clock } from '../../shared/index.ts'

/** Resolves or rejects as the promise does, or rejects with the signal's reason when aborted before. */
export async function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  promise.catch(() => undefined)
  signal.throwIfAborted()
  const aborted = Promise.withResolvers<never>()
  const onAbort = (): void => aborted.reject(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await Promise.race([promise, aborted.promise])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

/** The clock of this machine. */
export const wallClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => {
    if (signal.aborted) return Promise.reject(signal.reason)
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const timer = setTimeout(done, ms)
    function done(): void {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      if (signal.aborted) reject(signal.reason)
      else resolve()
    }
    signal.addEventListener('abort', done)
    return promise
  },
}

/** One after another waits here until it is woken; who is aborted leaves the line. */
export class WaitingLine {
  readonly #waiting: (() => void)[] = []

  get length(): number {
    return this.#waiting.length
  }

  /** Resolves when woken. @throws the signal's reason */
  async wait(signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#waiting.push(resolve)
    try {
      await abortable(promise, signal)
    } finally {
      const at = this.#waiting.indexOf(resolve)
      if (at >= 0) this.#waiting.splice(at, 1)
    }
  }

  wakeAll(): void {
    for (const wake of this.#waiting.splice(0)) wake()
  }
}
