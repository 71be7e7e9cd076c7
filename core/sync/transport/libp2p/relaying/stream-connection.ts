import type { AbortOptions, Stream } from '@libp2p/interface'
import { AbstractMultiaddrConnection } from '@libp2p/utils'
import type { Multiaddr } from '@multiformats/multiaddr'
import { transportErrors } from '../../errors.ts'

/** Bytes that are handed on at once, so that no more than that waits twice. */
const piece = 64 * 1024

type Pieces = Parameters<AbstractMultiaddrConnection['sendData']>[0]

/** What a connection over a relay runs on: a stream that leads to the other end. */
export class StreamConnection extends AbstractMultiaddrConnection {
  readonly #stream: Stream

  constructor(stream: Stream, remoteAddr: Multiaddr) {
    super({ remoteAddr, direction: stream.direction, log: stream.log.newScope('relayed'), maxMessageSize: piece })
    this.#stream = stream
    stream.addEventListener('close', ({ error }) => this.onTransportClosed(error))
    stream.addEventListener('remoteCloseWrite', () => {
      this.onRemoteCloseWrite()
      this.close().catch((error: unknown) => this.abort(asError(error)))
    })
    stream.addEventListener('drain', () => this.safeDispatchEvent('drain'))
    stream.addEventListener('message', ({ data }) => this.onData(data))
  }

  sendData(data: Pieces): { sentBytes: number; canSendMore: boolean } {
    if (this.#stream.writableNeedsDrain) return { sentBytes: 0, canSendMore: false }
    const sentBytes = data.byteLength
    return { sentBytes, canSendMore: this.#stream.send(data) }
  }

  async sendClose(options?: AbortOptions): Promise<void> {
    await this.#stream.close(options)
  }

  sendReset(error: Error): void {
    this.#stream.abort(error)
  }

  sendPause(): void {
    if (this.#stream.readStatus === 'readable') this.#stream.pause()
  }

  sendResume(): void {
    if (this.#stream.readStatus === 'paused') this.#stream.resume()
  }
}

const asError = (error: unknown): Error => (error instanceof Error ? error : transportErrors('closed'))
