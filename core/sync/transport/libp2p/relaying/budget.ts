import { LIMITS, type Clock, type PeerId } from '../../../../shared/index.ts'

/** How much is relayed for each peer: LIMITS.relayBytes in each LIMITS.relayReservation. */
export class Budget {
  readonly #spent = new Map<PeerId, { bytes: number; since: number }>()
  readonly #clock: Clock

  constructor(clock: Clock) {
    this.#clock = clock
  }

  has(peer: PeerId): boolean {
    return this.#of(peer).bytes < LIMITS.relayBytes
  }

  /** Counts so many bytes for each of the peers; false when one of them has no more. */
  spend(peers: readonly PeerId[], bytes: number): boolean {
    let has = true
    for (const peer of peers) {
      const spent = this.#of(peer)
      spent.bytes += bytes
      this.#spent.set(peer, spent)
      has &&= spent.bytes <= LIMITS.relayBytes
    }
    return has
  }

  #of(peer: PeerId): { bytes: number; since: number } {
    const now = this.#clock.now()
    const spent = this.#spent.get(peer)
    if (spent && now - spent.since < LIMITS.relayReservation && spent.since <= now) return spent
    for (const [each, { since }] of this.#spent) if (now - since >= LIMITS.relayReservation) this.#spent.delete(each)
    return { bytes: 0, since: now }
  }
}
