import { type DeviceId, hex, LIMITS } from '../../shared/index.ts'
import { sha256 } from '../../identity/index.ts'
import { sessionErrors } from '../errors.ts'
import type { Carried } from '../ports.ts'
import type { SessionFrame } from '../wire/session-frames.ts'

/** Letters that tell a device of private spaces: each once in a session, and to nobody it is not for. */
export class LetterSharing {
  readonly #carried: Pick<Carried, 'letters' | 'takeLetter'>
  readonly #device: DeviceId
  readonly #sent = new Set<string>()
  #waiting: readonly Uint8Array[] = []
  #isDue = true
  #taken = 0

  constructor(carried: Pick<Carried, 'letters' | 'takeLetter'>, device: DeviceId) {
    this.#carried = carried
    this.#device = device
  }

  /** There may be others to send. */
  changed(): void {
    this.#isDue = true
  }

  /** @throws session/too-much, and what storage throws */
  received(letter: Uint8Array): void {
    if (++this.#taken > LIMITS.sessionLetters) throw sessionErrors('too-much')
    this.#carried.takeLetter(letter)
  }

  next(): SessionFrame | undefined {
    if (this.#isDue) this.#waiting = this.#carried.letters(this.#device)
    this.#isDue = false
    while (this.#waiting.length > 0 && this.#sent.size < LIMITS.sessionLetters) {
      const [letter, ...rest] = this.#waiting
      this.#waiting = rest
      const name = letter && hex(sha256(letter))
      if (!letter || name === undefined || this.#sent.has(name)) continue
      this.#sent.add(name)
      return { type: 'letter', bytes: letter }
    }
    return undefined
  }
}
