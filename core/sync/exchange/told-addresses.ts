import { LIMITS } from '../../shared/index.ts'
import { sessionErrors } from '../errors.ts'

/** Where the peer says that it is. */
export class ToldAddresses {
  readonly #onAddresses: (addresses: readonly string[]) => void
  /** What it said last, and how often it said anything else. */
  #told: string | undefined
  #tellings = 0

  /** @param onAddresses told what is not the same as before */
  constructor(onAddresses: (addresses: readonly string[]) => void) {
    this.#onAddresses = onAddresses
  }

  /** @throws session/too-much */
  received(addresses: readonly string[]): void {
    if (addresses.join() === this.#told) return
    if (++this.#tellings > LIMITS.addressTellings) throw sessionErrors('too-much')
    this.#told = addresses.join()
    this.#onAddresses(addresses)
  }
}
