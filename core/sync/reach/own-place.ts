import { type Clock, LIMITS, type ReachSettings } from '../../shared/index.ts'
import { Allowance } from '../allowance.ts'
import { parseAddress, type Transport } from '../transport/index.ts'
import type { AddressBook } from './address-book.ts'
import { isPermitted } from './permitted.ts'
import { toldOf } from './place-entry.ts'

export interface OwnPlaceParts {
  readonly book: AddressBook
  readonly transport: Transport
  readonly settings: () => ReachSettings
  readonly clock: Clock
  readonly signal: AbortSignal
}

/** Keeps the own entry of the address book true: made anew when something else is to be said, and before it expires. */
export class OwnPlace {
  readonly #parts: OwnPlaceParts
  /** Others take no more than this, so that no more is said. */
  readonly #allowance: Allowance
  #said = ''
  #changed = new AbortController()

  constructor(parts: OwnPlaceParts) {
    this.#parts = parts
    this.#allowance = new Allowance(parts.clock, LIMITS.placesInRow / 2, 1 / 60)
  }

  /** Ends with the signal. Never rejects. */
  async run(): Promise<void> {
    const { clock, signal } = this.#parts
    signal.addEventListener('abort', () => this.wake(), { once: true })
    const rest = (ms: number, until: AbortSignal): Promise<void> => clock.sleep(ms, until).catch(() => undefined)
    let due = this.#tell()
    while (!signal.aborted) {
      // Timers hold no more than 24 days.
      await rest(Math.min(LIMITS.placeAge, Math.max(0, due - clock.now())), this.#changed.signal)
      if (this.#changed.signal.aborted) await rest(LIMITS.placeTick, signal)
      while (!signal.aborted && !this.#allowance.take()) await rest(LIMITS.redialMost, signal)
      if (!signal.aborted) due = this.#tell()
    }
  }

  /** Something may have to be said anew. */
  look(): void {
    if (this.#key() !== this.#said) this.wake()
  }

  /** Looks whether half of the time is over, whatever the clock said before. */
  wake(): void {
    this.#changed.abort()
  }

  #tell(): number {
    this.#changed = new AbortController()
    this.#said = this.#key()
    return this.#parts.book.tell(this.#own())
  }

  /** Those of the own addresses that are for this community: a relay of another is none of its business, and lets nobody here through. */
  meant(addresses: readonly string[]): readonly string[] {
    return addresses.filter((text) => {
      const relay = parseAddress(text)?.relay
      return relay === undefined || this.#parts.book.claims(relay).length > 0
    })
  }

  #own(): { readonly addresses: readonly string[]; readonly relay: boolean } {
    const { transport, settings } = this.#parts
    const own = settings()
    const addresses = toldOf(
      this.meant(transport.addresses()).filter((address) => isPermitted(address, own)),
      transport.peer,
    )
    const isOpen = addresses.some((address) => parseAddress(address)?.relay === undefined)
    return { addresses, relay: own.helpConnect && !own.hideAddress && !own.lanOnly && isOpen }
  }

  #key(): string {
    return JSON.stringify(this.#own())
  }
}
