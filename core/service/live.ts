/** Live queries: an answer now, and again after changes, gathered so that a burst becomes one. */
import { type Clock, LIMITS } from '../shared/index.ts'

export interface LiveSource<Change> {
  /** Calls back at every change until the answer is called. */
  readonly subscribe: (told: (change: Change) => void) => () => void
  readonly clock: Clock
  readonly signal: AbortSignal | undefined
  /** Milliseconds between two answers at least; LIMITS.liveTick unless told. */
  readonly tick?: number
}

/** A source that tells only that something changed. */
export interface PlainSource {
  readonly subscribe: (told: () => void) => () => void
  readonly clock: Clock
  readonly signal: AbortSignal | undefined
  /** Milliseconds between two answers at least; LIMITS.liveTick unless told. */
  readonly tick?: number
}

/** `read()` now, and again after each batch of changes. */
export function live<T>({ subscribe, ...around }: PlainSource, read: () => T): AsyncGenerator<T> {
  return following<T, true>({ ...around, subscribe: (told) => subscribe(() => told(true)) }, read, read)
}

/**
 * `first()` now, then `next` of each batch of changes; batches come at most once each tick and none is empty.
 * Ends when the signal is aborted. Listening begins before the first answer is made, so that nothing falls between.
 */
export async function* following<T, Change>(
  { subscribe, clock, signal, tick = LIMITS.liveTick }: LiveSource<Change>,
  first: () => T,
  next: (changes: readonly Change[]) => T,
): AsyncGenerator<T> {
  let waiting: Change[] = []
  let wake = Promise.withResolvers<void>()
  const onAbort = (): void => wake.resolve()
  const unsubscribe = subscribe((change) => {
    // What nobody reads is not kept without end: a reader this slow starts over.
    if (waiting.length < LIMITS.liveBacklog) waiting.push(change)
    wake.resolve()
  })
  signal?.addEventListener('abort', onAbort, { once: true })
  const ended = (): boolean => signal?.aborted === true
  let told = Number.NEGATIVE_INFINITY
  try {
    yield first()
    while (!ended()) {
      await wake.promise
      // The first change after a while is told at once; those that follow it closely, together.
      const pause = told + tick - clock.now()
      if (!ended() && pause > 0) await clock.sleep(Math.min(pause, tick), signal ?? NEVER).catch(() => undefined)
      if (ended()) return
      told = clock.now()
      const batch = waiting
      waiting = []
      wake = Promise.withResolvers<void>()
      yield next(batch)
    }
  } finally {
    signal?.removeEventListener('abort', onAbort)
    unsubscribe()
  }
}

const NEVER = new AbortController().signal
