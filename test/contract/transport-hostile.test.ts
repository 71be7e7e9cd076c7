import { connect, createServer, type Socket } from 'node:net'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { Stream } from '@libp2p/interface'
import { multiaddr } from '@multiformats/multiaddr'
import { afterEach, describe, expect, test } from 'vitest'
import { LIMITS, type Clock } from '../../core/shared/index.ts'
import { QueuedChannel } from '../../core/sync/transport/channel.ts'
import { createNode, type Node } from '../../core/sync/transport/libp2p/node.ts'
import { privateKeyOf } from '../../core/sync/transport/peer-key.ts'
import {
  createPeerKey,
  libp2pTransport,
  parseAddress,
  wallClock,
  type Channel,
  type Libp2pOptions,
  type Transport,
} from '../../core/sync/transport/index.ts'

const PROTOCOL = '/folkmoot/test/1'
const over = new AbortController()
const { signal } = over
const quiet = (): void => undefined
const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
})

async function bobs(options: Partial<Libp2pOptions> = {}): Promise<Transport> {
  const transport = await libp2pTransport({
    privateKey: await createPeerKey(),
    listen: { host: '127.0.0.1' },
    discovery: false,
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    clock: wallClock,
    ...options,
  })
  await transport.start(signal)
  cleanups.push(() => transport.stop())
  return transport
}

/** Mallory speaks libp2p, but no frames of ours. */
async function mallory(bob: Transport): Promise<Node> {
  const privateKey = await privateKeyOf(await createPeerKey())
  const { node } = await createNode({
    privateKey,
    listen: [],
    admits: () => true,
    inbound: () => true,
    encryption: ['tls'],
    connectionsPerSecond: 5,
  })
  await node.start()
  cleanups.push(() => node.stop())
  await node.dial(multiaddr(bob.addresses()[0]))
  return node
}

async function rawStream(node: Node, bob: Transport): Promise<Stream> {
  return node.dialProtocol(multiaddr(bob.addresses()[0]), PROTOCOL, { signal })
}

/** Bob's end of the next stream, kept until the test is over. */
function nextAt(bob: Transport): Promise<Channel> {
  const arrived = Promise.withResolvers<Channel>()
  const done = Promise.withResolvers<void>()
  cleanups.push(done.resolve)
  bob.serve(PROTOCOL, (channel) => {
    arrived.resolve(channel)
    return done.promise
  })
  return arrived.promise
}

/** A clock that goes on when it is told to. */
function handClock(): Clock & { advance(ms: number): void } {
  let now = 0
  const sleepers = new Set<{ at: number; wake: () => void }>()
  return {
    now: () => now,
    sleep: (ms, each) => {
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      const sleeper = { at: now + ms, wake: resolve }
      sleepers.add(sleeper)
      each.addEventListener('abort', () => reject(each.reason), { once: true })
      return promise.finally(() => sleepers.delete(sleeper))
    },
    advance: (ms) => {
      now += ms
      for (const { at, wake } of sleepers) if (at <= now) wake()
    },
  }
}

async function socketTo(bob: Transport): Promise<Socket> {
  const { host = '', port = 0 } = parseAddress(bob.addresses()[0] ?? '') ?? {}
  const socket = connect(port, host)
  socket.on('error', quiet)
  cleanups.push(() => socket.destroy())
  await once(socket, 'connect')
  return socket
}

async function honestEcho(bob: Transport): Promise<void> {
  const alice = await bobs()
  bob.serve('/folkmoot/echo/1', async (channel) =>
    channel.send((await channel.receive(signal)) ?? randomBytes(0), signal),
  )
  const channel = await alice.open(bob.peer, bob.addresses(), '/folkmoot/echo/1', signal)
  await channel.send(Uint8Array.of(7), signal)
  expect(await channel.receive(signal, 5_000)).toEqual(Uint8Array.of(7))
}

describe('what strangers put on the wire', () => {
  test.each([
    ['52: a gigabyte announced', [0x80, 0x80, 0x80, 0x80, 0x04]],
    ['one byte over the limit announced', [0x81, 0x80, 0x40]],
    ['a length not in its shortest form', [0x80, 0x00]],
  ])('%s ends the stream at once, and nothing is kept for it', async (_, bytes) => {
    const bob = await bobs()
    const arrived = nextAt(bob)
    const stream = await rawStream(await mallory(bob), bob)
    stream.send(Uint8Array.from(bytes))
    const channel = await arrived
    await expect(channel.receive(signal, 5_000)).rejects.toMatchObject({ code: 'sync/frame-too-large' })
    await expect.poll(() => stream.status).toBe('reset')
    await honestEcho(bob)
  })

  test('a stream that ends within a frame is broken, not finished', async () => {
    const bob = await bobs()
    const arrived = nextAt(bob)
    const stream = await rawStream(await mallory(bob), bob)
    stream.send(Uint8Array.of(2, 1, 1, 5, 1))
    await stream.close({ signal })
    const channel = await arrived
    expect(await channel.receive(signal, 5_000).catch((error: unknown) => error)).toMatchObject({ code: 'sync/closed' })
  })

  test('52: a frame that never becomes whole is given up, however slowly its bytes drip', async () => {
    const clock = handClock()
    const bob = await bobs({ clock })
    const arrived = nextAt(bob)
    const stream = await rawStream(await mallory(bob), bob)
    stream.send(Uint8Array.of(100, 1))
    const channel = await arrived
    const waiting = channel.receive(signal, LIMITS.frameTimeout).catch((error: unknown) => error)
    for (let waited = 0; waited < LIMITS.frameDuration; waited += LIMITS.frameTimeout / 2) {
      expect(stream.status).toBe('open')
      stream.send(Uint8Array.of(1))
      await wallClock.sleep(30, signal)
      clock.advance(LIMITS.frameTimeout / 2)
      await wallClock.sleep(30, signal)
    }
    expect(await waiting).toMatchObject({ code: 'sync/timeout' })
    await expect.poll(() => stream.status).toBe('reset')
  })

  test('a flood of empty frames waits outside, and all come when they are read', async () => {
    const bob = await bobs()
    const arrived = nextAt(bob)
    const stream = await rawStream(await mallory(bob), bob)
    stream.send(new Uint8Array(200_000))
    const channel = await arrived
    await wallClock.sleep(200, signal)
    expect(channel instanceof QueuedChannel && channel.inbox.length).toBe(LIMITS.receiveQueueFrames)
    for (let n = 0; n < 200_000; n++) expect((await channel.receive(signal))?.length).toBe(0)
    await expect(channel.receive(signal, 30)).rejects.toMatchObject({ code: 'sync/timeout' })
  })

  test('52: ten thousand streams are refused, and others are served', { timeout: 60_000 }, async () => {
    const bob = await bobs()
    let handled = 0
    bob.serve(PROTOCOL, async (channel) => {
      handled++
      await channel.receive(signal)
    })
    const node = await mallory(bob)
    const [connection] = node.getConnections()
    for (let n = 0; n < 10_000 && connection?.status === 'open'; n += 50) {
      const tries = Array.from({ length: 50 }, () =>
        connection.newStream(PROTOCOL, { signal: AbortSignal.timeout(5_000) }),
      )
      await Promise.allSettled(tries)
    }
    expect(handled).toBe(LIMITS.streamsPerProtocol)
    const open = (): number => connection?.streams.filter(({ protocol }) => protocol === PROTOCOL).length ?? 0
    await expect.poll(open).toBe(LIMITS.streamsPerProtocol)
    await honestEcho(bob)
    await bob.disconnect(bob.connections()[0]?.peer ?? bob.peer)
  })

  test('garbage on the port ends that connection alone', async () => {
    const bob = await bobs({ connectionsPerSecond: 100 })
    const letters = [
      randomBytes(100_000),
      Buffer.alloc(100_000),
      Buffer.from('GET / HTTP/1.1\r\n\r\n'),
      Buffer.from('\x13/multistream/1.0.0\n\xff\xff\xff\xff', 'latin1'),
    ]
    for (const letter of letters) {
      const socket = await socketTo(bob)
      const gone = new Promise((resolve) => socket.once('close', resolve))
      socket.write(letter)
      if (letter.length < 1000) socket.end()
      socket.resume()
      await gone
    }
    await honestEcho(bob)
  })

  test('connections that say nothing do not keep others out, and are ended in time', { timeout: 30_000 }, async () => {
    const bob = await bobs({ connectionsPerSecond: 100 })
    const silent = await Promise.all(Array.from({ length: 30 }, () => socketTo(bob)))
    silent.forEach((socket) => socket.resume())
    await expect
      .poll(() => silent.filter((socket) => !socket.destroyed).length, { timeout: LIMITS.upgradeTimeout / 2 })
      .toBe(LIMITS.pendingConnectionsPerHost)
    await expect
      .poll(() => silent.every((socket) => socket.destroyed), { timeout: LIMITS.upgradeTimeout + 5_000 })
      .toBe(true)
    await honestEcho(bob)
  })

  test('more connections a second from one host than allowed are refused', async () => {
    const bob = await bobs()
    const sockets = await Promise.all(Array.from({ length: 12 }, () => socketTo(bob)))
    sockets.forEach((socket) => socket.resume())
    await expect
      .poll(() => sockets.filter((socket) => !socket.destroyed).length, { timeout: LIMITS.upgradeTimeout / 2 })
      .toBeLessThanOrEqual(LIMITS.connectionsPerSecond)
  })

  test(
    'somebody who answers a dial and says nothing is given up within the time for a dial',
    { timeout: 20_000 },
    async () => {
      const tarpit = createServer((socket) => socket.on('error', quiet))
      tarpit.listen(0, '127.0.0.1')
      await once(tarpit, 'listening')
      cleanups.push(() => tarpit.close())
      const address = tarpit.address()
      const port = address !== null && typeof address === 'object' ? address.port : 0
      const [alice, bob] = [await bobs(), await bobs()]
      const dial = alice.open(bob.peer, [`/ip4/127.0.0.1/tcp/${port}`], PROTOCOL, signal)
      await expect(dial).rejects.toMatchObject({ code: 'sync/unreachable' })
    },
  )
})

describe('listening', () => {
  test('a port that is taken is said to be so, with its number', async () => {
    const bob = await bobs()
    const port = parseAddress(bob.addresses()[0] ?? '')?.port ?? 0
    const second = bobs({ listen: { host: '127.0.0.1', port } })
    await expect(second).rejects.toMatchObject({ code: 'sync/port-in-use', details: { port } })
    await expect(second).rejects.toThrow(`Port ${port} is used`)
  })

  test('an address of another device cannot be listened on', async () => {
    await expect(bobs({ listen: { host: '203.0.113.7' } })).rejects.toMatchObject({ code: 'sync/cannot-listen' })
    await expect(bobs({ listen: { host: 'nonsense' } })).rejects.toMatchObject({ code: 'sync/cannot-listen' })
    await expect(bobs({ listen: { port: 70_000 } })).rejects.toMatchObject({ code: 'sync/cannot-listen' })
  })

  test('it can start again after a stop, under the same peer id', async () => {
    const bob = await bobs()
    await bob.stop()
    await bob.start(signal)
    expect(bob.addresses()[0]).toContain(bob.peer)
    await honestEcho(bob)
  })

  test('a damaged key is told apart from one that is whole', async () => {
    await expect(bobs({ privateKey: randomBytes(31) })).rejects.toMatchObject({ code: 'sync/bad-peer-key' })
  })
})
