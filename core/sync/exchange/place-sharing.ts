import { base64url, type Clock, type DeviceId, fromBase64url, LIMITS, type PeerId } from '../../shared/index.ts'
import { Allowance } from '../allowance.ts'
import { sessionErrors } from '../errors.ts'
import type { AddressBook } from '../reach/address-book.ts'
import { readPlace, type SignedPlace } from '../reach/place-entry.ts'
import type { SessionFrame } from '../wire/session-frames.ts'

export interface PlaceSharingParts {
  readonly book: AddressBook
  /** Who is met. */
  readonly device: DeviceId
  readonly peer: PeerId
  /** Whether the whole book is shared, and not only what each says of itself. */
  readonly isWhole: boolean
  readonly clock: Clock
  /** The peer said where it can be dialled itself. */
  readonly onOwn: (addresses: readonly string[]) => void
}

type BookFrame = Extract<SessionFrame, { type: 'book' }>

/** Brings the address books of two devices level when they meet, and tells what is new as it comes. */
export class PlaceSharing {
  readonly #parts: PlaceSharingParts
  /** What is to be told, the latest of each device. */
  readonly #pending = new Map<DeviceId, SignedPlace>()
  /** Names of what the peer is known to hold; bounded, since the worst that comes of forgetting is telling twice. */
  readonly #known = new Set<string>()
  readonly #useless: Allowance
  /** How often what the peer says of itself is noted on its word alone. */
  readonly #own: Allowance
  #compared: 'not' | 'digests' | 'names' = 'not'
  #books: BookFrame[] = []
  /** What the peer said last of itself. */
  #told: string | undefined

  constructor(parts: PlaceSharingParts) {
    this.#parts = parts
    this.#useless = new Allowance(parts.clock, LIMITS.uselessPlaces, 10)
    this.#own = new Allowance(parts.clock, LIMITS.placesInRow, 1 / 60)
  }

  /** Says what is held, as a hash; to one who may not know the others, where this device is. */
  begin(own: DeviceId): void {
    const { book, isWhole } = this.#parts
    const place = book.of(own)
    if (isWhole) this.#books.push({ type: 'book', digest: book.digest(), held: [] })
    else if (place) this.news(place)
  }

  /** There is a new entry, whoever told it. */
  news(place: SignedPlace): void {
    if (!this.#known.has(place.name)) this.#pending.set(place.device, place)
  }

  /** An entry counts no more. */
  gone({ device, name }: SignedPlace): void {
    if (this.#pending.get(device)?.name === name) this.#pending.delete(device)
  }

  /** What to send next. */
  next(): SessionFrame | undefined {
    const frame = this.#books.shift()
    if (frame || this.#pending.size === 0) return frame
    const entries: Uint8Array[] = []
    for (const [device, place] of this.#pending) {
      if (entries.length === LIMITS.placesPage) break
      this.#pending.delete(device)
      // It may have come from the peer itself meanwhile.
      if (this.#known.has(place.name)) continue
      this.#note(place.name)
      entries.push(place.bytes)
    }
    return entries.length === 0 ? this.next() : { type: 'places', entries }
  }

  /** @throws session/out-of-turn */
  compared({ digest, held }: BookFrame): void {
    const { book } = this.#parts
    if (this.#compared === 'not') {
      this.#compared = 'digests'
      if (base64url(digest) === base64url(book.digest())) return
      const names = book.current().map(({ name }) => fromBase64url(name) ?? new Uint8Array(8))
      this.#books.push({ type: 'book', digest: book.digest(), held: names })
      return
    }
    if (this.#compared === 'names') throw sessionErrors('out-of-turn')
    this.#compared = 'names'
    for (const name of held) this.#note(base64url(name))
    for (const place of book.current()) this.news(place)
  }

  /** @throws session/too-much */
  received(entries: readonly Uint8Array[]): void {
    const { book, device, peer, isWhole, onOwn } = this.#parts
    if (entries.length === 0) throw sessionErrors('too-much')
    for (const bytes of entries) {
      const place = readPlace(bytes)
      const isOwn = place?.device === device && place.peer === peer
      if (place) this.#note(place.name)
      const verdict = isWhole || isOwn ? book.take(bytes) : 'refused'
      // The session itself vouches for what it says of itself, whatever its clock says; also of one that is in no book.
      if (isOwn && place.name !== this.#told && this.#own.take()) {
        this.#told = place.name
        onOwn(place.addresses)
      }
      if (verdict !== 'news' && !this.#useless.take()) throw sessionErrors('too-much')
    }
  }

  #note(name: string): void {
    this.#known.delete(name)
    this.#known.add(name)
    if (this.#known.size > 2 * LIMITS.places) this.#known.delete(this.#known.values().next().value ?? name)
  }
}
