import { errorCode, LIMITS, type PeerId, type ReachStatus } from '../../../../shared/index.ts'
import { parseAddress, type PeerAddress } from '../../addresses.ts'
import { transportErrors } from '../../errors.ts'
import type { RelayOffer } from '../../transport.ts'
import { WaitingLine } from '../../waiting.ts'
import { straightTo, within, type Station } from '../station.ts'
import { dialStraight } from '../straight.ts'
import { reserve } from './circuits.ts'
import type { Words } from './words.ts'

/** Addresses of one relay that others are told. */
const toldOfRelay = 2

interface Held {
  readonly relay: PeerId
  isGood: boolean
}

/**
 * Keeps reservations with LIMITS.relays of the relays on offer: asks again and again, asks anew when one ends, and takes another when one
 * is lost. libp2p's own would forget a relay that was lost once.
 */
export class Reservations {
  readonly #station: Station
  readonly #mayDial: (address: PeerAddress) => boolean
  readonly #onChange: () => void
  readonly #held = new Set<Held>()
  readonly #failures = new Map<PeerId, { times: number; next: number }>()
  readonly #moved = new WaitingLine()
  #offers: readonly RelayOffer[] = []
  #running: Promise<unknown> = Promise.resolve()

  constructor(station: Station, mayDial: (address: PeerAddress) => boolean, onChange: () => void) {
    this.#station = station
    this.#mayDial = mayDial
    this.#onChange = onChange
  }

  start(): void {
    this.#running = Promise.all(Array.from({ length: LIMITS.relays }, () => this.#keep()))
  }

  /** To be called when the station's signal is aborted. Never rejects. */
  async stopped(): Promise<void> {
    await this.#running
  }

  /** Answers whether there are others on offer than before. */
  use(offers: readonly RelayOffer[]): boolean {
    const before = this.#peersOnOffer()
    this.#offers = offers.filter(({ peer }) => peer !== this.#station.self)
    for (const peer of this.#failures.keys())
      if (!this.#offers.some((offer) => offer.peer === peer)) this.#failures.delete(peer)
    this.#moved.wakeAll()
    this.#onChange()
    return before !== this.#peersOnOffer()
  }

  has(relay: PeerId): boolean {
    return this.reserved().includes(relay)
  }

  reserved(): PeerId[] {
    return [...this.#held].filter(({ isGood }) => isGood).map(({ relay }) => relay)
  }

  status(): ReachStatus['relays'] {
    const reserved = this.reserved()
    const asked = [...this.#held].map(({ relay }) => relay)
    const waiting = this.#offers.map(({ peer }) => peer).filter((peer) => !asked.includes(peer))
    return [...asked, ...waiting]
      .slice(0, LIMITS.relays)
      .map((peer) => ({ peer, state: reserved.includes(peer) ? 'reserved' : 'asking' }))
  }

  /** The addresses by which we are reached over relays. */
  addresses(): string[] {
    return this.reserved().flatMap((relay) =>
      this.#places(relay)
        .slice(0, toldOfRelay)
        .map(({ text }) => `${text}/p2p-circuit/p2p/${this.#station.self}`),
    )
  }

  #peersOnOffer(): string {
    return this.#offers.map(({ peer }) => peer).join()
  }

  /** Where a relay on offer may be dialled, each with its peer. */
  #places(relay: PeerId): PeerAddress[] {
    const texts = this.#offers.find(({ peer }) => peer === relay)?.addresses ?? []
    return texts.slice(0, LIMITS.peerAddresses).flatMap((text) => {
      const address = parseAddress(text)
      if (!address || address.relay !== undefined || (address.peer ?? relay) !== relay) return []
      if (!this.#mayDial(address)) return []
      return { ...address, peer: relay, text: address.peer ? address.text : `${address.text}/p2p/${relay}` }
    })
  }

  /** One reservation after another, for ever. */
  async #keep(): Promise<void> {
    const { signal, clock } = this.#station
    while (!signal.aborted) {
      const { relay, wait } = this.#next()
      if (relay === undefined) {
        await this.#pause(wait)
        continue
      }
      const held = { relay, isGood: false }
      this.#held.add(held)
      try {
        await this.#hold(held)
        this.#failures.delete(relay)
      } catch (error) {
        this.#station.log.debug('sync.relay-lost', { peer: relay, code: errorCode(error) })
        const times = (this.#failures.get(relay)?.times ?? 0) + 1
        const pause = Math.min(LIMITS.relayRetryMost, LIMITS.redialFirst * 2 ** (times - 1))
        this.#failures.set(relay, { times, next: clock.now() + pause })
      } finally {
        this.#held.delete(held)
        if (!signal.aborted) this.#onChange()
      }
    }
  }

  /** The first relay on offer that may be asked now, or how long until one may. */
  #next(): { relay?: PeerId; wait: number } {
    const now = this.#station.clock.now()
    const held = new Set([...this.#held].map(({ relay }) => relay))
    let wait: number = LIMITS.relayReservation
    for (const { peer } of this.#offers) {
      if (held.has(peer) || this.#places(peer).length === 0) continue
      // A clock that was set back must not make us wait.
      const left = Math.min((this.#failures.get(peer)?.next ?? now) - now, LIMITS.relayRetryMost)
      if (left <= 0) return { relay: peer, wait: 0 }
      wait = Math.min(wait, left)
    }
    return { wait }
  }

  /** Holds one until the offer is withdrawn. @throws when it cannot be had, or no more */
  async #hold(held: Held): Promise<void> {
    const { clock, signal } = this.#station
    for (;;) {
      const words = await this.#reserve(held.relay)
      const began = clock.now()
      this.#failures.delete(held.relay)
      held.isGood = true
      this.#onChange()
      const gone = words.ended(signal)
      let isGone = false
      gone.then(
        () => {
          isGone = true
          this.#moved.wakeAll()
        },
        () => undefined,
      )
      while (!isGone && !signal.aborted && this.#offers.some(({ peer }) => peer === held.relay))
        await this.#pause(LIMITS.relayReservation)
      held.isGood = false
      words.abort()
      if (!isGone) return
      this.#onChange()
      // Lost as soon as it was had: this is no way to go on.
      if (clock.now() - began < LIMITS.redialFirst) throw transportErrors('closed')
    }
  }

  async #reserve(relay: PeerId): Promise<Words> {
    return within(this.#station, LIMITS.relayAnswer, this.#station.signal, async (signal) => {
      const station = this.#station
      const connection = straightTo(station, relay) ?? (await dialStraight(station, relay, this.#places(relay), signal))
      return await reserve(connection, signal)
    })
  }

  /** Resolves after so many milliseconds, when something has changed, or at the end. */
  async #pause(ms: number): Promise<void> {
    const over = new AbortController()
    const either = AbortSignal.any([over.signal, this.#station.signal])
    const slept = this.#station.clock.sleep(ms, either).catch(() => undefined)
    await Promise.race([slept, this.#moved.wait(either).catch(() => undefined)])
    over.abort()
  }
}
