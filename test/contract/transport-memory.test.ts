import { afterEach, describe, expect, test } from 'vitest'
import {
  createPeerKey,
  MemoryHub,
  memoryTransport,
  peerOfKey,
  type MemoryTransport,
} from '../../core/sync/transport/index.ts'
import { transportSuite } from './transport-suite.ts'

transportSuite('memory', async () => {
  const hub = new MemoryHub()
  return {
    make: async () => memoryTransport(hub, await peerOfKey(await createPeerKey())),
    nowhere: (peer) => `/ip4/10.99.0.1/tcp/4001/p2p/${peer}`,
    kill: (transport) => transport.stop(),
    close: async () => expect(hub.counts()).toEqual({ connections: 0, channels: 0 }),
  }
})

describe('the network between memory transports', () => {
  const over = new AbortController()
  const { signal } = over
  const people: MemoryTransport[] = []
  afterEach(() => Promise.all(people.splice(0).map((each) => each.stop())))

  const setup = async (): Promise<{ hub: MemoryHub; alice: MemoryTransport; bob: MemoryTransport }> => {
    const hub = new MemoryHub()
    const make = async (): Promise<MemoryTransport> => {
      const transport = memoryTransport(hub, await peerOfKey(await createPeerKey()))
      await transport.start(signal)
      people.push(transport)
      return transport
    }
    const [alice, bob] = [await make(), await make()]
    bob.serve('/echo', async (channel) => {
      for (let frame = await channel.receive(signal); frame; frame = await channel.receive(signal))
        await channel.send(frame, signal)
    })
    return { hub, alice, bob }
  }

  test('a cut breaks what there is and lets nothing up until it is healed', async () => {
    const { hub, alice, bob } = await setup()
    const channel = await alice.open(bob.peer, bob.addresses(), '/echo', signal)
    hub.cut(alice.peer, bob.peer)
    await expect(channel.receive(signal)).rejects.toMatchObject({ code: 'sync/closed' })
    await expect(alice.open(bob.peer, bob.addresses(), '/echo', signal)).rejects.toMatchObject({
      code: 'sync/unreachable',
    })
    hub.heal(bob.peer, alice.peer)
    await alice.open(bob.peer, bob.addresses(), '/echo', signal)
  })

  test('silence holds what is sent back, and nobody is told', async () => {
    const { hub, alice, bob } = await setup()
    const channel = await alice.open(bob.peer, bob.addresses(), '/echo', signal)
    hub.silence(alice.peer, bob.peer)
    await channel.send(new Uint8Array([1]), signal)
    await expect(channel.receive(signal, 50)).rejects.toMatchObject({ code: 'sync/timeout' })
    expect(bob.connections()).toHaveLength(1)
    hub.heal(alice.peer, bob.peer)
    expect(await channel.receive(signal)).toEqual(new Uint8Array([1]))
  })

  test('a slow link takes its time for each direction', async () => {
    const { hub, alice, bob } = await setup()
    hub.slow(alice.peer, bob.peer, { latencyMs: 40, bytesPerSecond: 1_000_000 })
    const began = performance.now()
    const channel = await alice.open(bob.peer, bob.addresses(), '/echo', signal)
    await channel.send(new Uint8Array(20_000), signal)
    await channel.receive(signal)
    expect(performance.now() - began).toBeGreaterThan(4 * 40 + 2 * 20 - 10)
  })
})
