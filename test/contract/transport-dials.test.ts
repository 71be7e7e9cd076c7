/** Somebody is said to be at many places, and is at one of them. */
import { once } from 'node:events'
import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Log } from '../../core/shared/index.ts'
import {
  createPeerKey,
  libp2pTransport,
  parseAddress,
  type Transport,
  wallClock,
} from '../../core/sync/transport/index.ts'

const PROTOCOL = '/folkmoot/test/1'
const quiet: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }
const forever = new AbortController().signal

/** A port where everybody is let in, and what is done with them. */
interface Place extends AsyncDisposable {
  readonly address: string
  readonly sockets: ReadonlySet<Socket>
}

async function place(work: (socket: Socket) => void): Promise<Place> {
  const sockets = new Set<Socket>()
  const server: Server = createServer({ allowHalfOpen: false }, (socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
    work(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    address: `/ip4/127.0.0.1/tcp/${(server.address() as AddressInfo).port}`,
    sockets,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Takes whoever comes, reads, and never says a word. */
const deaf = (): Promise<Place> => place((socket) => socket.resume())

/** Nobody is there any more. */
async function refused(): Promise<string> {
  await using gone = await place(() => undefined)
  return gone.address
}

/** Leads to somebody, a while after it was dialled, so that another way there has been begun on meanwhile. */
const slowWay = (to: Transport, ms: number): Promise<Place> =>
  place((near) => {
    const far = connect(portOf(to), '127.0.0.1')
    near.pause()
    setTimeout(() => near.pipe(far), ms)
    far.pipe(near)
    near.on('close', () => far.destroy())
    far.on('error', () => near.destroy())
    far.on('close', () => near.destroy())
  })

const portOf = (transport: Transport): number => parseAddress(transport.addresses()[0] ?? '')?.port ?? 0

describe('one of many addresses', () => {
  let stack: AsyncDisposableStack
  let ada: Transport
  let bram: Transport

  const person = async (): Promise<Transport> => {
    const transport = await libp2pTransport({
      privateKey: await createPeerKey(),
      listen: { host: '127.0.0.1' },
      discovery: false,
      log: quiet,
      clock: wallClock,
      connectionsPerSecond: 1000,
    })
    await transport.start(forever)
    stack.defer(() => transport.stop())
    transport.serve(PROTOCOL, async (channel) => void (await channel.receive(forever)))
    return transport
  }
  const deafOnes = (count: number): Promise<Place[]> =>
    Promise.all(Array.from({ length: count }, async () => stack.use(await deaf())))

  beforeEach(async () => {
    stack = new AsyncDisposableStack()
    ada = await person()
    bram = await person()
  })

  afterEach(() => stack.disposeAsync())

  test('is found behind more dead ones than there is time for one after another', { timeout: 30_000 }, async () => {
    const dead = await deafOnes(7)
    const before = dead.flatMap(({ address }) => [address])
    const channel = await ada.open(
      bram.peer,
      [await refused(), ...before, await refused(), ...bram.addresses()],
      PROTOCOL,
      forever,
    )
    expect(channel.remote).toBe(bram.peer)
    await expect.poll(() => dead.map(({ sockets }) => sockets.size)).toEqual(dead.map(() => 0))
    expect(ada.connections()).toHaveLength(1)
  })

  test(
    'is enough: of two that lead to the same place no second connection is left over',
    { timeout: 30_000 },
    async () => {
      const ways = [stack.use(await slowWay(bram, 900)), stack.use(await slowWay(bram, 600))]
      const channel = await ada.open(
        bram.peer,
        ways.map(({ address }) => address),
        PROTOCOL,
        forever,
      )
      await expect.poll(() => ways.reduce((sum, { sockets }) => sum + sockets.size, 0)).toBe(1)
      expect(ada.connections()).toHaveLength(1)
      await expect.poll(() => bram.connections()).toHaveLength(1)
      await channel.send(new Uint8Array(1), forever)
      await channel.close(forever)
      expect(await channel.receive(forever)).toBeUndefined()
    },
  )

  test('is not one where somebody else answers', { timeout: 30_000 }, async () => {
    const mallory = await person()
    const channel = await ada.open(
      bram.peer,
      [`/ip4/127.0.0.1/tcp/${portOf(mallory)}`, ...bram.addresses()],
      PROTOCOL,
      forever,
    )
    expect(channel.remote).toBe(bram.peer)
    expect(ada.connections().map(({ peer }) => peer)).toEqual([bram.peer])
    await expect.poll(() => mallory.connections()).toEqual([])
  })

  test('serves all who want there at once', { timeout: 30_000 }, async () => {
    const addresses = [...(await deafOnes(3)).map(({ address }) => address), ...bram.addresses()]
    const channels = await Promise.all([1, 2, 3].map(() => ada.open(bram.peer, addresses, PROTOCOL, forever)))
    expect(channels.map(({ remote }) => remote)).toEqual([bram.peer, bram.peer, bram.peer])
    expect(ada.connections()).toHaveLength(1)
  })

  test('is given up with all others when nobody wants there any more', { timeout: 30_000 }, async () => {
    const dead = await deafOnes(3)
    const enough = new AbortController()
    const opened = ada.open(
      bram.peer,
      dead.map(({ address }) => address),
      PROTOCOL,
      enough.signal,
    )
    await expect.poll(() => dead.filter(({ sockets }) => sockets.size > 0).length).toBe(3)
    enough.abort(new TypeError('enough'))
    await expect(opened).rejects.toThrow('enough')
    await expect.poll(() => dead.map(({ sockets }) => sockets.size)).toEqual([0, 0, 0])
    expect(ada.connections()).toEqual([])
  })
})
