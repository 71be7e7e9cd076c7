import { type Clock, type FolkmootError, LIMITS, type PeerId } from '../../shared/index.ts'
import { transportErrors } from './errors.ts'
import { Inbox, Outbox, weight } from './queues.ts'
import type { Channel, Path } from './transport.ts'

/** Frames that wait are written together up to so many bytes: each piece is encrypted for itself. */
const joinedBytes = 16 * 1024

export interface ChannelParts {
  readonly remote: PeerId
  readonly direction: 'inbound' | 'outbound'
  readonly path: Path
  readonly connection: number
  readonly answers: () => Promise<boolean>
  readonly clock: Clock
}

/** What a wire below a channel does. */
export interface Wire {
  /** Puts frames on the wire, one that may be long or several that are short together, waiting while the wire is busy. */
  write(frames: readonly Uint8Array[], signal: AbortSignal): Promise<void>
  /** Tells the other side that no more will come. */
  finish(signal: AbortSignal): Promise<void>
  /** Breaks the wire at once. */
  break(): void
  /** The inbox has room again. */
  room(): void
}

/** A channel over any wire: queues, limits and ends are the same whatever carries the frames. */
export class QueuedChannel implements Channel {
  readonly remote: PeerId
  readonly direction: 'inbound' | 'outbound'
  readonly path: Path
  readonly connection: number
  readonly answers: () => Promise<boolean>
  readonly inbox: Inbox
  readonly outbox = new Outbox()
  /** Bytes of the longest frame that is taken. */
  frameBytes: number = LIMITS.frameBytes
  readonly #over = new AbortController()
  readonly #gone = Promise.withResolvers<void>()
  readonly #wire: Wire
  #closing: Promise<void> | undefined
  #oursEnded = false
  #theirsEnded = false

  constructor(parts: ChannelParts, wire: Wire) {
    this.remote = parts.remote
    this.direction = parts.direction
    this.path = parts.path
    this.connection = parts.connection
    this.answers = parts.answers
    this.#wire = wire
    this.inbox = new Inbox(parts.clock, () => wire.room())
    void this.#pump()
  }

  /** Resolves when both sides have ended, cleanly or not. Never rejects. */
  get gone(): Promise<void> {
    return this.#gone.promise
  }

  get open(): boolean {
    return !this.#over.signal.aborted && !(this.#oursEnded && this.#theirsEnded)
  }

  send(frame: Uint8Array, signal: AbortSignal): Promise<void> {
    return this.outbox.add(frame, signal)
  }

  queued(): number {
    return this.outbox.bytes
  }

  drained(signal: AbortSignal): Promise<void> {
    return this.outbox.drained(signal)
  }

  async receive(signal: AbortSignal, timeoutMs?: number): Promise<Uint8Array | undefined> {
    return this.inbox.take(signal, timeoutMs)
  }

  accept(frameBytes: number): void {
    this.frameBytes = frameBytes
  }

  async close(signal: AbortSignal): Promise<void> {
    if (this.#oursEnded) return
    await this.outbox.end(signal)
    if (this.#over.signal.aborted) throw transportErrors('closed')
    this.#closing ??= this.#wire.finish(this.#over.signal).then(() => this.#end('ours'))
    await this.#closing.catch(() => this.fail(transportErrors('closed')))
    if (this.#over.signal.aborted) throw transportErrors('closed')
  }

  abort(): void {
    this.inbox.drop(transportErrors('closed'))
    this.fail(transportErrors('closed'))
  }

  /** Ends what there is here as the whole connection is about to end: what we sent and closed still goes out. */
  leave(): void {
    if (!this.#oursEnded) return this.abort()
    this.inbox.drop(transportErrors('closed'))
    this.#over.abort()
    this.#gone.resolve()
  }

  /** The other side has ended cleanly; what it sent before is in the inbox. */
  ended(): void {
    this.inbox.end()
    this.#end('theirs')
  }

  /** The wire takes no more, though what the other side sent before may still be read. */
  cannotSend(): void {
    this.outbox.fail(transportErrors('closed'))
    this.#end('ours')
  }

  /** The wire broke, or must: all who wait are told why. */
  fail(error: FolkmootError): void {
    if (this.#over.signal.aborted) return
    const wasOpen = this.open
    this.#over.abort()
    this.outbox.fail(error)
    this.inbox.fail(error)
    if (wasOpen) this.#wire.break()
    this.#gone.resolve()
  }

  #end(side: 'ours' | 'theirs'): void {
    if (side === 'ours') this.#oursEnded = true
    else this.#theirsEnded = true
    if (this.#oursEnded && this.#theirsEnded) this.#gone.resolve()
  }

  async #pump(): Promise<void> {
    const { signal } = this.#over
    try {
      for (;;) {
        const frame = await this.outbox.next(signal)
        if (frame === undefined) return
        const frames = [frame, ...this.outbox.following(joinedBytes - weight(frame))]
        await this.#wire.write(frames, signal)
        for (const each of frames) this.outbox.sent(each)
      }
    } catch {
      this.fail(transportErrors('closed'))
    }
  }
}
