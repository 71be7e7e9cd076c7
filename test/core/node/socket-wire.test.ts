import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { beatsToLive, SocketWire } from '../../../core/node/loopback/socket-wire.ts'
import { Screens } from '../../../core/node/rpc/screens.ts'
import { LIMITS, type Log } from '../../../core/shared/index.ts'

const silent = (): void => undefined
const log: Log = { debug: silent, info: silent, warn: silent, error: silent }

let server: WebSocketServer
let client: WebSocket
let socket: WebSocket
let wire: SocketWire

beforeEach(async () => {
  server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  await once(server, 'listening')
  client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const opened = once(client, 'open')
  ;[socket] = (await once(server, 'connection')) as [WebSocket]
  await opened
  wire = new SocketWire(socket, new Screens({}, log))
})

afterEach(() => {
  client.terminate()
  server.close()
})

describe('the socket of a screen', () => {
  it('lives as long as the screen answers', async () => {
    for (let n = 0; n < 3 * beatsToLive; n++) {
      const answered = once(socket, 'pong')
      wire.beat()
      await answered
    }
    expect(socket.readyState).toBe(WebSocket.OPEN)
  })

  it('is given up when nothing comes from it any more', async () => {
    client.pause()
    for (let n = 0; n < beatsToLive; n++) wire.beat()
    expect(socket.readyState).toBe(WebSocket.OPEN)
    const gone = once(socket, 'close')
    wire.beat()
    await gone
  })

  it('holds senders up while too much waits, reads no more calls, and lets go when it is gone', async () => {
    client.pause()
    await wire.drained()
    while (socket.bufferedAmount <= LIMITS.screenBacklog) wire.send('x'.repeat(1_000_000))
    expect(socket.isPaused).toBe(true)
    let free = false
    const drained = wire.drained().then(() => (free = true))
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(free).toBe(false)
    client.resume()
    await drained
    expect([socket.isPaused, socket.bufferedAmount <= LIMITS.screenBacklog]).toEqual([false, true])

    client.pause()
    while (socket.bufferedAmount <= LIMITS.screenBacklog) wire.send('x'.repeat(1_000_000))
    const released = wire.drained()
    client.terminate()
    socket.terminate()
    await released
    wire.send('to nobody')
  })
})
