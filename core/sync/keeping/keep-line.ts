/** A conversation with a keeper as it is led: one asks and is answered, and what is told unasked is heard beside. */
import { type Clock, LIMITS } from '../../shared/index.ts'
import { Allowance } from '../allowance.ts'
import { transportErrors } from '../transport/index.ts'
import type { Talk } from '../wire/talk.ts'
import { type KeepFrame, keepFrames, type KeepTable } from './keep-frames.ts'

type OfType<Type extends KeepFrame['type']> = Extract<KeepFrame, { type: Type }>

export class KeepLine {
  readonly #talk: Talk<KeepTable>
  readonly #clock: Clock
  readonly #hear: (frame: KeepFrame) => void
  /** Each call has a letter opened. Beyond so many they are left unheard, since the keeper may be honest and another member the one who calls. */
  readonly #calls: Allowance
  #spoke: number

  constructor(talk: Talk<KeepTable>, clock: Clock, hear: (frame: KeepFrame) => void) {
    this.#talk = talk
    this.#clock = clock
    this.#hear = hear
    this.#calls = new Allowance(clock, LIMITS.keeperCalls, LIMITS.keeperCallsPerSecond)
    this.#spoke = clock.now()
  }

  /** When this side said something last, ms. */
  get spoke(): number {
    return this.#spoke
  }

  async send(frame: KeepFrame): Promise<void> {
    this.#spoke = this.#clock.now()
    await this.#talk.send(frame)
  }

  /** Whatever comes next. @throws keeper/malformed, sync/closed, the signal's reason */
  async receive(signal: AbortSignal): Promise<KeepFrame> {
    for (;;) {
      const bytes = await this.#talk.channel.receive(signal)
      if (!bytes) throw transportErrors('closed')
      const frame = keepFrames.decode(bytes)
      if (this.#isHeeded(frame)) return frame
    }
  }

  /** The next frame of these types; what comes unasked is heard. */
  async expect<Type extends KeepFrame['type']>(...types: readonly Type[]): Promise<OfType<Type>> {
    for (;;) {
      const frame = await this.#talk.receive()
      const isExpected = (each: KeepFrame): each is OfType<Type> => (types as readonly string[]).includes(each.type)
      if (isExpected(frame)) return frame
      if (this.#isHeeded(frame)) this.#hear(frame)
    }
  }

  #isHeeded({ type }: KeepFrame): boolean {
    return type !== 'called' || this.#calls.take()
  }

  /** Asks, and waits for an answer of these types. */
  async ask<Type extends KeepFrame['type']>(frame: KeepFrame, ...types: readonly Type[]): Promise<OfType<Type>> {
    await this.send(frame)
    return this.expect(...types)
  }
}
