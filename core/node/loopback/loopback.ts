/** Browser mode: the screens and the contract at 127.0.0.1, for the browser of this computer's own person alone. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Random, Stoppable } from '../../shared/index.ts'
import { hostErrors } from '../errors.ts'
import type { Screens } from '../rpc/screens.ts'
import { securityHeaders } from './headers.ts'
import { servePages } from './pages.ts'
import { Session } from './session.ts'
import { Sockets } from './sockets.ts'

const host = '127.0.0.1'

export interface LoopbackOptions {
  readonly screens: Screens
  /** The built renderer. */
  readonly folder: string
  readonly random: Random
  /** Any free port unless told. */
  readonly port?: number
  /** Told when a browser has used the token. */
  readonly onSession?: () => void
}

export interface Loopback extends Stoppable {
  /** `http://127.0.0.1:PORT/` */
  readonly address: string
  /** The address with the token, good for one browser. Anyone who reads it can be that browser. */
  readonly secretAddress: string
}

/** @throws host/port-in-use, host/cannot-listen */
export async function startLoopback(options: LoopbackOptions): Promise<Loopback> {
  const server = createServer({
    maxHeaderSize: 16 * 1024,
    headersTimeout: 5_000,
    requestTimeout: 10_000,
    keepAliveTimeout: 5_000,
  })
  server.maxConnections = 128
  const port = await listen(server, options.port ?? 0)
  const authority = `${host}:${port}`
  const own = { authority, origin: `http://${authority}` }
  const session = new Session(options.random, port)
  const sockets = new Sockets(own, session, options.screens)
  const headers = securityHeaders(authority)
  server.on(
    'request',
    servePages({ own, session, folder: options.folder, headers, onSession: () => options.onSession?.() }),
  )
  server.on('upgrade', sockets.upgrade)
  server.on('clientError', (_, socket) => socket.destroy())
  return {
    address: `${own.origin}/`,
    secretAddress: `${own.origin}/#token=${session.token}`,
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      await sockets.stop()
      server.closeAllConnections()
      await closed
    },
  }
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const code = error.code === 'EADDRINUSE' ? 'port-in-use' : 'cannot-listen'
      reject(hostErrors(code, { cause: error, details: { port } }))
    })
    server.listen({ host, port, exclusive: true }, resolve)
  })
  server.removeAllListeners('error')
  server.on('error', () => undefined)
  return (server.address() as AddressInfo).port
}
