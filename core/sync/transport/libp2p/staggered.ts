import { LIMITS, type Clock } from '../../../shared/index.ts'
import { transportErrors } from '../errors.ts'

export interface Staggering<Address, Made> {
  readonly clock: Clock
  /** Milliseconds before the next is tried beside those that are under way. */
  readonly pause: number
  readonly connect: (address: Address, signal: AbortSignal) => Promise<Made>
  /** Lets go of what came about too late to be wanted. */
  readonly spare: (made: Made) => void
}

interface Attempt {
  readonly began: number
  readonly giveUp: () => void
}

/**
 * Tries addresses in their order, each a moment after the one before or as soon as one has failed (the idea of RFC 8305), and answers
 * with what comes about first. Of LIMITS.addressDialsAtOnce the first gives way when it has had LIMITS.addressDialTimeout: a slow line has
 * all the time there is, and what is dead keeps nobody waiting for long. @throws AggregateError of why each failed, the signal's reason
 */
export async function staggered<Address, Made>(
  addresses: readonly Address[],
  { clock, pause, connect, spare }: Staggering<Address, Made>,
  signal: AbortSignal,
): Promise<Made> {
  signal.throwIfAborted()
  const over = new AbortController()
  const either = AbortSignal.any([signal, over.signal])
  const attempts = new Set<Attempt>()
  const failures: unknown[] = []
  const made: Made[] = []
  let moved = new AbortController()
  const rest = (ms: number): Promise<void> =>
    clock.sleep(ms, AbortSignal.any([either, moved.signal])).catch(() => undefined)
  const isOpen = (): boolean => made.length === 0 && !signal.aborted

  const begin = (address: Address): void => {
    const own = new AbortController()
    const giveUp = (): void => own.abort(either.aborted ? either.reason : transportErrors('timeout'))
    const attempt = { began: clock.now(), giveUp }
    attempts.add(attempt)
    either.addEventListener('abort', giveUp, { once: true })
    const end = (): void => {
      // Sockets go on listening to the signal they were opened with.
      either.removeEventListener('abort', giveUp)
      attempts.delete(attempt)
      moved.abort()
      moved = new AbortController()
    }
    connect(address, own.signal).then(
      (one) => {
        if (isOpen()) made.push(one)
        else spare(one)
        end()
      },
      (error: unknown) => {
        failures.push(error)
        end()
      },
    )
  }
  const makeRoom = async (): Promise<void> => {
    for (;;) {
      const [first] = attempts
      if (!first || attempts.size < LIMITS.addressDialsAtOnce || !isOpen()) return
      const left = first.began + LIMITS.addressDialTimeout - clock.now()
      if (left > 0) await rest(left)
      else {
        first.giveUp()
        attempts.delete(first)
      }
    }
  }

  try {
    for (const address of addresses) {
      await makeRoom()
      if (!isOpen()) break
      begin(address)
      await rest(pause)
    }
    while (attempts.size > 0 && isOpen()) await rest(LIMITS.dialTimeout)
    const [first] = made
    if (first !== undefined) return first
    signal.throwIfAborted()
    throw new AggregateError(failures)
  } finally {
    over.abort(transportErrors('closed'))
  }
}
