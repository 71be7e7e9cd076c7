import { type ActionId, type DeviceId, LIMITS } from '../../shared/index.ts'
import { sessionErrors } from '../errors.ts'
import { logPages, toldHeads } from '../handshake/log-pages.ts'
import type { CarriedLog } from '../ports.ts'
import type { SessionFrame } from '../wire/session-frames.ts'

/** Keeps one peer's log level with ours: what it lacks is sent when ours grows, and nothing is ever asked for, so nothing can be refused twice. */
export class LogSharing {
  readonly #log: CarriedLog
  /** Actions the peer holds: as it said last, and as we sent last. */
  #theirs: readonly ActionId[]
  #sent: readonly ActionId[] = []
  #pages: Iterator<{ items: readonly Uint8Array[]; last: boolean }> | undefined
  #heads: readonly ActionId[] = []
  #changed = true
  /** Actions that came and were not new, or not taken. */
  #useless = 0

  constructor(log: CarriedLog, known: readonly ActionId[]) {
    this.#log = log
    this.#theirs = known
  }

  /** Ours grew. */
  changed(): void {
    this.#changed = true
  }

  /** Takes what the peer has more. @throws session/too-much, and what storage throws */
  received(items: readonly Uint8Array[], heads: readonly ActionId[]): void {
    if (items.length === 0) throw sessionErrors('too-much')
    this.#useless += items.length - this.#log.receive(items).accepted
    if (this.#useless > LIMITS.logActions) throw sessionErrors('too-much')
    if (heads.length > 0) this.#theirs = heads
  }

  /** What tells a device that may do nothing any more why, and nothing else. */
  explanation(device: DeviceId): readonly SessionFrame[] {
    const items = this.#log.decisionAbout(device, this.#theirs)
    if (items.length === 0) return []
    return Array.from(logPages(items), (page) => ({ type: 'log', items: page.items, heads: [] }))
  }

  next(): SessionFrame | undefined {
    if (!this.#pages && this.#changed) this.#begin()
    const page = this.#pages?.next()
    if (!page || page.done === true) {
      this.#pages = undefined
      return undefined
    }
    return { type: 'log', items: page.value.items, heads: page.value.last ? this.#heads : [] }
  }

  #begin(): void {
    this.#changed = false
    const items = this.#log.missingFor([...this.#theirs, ...this.#sent])
    if (items.length === 0) return
    // All are remembered, however few are told: or what stands under the others would be sent at every change.
    this.#sent = this.#log.heads()
    this.#heads = toldHeads(this.#sent)
    this.#pages = logPages(items)
  }
}
