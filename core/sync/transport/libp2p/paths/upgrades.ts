import { multiaddr } from '@multiformats/multiaddr'
import { errorCode, LIMITS, type PeerId } from '../../../../shared/index.ts'
import type { PeerAddress } from '../../addresses.ts'
import { transportErrors } from '../../errors.ts'
import { WaitingLine } from '../../waiting.ts'
import type { Punching } from '../punching/punching.ts'
import { isRelayed, within, type Station } from '../station.ts'

/** Peers whose addresses are remembered. */
const remembered = 256

interface Trial {
  failures: number
  next: number
  busy: boolean
}

export interface UpgradesParts {
  readonly station: Station
  /** Nothing where no path through routers may be opened. */
  readonly punching: Punching | undefined
  readonly mayDial: (address: PeerAddress) => boolean
}

/** Seeks better paths to peers that are reached over a relay alone: by their own addresses, and through the routers of both. */
export class Upgrades {
  readonly #parts: UpgradesParts
  readonly #addresses = new Map<PeerId, readonly PeerAddress[]>()
  readonly #trials = new Map<PeerId, Trial>()
  readonly #moved = new WaitingLine()
  readonly #running = new Set<Promise<void>>()

  constructor(parts: UpgradesParts) {
    this.#parts = parts
  }

  start(): void {
    this.#track(this.#run())
  }

  /** To be called when the station's signal is aborted. Never rejects. */
  async stopped(): Promise<void> {
    await Promise.all(this.#running)
  }

  /** Addresses that a peer is said to have. */
  know(peer: PeerId, addresses: readonly PeerAddress[]): void {
    const direct = addresses.filter((each) => each.relay === undefined && this.#parts.mayDial(each))
    const before = this.#addresses.get(peer)?.map(({ text }) => text)
    if (before?.join() === direct.map(({ text }) => text).join()) return
    this.#addresses.delete(peer)
    for (const oldest of this.#addresses.keys()) {
      if (this.#addresses.size < remembered) break
      this.#addresses.delete(oldest)
    }
    this.#addresses.set(peer, direct)
    this.again(peer)
  }

  /** What there is to try has changed: for one peer, or for all. */
  again(peer?: PeerId): void {
    for (const [each, trial] of this.#trials) if (peer === undefined || each === peer) trial.next = 0
    this.#moved.wakeAll()
  }

  async #run(): Promise<void> {
    const { clock, connections, signal } = this.#parts.station
    while (!signal.aborted) {
      const now = clock.now()
      let pause: number = LIMITS.upgradeMost
      const relayed = connections.peers().filter((peer) => connections.of(peer).slice(0, 1).some(isRelayed))
      for (const peer of this.#trials.keys()) if (!relayed.includes(peer)) this.#trials.delete(peer)
      for (const peer of relayed) {
        const trial = this.#trials.get(peer) ?? { failures: 0, next: 0, busy: false }
        this.#trials.set(peer, trial)
        if (trial.busy) continue
        // A clock that was set back must not make us wait.
        const left = Math.min(trial.next - now, LIMITS.upgradeMost)
        if (left <= 0) this.#track(this.#try(peer, trial))
        else pause = Math.min(pause, left)
      }
      const over = new AbortController()
      const either = AbortSignal.any([over.signal, signal])
      const slept = clock.sleep(pause, either).catch(() => undefined)
      await Promise.race([slept, this.#moved.wait(either).catch(() => undefined)])
      over.abort()
    }
  }

  async #try(peer: PeerId, trial: Trial): Promise<void> {
    trial.busy = true
    const ways = await Promise.allSettled([this.#dial(peer), this.#punch(peer)])
    trial.busy = false
    trial.failures++
    const pause = Math.min(LIMITS.upgradeMost, LIMITS.upgradeFirst * 2 ** (trial.failures - 1))
    trial.next = this.#parts.station.clock.now() + pause
    const codes = ways.map((way) => (way.status === 'rejected' ? errorCode(way.reason) : 'reached'))
    this.#parts.station.log.debug('sync.path-tried', { peer, dialled: codes[0], punched: codes[1] })
    this.#moved.wakeAll()
  }

  async #dial(peer: PeerId): Promise<void> {
    const addresses = this.#addresses.get(peer) ?? []
    if (addresses.length === 0) throw transportErrors('unreachable')
    const { station } = this.#parts
    await within(station, LIMITS.dialTimeout, station.signal, async (signal) => {
      const all = addresses.map(({ text }) => multiaddr(text))
      // Else the connection over the relay would be taken for what is sought.
      await station.node.dial(all, { signal, force: true })
    })
  }

  /** One of the two begins, so that they do not open two paths. */
  async #punch(peer: PeerId): Promise<void> {
    const { punching, station } = this.#parts
    const over = station.connections.of(peer).find(isRelayed)
    if (punching === undefined || over === undefined || station.self > peer) throw transportErrors('unreachable')
    await punching.open(over, station.signal)
  }

  #track(work: Promise<void>): void {
    this.#running.add(work)
    void work.finally(() => this.#running.delete(work))
  }
}
