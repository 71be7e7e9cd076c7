/** Live queries: an answer now, and again after changes, gathered so that a burst becomes one. */
import { type Clock, LIMITS } from '../shared/index.ts'

export interface LiveSource<Change> {
  /** Calls back at every change until the answer is called. */
  readonly subscribe: (told: (change: Change) => void) => () => void
  readonly clock: Clock
  readonly signal: AbortSignal | undefined
}

/**
 * Batches of changes, none empty, at most one each LIMITS.liveTick. Changes are listened for from the first call of `next` on.
 * Ends when the signal is aborted.
 */
export async function* batches<Change>({ subscribe, clock, signal }: LiveSource<Change>): AsyncGenerator<readonly Change[]> {
  let waiting: Change[] = []
  let wake = Promise.withResolvers<void>()
  const ended = new AbortController()
  const onAbort = (): void => {
    ended.abort()
    wake.resolve()
  }
  signal?.addEventListener('abort', onAbort, { once: true })
  if (signal?.aborted) onAbort()
  const unsubscribe = subscribe((change) => {
    // What nobody reads is not kept: a reader this slow starts over from what there is then.
    if (waiting.length < LIMITS.liveBacklog) waiting.push(change)
    wake.resolve()
  })
  try {
    while (!ended.signal.aborted) {
      await wake.promise
      if (ended.signal.aborted) return
      await clock.sleep(LIMITS.liveTick, ended.signal).catch(() => undefined)
      if (ended.signal.aborted) return
      const batch = waiting
      waiting = []
      wake = Promise.withResolvers<void>()
      if (batch.length > 0) yield batch
    }
  } finally {
    ended.abort()
    signal?.removeEventListener('abort', onAbort)
    unsubscribe()
  }
}

/** `read()` now, and again after each batch of changes. */
export async function* live<T>({ subscribe, clock, signal }: PlainSource, read: () => T): AsyncGenerator<T> {
  // Listening begins before the first reading, so that nothing falls between.
  const changes = batches<true>({ subscribe: (told) => subscribe(() => told(true)), clock, signal })
  const first = changes.next()
  try {
    yield read()
    for (let step = await first; !step.done; step = await changes.next()) yield read()
  } finally {
    await changes.return(undefined)
  }
}

/** A source that tells only that something changed. */
export interface PlainSource {
  readonly subscribe: (told: () => void) => () => void
  readonly clock: Clock
  readonly signal: AbortSignal | undefined
}
