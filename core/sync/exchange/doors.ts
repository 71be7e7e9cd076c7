import { type Clock, LIMITS, type PeerId } from '../../shared/index.ts'
import { Allowance } from '../allowance.ts'
import { sessionErrors } from '../errors.ts'

interface Opening {
  /** Which of the two began. */
  readonly by: PeerId
  readonly abort: (reason: unknown) => void
}

/** Lets one conversation with each peer in: when both begin at once, the one the smaller peer id began goes on, and both sides see that alike. */
export class Doors {
  readonly #self: PeerId
  readonly #open = new Map<PeerId, Opening>()
  readonly #isMet: (peer: PeerId) => boolean

  readonly #clock: Clock
  /** How often each peer may begin. */
  readonly #allowances = new Map<PeerId, Allowance>()
  #closed = false

  /** @param isMet whether there is a session with that peer */
  constructor(self: PeerId, clock: Clock, isMet: (peer: PeerId) => boolean) {
    this.#self = self
    this.#clock = clock
    this.#isMet = isMet
  }

  /** Lets nobody in any more, and ends the conversations that have begun. */
  close(): void {
    this.#closed = true
    for (const { abort } of this.#open.values()) abort(sessionErrors('stopped'))
  }

  has(peer: PeerId): boolean {
    return this.#open.has(peer)
  }

  get size(): number {
    return this.#open.size
  }

  /**
   * Enters a conversation that `by` began; `abort` is called when it must give way to another. The answer leaves again.
   * @param comesAgain whether a peer that is met may prove that it begins anew
   * @throws session/duplicate, session/full when it begins too often, session/stopped
   */
  enter(peer: PeerId, by: PeerId, abort: (reason: unknown) => void, comesAgain = false): () => void {
    if (this.#closed) throw sessionErrors('stopped')
    if (by !== this.#self && !this.#allowance(peer).take()) throw sessionErrors('full')
    const there = this.#open.get(peer)
    const goesFirst = this.#self < peer ? this.#self : peer
    const isMet = this.#isMet(peer) && !comesAgain
    if (isMet || (there && (there.by === by || by !== goesFirst))) throw sessionErrors('duplicate')
    const opening: Opening = { by, abort }
    this.#open.set(peer, opening)
    there?.abort(sessionErrors('duplicate'))
    return () => {
      if (this.#open.get(peer) === opening) this.#open.delete(peer)
    }
  }

  #allowance(peer: PeerId): Allowance {
    const known =
      this.#allowances.get(peer) ?? new Allowance(this.#clock, LIMITS.sessionsInRow, 1000 / LIMITS.redialFirst)
    this.#allowances.delete(peer)
    this.#allowances.set(peer, known)
    if (this.#allowances.size > LIMITS.rememberedFailures)
      this.#allowances.delete(this.#allowances.keys().next().value ?? peer)
    return known
  }
}
