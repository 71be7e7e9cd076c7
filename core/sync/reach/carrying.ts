import {
  type Clock,
  type DeviceId,
  errorCode,
  LIMITS,
  type Log,
  type MemberId,
  type PeerId,
  type Random,
  type ReachSettings,
} from '../../shared/index.ts'
import { reasonOf } from '../errors.ts'
import { visit } from '../exchange/conversing.ts'
import { Exchange } from '../exchange/exchange.ts'
import { Soon } from '../exchange/soon.ts'
import type { Turns } from '../exchange/turns.ts'
import type { PeerStatus, Unreached } from '../network.ts'
import type { Carried } from '../ports.ts'
import { peerIdFromText, type Transport, transportErrors } from '../transport/index.ts'
import { SYNC_PROTOCOL } from '../wire/session-frames.ts'
import { AddressBook } from './address-book.ts'
import type { Guard } from './guard.ts'
import { Moving } from './moving.ts'
import { OwnPlace } from './own-place.ts'
import { isPermitted } from './permitted.ts'
import { merged, type Place } from './places.ts'
import type { SignedPlace } from './place-entry.ts'
import { Redial } from './redial.ts'
import type { Helper } from './relay-offers.ts'
import { Seeking } from './seeking.ts'
import type { WaysTo } from './way-tests.ts'

export interface CarryingParts {
  /** Whose turn it is to have something large taken. */
  readonly turns: Turns
  readonly transport: Transport
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly guard: Guard
  /** The person's switches. */
  readonly settings: () => ReachSettings
  /** Told, a moment later, that something about this community changed. */
  readonly onChange: () => void
  /** Somebody was met, or is met no more. */
  readonly onSessions: () => void
  /** The address book says something else than before. */
  readonly onBook: () => void
}

/** Milliseconds in which changes of status are gathered. */
export const STATUS_TICK = 50

/** One community on this device's network: its sessions, where its devices are, and the search for more. */
export class Carrying {
  readonly exchange: Exchange
  readonly redial: Redial
  readonly book: AddressBook
  readonly moving: Moving
  readonly own: OwnPlace
  readonly #carried: Carried
  readonly #parts: CarryingParts
  readonly #over = new AbortController()
  readonly #unsubscribe: readonly (() => void)[]
  /** Under which peer id each device was met last, and the other way round. */
  readonly #peers = new Map<DeviceId, PeerId>()
  readonly #devices = new Map<PeerId, DeviceId>()
  #telling: Promise<void> | undefined

  constructor(carried: Carried, parts: CarryingParts) {
    const { transport, clock, random, log, guard } = parts
    const { signal } = this.#over
    this.#carried = carried
    this.#parts = parts
    const changed = new Soon(clock, STATUS_TICK, parts.onChange, signal)
    const onStatus = (): void => changed.ask()
    this.book = new AddressBook({ carried, self: transport.peer, clock, log })
    this.exchange = new Exchange({
      carried,
      turns: parts.turns,
      self: transport.peer,
      clock,
      log,
      book: this.book,
      onStatus,
      onMet: (peer) => {
        this.moving.met(peer)
        this.redial.met(peer)
        parts.onSessions()
      },
      onOver: (why, last) => {
        if (reasonOf(why) === 'session/moved') this.moving.left(last.peer, last)
        parts.onSessions()
      },
      onEnded: (peer, why) => this.redial.ended(peer, why),
      onFound: (peer, addresses, device) => this.#found({ peer, addresses }, device),
    })
    this.moving = new Moving({ exchange: this.exchange, transport, clock, onStatus, signal })
    this.own = new OwnPlace({ book: this.book, transport, settings: parts.settings, clock, signal })
    const seeking = new Seeking({
      self: transport.peer,
      isOwn: (peer) => this.#isOwn(peer),
      isRelay: (peer) => this.book.claims(peer).some(({ relay }) => relay),
    })
    this.redial = new Redial({
      clock,
      random,
      dial: (place, until) => this.#dial(place, until),
      isMet: (peer) => this.exchange.meets(peer) || this.exchange.doors.has(peer) || guard.isBanned(peer),
      isEnough: () => this.exchange.size >= LIMITS.soughtSessions,
      isFull: () => this.exchange.size >= LIMITS.communitySessions,
      seek: (candidates) => seeking.order(candidates.filter(({ peer }) => !guard.isBanned(peer))),
      polite: (peer) => (transport.peer < peer ? 0 : LIMITS.politeWait),
      mayMeet: (peer) => this.#mayMeet(peer),
      isWelcome: () => carried.log.standing(carried.device)?.may === 'exchange',
      isStranger: (peer, error) => this.#isStranger(peer, error),
      onChange: onStatus,
    })
    const struck = new Soon(clock, STATUS_TICK, () => this.#logChanged(), signal)
    this.#unsubscribe = [
      carried.log.onChange(() => struck.ask()),
      this.book.onNews((place) => this.#told(place)),
      this.book.onGone(({ peer, device }) => {
        this.redial.untold(peer, device)
        this.#booked()
      }),
    ]
  }

  start(): void {
    this.#telling ??= this.own.run()
    this.recall()
    for (const place of this.book.all()) this.#told(place)
    this.redial.start()
  }

  /** Looks for everybody the community remembers. */
  recall(): void {
    for (const { peer: text, addresses, device, met } of this.#carried.acquaintances().slice(0, LIMITS.redialPeers)) {
      const peer = peerIdFromText(text)
      if (!peer || peer === this.#parts.transport.peer) continue
      if (device !== undefined && !this.#devices.has(peer)) this.#devices.set(peer, device)
      this.redial.know({ peer, addresses: merged(addresses, []) }, met)
    }
  }

  /** Tries again at once. */
  retry(): void {
    this.recall()
    this.redial.retry()
  }

  /** Who is met, those too whose session is moving to a better path. */
  statuses(): readonly PeerStatus[] {
    return [...this.exchange.statuses(), ...this.moving.shown()]
  }

  /** Known devices that are not met now, those met last first. */
  unreached(): readonly Unreached[] {
    const met = new Set(this.statuses().map(({ device }) => device))
    const rows = new Map<DeviceId, Unreached>()
    const claims = this.#claims()
    for (const { peer, addresses, due, lastMet, why } of this.redial.known()) {
      const device = this.#devices.get(peer) ?? claims.get(peer)
      const standing = device && this.#carried.log.standing(device)
      if (!device || standing?.may !== 'exchange' || met.has(device) || rows.has(device)) continue
      const { member } = standing
      rows.set(device, { device, member, peer, lastMet, nextTry: due, why, addresses: addresses.length })
    }
    return [...rows.values()].toSorted((a, b) => (b.lastMet ?? 0) - (a.lastMet ?? 0))
  }

  /** Everybody who is known, and all that is known of where they are. */
  ways(): readonly WaysTo[] {
    const claims = this.#claims()
    return this.redial.known().map(({ peer, addresses }) => {
      const device = this.exchange.deviceOf(peer) ?? this.#devices.get(peer) ?? claims.get(peer)
      const member = device && this.#carried.log.standing(device)?.member
      return { peer, device, member, addresses }
    })
  }

  /** Devices of others that help connect. */
  helpers(): readonly Helper[] {
    const { transport, guard, settings } = this.#parts
    return this.book.current().flatMap(({ device, peer, addresses, relay }) => {
      const member = this.#carried.log.standing(device)?.member
      if (!relay || !member || peer === transport.peer || guard.isBanned(peer)) return []
      if (!this.#mayClaim(peer, device)) return []
      // A relay is dialled directly also by who hides their address from all others.
      const good = addresses.filter((address) => isPermitted(address, { ...settings(), hideAddress: false }))
      return good.length === 0 ? [] : [{ peer, member, community: this.#carried.community, addresses: good }]
    })
  }

  /** Whether a device of the community says that a peer id is its own, or is met under it. */
  vouchesFor(peer: PeerId): boolean {
    return this.exchange.meets(peer) || this.book.claims(peer).length > 0
  }

  /** Never rejects. */
  async stop(): Promise<void> {
    for (const unsubscribe of this.#unsubscribe) unsubscribe()
    this.#over.abort()
    await Promise.all([this.exchange.stop(), this.redial.stop(), this.#telling])
  }

  /** A device has one peer id: who comes under ever new ones takes nobody else's place. */
  #found(place: Place, device: DeviceId): void {
    const before = this.#peers.get(device)
    if (before !== undefined && before !== place.peer) {
      this.redial.forget(before)
      this.#devices.delete(before)
    }
    this.#peers.set(device, place.peer)
    this.#devices.set(place.peer, device)
    for (const claim of this.book.claims(place.peer))
      if (claim.device !== device) this.redial.untold(place.peer, claim.device)
    this.redial.know(place)
  }

  /** Where a device says it is. Of one member's devices that say so of one peer id, the last counts: else a few crowded out whose it is. */
  #told(place: SignedPlace): void {
    const { peer, device } = place
    if (device !== this.#carried.device && this.#mayClaim(peer, device)) {
      const member = this.#memberOf(device)
      const rivals = this.book.claims(peer).filter((claim) => claim.device !== device)
      const own = rivals.filter((claim) => this.#memberOf(claim.device) === member)
      if (own.every(({ issued }) => issued <= place.issued)) {
        for (const claim of own) this.redial.untold(peer, claim.device)
        this.redial.told(place, device)
      }
    }
    this.#booked()
  }

  /** Nobody speaks for a peer that was met as another device. */
  #mayClaim(peer: PeerId, device: DeviceId): boolean {
    const known = this.#devices.get(peer)
    return known === undefined || known === device
  }

  #mayMeet(peer: PeerId): boolean {
    const device = this.#devices.get(peer)
    return device === undefined || this.#carried.log.standing(device)?.may !== 'nothing'
  }

  #logChanged(): void {
    this.book.logChanged()
    this.redial.readmit()
  }

  #memberOf(device: DeviceId): MemberId | undefined {
    return this.#carried.log.standing(device)?.member
  }

  /** Who relays for this community may be known now, or no longer. */
  #booked(): void {
    this.own.look()
    this.#parts.onBook()
  }

  #isOwn(peer: PeerId): boolean {
    const { log, device } = this.#carried
    const other = this.#devices.get(peer)
    const member = other && log.standing(other)?.member
    return member !== undefined && member === log.standing(device)?.member
  }

  #claims(): ReadonlyMap<PeerId, DeviceId> {
    return new Map(this.book.all().map(({ peer, device }) => [peer, device]))
  }

  async #dial({ peer, addresses }: Place, signal: AbortSignal): Promise<void> {
    const { transport, clock, random, guard, log, settings } = this.#parts
    const good = addresses.filter((address) => isPermitted(address, settings()))
    try {
      const channel = await transport.open(peer, good, SYNC_PROTOCOL, signal)
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
