import type { Stream, StreamMessageEvent } from '@libp2p/interface'
import { FolkmootError, joinBytes, LIMITS, type Clock } from '../../../shared/index.ts'
import { QueuedChannel, type ChannelParts, type Wire } from '../channel.ts'
import { transportErrors } from '../errors.ts'
import { frameHeader, FrameReader } from '../frames.ts'
import { WaitingLine } from '../waiting.ts'

/** Frames longer than this are not copied to travel in one piece with their header. */
const longBytes = 16 * 1024
const wakers = ['drain', 'idle', 'close'] as const

/** A channel over a libp2p stream. */
export function streamChannel(stream: Stream, parts: ChannelParts): QueuedChannel {
  const wire = new StreamWire(stream, parts.clock)
  const channel = new QueuedChannel(parts, wire)
  wire.attach(channel)
  return channel
}

class StreamWire implements Wire {
  readonly #stream: Stream
  readonly #clock: Clock
  readonly #reader = new FrameReader()
  readonly #moved = new WaitingLine()
  #channel: QueuedChannel | undefined
  #reading = false
  #remoteEnded = false
  /** When the frame that is coming in began, while it is incomplete and we do not make it wait. */
  #begunAt: number | undefined
  #watching = false
  readonly #over = new AbortController()

  constructor(stream: Stream, clock: Clock) {
    this.#stream = stream
    this.#clock = clock
  }

  attach(channel: QueuedChannel): void {
    this.#channel = channel
    const stream = this.#stream
    stream.addEventListener('remoteCloseWrite', this.#onRemoteCloseWrite)
    stream.addEventListener('end', this.#onEnd)
    stream.addEventListener('close', this.#onClose)
    for (const event of wakers) stream.addEventListener(event, this.#onMoved)
    stream.addEventListener('message', this.#onMessage)
    void channel.gone.then(() => this.#detach())
    // What happened before the listeners were there is not told again.
    if (stream.remoteWriteStatus === 'closed')
      this.#remoteEnded = stream.status === 'open' || stream.status === 'closing'
    if (stream.readableEnded) this.#onEnd()
    if (['aborted', 'reset', 'closed'].includes(stream.status)) this.#onClose()
  }

  async write(frames: readonly Uint8Array[], signal: AbortSignal): Promise<void> {
    const pieces = frames.flatMap((frame) => [frameHeader(frame.length), frame])
    if (frames.some(({ length }) => length > longBytes)) for (const each of pieces) this.#stream.send(each)
    else this.#stream.send(joinBytes(...pieces))
    // Not `onDrain()`: after the first drain it resolves at once for ever, and the queue would grow without bound.
    while (this.#stream.writableNeedsDrain || this.#stream.writeBufferLength > 0) {
      if (this.#stream.writeStatus === 'closed') throw transportErrors('closed')
      await this.#moved.wait(signal)
    }
  }

  async finish(signal: AbortSignal): Promise<void> {
    await this.#stream.close({ signal })
  }

  break(): void {
    this.#stream.abort(transportErrors('closed'))
  }

  room(): void {
    this.#read()
  }

  readonly #onMoved = (): void => this.#moved.wakeAll()

  readonly #onRemoteCloseWrite = (): void => {
    this.#remoteEnded = true
  }

  /** Nothing more will come out of the stream, cleanly or not; what it gave may still wait in the reader. */
  readonly #onEnd = (): void => this.#read()

  readonly #onClose = (): void => {
    if (this.#remoteEnded && this.#stream.status === 'closed') this.#channel?.cannotSend()
    else this.#channel?.fail(transportErrors('closed'))
  }

  readonly #onMessage = (event: StreamMessageEvent): void => {
    this.#channel?.inbox.touch()
    if (event.data instanceof Uint8Array) this.#reader.push(event.data)
    else for (const part of event.data) this.#reader.push(part)
    this.#read()
  }

  /** Moves whole frames from the reader to the inbox while it has room, and lets the stream run or wait accordingly. */
  #read(): void {
    const channel = this.#channel
    if (channel === undefined || this.#reading) return
    this.#reading = true
    try {
      let completed = false
      for (let more = true; more && !channel.inbox.full;) {
        const frame = this.#reader.next(channel.frameBytes)
        if (frame) channel.inbox.put(frame)
        completed ||= frame !== undefined
        // Running again may bring more at once, which then waits in the reader.
        more = frame !== undefined || this.#flow(true)
      }
      if (channel.inbox.full) this.#flow(false)
      this.#watch(!channel.inbox.full && this.#reader.size > 0, completed)
      if (this.#remoteEnded && this.#stream.readableEnded && !channel.inbox.full) {
        if (this.#reader.size === 0) channel.ended()
        else channel.fail(transportErrors('closed'))
      }
    } catch (error) {
      channel.fail(error instanceof FolkmootError ? error : transportErrors('closed'))
    } finally {
      this.#reading = false
    }
  }

  /** Lets the stream run or wait; tells whether more has come by that. */
  #flow(on: boolean): boolean {
    const { readStatus } = this.#stream
    const before = this.#reader.size
    if (on && readStatus === 'paused') this.#stream.resume()
    if (!on && readStatus === 'readable') this.#stream.pause()
    return this.#reader.size > before
  }

  /** A frame that has begun must be whole in time, as long as it is not us who make it wait. */
  #watch(begun: boolean, anew: boolean): void {
    if (!begun || anew) this.#begunAt = undefined
    if (!begun) return
    this.#begunAt ??= this.#clock.now()
    if (!this.#watching) void this.#watchBegun()
  }

  async #watchBegun(): Promise<void> {
    this.#watching = true
    try {
      while (this.#begunAt !== undefined) {
        const left = this.#begunAt + LIMITS.frameDuration - this.#clock.now()
        if (left <= 0) return this.#channel?.fail(transportErrors('timeout'))
        await this.#clock.sleep(left, this.#over.signal)
      }
    } catch {
      // The channel is gone.
    } finally {
      this.#watching = false
    }
  }

  #detach(): void {
    this.#over.abort()
    const stream = this.#stream
    stream.removeEventListener('remoteCloseWrite', this.#onRemoteCloseWrite)
    stream.removeEventListener('end', this.#onEnd)
    stream.removeEventListener('close', this.#onClose)
    for (const event of wakers) stream.removeEventListener(event, this.#onMoved)
    stream.removeEventListener('message', this.#onMessage)
  }
}
