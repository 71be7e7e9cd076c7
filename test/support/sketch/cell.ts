/** One value, and everybody who wants to know when it is another. */
export class Cell<T> {
  #value: T
  readonly #waiting = new Set<() => void>()

  constructor(value: T) {
    this.#value = value
  }

  get value(): T {
    return this.#value
  }

  set(value: T): void {
    this.#value = value
    for (const wake of [...this.#waiting]) wake()
  }

  /** The value now, and again after each change. */
  async *watch(signal?: AbortSignal): AsyncGenerator<T, void> {
    let last: T | undefined
    for (let first = true; !signal?.aborted; first = false) {
      if (first || this.#value !== last) {
        last = this.#value
        yield last
      } else await this.#change(signal)
    }
  }

  #change(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        this.#waiting.delete(end)
        signal?.removeEventListener('abort', end)
        resolve()
      }
      this.#waiting.add(end)
      signal?.addEventListener('abort', end)
    })
  }
}
