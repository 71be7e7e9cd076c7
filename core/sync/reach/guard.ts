import { type Clock, errorCode, LIMITS, type Log, type PeerId } from '../../shared/index.ts'
import { Allowance } from '../allowance.ts'
import type { Transport } from '../transport/index.ts'

export interface GuardParts {
  readonly transport: Transport
  readonly clock: Clock
  readonly log: Log
  /** Whether a peer takes part in something of ours: a session, a handshake that has shown the key, a join. */
  readonly isBusy: (peer: PeerId) => boolean
  /** Whether a peer was met before, so that strangers cannot take its place. */
  readonly isKnown: (peer: PeerId) => boolean
}

interface Record {
  /** Times it was shut out. */
  bans: number
  until: number
  misses: number
  /** How often a peer that is met may speak of what is not known here: a private space of which it has just written, say. */
  readonly unknown: Allowance
}

/** Ends of sessions that an honest device never brings about. */
const OFFENCES = new Set([
  'session/malformed',
  'session/out-of-turn',
  'session/not-proven',
  'session/too-much',
  'documents/malformed',
  'keeper/malformed',
  'keeper/out-of-turn',
  'keeper/not-proven',
  'keeper/too-much',
  'join/malformed',
  'join/out-of-turn',
  'join/too-much',
  'sync/frame-too-large',
])
/** What counts a little: a neighbour may have other communities than ours, but not so many. */
const MISSES: ReadonlyMap<string, number> = new Map([
  ['session/stranger', 1],
  ['join/stranger', 1],
  ['keeper/refused', 1],
  ['keeper/claimed', 10],
  ['join/timeout', 5],
  ['session/unknown-device', 10],
])
/** How much of it is too much. */
const MOST_MISSES = 50

/** Who may connect: anyone, since members need not know each other yet, but few at once before they show that they belong, and not for long. */
export class Guard {
  readonly #parts: GuardParts
  readonly #records = new Map<PeerId, Record>()
  readonly #watched = new Map<PeerId, AbortController>()
  #unsubscribe: () => void = () => undefined

  constructor(parts: GuardParts) {
    this.#parts = parts
  }

  start(): void {
    const { transport } = this.#parts
    transport.setGate((peer) => this.admits(peer))
    this.#unsubscribe = transport.onConnected((peer) => this.watch(peer))
  }

  stop(): void {
    this.#unsubscribe()
    for (const watch of this.#watched.values()) watch.abort()
    this.#watched.clear()
  }

  /** Whether an inbound connection of that peer is let in. */
  admits(peer: PeerId): boolean {
    return !this.isBanned(peer) && (this.#parts.isKnown(peer) || this.#strangers() < LIMITS.strangers)
  }

  isBanned(peer: PeerId): boolean {
    const left = (this.#records.get(peer)?.until ?? 0) - this.#parts.clock.now()
    // Where the clock was set back, it is over.
    return left > 0 && left <= LIMITS.banMost
  }

  /** Gives a peer LIMITS.handshakeTimeout to take part in something, from now. */
  watch(peer: PeerId): void {
    if (this.#watched.has(peer)) return
    const over = new AbortController()
    this.#watched.set(peer, over)
    this.#parts.clock.sleep(LIMITS.handshakeTimeout, over.signal).then(
      () => {
        this.#watched.delete(peer)
        if (!this.#parts.isBusy(peer)) void this.#parts.transport.disconnect(peer)
      },
      () => undefined,
    )
  }

  /** Something with a peer ended, for whatever reason. */
  ended(peer: PeerId, error: unknown): void {
    const code = errorCode(error)
    if (OFFENCES.has(code)) this.#ban(peer, code)
    else if (MISSES.has(code)) {
      const record = this.#recordOf(peer)
      const isExcused = code === 'session/stranger' && this.#parts.isBusy(peer) && record.unknown.take()
      if (!isExcused) record.misses += MISSES.get(code) ?? 0
      if (record.misses >= MOST_MISSES) this.#ban(peer, code)
    }
    this.watch(peer)
  }

  #ban(peer: PeerId, code: string): void {
    const record = this.#recordOf(peer)
    record.until = this.#parts.clock.now() + Math.min(LIMITS.banMost, LIMITS.banFirst * 2 ** Math.min(record.bans, 20))
    record.bans += 1
    record.misses = 0
    this.#parts.log.warn('sync.shut-out', { peer, code, times: record.bans })
    void this.#parts.transport.disconnect(peer)
  }

  #recordOf(peer: PeerId): Record {
    const record = this.#records.get(peer) ?? this.#newRecord()
    this.#records.delete(peer)
    this.#records.set(peer, record)
    if (this.#records.size > LIMITS.rememberedFailures) this.#records.delete(this.#records.keys().next().value ?? peer)
    return record
  }

  #newRecord(): Record {
    return { bans: 0, until: 0, misses: 0, unknown: new Allowance(this.#parts.clock, LIMITS.unknownInRow, 1) }
  }

  /** Peers that connected to us and take part in nothing yet. */
  #strangers(): number {
    const inbound = this.#parts.transport.connections().filter(({ direction }) => direction === 'inbound')
    return new Set(inbound.map(({ peer }) => peer).filter((peer) => !this.#parts.isBusy(peer))).size
  }
}
