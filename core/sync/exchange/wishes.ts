import type { DocumentId } from '../../shared/index.ts'
import type { CarriedDocuments } from '../ports.ts'

type Wish = readonly [document: DocumentId, digest: Uint8Array | undefined]

/** Documents that are to be asked for, the most urgent first; what a person looks at goes before all. */
export class Wishes {
  readonly #urgency: CarriedDocuments['urgency']
  /** With the digest that was offered when it was wished for. */
  readonly #wishes = new Map<DocumentId, Uint8Array | undefined>()
  /** A heap of those and of some that are wished for no longer, each once. */
  readonly #heap: { readonly document: DocumentId; readonly urgency: number }[] = []
  readonly #queued = new Set<DocumentId>()

  constructor(urgency: CarriedDocuments['urgency']) {
    this.#urgency = urgency
  }

  get size(): number {
    return this.#wishes.size
  }

  /** Places taken in the line, also by what is wished for no longer. */
  get queued(): number {
    return this.#heap.length
  }

  set(document: DocumentId, digest: Uint8Array | undefined): void {
    this.#wishes.set(document, digest)
    if (this.#queued.has(document)) return
    this.#queued.add(document)
    this.#push({ document, urgency: this.#urgency?.of(document) ?? -this.#queued.size })
  }

  delete(document: DocumentId): void {
    this.#wishes.delete(document)
  }

  /**
   * The next one, which is wished for no longer.
   * @param under documents that are being fetched: while a person waits for one of them, nothing else is begun that would slow it down
   */
  take(under: Iterable<DocumentId> = []): Wish | undefined {
    const onScreen = this.#urgency?.onScreen() ?? []
    for (const document of under) if (onScreen.includes(document)) return undefined
    const shown = onScreen.find((document) => this.#wishes.has(document))
    if (shown !== undefined) return this.#taken(shown)
    for (let first = this.#pop(); first !== undefined; first = this.#pop())
      if (this.#wishes.has(first)) return this.#taken(first)
    return undefined
  }

  #taken(document: DocumentId): Wish {
    const digest = this.#wishes.get(document)
    this.#wishes.delete(document)
    return [document, digest]
  }

  #push(entry: { readonly document: DocumentId; readonly urgency: number }): void {
    const heap = this.#heap
    let at = heap.push(entry) - 1
    for (let above = (at - 1) >> 1; at > 0 && this.#urgencyAt(above) < entry.urgency; above = (at - 1) >> 1) {
      this.#swap(at, above)
      at = above
    }
  }

  #pop(): DocumentId | undefined {
    const heap = this.#heap
    this.#swap(0, heap.length - 1)
    const top = heap.pop()
    if (!top) return undefined
    this.#queued.delete(top.document)
    for (let at = 0; ;) {
      const [left, right] = [2 * at + 1, 2 * at + 2]
      const below = this.#urgencyAt(right) > this.#urgencyAt(left) ? right : left
      if (this.#urgencyAt(below) <= this.#urgencyAt(at)) return top.document
      this.#swap(at, below)
      at = below
    }
  }

  #urgencyAt(at: number): number {
    return this.#heap[at]?.urgency ?? Number.NEGATIVE_INFINITY
  }

  #swap(a: number, b: number): void {
    const [first, second] = [this.#heap[a], this.#heap[b]]
    if (!first || !second) return
    this.#heap[a] = second
    this.#heap[b] = first
  }
}
