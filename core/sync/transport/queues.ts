import { LIMITS, type Clock, type FolkmootError } from '../../shared/index.ts'
import { transportErrors } from './errors.ts'
import { WaitingLine } from './waiting.ts'

/** Frames on their way out, first come first sent: at most LIMITS.sendQueueBytes wait, whoever adds more waits outside. */
export class Outbox {
  readonly #frames: Uint8Array[] = []
  readonly #outside: { frame: Uint8Array; enter: () => void; refuse: (error: unknown) => void }[] = []
  readonly #work = new WaitingLine()
  readonly #empty = new WaitingLine()
  #bytes = 0
  #ended = false
  #failure: FolkmootError | undefined

  get bytes(): number {
    return this.#bytes
  }

  /** @throws sync/closed, sync/frame-too-large, the signal's reason */
  async add(frame: Uint8Array, signal: AbortSignal): Promise<void> {
    if (frame.length > LIMITS.frameBytes) throw transportErrors('frame-too-large')
    signal.throwIfAborted()
    if (this.#failure ?? this.#ended) throw this.#failure ?? transportErrors('closed')
    const { promise, resolve: enter, reject: refuse } = Promise.withResolvers<void>()
    const entry = { frame, enter, refuse }
    this.#outside.push(entry)
    this.#admit()
    // Most need not wait; and thousands of listeners on one signal are slow.
    if (this.#outside.at(-1) !== entry) return
    const leave = (): void => {
      const at = this.#outside.indexOf(entry)
      if (at < 0) return
      this.#outside.splice(at, 1)
      refuse(signal.reason)
      this.#admit()
    }
    signal.addEventListener('abort', leave, { once: true })
    try {
      await promise
    } finally {
      signal.removeEventListener('abort', leave)
    }
  }

  /** The next frame to put on the wire, or nothing at the end. It counts as waiting until `sent`. */
  async next(signal: AbortSignal): Promise<Uint8Array | undefined> {
    while (this.#frames.length === 0) {
      if (this.#ended || this.#failure) return undefined
      await this.#work.wait(signal)
    }
    return this.#frames.shift()
  }

  /** Takes those that wait behind the one that was taken, as long as they weigh no more than so many bytes together. */
  following(bytes: number): readonly Uint8Array[] {
    let [count, left] = [0, bytes]
    for (const frame of this.#frames) {
      left -= weight(frame)
      if (left < 0) break
      count += 1
    }
    return this.#frames.splice(0, count)
  }

  /** The frame that was taken is on its way. */
  sent(frame: Uint8Array): void {
    this.#bytes = Math.max(0, this.#bytes - weight(frame))
    this.#admit()
    if (this.#bytes === 0) this.#empty.wakeAll()
  }

  /** Takes no more frames; resolves when those that were added are on their way. @throws sync/closed, the signal's reason */
  async end(signal: AbortSignal): Promise<void> {
    this.#ended = true
    this.#work.wakeAll()
    await this.drained(signal)
  }

  /** Resolves once all that was added is on its way. @throws sync/closed, the signal's reason */
  async drained(signal: AbortSignal): Promise<void> {
    while (this.#bytes > 0 && this.#failure === undefined) await this.#empty.wait(signal)
    if (this.#failure) throw this.#failure
  }

  /** Drops what waits; all who wait are told. */
  fail(error: FolkmootError): void {
    this.#failure ??= error
    this.#frames.length = 0
    this.#bytes = 0
    for (const { refuse } of this.#outside.splice(0)) refuse(this.#failure)
    this.#work.wakeAll()
    this.#empty.wakeAll()
  }

  #admit(): void {
    for (let first = this.#outside[0]; first && this.#fits(first.frame); first = this.#outside[0]) {
      this.#outside.shift()
      this.#frames.push(first.frame)
      this.#bytes += weight(first.frame)
      first.enter()
      this.#work.wakeAll()
    }
  }

  #fits(frame: Uint8Array): boolean {
    return this.#bytes === 0 || this.#bytes + weight(frame) <= LIMITS.sendQueueBytes
  }
}

/** What a frame takes in a queue: an empty one is not free. */
export const weight = (frame: Uint8Array): number => frame.length + 64

/** Frames that came in and were not read yet: at most LIMITS.receiveQueueFrames, then `full` asks the source to wait. */
export class Inbox {
  readonly #frames: Uint8Array[] = []
  readonly #readers = new WaitingLine()
  readonly #clock: Clock
  readonly #onRoom: () => void
  #touched: number
  #ended = false
  #failure: FolkmootError | undefined

  /** @param onRoom told after a frame was read */
  constructor(clock: Clock, onRoom: () => void) {
    this.#clock = clock
    this.#onRoom = onRoom
    this.#touched = clock.now()
  }

  get full(): boolean {
    return this.#frames.length >= LIMITS.receiveQueueFrames
  }

  get length(): number {
    return this.#frames.length
  }

  /** Bytes came, though perhaps not a whole frame: who waits with a deadline goes on waiting. */
  touch(): void {
    this.#touched = this.#clock.now()
  }

  put(frame: Uint8Array): void {
    if (this.#ended || this.#failure) return
    this.touch()
    this.#frames.push(frame)
    this.#readers.wakeAll()
  }

  /** No more will come; what waits can still be read. */
  end(): void {
    this.#ended = true
    this.#readers.wakeAll()
  }

  /** Drops what waits, unless the other side had ended cleanly. */
  fail(error: FolkmootError): void {
    if (this.#ended) return
    this.#failure ??= error
    this.#frames.length = 0
    this.#readers.wakeAll()
  }

  /** Forgets everything, clean end or not: nobody here will read on. */
  drop(error: FolkmootError): void {
    this.#ended = false
    this.fail(error)
  }

  /** @throws sync/closed (or what it failed with), sync/timeout, the signal's reason */
  async take(signal: AbortSignal, timeoutMs?: number): Promise<Uint8Array | undefined> {
    signal.throwIfAborted()
    const since = this.#clock.now()
    while (this.#frames.length === 0) {
      if (this.#failure) throw this.#failure
      if (this.#ended) return undefined
      if (timeoutMs === undefined) await this.#readers.wait(signal)
      else await this.#waitUntil(Math.max(since, this.#touched) + timeoutMs, signal)
    }
    const frame = this.#frames.shift()
    this.#onRoom()
    return frame
  }

  async #waitUntil(deadline: number, signal: AbortSignal): Promise<void> {
    const left = deadline - this.#clock.now()
    if (left <= 0) throw transportErrors('timeout')
    const over = new AbortController()
    const either = AbortSignal.any([signal, over.signal])
    const woken = this.#readers.wait(either)
    try {
      await Promise.race([woken, this.#clock.sleep(left, either)])
    } finally {
      over.abort()
      await woken.catch(() => undefined)
    }
  }
}
