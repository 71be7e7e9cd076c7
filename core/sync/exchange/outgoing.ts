import { setImmediate } from 'node:timers/promises'
import { type Clock, LIMITS } from '../../shared/index.ts'
import { sessionErrors } from '../errors.ts'
import type { Channel } from '../transport/index.ts'
import { type SessionFrame, sessionFrames } from '../wire/session-frames.ts'

export interface OutgoingParts {
  readonly channel: Channel
  readonly clock: Clock
  readonly signal: AbortSignal
  /** The next frame, made only now, so that nothing piles up before a slow peer; `note` is the next of the small ones. */
  readonly next: (note: () => SessionFrame | undefined) => SessionFrame | undefined
  /** Whether there are chunks of attached files to send. */
  readonly hasBulk: () => boolean
  /** The next of these: asked for when nothing else is to be sent, and all that was is on its way. */
  readonly bulk: () => SessionFrame | undefined
  /** There is nothing to say for now. */
  readonly onQuiet: () => void
}

/** Bytes beyond which a frame is large. */
const LARGE = 4096

/** What one session sends, frame by frame, and whether it still gets on. */
export class Outgoing {
  readonly #parts: OutgoingParts
  /** Small frames that are sent once. */
  readonly #notes: SessionFrame[] = []
  #wake = Promise.withResolvers<void>()
  #lastSent = 0
  #sendingSince: number | undefined
  #draining: Promise<void> | undefined
  #drainingSince: number | undefined
  #moved: number
  #bytes = 0

  constructor(parts: OutgoingParts) {
    this.#parts = parts
    this.#moved = parts.clock.now()
  }

  /** When anything but a sign of life was sent or taken last, ms. */
  get moved(): number {
    return this.#moved
  }

  /** Bytes of frames sent. */
  get bytes(): number {
    return this.#bytes
  }

  /** Something but a sign of life was taken. */
  stir(): void {
    this.#moved = this.#parts.clock.now()
  }

  #stirAt(now: number): void {
    this.#moved = now
    if (this.#drainingSince !== undefined) this.#drainingSince = now
  }

  note(frame: SessionFrame | undefined): void {
    if (!frame) return
    this.#notes.push(frame)
    this.wakeUp()
  }

  /** There may be something to send. */
  wakeUp(): void {
    const { resolve } = this.#wake
    this.#wake = Promise.withResolvers()
    resolve()
  }

  /** Sends whatever there is, until the signal. @throws what the channel throws, the signal's reason */
  async write(): Promise<never> {
    const { channel, clock, signal, next, hasBulk, bulk, onQuiet } = this.#parts
    const note = (): SessionFrame | undefined => this.#notes.shift()
    for (;;) {
      signal.throwIfAborted()
      const woken = this.#wake.promise
      const frame = next(note) ?? (channel.queued() === 0 ? bulk() : undefined)
      if (frame) {
        const bytes = sessionFrames.encode(frame)
        this.#sendingSince = clock.now()
        await channel.send(bytes, signal)
        this.#bytes += bytes.length
        this.#sendingSince = undefined
        this.#lastSent = clock.now()
        if (frame.type !== 'ping') this.#stirAt(this.#lastSent)
        // What is large was costly to make: everybody else gets a turn, though the wire would take more at once.
        if (bytes.length > LARGE) await setImmediate(undefined, { signal })
      } else if (hasBulk()) {
        // Whatever is said meanwhile waits behind the one chunk that is under way, and behind no other.
        await Promise.race([woken, this.#drained()])
      } else {
        onQuiet()
        await woken
      }
    }
  }

  /** Says now and then that we are there. @throws session/silent when the peer takes nothing for too long */
  tend(): void {
    const now = this.#parts.clock.now()
    if (this.#drainingSince !== undefined && now - this.#drainingSince > LIMITS.sessionStall)
      throw sessionErrors('silent')
    if (this.#sendingSince === undefined) {
      // The clock may have been set back.
      if (Math.abs(now - this.#lastSent) >= LIMITS.keepAlive) this.note({ type: 'ping' })
    } else if (now - this.#sendingSince > LIMITS.sessionStall) throw sessionErrors('silent')
  }

  /** Resolves once the queue is empty; one wait, however often it is asked for. @throws what the channel throws */
  #drained(): Promise<void> {
    this.#drainingSince ??= this.#parts.clock.now()
    this.#draining ??= this.#parts.channel.drained(this.#parts.signal).finally(() => {
      this.#draining = undefined
      this.#drainingSince = undefined
    })
    return this.#draining
  }
}
