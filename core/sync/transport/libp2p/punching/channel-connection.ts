import type { AbortOptions, Logger } from '@libp2p/interface'
import { AbstractMultiaddrConnection } from '@libp2p/utils'
import type { Multiaddr } from '@multiformats/multiaddr'
import type { DataChannel } from 'node-datachannel'
import { LIMITS } from '../../../../shared/index.ts'

/** Bytes of one message at most: all implementations take so many. */
const messageBytes = 16 * 1024

export interface ChannelConnectionParts {
  readonly channel: DataChannel
  readonly remoteAddr: Multiaddr
  readonly direction: 'inbound' | 'outbound'
  readonly log: Logger
  /** Lets go of all that the channel runs on. */
  readonly release: () => void
}

type Pieces = Parameters<AbstractMultiaddrConnection['sendData']>[0]

/** What a connection over an opened path runs on. Its streams are yamux's, so that whoever does not read makes the sender wait. */
export class ChannelConnection extends AbstractMultiaddrConnection {
  readonly #channel: DataChannel
  readonly #release: () => void
  readonly #closed = Promise.withResolvers<void>()

  constructor({ channel, remoteAddr, direction, log, release }: ChannelConnectionParts) {
    super({ remoteAddr, direction, log, maxMessageSize: messageBytes })
    this.#channel = channel
    this.#release = release
    channel.setBufferedAmountLowThreshold(LIMITS.punchedBuffer / 2)
    channel.onBufferedAmountLow(() => this.safeDispatchEvent('drain'))
    channel.onClosed(() => this.lost())
    channel.onError(() => this.lost())
    channel.onMessage((message) => {
      if (typeof message !== 'string') this.onData(new Uint8Array(message))
    })
    this.addEventListener('close', release)
  }

  /** The path is gone: it was closed from the other side, or nothing came through any more. */
  lost(): void {
    this.#closed.resolve()
    this.onTransportClosed()
  }

  sendData(data: Pieces): { sentBytes: number; canSendMore: boolean } {
    const sentBytes = data.byteLength
    try {
      this.#channel.sendMessageBinary(data.subarray())
      return { sentBytes, canSendMore: this.#channel.bufferedAmount() < LIMITS.punchedBuffer }
    } catch {
      // It was closed from below, which is about to be told.
      queueMicrotask(() => this.lost())
      return { sentBytes: 0, canSendMore: false }
    }
  }

  /** Closes the channel, which the other side sees when all that was sent before has come. */
  async sendClose(options?: AbortOptions): Promise<void> {
    const over = AbortSignal.timeout(LIMITS.connectionCloseTimeout)
    const either = options?.signal ? AbortSignal.any([options.signal, over]) : over
    const { promise, resolve } = Promise.withResolvers<void>()
    either.addEventListener('abort', () => resolve(), { once: true })
    this.#channel.close()
    await Promise.race([this.#closed.promise, promise])
    this.#release()
  }

  sendReset(): void {
    this.#release()
  }

  sendPause(): void {
    // Yamux reads always, and its windows hold back the other side.
  }

  sendResume(): void {
    // Nothing was held back.
  }
}
