import { type DocumentId, LIMITS } from '../../shared/index.ts'
import type { CarriedDocuments, FeedHead } from '../ports.ts'
import { headsOf, raise, reaches, type Vector, vectorOf } from './heads.ts'

/** How far one peer is in one document. */
export interface Followed {
  readonly document: DocumentId
  /** What the peer holds, or what is on its way to it. */
  has: Vector
  /** What came since and is not on its way yet. `has` and `fresh` together reach as far as we do, once it is covered. */
  fresh: Vector
  /** Feeds it is counted as. */
  weight: number
}

/**
 * How far one peer is in the documents it takes part in: each is followed by a vector, or is `level`, which says without a vector that the
 * peer holds all we hold. Of the others nothing is known, and they are offered when they change. Bounded; the longest unused goes first.
 */
export class Following {
  readonly #documents: CarriedDocuments
  readonly #followed = new Map<DocumentId, Followed>()
  readonly #level = new Set<DocumentId>()
  readonly #onDropped: (document: DocumentId) => void
  #feeds = 0

  /** @param onDropped told of a document with news for the peer, when it is tracked no longer how far the peer is in it */
  constructor(documents: CarriedDocuments, onDropped: (document: DocumentId) => void) {
    this.#documents = documents
    this.#onDropped = onDropped
  }

  get(document: DocumentId): Followed | undefined {
    return this.#followed.get(document)
  }

  takesPart(document: DocumentId): boolean {
    return this.#followed.has(document) || this.#level.has(document)
  }

  /** The peer holds all we hold of this document. */
  level(document: DocumentId): void {
    if (!this.#followed.has(document)) this.#level.add(document)
  }

  /** The peer holds so much of it, by its own word. */
  begin(document: DocumentId, has: Vector): Followed {
    this.#forget(document)
    this.#level.delete(document)
    const followed: Followed = { document, has, fresh: new Map(), weight: has.size }
    this.#followed.set(document, followed)
    this.#feeds += followed.weight
    this.#bound(document)
    return followed
  }

  /** Whether the peer is as far as we are in every feed, or will be with what is on its way. */
  isEven(document: DocumentId): boolean {
    const followed = this.#followed.get(document)
    if (!followed) return false
    const has = new Map(followed.has)
    raise(has, headsOf(followed.fresh))
    return reaches(has, vectorOf(this.#documents.vector(document)))
  }

  /** How far the peer is cannot be told any more. */
  drop(document: DocumentId): void {
    this.#forget(document)
    this.#level.delete(document)
  }

  /** We hold more than before; answers whether the peer may lack it and takes part in this document. */
  grown(document: DocumentId, items: readonly FeedHead[]): boolean {
    const followed = this.#followed.get(document)
    if (followed) {
      raise(followed.fresh, items)
      return true
    }
    if (!this.#level.has(document) || items.length === 0) return false
    const has = vectorOf(this.#documents.vector(document))
    for (const { feed, seq } of items) has.set(feed, Math.min(has.get(feed) ?? 0, seq - 1))
    raise(this.begin(document, has).fresh, items)
    return true
  }

  /** The peer says that it holds these, of which we may hold none yet. */
  holds(document: DocumentId, heads: readonly FeedHead[]): void {
    if (this.#level.has(document)) this.begin(document, vectorOf(this.#documents.vector(document)))
    const followed = this.#followed.get(document)
    if (!followed || followed.has.size + heads.length > LIMITS.vectorHeads) return
    raise(followed.has, heads)
    this.#feeds += followed.has.size - followed.weight
    followed.weight = followed.has.size
    this.#bound(document)
  }

  #forget(document: DocumentId): void {
    this.#feeds -= this.#followed.get(document)?.weight ?? 0
    this.#followed.delete(document)
  }

  #bound(latest: DocumentId): void {
    for (const [document, { fresh }] of this.#followed) {
      if (this.#followed.size <= LIMITS.followedDocuments && this.#feeds <= LIMITS.followedFeeds) return
      if (document === latest) continue
      this.#forget(document)
      if (fresh.size > 0) this.#onDropped(document)
    }
  }
}
