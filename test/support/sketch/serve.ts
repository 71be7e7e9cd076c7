/** Serves the built screens over a sketched core, as browser mode does, with the same content policy. */
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { once } from 'node:events'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { RPCHandler } from '@orpc/server/ws'
import { WebSocketServer } from 'ws'
import { contentSecurityPolicy, LIMITS } from '../../../core/shared/index.ts'
import type { SketchCore } from './core.ts'
import { sketchRouter } from './router.ts'

const built = fileURLToPath(new URL('../../../out/renderer', import.meta.url))
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

export interface Served extends AsyncDisposable {
  readonly address: string
  /** Serves another core from now on, to screens that are opened then. */
  readonly show: (core: SketchCore) => void
}

export async function serveSketch(core: SketchCore): Promise<Served> {
  let handler = new RPCHandler(sketchRouter(core))
  const server = createServer(({ url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://localhost')
    const file = join(built, pathname === '/' ? 'index.html' : pathname)
    if (pathname === '/session') return void response.writeHead(204).end()
    if (!existsSync(file)) return void response.writeHead(404).end()
    const policy = contentSecurityPolicy(`ws://${new URL(address).host}`)
    const type = types[extname(file)] ?? 'application/octet-stream'
    const kept = pathname.startsWith('/assets/') ? { 'cache-control': 'private, max-age=31536000, immutable' } : {}
    return void response
      .writeHead(200, { 'content-type': type, 'content-security-policy': policy, ...kept })
      .end(readFileSync(file))
  })
  const sockets = new WebSocketServer({ server, path: '/rpc', maxPayload: LIMITS.commandBytes })
  sockets.on('connection', (socket) => void handler.upgrade(socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const bound = server.address()
  const address = `http://127.0.0.1:${typeof bound === 'object' && bound ? bound.port : 0}/`
  return {
    address,
    show(next) {
      for (const socket of sockets.clients) socket.terminate()
      handler = new RPCHandler(sketchRouter(next))
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets.clients) socket.terminate()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
