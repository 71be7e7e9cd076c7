import { type ActionId, type DeviceId, LIMITS } from '../../shared/index.ts'
import { sessionErrors } from '../errors.ts'
import type { Carried, CarriedLog } from '../ports.ts'
import type { SessionFrame, SessionTable } from '../wire/session-frames.ts'
import type { Talk } from '../wire/talk.ts'
import { logPages, toldHeads } from './log-pages.ts'

export type Frame<Type extends SessionFrame['type']> = Extract<SessionFrame, { type: Type }>

/** How two logs are made level during a handshake; what is taken stays even when that fails, so that the next one gets further. */
export class LogTalk {
  readonly #talk: Talk<SessionTable>
  readonly #log: CarriedLog
  readonly #device: DeviceId
  /** What the other side holds, as far as known; nothing when both hold the same. */
  readonly #sample: readonly ActionId[] | undefined
  #told: readonly ActionId[] = []
  #heard: readonly ActionId[] = []
  #actions = 0
  #bytes = 0
  #refused = 0
  #hasExplained = false
  #hasAnswered = false

  /** @param compared what this side held when the two logs were compared: it may have grown since, and the other side has not */
  constructor(
    talk: Talk<SessionTable>,
    { log, device }: Pick<Carried, 'log' | 'device'>,
    sample: readonly ActionId[] | undefined,
    compared: readonly ActionId[],
  ) {
    this.#talk = talk
    this.#log = log
    this.#device = device
    this.#sample = sample
    if (!sample) this.#told = compared
  }

  /** Whether one side lacks something. */
  get differ(): boolean {
    return this.#sample !== undefined
  }

  /** Actions the other side is known to hold. */
  get known(): readonly ActionId[] {
    return [...this.#told, ...(this.#sample ?? []), ...this.#heard]
  }

  /** Sends what the other side lacks. */
  async tell(): Promise<void> {
    const heads = this.#log.heads()
    for (const { items, last } of logPages(this.#log.missingFor(this.#sample ?? [])))
      await this.#talk.send({ type: 'log', items, heads: last ? toldHeads(heads) : [] })
    this.#told = heads
  }

  /** Tells a device that may do nothing why, once, as far as it does not know: nothing that came after. */
  async explain(device: DeviceId): Promise<void> {
    const items = this.#sample && !this.#hasExplained ? this.#log.decisionAbout(device, this.#sample) : []
    this.#hasExplained = true
    if (items.length === 0) return
    for (const page of logPages(items)) await this.#talk.send({ type: 'log', items: page.items, heads: [] })
  }

  /**
   * Hears one that may do nothing, and has been told why: it may have decided something before it knew, which is judged as anything else
   * is. It learns nothing by it. @throws session/too-much
   */
  async hear(device: DeviceId): Promise<void> {
    await this.#talk.send({ type: 'plead' })
    await this.take(device)
  }

  /** Takes what the other side has more of the log. @throws session/too-much */
  async take(device: DeviceId): Promise<void> {
    for (;;) {
      const frame = await this.#talk.expect('log')
      if (frame.items.length === 0 && frame.heads.length === 0) throw sessionErrors('too-much')
      this.#receive(frame, (this.#log.standing(device)?.may ?? 'nothing') !== 'nothing')
      if (frame.heads.length === 0) continue
      this.#heard = frame.heads
      return
    }
  }

  /**
   * The next frame that is awaited; before it may come, with an end after it, why this device may not take part.
   * @param answers whether who waits has named itself, and the other has shown that they are or were a member
   */
  async until<Type extends 'proof' | 'ready'>(type: Type, answers = false): Promise<Frame<Type>> {
    for (;;) {
      const also = answers ? (['log', 'plead'] as const) : (['log'] as const)
      const frame = await this.#talk.expect<'proof' | 'ready' | 'log' | 'plead'>(type, ...also)
      if (frame.type === 'plead') {
        await this.#answer()
        continue
      }
      if (frame.type !== 'log') return frame as Frame<Type>
      if (!this.differ || frame.items.length === 0) throw sessionErrors('out-of-turn')
      this.#receive(frame, false)
    }
  }

  /** Shows what this device decided itself, if it sees that it may do nothing; nothing otherwise, since it knows not who asks. */
  async #answer(): Promise<void> {
    if (!this.#sample || this.#hasAnswered) throw sessionErrors('out-of-turn')
    this.#hasAnswered = true
    const may = this.#log.standing(this.#device)?.may
    const items = may === 'nothing' ? this.#log.decidedBy(this.#device, this.#sample) : []
    const heads = toldHeads(this.#log.heads())
    for (const page of logPages(items))
      await this.#talk.send({ type: 'log', items: page.items, heads: page.last ? heads : [] })
  }

  #receive({ items }: Frame<'log'>, isKnown: boolean): void {
    this.#actions += items.length
    this.#bytes += items.reduce((sum, { length }) => sum + length, 0)
    const tooMuch = isKnown
      ? this.#actions > LIMITS.logActions
      : this.#actions > LIMITS.strangerActions || this.#bytes > LIMITS.strangerBytes
    if (tooMuch) throw sessionErrors('too-much')
    if (items.length > 0) this.#refused += this.#log.receive(items).refused
    if (!isKnown && this.#refused > LIMITS.strangerRefused) throw sessionErrors('too-much')
  }
}
