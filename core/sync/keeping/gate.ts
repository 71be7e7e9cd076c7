/** Lets few do something at once; the others wait, in the order they came. */
class Gate {
  #free: number
  readonly #waiting = new Set<() => void>()

  constructor(most: number) {
    this.#free = most
  }

  /** Waits for a place, which the answer gives back. @throws the signal's reason */
  async enter(signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted()
    if (this.#free > 0) this.#free -= 1
    else await this.#turn(signal)
    let isIn = true
    return () => {
      if (isIn) this.#leave()
      isIn = false
    }
  }

  async #turn(signal: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const stop = (): void => {
      this.#waiting.delete(resolve)
      reject(signal.reason as Error)
    }
    this.#waiting.add(resolve)
    signal.addEventListener('abort', stop, { once: true })
    try {
      await promise
    } finally {
      signal.removeEventListener('abort', stop)
    }
  }

  #leave(): void {
    const [next] = this.#waiting
    if (!next) {
      this.#free += 1
      return
    }
    this.#waiting.delete(next)
    next()
  }
}

/** A gate for each keeper, while anybody is there or waits: one that holds up whoever comes to it holds up nobody at another. */
export class Gates {
  readonly #most: number
  readonly #gates = new Map<string, { readonly gate: Gate; users: number }>()

  constructor(most: number) {
    this.#most = most
  }

  /** Keepers somebody is at, or waits for. */
  get size(): number {
    return this.#gates.size
  }

  /** Waits for a place at one of them, which the answer gives back. @throws the signal's reason */
  async enter(name: string, signal: AbortSignal): Promise<() => void> {
    const known = this.#gates.get(name) ?? { gate: new Gate(this.#most), users: 0 }
    this.#gates.set(name, known)
    known.users += 1
    let isIn = true
    const away = (): void => {
      if (isIn) known.users -= 1
      isIn = false
      if (known.users === 0 && this.#gates.get(name) === known) this.#gates.delete(name)
    }
    try {
      const leave = await known.gate.enter(signal)
      return () => {
        leave()
        away()
      }
    } catch (error) {
      away()
      throw error
    }
  }
}
