/** The WebSockets of the browser address. */
import { STATUS_CODES, type IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { LIMITS, type Stoppable } from '../../shared/index.ts'
import type { Screens } from '../rpc/screens.ts'
import { judge, type Own } from './guard.ts'
import { askingOf } from './pages.ts'
import { type Session, socketProtocol } from './session.ts'
import { beatsToLive, closeCodes, SocketWire } from './socket-wire.ts'

/** Milliseconds a browser has to say goodbye. */
const goodbye = 500

export class Sockets implements Stoppable {
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: LIMITS.commandBytes,
    perMessageDeflate: false,
    // The key beside it is never said back.
    handleProtocols: () => socketProtocol,
  })
  readonly #wires = new Set<SocketWire>()
  readonly #own: Own
  readonly #session: Session
  readonly #screens: Screens
  readonly #beat: NodeJS.Timeout

  constructor(own: Own, session: Session, screens: Screens) {
    this.#own = own
    this.#session = session
    this.#screens = screens
    this.#beat = setInterval(() => {
      for (const wire of this.#wires) wire.beat()
    }, LIMITS.screenTimeout / beatsToLive)
    this.#beat.unref()
  }

  readonly upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    socket.on('error', () => socket.destroy())
    const refused = this.#refusal(request)
    if (refused !== undefined) {
      socket.end(`HTTP/1.1 ${refused} ${STATUS_CODES[refused]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
      return
    }
    this.#server.handleUpgrade(request, socket, head, (webSocket) => {
      const wire = new SocketWire(webSocket, this.#screens)
      this.#wires.add(wire)
      webSocket.on('close', () => this.#wires.delete(wire))
    })
  }

  async stop(): Promise<void> {
    clearInterval(this.#beat)
    const { clients } = this.#server
    const gone = [...clients].map((client) => new Promise((resolve) => client.once('close', resolve)))
    for (const client of clients) client.close(closeCodes.goingAway)
    const late = setTimeout(() => {
      for (const client of clients) client.terminate()
    }, goodbye)
    await Promise.all(gone)
    clearTimeout(late)
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #refusal(request: IncomingMessage): number | undefined {
    const judged = judge(askingOf(request), this.#own, true)
    if (judged !== undefined) return judged
    if (request.headers.origin === undefined) return 403
    const { cookie, 'sec-websocket-protocol': protocols } = request.headers
    if (!this.#session.knows(cookie) || !this.#session.holds(protocols)) return 401
    if (request.url !== '/rpc') return 404
    if (this.#server.clients.size >= LIMITS.screens) return 503
    return undefined
  }
}
