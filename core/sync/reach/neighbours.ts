import { LIMITS, type PeerId } from '../../shared/index.ts'
import { merged, type Place } from './places.ts'

/** Who was heard in the local network, newest last; bounded. */
export class Neighbours {
  readonly #heard = new Map<PeerId, Place>()

  heard({ peer, addresses }: Place): void {
    const before = this.#heard.get(peer)?.addresses ?? []
    this.#heard.delete(peer)
    this.#heard.set(peer, { peer, addresses: merged(addresses, before) })
    if (this.#heard.size > LIMITS.discoveredPeers) this.#heard.delete(this.#heard.keys().next().value ?? peer)
  }

  /** The newest first. */
  all(): readonly Place[] {
    return [...this.#heard.values()].toReversed()
  }
}
