/** A conversation with a keeper as it is led: one asks and is answered, and what is told unasked is heard beside. */
import type { Clock } from '../../shared/index.ts'
import { transportErrors } from '../transport/index.ts'
import type { Talk } from '../wire/talk.ts'
import { type KeepFrame, keepFrames, type KeepTable } from './keep-frames.ts'

type OfType<Type extends KeepFrame['type']> = Extract<KeepFrame, { type: Type }>

export class KeepLine {
  readonly #talk: Talk<KeepTable>
  readonly #clock: Clock
  readonly #hear: (frame: KeepFrame) => void
  #spoke: number

  constructor(talk: Talk<KeepTable>, clock: Clock, hear: (frame: KeepFrame) => void) {
    this.#talk = talk
    this.#clock = clock
    this.#hear = hear
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
    const bytes = await this.#talk.channel.receive(signal)
    if (!bytes) throw transportErrors('closed')
    return keepFrames.decode(bytes)
  }

  /** The next frame of these types; what comes unasked is heard. */
  async expect<Type extends KeepFrame['type']>(...types: readonly Type[]): Promise<OfType<Type>> {
    for (;;) {
      const frame = await this.#talk.receive()
      const isExpected = (each: KeepFrame): each is OfType<Type> => (types as readonly string[]).includes(each.type)
      if (isExpected(frame)) return frame
      this.#hear(frame)
    }
  }

  /** Asks, and waits for an answer of these types. */
  async ask<Type extends KeepFrame['type']>(frame: KeepFrame, ...types: readonly Type[]): Promise<OfType<Type>> {
    await this.send(frame)
    return this.expect(...types)
  }
}
