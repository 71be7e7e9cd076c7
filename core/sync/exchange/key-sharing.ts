import { type DeviceId, type EpochId, LIMITS } from '../../shared/index.ts'
import { sessionErrors } from '../errors.ts'
import type { CarriedKeys, SealedKey } from '../ports.ts'
import type { SessionFrame } from '../wire/session-frames.ts'

/**
 * Keys that one side lacks and the other may hand it. Each is asked for once in a session: who cannot give it remembers the question, and
 * answers when it can.
 */
export class KeySharing {
  readonly #keys: CarriedKeys
  readonly #device: DeviceId
  readonly #asked = new Set<EpochId>()
  /** Asked for, and not answered yet. */
  readonly #waiting = new Set<EpochId>()
  #isAsking = true
  /** What the peer asked for and has not been given. */
  readonly #owed = new Set<EpochId>()
  readonly #given = new Set<EpochId>()
  /** What of that is to be tried now. */
  #trying: EpochId[] = []
  #useless = 0

  constructor(keys: CarriedKeys, device: DeviceId) {
    this.#keys = keys
    this.#device = device
  }

  /** The log changed, or keys were gained: other keys may be lacking, and others may be handed out. */
  changed(): void {
    this.#isAsking = true
    this.#trying = [...this.#owed]
  }

  /** The peer lacks these. @throws session/too-much */
  lacked(epochs: readonly EpochId[]): void {
    for (const epoch of epochs) {
      if (this.#given.has(epoch) || this.#owed.has(epoch)) continue
      this.#owed.add(epoch)
      this.#trying.push(epoch)
    }
    if (this.#owed.size > LIMITS.keysWaiting) throw sessionErrors('too-much')
  }

  /** Takes what was asked for and is lacking still. @throws session/too-much, and what storage throws */
  received(keys: readonly SealedKey[]): void {
    const lacking = new Set(this.#keys.lacking())
    const answers = new Map(keys.filter(([epoch]) => this.#waiting.delete(epoch)))
    const useful = [...answers].filter(([epoch]) => lacking.has(epoch))
    const taken = useful.length > 0 ? this.#keys.take(useful) : 0
    this.#useless += keys.length - answers.size + (useful.length - taken)
    if (this.#useless > LIMITS.uselessKeys) throw sessionErrors('too-much')
    this.#isAsking = true
  }

  next(): SessionFrame | undefined {
    return this.#handOut() ?? this.#ask()
  }

  #handOut(): SessionFrame | undefined {
    while (this.#trying.length > 0) {
      const keys = this.#keys.reseal(this.#device, this.#trying.splice(0, LIMITS.keysPage))
      for (const [epoch] of keys) {
        this.#owed.delete(epoch)
        this.#given.add(epoch)
      }
      if (keys.length > 0) return { type: 'keys', keys }
    }
    return undefined
  }

  #ask(): SessionFrame | undefined {
    if (!this.#isAsking) return undefined
    const room = LIMITS.keysWaiting - this.#waiting.size
    const lacking = this.#keys.lacking().filter((epoch) => !this.#asked.has(epoch))
    const epochs = lacking.slice(0, Math.min(room, LIMITS.keysPage))
    this.#isAsking = epochs.length > 0
    if (epochs.length === 0) return undefined
    for (const epoch of epochs) {
      this.#asked.add(epoch)
      this.#waiting.add(epoch)
    }
    return { type: 'lack', epochs }
  }
}
