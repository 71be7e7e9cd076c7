import { errorCode, LIMITS, type PeerId } from '../../../../shared/index.ts'
import type { PeerAddress } from '../../addresses.ts'
import { WaitingLine } from '../../waiting.ts'
import { dialOrder } from '../dial-order.ts'
import type { Punching } from '../punching/punching.ts'
import { isRelayed, within, type Station } from '../station.ts'
import { dialStraight } from '../straight.ts'

/** Peers whose addresses are remembered. */
const remembered = 256

interface Trial {
  /** Attempts so far, which may also have come to a path that did not last. */
  attempts: number
  last: number
  next: number
  busy: boolean
}

/** By a peer's own addresses, or through the routers of both. */
const ways = ['dial', 'punch'] as const
type Way = (typeof ways)[number]

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
  readonly #trials: Readonly<Record<Way, Map<PeerId, Trial>>> = { dial: new Map(), punch: new Map() }
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
    const direct = dialOrder(addresses.filter((each) => each.relay === undefined && this.#parts.mayDial(each)))
    const before = this.#addresses.get(peer)?.map(({ text }) => text)
    if (before?.join() === direct.map(({ text }) => text).join()) return
    this.#addresses.delete(peer)
    for (const oldest of this.#addresses.keys()) {
      if (this.#addresses.size < remembered) break
      this.#addresses.delete(oldest)
    }
    this.#addresses.set(peer, direct)
    this.again(peer, ['dial'])
  }

  /** Somebody is met over a relay, or no longer. */
  look(): void {
    this.#moved.wakeAll()
  }

  /** What there is to try has changed: for one peer, or for all. */
  again(peer?: PeerId, by: readonly Way[] = ways): void {
    for (const way of by)
      for (const [each, trial] of this.#trials[way]) if (peer === undefined || each === peer) trial.next = 0
    this.#moved.wakeAll()
  }

  async #run(): Promise<void> {
    const { clock, connections, signal } = this.#parts.station
    while (!signal.aborted) {
      const relayed = connections.peers().filter((peer) => connections.of(peer).slice(0, 1).some(isRelayed))
      const pause = Math.min(...ways.map((way) => this.#tryAll(way, relayed)))
      const over = new AbortController()
      const either = AbortSignal.any([over.signal, signal])
      const slept = clock.sleep(pause, either).catch(() => undefined)
      await Promise.race([slept, this.#moved.wait(either).catch(() => undefined)])
      over.abort()
    }
  }

  /** Begins what is due; answers how long nothing is. */
  #tryAll(way: Way, relayed: readonly PeerId[]): number {
    const trials = this.#trials[way]
    const now = this.#parts.station.clock.now()
    let pause: number = LIMITS.upgradeMost
    for (const [peer, { last, busy }] of trials)
      if (!busy && Math.abs(now - last) > LIMITS.upgradeMost) trials.delete(peer)
    for (const peer of relayed.filter((each) => this.#can(way, each))) {
      const trial = trials.get(peer) ?? { attempts: 0, last: now, next: 0, busy: false }
      trials.set(peer, trial)
      // A clock that was set back must not make us wait.
      const left = Math.min(trial.next - now, LIMITS.upgradeMost)
      if (!trial.busy && left <= 0) this.#track(this.#try(way, peer, trial))
      else if (!trial.busy) pause = Math.min(pause, left)
    }
    return pause
  }

  #can(way: Way, peer: PeerId): boolean {
    const { punching, station } = this.#parts
    if (way === 'dial') return (this.#addresses.get(peer)?.length ?? 0) > 0
    // One of the two begins, so that they do not open two paths.
    return punching !== undefined && station.self < peer
  }

  async #try(way: Way, peer: PeerId, trial: Trial): Promise<void> {
    trial.busy = true
    trial.next = Infinity
    const work = way === 'dial' ? this.#dial(peer) : this.#punch(peer)
    const code = await work.then(
      () => 'reached',
      (error: unknown) => errorCode(error),
    )
    trial.busy = false
    trial.attempts++
    trial.last = this.#parts.station.clock.now()
    const pause = Math.min(LIMITS.upgradeMost, LIMITS.upgradeFirst * 2 ** (trial.attempts - 1))
    // Something may have changed meanwhile.
    if (trial.next > 0) trial.next = trial.last + pause
    this.#parts.station.log.debug('sync.path-tried', { peer, way, code })
    this.#moved.wakeAll()
  }

  async #dial(peer: PeerId): Promise<void> {
    const { station } = this.#parts
    const all = this.#addresses.get(peer) ?? []
    await within(station, LIMITS.dialTimeout, station.signal, (signal) => dialStraight(station, peer, all, signal))
  }

  async #punch(peer: PeerId): Promise<void> {
    const { punching, station } = this.#parts
    const over = station.connections.of(peer).find(isRelayed)
    if (punching && over) await punching.open(over, station.signal)
  }

  #track(work: Promise<void>): void {
    this.#running.add(work)
    void work.finally(() => this.#running.delete(work))
  }
}
