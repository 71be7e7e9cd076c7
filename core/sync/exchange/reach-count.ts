import { type DocumentId, LIMITS, type MemberId } from '../../shared/index.ts'
import type { Carried, FeedHead } from '../ports.ts'
import { type Vector, vectorOf } from './heads.ts'

/** Passes on how far members are, as far as that is about anything held here: what a peer makes up is neither kept nor counted. */
export class ReachCount {
  readonly #carried: Carried
  /** Own vectors of the documents asked about last. */
  readonly #vectors = new Map<DocumentId, Vector>()

  constructor(carried: Carried) {
    this.#carried = carried
  }

  /** A document grew. */
  forget(document: DocumentId): void {
    this.#vectors.delete(document)
  }

  reached(member: MemberId, document: DocumentId, heads: readonly FeedHead[]): void {
    const own = this.#vector(document)
    const held = heads.flatMap(({ feed, seq }) => {
      const most = Math.min(seq, own?.get(feed) ?? 0)
      return most > 0 ? [{ feed, seq: most }] : []
    })
    if (held.length > 0) this.#carried.reached(member, document, held)
  }

  #vector(document: DocumentId): Vector | undefined {
    const known = this.#vectors.get(document)
    if (known) return known
    if (!this.#carried.documents.has(document)) return undefined
    const vector = vectorOf(this.#carried.documents.vector(document))
    this.#vectors.set(document, vector)
    if (this.#vectors.size > LIMITS.openDocuments) this.#vectors.delete(this.#vectors.keys().next().value ?? document)
    return vector
  }
}
