import { setImmediate } from 'node:timers/promises'
import { LIMITS, type Clock } from '../../../shared/index.ts'
import type { QueuedChannel, Wire } from '../channel.ts'
import { transportErrors } from '../errors.ts'
import { weight } from '../queues.ts'
import { WaitingLine } from '../waiting.ts'
import type { Link } from './link.ts'

/** One direction of a channel in memory: a line of frames in flight, bounded as a stream window is. */
export class MemoryWire implements Wire {
  readonly #flight: { frame: Uint8Array | undefined; at: number }[] = []
  readonly #moved = new WaitingLine()
  readonly #link: Link
  readonly #clock: Clock
  readonly #over = new AbortController()
  #bytes = 0
  #delivered = 0
  #finished = false
  /** The far end of this direction, and the wire that leads back; both are set by `joinWires`. */
  far: QueuedChannel | undefined
  back: MemoryWire | undefined

  constructor(link: Link, clock: Clock) {
    this.#link = link
    this.#clock = clock
    void this.#deliver()
  }

  async write(frames: readonly Uint8Array[], signal: AbortSignal): Promise<void> {
    for (const frame of frames) {
      await this.#link.pace(frame.length, signal)
      while (this.#bytes > 0 && this.#bytes + weight(frame) > LIMITS.streamWindowBytes) await this.#moved.wait(signal)
      this.#bytes += weight(frame)
      this.#launch(frame.slice())
    }
  }

  /** Whether the last frame was sent, though it may still be in flight. */
  get finished(): boolean {
    return this.#finished
  }

  async finish(): Promise<void> {
    this.#finished = true
    this.#launch(undefined)
  }

  break(): void {
    this.#over.abort()
    if (!this.#link.silent) this.far?.fail(transportErrors('closed'))
  }

  room(): void {
    this.back?.wake()
  }

  wake(): void {
    this.#moved.wakeAll()
  }

  #launch(frame: Uint8Array | undefined): void {
    this.#flight.push({ frame, at: this.#clock.now() + this.#link.latencyMs })
    this.#moved.wakeAll()
  }

  async #deliver(): Promise<void> {
    const { signal } = this.#over
    try {
      for (;;) {
        const [first] = this.#flight
        if (first === undefined || (first.frame !== undefined && this.far?.inbox.full)) {
          await this.#moved.wait(signal)
          continue
        }
        const wait = first.at - this.#clock.now()
        if (wait > 0) await this.#clock.sleep(wait, signal)
        await this.#link.flowing(signal)
        this.#flight.shift()
        if (first.frame === undefined) return this.far?.ended()
        if (this.far && first.frame.length > this.far.frameBytes) {
          this.far.fail(transportErrors('frame-too-large'))
          return
        }
        this.far?.inbox.put(first.frame)
        this.#bytes -= weight(first.frame)
        this.#moved.wakeAll()
        // Frames move by microtasks alone: timers get their turn now and then.
        if (++this.#delivered % 32 === 0) await setImmediate()
      }
    } catch {
      this.#flight.length = 0
    }
  }
}

/** One end of a channel and the wire that leads away from it. */
export interface WiredEnd {
  readonly wire: MemoryWire
  readonly channel: QueuedChannel
}

/** Makes two wires the two directions between two channels. */
export function joinWires(near: WiredEnd, far: WiredEnd): void {
  near.wire.far = far.channel
  near.wire.back = far.wire
  far.wire.far = near.channel
  far.wire.back = near.wire
  near.wire.wake()
  far.wire.wake()
}
