/** Files a screen hands over piece by piece, by the name each was given; one nothing comes for is let go of. */
import { base64url, type Clock, type FolkmootError, type Random } from '../../shared/index.ts'

export interface HandedOptions<T> {
  readonly clock: Clock
  readonly random: Random
  /** How many at once. */
  readonly most: number
  /** ms without a piece after which one gives way to another, and after which it is let go of. */
  readonly rest: number
  readonly patience: number
  readonly unknown: (cause?: unknown) => FolkmootError
  readonly tooMany: () => FolkmootError
  /** Called once for each when it is over. Never rejects. */
  readonly end: (value: T) => Promise<void>
}

interface Open<T> {
  readonly value: T
  readonly end: AbortController
  /** Pieces that are being taken. */
  working: number
  /** When the last was, ms. */
  lastPiece: number
}

export class Handed<T> {
  readonly #options: HandedOptions<T>
  readonly #open = new Map<string, Open<T>>()
  /** Those that are being let go of. */
  readonly #ending = new Set<Promise<void>>()

  constructor(options: HandedOptions<T>) {
    this.#options = options
  }

  /** One that nothing came for, since its screen was closed or loaded anew, gives way to who begins now. @throws `tooMany` */
  begin(value: T): string {
    const { random, clock, most } = this.#options
    this.makeRoom()
    if (this.#open.size >= most) throw this.#options.tooMany()
    const id = base64url(random.bytes(16))
    const open = { value, end: new AbortController(), working: 0, lastPiece: clock.now() }
    this.#open.set(id, open)
    void this.#watch(id, open)
    return id
  }

  /** Lets go of one at rest where there is no room for another. @throws `tooMany` */
  makeRoom(): void {
    if (this.#open.size >= this.#options.most) this.#endOneAtRest()
    if (this.#open.size >= this.#options.most) throw this.#options.tooMany()
  }

  /** Works on one; the signal is aborted when it is let go of. @throws `unknown`, and what the work throws */
  async use<R>(
    id: string,
    signal: AbortSignal | undefined,
    work: (value: T, signal: AbortSignal) => Promise<R>,
  ): Promise<R> {
    const open = this.#get(id)
    open.working += 1
    try {
      return await work(open.value, AbortSignal.any(signal ? [open.end.signal, signal] : [open.end.signal]))
    } catch (error) {
      if (open.end.signal.aborted) throw this.#options.unknown(error)
      throw error
    } finally {
      open.working -= 1
      open.lastPiece = this.#options.clock.now()
    }
  }

  /** @throws `unknown` */
  get(id: string): T {
    return this.#get(id).value
  }

  find(id: string): T | undefined {
    return this.#open.get(id)?.value
  }

  cancel(id: string): void {
    const open = this.#open.get(id)
    if (!open) return
    this.#open.delete(id)
    open.end.abort()
    const ending = this.#options.end(open.value)
    this.#ending.add(ending)
    void ending.finally(() => this.#ending.delete(ending))
  }

  async stop(): Promise<void> {
    for (const id of [...this.#open.keys()]) this.cancel(id)
    await Promise.all(this.#ending)
  }

  #get(id: string): Open<T> {
    const open = this.#open.get(id)
    if (!open) throw this.#options.unknown()
    return open
  }

  /** Of those at rest the one that has been for longest. */
  #endOneAtRest(): void {
    const now = this.#options.clock.now()
    const rest = ({ working, lastPiece }: Open<T>): number => (working > 0 ? 0 : Math.abs(now - lastPiece))
    const [first] = [...this.#open].toSorted(([, a], [, b]) => rest(b) - rest(a))
    if (first && rest(first[1]) >= this.#options.rest) this.cancel(first[0])
  }

  async #watch(id: string, open: Open<T>): Promise<void> {
    const { clock, patience } = this.#options
    for (;;) {
      const left = open.lastPiece + patience - clock.now()
      if (left <= 0 && open.working === 0) return this.cancel(id)
      try {
        await clock.sleep(left > 0 ? left : patience, open.end.signal)
      } catch {
        // It is done, or was given up.
        return
      }
    }
  }
}
