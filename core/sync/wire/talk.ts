import type { FolkmootError, PeerId } from '../../shared/index.ts'
import { LIMITS } from '../../shared/index.ts'
import { transportErrors, type Channel } from '../transport/index.ts'
import type { Codec, FrameOf, FrameTable } from './frames.ts'

export interface TalkErrors<Table extends FrameTable> {
  outOfTurn(): FolkmootError
  /** The error a frame stands for by which the other side ends the conversation, or nothing. */
  said(frame: FrameOf<Table>): FolkmootError | undefined
}

/** One protocol spoken over one channel: frames in, frames out, and whose turn it is. */
export class Talk<Table extends FrameTable> {
  readonly channel: Channel
  readonly #codec: Codec<Table>
  readonly #errors: TalkErrors<Table>
  readonly #signal: AbortSignal

  constructor(channel: Channel, codec: Codec<Table>, errors: TalkErrors<Table>, signal: AbortSignal) {
    this.channel = channel
    this.#codec = codec
    this.#errors = errors
    this.#signal = signal
  }

  get peer(): PeerId {
    return this.channel.remote
  }

  /** Waits while the other side takes nothing. @throws sync/closed, the signal's reason */
  send(frame: FrameOf<Table>): Promise<void> {
    return this.channel.send(this.#codec.encode(frame), this.#signal)
  }

  /** The next frame, whatever it is. @throws the protocol's `malformed`, sync/closed, sync/timeout, the signal's reason */
  async receive(timeoutMs: number = LIMITS.frameTimeout): Promise<FrameOf<Table>> {
    const bytes = await this.channel.receive(this.#signal, timeoutMs)
    if (!bytes) throw transportErrors('closed')
    return this.#codec.decode(bytes)
  }

  /** The next frame, which must be of one of these types. @throws the protocol's `out-of-turn`, what the other side ended with */
  async expect<Type extends FrameOf<Table>['type']>(
    ...types: readonly Type[]
  ): Promise<Extract<FrameOf<Table>, { type: Type }>> {
    const frame = await this.receive()
    const isExpected = (each: FrameOf<Table>): each is Extract<FrameOf<Table>, { type: Type }> =>
      (types as readonly string[]).includes(each.type)
    if (isExpected(frame)) return frame
    throw this.#errors.said(frame) ?? this.#errors.outOfTurn()
  }
}
