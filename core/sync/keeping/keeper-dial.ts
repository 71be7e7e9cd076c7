/** One keeper of one community: dialled again and again, and talked to for as long as it is there. */
import { type Clock, type DeviceId, errorCode, LIMITS, type Log, type PeerId, type Random } from '../../shared/index.ts'
import { deadline } from '../deadline.ts'
import type { Carried } from '../ports.ts'
import type { Channel, Transport } from '../transport/index.ts'
import { keeperErrors } from './errors.ts'
import type { Gates } from './gate.ts'
import { KEEP_PROTOCOL } from './keep-frames.ts'
import { meetKeeper } from './keep-meeting.ts'
import { endKeepTalk, keepReason, keepTalk } from './keep-talk.ts'
import { KeepVisit } from './keep-visit.ts'
import type { CarriedKeeping, KeeperPlace, KeepingChange, KeptShelf } from './kept-ports.ts'
import type { KeeperStatus } from './status.ts'

export interface KeeperDialParts {
  readonly transport: Transport
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly carried: Carried
  readonly keeping: CarriedKeeping
  readonly onStatus: () => void
  /** How many shelves of private spaces are looked at at once at one keeper. */
  readonly gate?: Gates
}

export class KeeperDial {
  readonly place: KeeperPlace
  readonly #parts: KeeperDialParts
  readonly #kept: KeptShelf
  readonly #over = new AbortController()
  readonly #loop: Promise<void>
  #visit: KeepVisit | undefined
  #busy = false
  #failures = 0
  #why = ''
  #wake = new AbortController()
  /** Of a private space, whether all was well and nothing more to do when it was looked at last; then something may have been written here. */
  #isResting = false
  #isOwed = false
  #wasFull = false
  readonly #called = new Set<DeviceId>()

  constructor(place: KeeperPlace, parts: KeeperDialParts) {
    this.place = place
    this.#parts = parts
    this.#kept = parts.keeping.shelf(place)
    this.#loop = this.#run()
  }

  /** Whether it is dialled or talked to now. */
  get isBusy(): boolean {
    return this.#busy
  }

  status(): KeeperStatus {
    const { peer, name } = this.place
    const { at, used, budget } = this.#kept.said ?? { used: 0, budget: 0 }
    const visit = this.#visit
    const isRefused = ['keeper/refused', 'keeper/claimed', 'keeper/dishonest'].includes(this.#why)
    const isFull = visit ? visit.isFull : this.#wasFull || this.#why === 'keeper/full'
    const state = isFull ? 'full' : visit || this.#isResting ? 'reached' : isRefused ? 'refused' : 'unreached'
    return {
      peer,
      name,
      state,
      used,
      budget,
      waiting: visit?.waiting ?? (this.#isOwed ? 1 : 0),
      receiving: visit?.receiving ?? 0,
      lastMet: at,
      why: this.#why,
    }
  }

  changed(what: KeepingChange): void {
    if (this.#visit) return this.#visit.changed(what)
    if (this.place.under === undefined || (what !== 'own' && what !== 'decided')) return
    this.#isOwed = true
    if (this.#isResting) this.#wake.abort()
  }

  /** Tries again at once. */
  retry(): void {
    this.#failures = 0
    this.#visit?.changed('own')
    this.#wake.abort()
  }

  /** Never rejects. */
  async stop(): Promise<void> {
    this.#over.abort(keeperErrors('stopped'))
    await this.#loop
  }

  async #run(): Promise<void> {
    const { clock, log, onStatus } = this.#parts
    const { signal } = this.#over
    while (!signal.aborted) {
      this.#wake = new AbortController()
      this.#busy = true
      this.#isOwed = false
      try {
        await this.#inTurn()
      } catch (error) {
        this.#isResting = keeperErrors.is(error, 'rests')
        this.#wasFull = this.#isResting && this.#visit?.isFull === true
        this.#why = keepReason(error)
        if (!signal.aborted) log.debug('keeper.ended', { peer: this.place.peer, code: errorCode(error) })
        if (this.#why === 'keeper/dishonest') log.warn('keeper.dishonest', { peer: this.place.peer })
      }
      this.#visit = undefined
      this.#busy = false
      onStatus()
      if (signal.aborted) return
      await clock.sleep(this.#pause(), AbortSignal.any([signal, this.#wake.signal])).catch(() => undefined)
    }
  }

  /** Of private spaces few at once. @throws why it ended */
  async #inTurn(): Promise<never> {
    const leave = this.place.under && (await this.#parts.gate?.enter(this.place.peer, this.#over.signal))
    try {
      return await this.#talk()
    } finally {
      leave?.()
    }
  }

  /** From the dial to the end. @throws why it ended */
  async #talk(): Promise<never> {
    const { carried, keeping, clock, random, log, onStatus, transport } = this.#parts
    const { shelf, under } = this.place
    // Who manages a private space has its shelf made.
    const mayPut = (): boolean => keeping.mayPut?.(this.place) ?? true
    const annex = keeping.roster() && mayPut() ? under : undefined
    const channel = await openKeeper(transport, this.place, this.#over.signal)
    const over = new AbortController()
    const signal = AbortSignal.any([this.#over.signal, over.signal])
    try {
      const parts = {
        ...{ carried, keeping, kept: this.#kept, shelf, clock, random, log, onStatus },
        ...(under && { called: this.#called, mayPut }),
      }
      const shown = await greeted(clock, signal, (until) =>
        meetKeeper(keepTalk(channel, until), carried, shelf, { self: transport.peer, random, annex }),
      )
      const visit = new KeepVisit(keepTalk(channel, signal), shown, parts, signal)
      this.#visit = visit
      // It sees to whatever was written while the keeper was dialled.
      this.#isOwed = false
      this.#why = ''
      this.#failures = 0
      return await visit.run()
    } catch (error) {
      await endKeepTalk(channel, error, clock)
      throw error
    } finally {
      over.abort()
    }
  }

  #pause(): number {
    const whole = Math.min(LIMITS.redialMost, LIMITS.redialFirst * 2 ** Math.min(this.#failures++, 20))
    // A keeper that does not know this device yet, or is not what it was, will hardly be another in a moment.
    const isHopeless = this.#why === 'keeper/dishonest'
    if (this.#isResting) return LIMITS.keeperAnnexPause * (0.75 + (this.#parts.random.bytes(1)[0] ?? 0) / 512)
    return (isHopeless ? LIMITS.redialMost : whole) * (0.75 + (this.#parts.random.bytes(1)[0] ?? 0) / 512)
  }
}

/** @throws sync/unreachable, sync/no-such-protocol … */
export function openKeeper(
  transport: Transport,
  { peer, addresses }: { readonly peer: PeerId; readonly addresses: readonly string[] },
  signal: AbortSignal,
): Promise<Channel> {
  return transport.open(peer, addresses, KEEP_PROTOCOL, signal)
}

/** The beginning has LIMITS.handshakeTimeout. */
export async function greeted<T>(
  clock: Clock,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const time = deadline(clock, LIMITS.handshakeTimeout, () => keeperErrors('silent'), signal)
  try {
    return await work(time.signal)
  } finally {
    time.clear()
  }
}
