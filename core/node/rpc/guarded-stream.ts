/**
 * A live query on its way to one screen. It is asked for more only when the screen has taken what was sent, it ends at once
 * when the screen turns away (whatever its source is waiting for), and what it throws has become a refusal.
 */
export interface StreamSurroundings {
  /** Resolves when the screen has taken most of what was sent. */
  readonly drained: () => Promise<void>
  readonly signal: AbortSignal
  readonly toRefusal: (error: unknown) => Error
  /** Told once, when the stream is over. */
  readonly onEnd: () => void
}

const over: IteratorReturnResult<undefined> = { done: true, value: undefined }

export class GuardedStream implements AsyncIterableIterator<unknown, unknown, undefined> {
  readonly #source: AsyncIterator<unknown, unknown, undefined>
  readonly #around: StreamSurroundings
  #ended = false
  #cancelPull: () => void = () => undefined

  constructor(source: AsyncIterator<unknown, unknown, undefined>, around: StreamSurroundings) {
    this.#source = source
    this.#around = around
    if (around.signal.aborted) this.#end()
    else around.signal.addEventListener('abort', this.#onAbort, { once: true })
  }

  async next(): Promise<IteratorResult<unknown, unknown>> {
    if (this.#ended) return over
    const { promise, resolve, reject } = Promise.withResolvers<IteratorResult<unknown, unknown>>()
    this.#cancelPull = () => resolve(over)
    this.#pull().then(resolve, reject)
    return promise
  }

  async return(): Promise<IteratorResult<unknown, unknown>> {
    this.#end()
    return over
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  readonly #onAbort = (): void => this.#end()

  async #pull(): Promise<IteratorResult<unknown, unknown>> {
    try {
      await this.#around.drained()
      if (this.#ended) return over
      const result = await this.#source.next()
      this.#cancelPull = () => undefined
      if (result.done) this.#end()
      return result
    } catch (error) {
      if (this.#ended) return over
      this.#cancelPull = () => undefined
      this.#end()
      throw this.#around.toRefusal(error)
    }
  }

  #end(): void {
    if (this.#ended) return
    this.#ended = true
    this.#cancelPull()
    this.#around.signal.removeEventListener('abort', this.#onAbort)
    // A source that waits for its next event ends when it gets to it; nobody waits for that.
    this.#source.return?.()?.then(undefined, () => undefined)
    this.#around.onEnd()
  }
}

/** Whether a procedure answered with a live query. */
export function isStream(output: unknown): output is AsyncIterator<unknown, unknown, undefined> {
  return typeof output === 'object' && output !== null && Symbol.asyncIterator in output && 'next' in output
}
