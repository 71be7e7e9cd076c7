import { type Clock, LIMITS, PATH_KINDS, type PathKind, type PeerId } from '../../shared/index.ts'
import type { Exchange } from '../exchange/exchange.ts'
import type { PeerStatus } from '../network.ts'
import type { Transport } from '../transport/index.ts'

export interface MovingParts {
  readonly exchange: Exchange
  readonly transport: Transport
  readonly clock: Clock
  readonly onStatus: () => void
  readonly signal: AbortSignal
}

/** Sessions that move to a better path: they end and begin anew there, and meanwhile are shown as they were. */
export class Moving {
  readonly #parts: MovingParts
  /** When each session moved last. */
  readonly #moved = new Map<PeerId, number>()
  readonly #waiting = new Set<PeerId>()
  /** Between two sessions: how the one before stood, and until when that is shown. */
  readonly #shown = new Map<PeerId, { readonly status: PeerStatus; readonly until: number }>()

  constructor(parts: MovingParts) {
    this.#parts = parts
  }

  /** There is a better path to a peer than the one its session runs on, perhaps. */
  better(peer: PeerId): void {
    const { exchange, clock, signal } = this.#parts
    if (!exchange.meets(peer) || this.#waiting.has(peer)) return
    const now = clock.now()
    const last = this.#moved.get(peer) ?? -Infinity
    if (Math.abs(now - last) >= LIMITS.movePause) return this.#move(peer, now)
    this.#waiting.add(peer)
    clock.sleep(Math.max(1, last + LIMITS.movePause - now), signal).then(
      () => {
        this.#waiting.delete(peer)
        if (this.#isBetter(peer)) this.#move(peer, clock.now())
      },
      () => undefined,
    )
  }

  /** A session is over because it moves. */
  left(peer: PeerId, status: PeerStatus): void {
    const { clock, signal, onStatus } = this.#parts
    this.#shown.set(peer, { status, until: clock.now() + LIMITS.moveTime })
    clock.sleep(LIMITS.moveTime, signal).then(onStatus, () => undefined)
  }

  /** There is a session again. */
  met(peer: PeerId): void {
    this.#shown.delete(peer)
  }

  /** Whom to show as met though there is no session for the moment. */
  shown(): readonly PeerStatus[] {
    const { exchange, clock } = this.#parts
    const now = clock.now()
    for (const [peer, { until }] of this.#shown)
      if (until <= now || until > now + LIMITS.moveTime) this.#shown.delete(peer)
    return [...this.#shown.values()].map(({ status }) => status).filter(({ peer }) => !exchange.meets(peer))
  }

  #move(peer: PeerId, now: number): void {
    for (const [other, at] of this.#moved) if (Math.abs(now - at) >= LIMITS.movePause) this.#moved.delete(other)
    if (this.#parts.exchange.move(peer)) this.#moved.set(peer, now)
  }

  #isBetter(peer: PeerId): boolean {
    const { exchange, transport } = this.#parts
    const status = exchange.statuses().find((each) => each.peer === peer)
    if (!status) return false
    const ranks = transport.connections().flatMap((each) => (each.peer === peer ? [rank(each.path.kind)] : []))
    return Math.min(...ranks) < rank(status.path.kind)
  }
}

const rank = (kind: PathKind): number => PATH_KINDS.indexOf(kind)
