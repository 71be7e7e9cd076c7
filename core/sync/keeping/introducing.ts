/** Which devices this one has still to introduce to a keeper, or to call to a private space's shelf. */
import { type DeviceId, type Log, sameBytes } from '../../shared/index.ts'
import type { Carried } from '../ports.ts'
import type { KeepLine } from './keep-line.ts'
import type { KeeperState } from './keep-meeting.ts'
import type { CarriedKeeping } from './kept-ports.ts'
import { devicesOf, encodeIntroduction, introductionDigest, rosterHash } from './signed.ts'

export interface IntroducingParts {
  readonly carried: Pick<Carried, 'device' | 'signSession'>
  readonly keeping: Pick<CarriedKeeping, 'roster' | 'everybody' | 'newcomers' | 'letterTo'>
  readonly shelf: Uint8Array
  /** Devices that were called by this one since its start. */
  readonly called?: Set<DeviceId>
  readonly mayPut?: () => boolean
  readonly log: Log
}

export class Introducing {
  /** Whether the keeper takes no roster of this device, which leads by the log: it does not know so yet. */
  isLed = false
  readonly #parts: IntroducingParts
  /** Those that were introduced in this conversation, or refused. */
  readonly #done = new Set<DeviceId>()
  /** Those the keeper would not call in this conversation. */
  readonly #uncalled = new Set<DeviceId>()

  constructor(parts: IntroducingParts) {
    this.#parts = parts
  }

  /** Has those served whom this device's member let in, when no roster names them yet. */
  async introduce(line: KeepLine, { roster }: KeeperState): Promise<void> {
    for (let device = this.#next(roster); device !== undefined; device = this.#next(roster)) {
      const { carried, shelf, log } = this.#parts
      this.#done.add(device)
      const bytes = encodeIntroduction(shelf, carried.device, device)
      const signature = carried.signSession(introductionDigest(bytes))
      const answer = await line.ask({ type: 'introduce', bytes, signature }, 'introduced', 'refused')
      if (answer.type === 'refused') log.debug('keeper.introduction', { code: answer.code })
    }
  }

  /** Has devices of a private space told, when they come to the community's shelf, that this one is there. Who manages the space does. */
  async call(line: KeepLine): Promise<void> {
    const { keeping, carried, called, mayPut } = this.#parts
    const wish = called && mayPut?.() && keeping.roster()
    if (!wish || this.isLed) return
    const isDone = (id: DeviceId): boolean => id === carried.device || called.has(id) || this.#uncalled.has(id)
    for (const device of devicesOf(wish)) {
      const letter = isDone(device) ? undefined : keeping.letterTo?.(device)
      if (!letter) continue
      const answer = await line.ask({ type: 'call', device, letter }, 'calling', 'refused')
      // A newcomer whom the community's roster does not name yet is no reason to leave the others uncalled.
      if (answer.type === 'refused') this.#uncalled.add(device)
      else called.add(device)
    }
  }

  #next(roster: Uint8Array): DeviceId | undefined {
    const { keeping, shelf } = this.#parts
    // Whoever leads names them all.
    if (keeping.roster() && !this.isLed) return undefined
    const device = keeping.newcomers().find((id) => !this.#done.has(id))
    return device === undefined || sameBytes(rosterHash(shelf, keeping.everybody()), roster) ? undefined : device
  }
}
