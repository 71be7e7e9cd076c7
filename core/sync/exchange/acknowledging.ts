import { type Clock, type DocumentId, LIMITS } from '../../shared/index.ts'
import type { FeedHead } from '../ports.ts'
import type { SessionFrame } from '../wire/session-frames.ts'
import { headsOf, raise, type Vector } from './heads.ts'
import { Soon } from './soon.ts'

/** Tells a peer what is on this disk, gathered for a moment: for its count of who has what, and so that it need not send the same. */
export class Acknowledging {
  readonly #kept = new Map<DocumentId, Vector>()
  readonly #soon: Soon
  readonly #isFetching: (document: DocumentId) => boolean
  #due = false

  /** @param isFetching whether more of a document is about to come, so that one word will do for all */
  constructor(clock: Clock, signal: AbortSignal, wake: () => void, isFetching: (document: DocumentId) => boolean) {
    this.#isFetching = isFetching
    const tell = (): void => {
      this.#due = true
      wake()
    }
    this.#soon = new Soon(clock, LIMITS.haveTick, tell, signal)
  }

  kept(document: DocumentId, items: readonly FeedHead[]): void {
    const vector: Vector = this.#kept.get(document) ?? new Map()
    raise(vector, items)
    this.#kept.set(document, vector)
    this.#soon.ask()
  }

  /** No more is about to come of some document. */
  fetched(): void {
    if (this.#kept.size > 0) this.#soon.ask()
  }

  next(): SessionFrame | undefined {
    if (!this.#due) return undefined
    for (const [document, vector] of this.#kept) {
      if (this.#isFetching(document)) continue
      const heads = headsOf(vector).slice(0, LIMITS.vectorPage)
      for (const { feed } of heads) vector.delete(feed)
      if (vector.size === 0) this.#kept.delete(document)
      return { type: 'have', document, heads }
    }
    this.#due = false
    return undefined
  }
}
