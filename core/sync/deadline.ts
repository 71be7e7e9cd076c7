import type { Clock, FolkmootError } from '../shared/index.ts'

export interface Deadline {
  /** Aborted when the time is over, or when what it was made from is. */
  readonly signal: AbortSignal
  abort(reason: unknown): void
  /** The time does not matter any more. */
  clear(): void
}

/** A time within which something must be done, unless the signal ends it before. Always cleared in `finally`. */
export function deadline(clock: Clock, ms: number, error: () => FolkmootError, signal: AbortSignal): Deadline {
  const over = new AbortController()
  const timer = new AbortController()
  const onAbort = (): void => over.abort(signal.reason)
  if (signal.aborted) onAbort()
  else signal.addEventListener('abort', onAbort, { once: true })
  clock.sleep(ms, timer.signal).then(
    () => over.abort(error()),
    () => undefined,
  )
  return {
    signal: over.signal,
    abort: (reason) => over.abort(reason),
    clear: () => {
      timer.abort()
      signal.removeEventListener('abort', onAbort)
    },
  }
}
