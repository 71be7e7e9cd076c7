/** A list of listeners for one kind of event. A listener that throws is reported, and the others are still told. */
export class Listeners<Event> {
  readonly #all = new Set<(event: Event) => void>()
  readonly #onError: (error: unknown) => void

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError
  }

  /** Adds a listener; the answer takes it away again. */
  add(listener: (event: Event) => void): () => void {
    this.#all.add(listener)
    return () => void this.#all.delete(listener)
  }

  tell(event: Event): void {
    for (const listener of [...this.#all]) {
      try {
        listener(event)
      } catch (error) {
        this.#onError(error)
      }
    }
  }

  get size(): number {
    return this.#all.size
  }

  clear(): void {
    this.#all.clear()
  }
}
