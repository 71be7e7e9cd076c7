import {
  type Clock,
  type DeviceId,
  joinBytes,
  LIMITS,
  Listeners,
  type Log,
  type PeerId,
  utf8,
} from '../../shared/index.ts'
import { digest } from '../../identity/index.ts'
import { Allowance } from '../allowance.ts'
import type { Carried } from '../ports.ts'
import { isPlaceSigned, type PlaceEntry, readPlace, signPlace, type SignedPlace } from './place-entry.ts'

export interface BookParts {
  readonly carried: Carried
  readonly self: PeerId
  readonly clock: Clock
  readonly log: Log
}

/** What came of an entry: `news`; `held`, or an older one is told; `untimely`, by this clock, though signed; or it is not to be taken at all. */
export type Verdict = 'news' | 'held' | 'untimely' | 'refused'

/** Where the devices of one community can be dialled, each in its own signed word. Kept on the disk, handed on from peer to peer. */
export class AddressBook {
  readonly #parts: BookParts
  readonly #places = new Map<DeviceId, SignedPlace>()
  /** The same by peer id; made when it is asked for. */
  #byPeer: ReadonlyMap<PeerId, readonly SignedPlace[]> | undefined
  /** How often each device may say something new. */
  readonly #allowances = new Map<DeviceId, Allowance>()
  readonly #news: Listeners<SignedPlace>
  readonly #gone: Listeners<SignedPlace>

  constructor(parts: BookParts) {
    const report = (): void => parts.log.error('sync.listener-failed')
    this.#parts = parts
    this.#news = new Listeners(report)
    this.#gone = new Listeners(report)
    for (const bytes of parts.carried.places.all()) {
      const place = readPlace(bytes)
      if (!place) continue
      if (this.#isOfMember(place.device)) this.#places.set(place.device, place)
      else parts.carried.places.forget(place.device)
    }
  }

  /** Told of each new entry, the own ones too. */
  onNews(listener: (place: SignedPlace) => void): () => void {
    return this.#news.add(listener)
  }

  /** Told of each entry that counts no more: its device may not take part, or has a newer one. */
  onGone(listener: (place: SignedPlace) => void): () => void {
    return this.#gone.add(listener)
  }

  /** The last word of a device, though it may have expired. */
  of(device: DeviceId): SignedPlace | undefined {
    return this.#places.get(device)
  }

  /** The last words of all, the own one too. */
  all(): readonly SignedPlace[] {
    return [...this.#places.values()]
  }

  /** What may be told to others. */
  current(): readonly SignedPlace[] {
    const now = this.#parts.clock.now()
    return this.all().filter((place) => isTimely(place, now))
  }

  /** Devices that say a peer id is theirs. */
  claims(peer: PeerId): readonly SignedPlace[] {
    this.#byPeer ??= Map.groupBy(this.all(), (place) => place.peer)
    return this.#byPeer.get(peer) ?? []
  }

  /** 16 bytes: equal for all who hold the same. */
  digest(): Uint8Array {
    const names = this.current().map(({ name }) => name)
    return digest('folkmoot/places/1', joinBytes(...names.sort().map(utf8))).subarray(0, 16)
  }

  /** Takes an entry from anybody. */
  take(bytes: Uint8Array): Verdict {
    const place = readPlace(bytes)
    if (!place || place.device === this.#parts.carried.device) return place ? 'held' : 'refused'
    if (place.peer === this.#parts.self || !this.#isOfMember(place.device)) return 'refused'
    const before = this.#places.get(place.device)
    const now = this.#parts.clock.now()
    // What was taken while both clocks were ahead does not stand for ever.
    if (before && !isNewer(place, before) && before.issued <= now + LIMITS.placeAhead) return 'held'
    if (!isPlaceSigned(this.#parts.carried, place)) return 'refused'
    if (!isTimely(place, now)) return 'untimely'
    if (!this.#allowance(place.device).take()) return 'held'
    if (!this.#keep(place)) return 'held'
    if (before) this.#gone.tell(before)
    this.#news.tell(place)
    return 'news'
  }

  /** The own entry: made anew if it says something else than before, or if half of its time is over. Answers when to look again, ms. */
  tell(own: Pick<PlaceEntry, 'addresses' | 'relay'>): number {
    const { carried, self: peer, clock } = this.#parts
    const now = clock.now()
    const before = this.#places.get(carried.device)
    const half = LIMITS.placeAge / 2
    // Of a clock that was ahead, nobody takes what it said.
    const isGood = before && before.issued <= now + LIMITS.placeAhead && before.issued + half > now
    if (
      isGood &&
      before.peer === peer &&
      before.relay === own.relay &&
      before.addresses.join() === own.addresses.join()
    )
      return before.issued + half
    const issued = isGood ? Math.max(now, before.issued + 1) : now
    const entry = { device: carried.device, peer, addresses: own.addresses, relay: own.relay, issued }
    const place = signPlace(carried, { ...entry, expires: issued + LIMITS.placeAge })
    this.#keep(place)
    this.#news.tell(place)
    return issued + half
  }

  /** Who lost their standing is struck out. */
  logChanged(): void {
    for (const place of this.all()) if (!this.#isOfMember(place.device)) this.#strike(place)
  }

  /** @returns false when it is among those that have to make room */
  #keep(place: SignedPlace): boolean {
    const { carried } = this.#parts
    this.#byPeer = undefined
    this.#places.set(place.device, place)
    if (this.#places.size > LIMITS.places) {
      const others = this.all().filter(({ device }) => device !== carried.device)
      // The same on all who hold the same, so that they come to hold the same again.
      const oldest = others.reduce((a, b) => (isNewer(a, b) ? b : a))
      this.#strike(oldest)
      if (oldest === place) return false
    }
    carried.places.keep(place.device, place.bytes)
    return true
  }

  #strike(place: SignedPlace): void {
    this.#byPeer = undefined
    this.#places.delete(place.device)
    this.#allowances.delete(place.device)
    this.#parts.carried.places.forget(place.device)
    this.#gone.tell(place)
  }

  #isOfMember(device: DeviceId): boolean {
    return this.#parts.carried.log.standing(device)?.may === 'exchange'
  }

  /** Bounded by the number of devices that may take part, since only theirs come so far. */
  #allowance(device: DeviceId): Allowance {
    const known = this.#allowances.get(device) ?? new Allowance(this.#parts.clock, LIMITS.placesInRow, 1 / 60)
    this.#allowances.set(device, known)
    return known
  }
}

/** Of two issued at the same time all choose the same. */
function isNewer(a: SignedPlace, b: SignedPlace): boolean {
  return a.issued === b.issued ? a.name > b.name : a.issued > b.issued
}

function isTimely({ issued, expires }: SignedPlace, now: number): boolean {
  return expires > now && issued <= now + LIMITS.placeAhead
}
