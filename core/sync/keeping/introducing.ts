/** Which devices this one has still to introduce to a keeper. */
import { type DeviceId, sameBytes } from '../../shared/index.ts'
import type { Carried } from '../ports.ts'
import type { KeeperState } from './keep-meeting.ts'
import type { CarriedKeeping } from './kept-ports.ts'
import { encodeIntroduction, introductionDigest, rosterHash } from './signed.ts'

export interface IntroducingParts {
  readonly carried: Pick<Carried, 'device' | 'signSession'>
  readonly keeping: Pick<CarriedKeeping, 'roster' | 'everybody' | 'newcomers'>
  readonly shelf: Uint8Array
}

export class Introducing {
  /** Whether the keeper takes no roster of this device, which leads by the log: it does not know so yet. */
  isLed = false
  readonly #parts: IntroducingParts
  /** Those that were introduced in this conversation, or refused. */
  readonly #done = new Set<DeviceId>()

  constructor(parts: IntroducingParts) {
    this.#parts = parts
  }

  /** The next introduction, signed; it is taken for said. */
  next({ roster }: KeeperState): { readonly bytes: Uint8Array; readonly signature: Uint8Array } | undefined {
    const { carried, keeping, shelf } = this.#parts
    // Whoever leads names them all.
    if (keeping.roster() && !this.isLed) return undefined
    const device = keeping.newcomers().find((id) => !this.#done.has(id))
    if (device === undefined || sameBytes(rosterHash(shelf, keeping.everybody()), roster)) return undefined
    this.#done.add(device)
    const bytes = encodeIntroduction(shelf, carried.device, device)
    return { bytes, signature: carried.signSession(introductionDigest(bytes)) }
  }
}
