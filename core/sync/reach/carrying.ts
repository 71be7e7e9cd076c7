import { type Clock, type DeviceId, errorCode, LIMITS, type Log, type PeerId, type Random } from '../../shared/index.ts'
import { visit } from '../exchange/conversing.ts'
import { Exchange } from '../exchange/exchange.ts'
import { Soon } from '../exchange/soon.ts'
import type { Carried } from '../ports.ts'
import { peerIdFromText, type Transport, transportErrors } from '../transport/index.ts'
import { SYNC_PROTOCOL } from '../wire/session-frames.ts'
import type { Guard } from './guard.ts'
import { merged, type Place } from './places.ts'
import { Redial } from './redial.ts'

export interface CarryingParts {
  readonly transport: Transport
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly guard: Guard
  /** Told, a moment later, that something about this community changed. */
  readonly onChange: () => void
  /** Somebody was met, or is met no more. */
  readonly onSessions: () => void
}

/** Milliseconds in which changes of status are gathered. */
export const STATUS_TICK = 50

/** One community on this device's network: its sessions, and the search for more. */
export class Carrying {
  readonly exchange: Exchange
  readonly redial: Redial
  readonly #carried: Carried
  readonly #parts: CarryingParts
  readonly #over = new AbortController()
  /** Under which peer id each device was met last. */
  readonly #peers = new Map<DeviceId, PeerId>()

  constructor(carried: Carried, parts: CarryingParts) {
    const { transport, clock, random, log, guard } = parts
    this.#carried = carried
    this.#parts = parts
    const changed = new Soon(clock, STATUS_TICK, parts.onChange, this.#over.signal)
    const onStatus = (): void => changed.ask()
    this.exchange = new Exchange({
      carried,
      self: transport.peer,
      clock,
      log,
      addresses: () => transport.addresses(),
      onStatus,
      onMet: (peer) => {
        this.redial.met(peer)
        parts.onSessions()
      },
      onOver: parts.onSessions,
      onEnded: (peer, why) => this.redial.ended(peer, why),
      onFound: (peer, addresses, device) => this.#found({ peer, addresses }, device),
    })
    this.redial = new Redial({
      clock,
      random,
      dial: (place, signal) => this.#dial(place, signal),
      isMet: (peer) => this.exchange.meets(peer) || this.exchange.doors.has(peer) || guard.isBanned(peer),
      isEnough: () => this.exchange.size >= LIMITS.soughtSessions,
      isStranger: (peer, error) => this.#isStranger(peer, error),
      onChange: onStatus,
    })
  }

  start(): void {
    this.recall()
    this.redial.start()
  }

  /** Looks for everybody the community remembers. */
  recall(): void {
    for (const { peer: text, addresses } of this.#carried.acquaintances().slice(0, LIMITS.redialPeers)) {
      const peer = peerIdFromText(text)
      if (peer && peer !== this.#parts.transport.peer) this.redial.know({ peer, addresses: merged(addresses, []) })
    }
  }

  /** Tries again at once. */
  retry(): void {
    this.recall()
    this.redial.retry()
  }

  /** Never rejects. */
  async stop(): Promise<void> {
    this.#over.abort()
    await Promise.all([this.exchange.stop(), this.redial.stop()])
  }

  /** A device has one peer id: who comes under ever new ones takes nobody else's place. */
  #found(place: Place, device: DeviceId): void {
    const before = this.#peers.get(device)
    if (before !== undefined && before !== place.peer) this.redial.forget(before)
    this.#peers.set(device, place.peer)
    this.redial.know(place)
  }

  async #dial({ peer, addresses }: Place, signal: AbortSignal): Promise<void> {
    const { transport, clock, random, guard, log } = this.#parts
    try {
      const channel = await transport.open(peer, addresses, SYNC_PROTOCOL, signal)
      await visit(channel, this.exchange, { self: transport.peer, clock, random }, signal)
    } catch (error) {
      if (!signal.aborted)
        log.debug('sync.dial-ended', { community: this.#carried.community, peer, code: errorCode(error) })
      // That a neighbour is of another community is no fault of its.
      if (errorCode(error) === 'session/stranger') guard.watch(peer)
      else guard.ended(peer, error)
      throw error
    }
  }

  /** Whether a peer showed that it is there, and does not know the community; or cannot be what it was taken for. */
  #isStranger(peer: PeerId, error: unknown): boolean {
    if (transportErrors.is(error, 'no-such-protocol') || transportErrors.is(error, 'not-ours-to-dial')) return true
    return (
      errorCode(error) === 'session/stranger' && this.#parts.transport.connections().some((each) => each.peer === peer)
    )
  }
}
