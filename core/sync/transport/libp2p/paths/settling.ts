import type { Connection } from '@libp2p/interface'
import { LIMITS, type PeerId } from '../../../../shared/index.ts'
import type { Station } from '../station.ts'
import { pathOf } from '../path.ts'

export interface SettlingParts {
  readonly station: Station
  /** Whether channels run on a connection. */
  readonly inUse: (connection: Connection) => boolean
  readonly onBetterPath: (peer: PeerId) => void
  readonly close: (connection: Connection) => Promise<void>
}

/**
 * Brings several connections to one peer down to the best one: tells that there is a better path than one that is in use, and
 * closes those that nothing runs on any more.
 */
export class Settling {
  readonly #parts: SettlingParts
  /** Peers with several connections that are looked at again and again. */
  readonly #watched = new Map<PeerId, Promise<void>>()

  constructor(parts: SettlingParts) {
    this.#parts = parts
  }

  /** To be called when a connection came or went. */
  look(peer: PeerId): void {
    const all = this.#parts.station.connections.of(peer)
    const [best] = all
    if (best === undefined || all.length < 2) return
    const isWorse = all.some((each) => this.#parts.inUse(each) && pathOf(each).kind !== pathOf(best).kind)
    if (isWorse) this.#parts.onBetterPath(peer)
    if (!this.#watched.has(peer)) this.#watched.set(peer, this.#watch(peer))
  }

  /** To be called when the station's signal is aborted. Never rejects. */
  async stopped(): Promise<void> {
    await Promise.all(this.#watched.values())
  }

  async #watch(peer: PeerId): Promise<void> {
    const { station, inUse, close, onBetterPath } = this.#parts
    const { clock, connections, signal } = station
    while (connections.of(peer).length > 1 && !signal.aborted) {
      await clock.sleep(LIMITS.pathSettles, signal).catch(() => undefined)
      if (signal.aborted) break
      const [, ...others] = connections.of(peer)
      const idle = others.filter((each) => !inUse(each) && each.streams.length === 0)
      await Promise.all(idle.map((each) => close(each)))
      if (others.length > idle.length && others.some(inUse)) onBetterPath(peer)
    }
    this.#watched.delete(peer)
  }
}
