/** One WebSocket as the carrier of a screen's frames. */
import type { WebSocket } from 'ws'
import { LIMITS } from '../../shared/index.ts'
import type { Screens, Wire } from '../rpc/screens.ts'

/** Close codes of RFC 6455. */
export const closeCodes = { goingAway: 1001, unsupported: 1003, policy: 1008 } as const

/** How many beats LIMITS.screenTimeout has. */
export const beatsToLive = 3

/**
 * Connects a socket to the core. Frames a screen would never send close it. While more than LIMITS.screenBacklog wait to be
 * taken, live queries wait and no new call is read, so that a screen that has stopped reading costs no more than that.
 */
export class SocketWire implements Wire {
  readonly #socket: WebSocket
  #waiting: (() => void)[] = []
  /** Beats since anything was heard, or taken. */
  #silent = 0

  constructor(socket: WebSocket, screens: Screens) {
    this.#socket = socket
    const connection = screens.connect(this)
    socket.on('message', (data, binary) => {
      this.#silent = 0
      if (binary) socket.close(closeCodes.unsupported)
      // Text arrives whole as one Buffer, checked to be UTF-8.
      else if (!connection.receive(Buffer.isBuffer(data) ? data.toString('utf8') : undefined))
        socket.close(closeCodes.policy)
    })
    socket.on('pong', () => (this.#silent = 0))
    // Too large, or no frames at all: ws has begun to close it.
    socket.on('error', () => undefined)
    socket.on('close', () => {
      connection.close()
      this.#wakeAll()
    })
  }

  send(frame: string | ArrayBufferLike | Uint8Array): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return
    this.#socket.send(frame, () => this.#taken())
    if (this.#full) this.#socket.pause()
  }

  async drained(): Promise<void> {
    if (this.#full) await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }

  /** Called from time to time: a socket without a sign of life for `beatsToLive` of them is given up. */
  beat(): void {
    this.#silent += 1
    if (this.#silent > beatsToLive) this.#socket.terminate()
    else this.#socket.ping()
  }

  get #full(): boolean {
    return this.#socket.bufferedAmount > LIMITS.screenBacklog
  }

  #taken(): void {
    this.#silent = 0
    if (this.#full) return
    if (this.#socket.isPaused) this.#socket.resume()
    this.#wakeAll()
  }

  #wakeAll(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const wake of waiting) wake()
  }
}
