import type { Clock } from '../../../shared/index.ts'
import { WaitingLine } from '../waiting.ts'

export interface LinkSpeed {
  /** Milliseconds a frame is under way. */
  readonly latencyMs?: number
  /** Bytes a second in each direction of each channel; as fast as can be unless told. */
  readonly bytesPerSecond?: number
}

/** What lies between two peers: it can be slow, cut, or silent as when a cable is pulled and nobody is told. */
export class Link {
  readonly #flow = new WaitingLine()
  readonly #clock: Clock
  #speed: LinkSpeed = {}
  cut = false
  silent = false

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get latencyMs(): number {
    return this.#speed.latencyMs ?? 0
  }

  slow(speed: LinkSpeed): void {
    this.#speed = speed
  }

  heal(): void {
    this.cut = false
    this.silent = false
    this.#flow.wakeAll()
  }

  /** Resolves when bytes pass. @throws the signal's reason */
  async flowing(signal: AbortSignal): Promise<void> {
    while (this.silent) await this.#flow.wait(signal)
  }

  /** Takes as long as so many bytes need. @throws the signal's reason */
  async pace(bytes: number, signal: AbortSignal): Promise<void> {
    const { bytesPerSecond } = this.#speed
    if (bytesPerSecond !== undefined) await this.#clock.sleep((bytes * 1000) / bytesPerSecond, signal)
  }
}
