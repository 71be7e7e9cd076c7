/** Which of several connections is used, what lying relays get, and what the switches let through: on loopback. */
import { createServer } from 'node:net'
import type { Connection, Stream, Upgrader } from '@libp2p/interface'
import { peerIdFromString } from '@libp2p/peer-id'
import { multiaddr } from '@multiformats/multiaddr'
import { afterEach, describe, expect, test } from 'vitest'
import { LIMITS, type PeerId, REACH_DEFAULTS, utf8 } from '../../core/shared/index.ts'
import { Connections } from '../../core/sync/transport/libp2p/connections.ts'
import { createNode, type Node } from '../../core/sync/transport/libp2p/node.ts'
import { probe } from '../../core/sync/transport/libp2p/probe.ts'
import { PUNCH_PROTOCOL } from '../../core/sync/transport/libp2p/punching/signals.ts'
import { Budget } from '../../core/sync/transport/libp2p/relaying/budget.ts'
import {
  answerBytes,
  parseAnswer,
  RELAY_PROTOCOL,
  RELAYED_PROTOCOL,
  requestBytes,
  Words,
} from '../../core/sync/transport/libp2p/relaying/words.ts'
import { StreamConnection } from '../../core/sync/transport/libp2p/relaying/stream-connection.ts'
import { privateKeyOf } from '../../core/sync/transport/peer-key.ts'
import { type Channel, createPeerKey, peerOfKey, type Transport } from '../../core/sync/transport/index.ts'
import { loopbackTransport, offerOf, relay, reserved } from '../support/relayed-net.ts'

const PROTOCOL = '/folkmoot/test/1'
const { signal } = new AbortController()
const base = { ...REACH_DEFAULTS, openRouter: false }
const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const each of cleanups.splice(0).toReversed()) await each()
})

async function started(transport: Promise<Transport>): Promise<Transport> {
  const made = await transport
  made.serve(PROTOCOL, async (channel) => {
    for (let frame = await channel.receive(signal); frame; frame = await channel.receive(signal))
      await channel.send(frame, signal)
  })
  await made.start(signal)
  cleanups.push(() => made.stop())
  return made
}
const helper = async (gate?: (peer: PeerId) => boolean): Promise<Transport> => {
  const rosa = await relay(gate)
  cleanups.push(() => rosa.stop())
  return rosa
}
/** Mallory speaks libp2p, and listens. */
type Mallory = Node & { readonly at: string; readonly upgrader: Upgrader }
async function mallory(): Promise<Mallory> {
  const privateKey = await privateKeyOf(await createPeerKey())
  const parts = { encryption: ['tls'], connectionsPerSecond: 100, listen: ['/ip4/127.0.0.1/tcp/0'] } as const
  const made = await createNode({ ...parts, privateKey, admits: () => true, inbound: () => true })
  await made.node.start()
  cleanups.push(() => made.node.stop())
  return Object.assign(made.node, { at: made.listened()[0] ?? '', upgrader: made.upgrader })
}
const addressOf = ({ at, peerId }: Mallory): string => `${at}/p2p/${peerId.toString()}`
const to = (transport: Transport, peer: PeerId): number =>
  transport.connections().filter((each) => each.peer === peer).length
const unreachable = { code: 'sync/unreachable' }

describe('several connections to one peer', () => {
  test('trap 3: a path on which nobody answers is never used, and cut', async () => {
    const bob = await peerOfKey(await createPeerKey())
    const node = new EventTarget()
    const told: string[] = []
    const slept: number[] = []
    const station = {
      clock: { now: () => 0, sleep: async (ms: number) => void slept.push(ms) },
      signal,
    }
    const connections = new Connections({
      node: node as unknown as Node,
      self: await peerOfKey(await createPeerKey()),
      onConnected: (peer) => told.push(peer),
      onDisconnected: () => told.push('gone'),
      onChange: () => told.push('changed'),
      probe: (connection) => probe(station, connection),
    })
    const cut = Promise.withResolvers<void>()
    const phantom = {
      status: 'open',
      remotePeer: peerIdFromString(bob),
      remoteAddr: multiaddr(`/ip4/50.60.70.9/udp/4000/webrtc/p2p/${bob}`),
      direction: 'inbound',
      timeline: { open: 1 },
      abort: () => cut.resolve(),
      newStream: (_: string, options: { signal: AbortSignal }) =>
        new Promise((_resolve, reject) =>
          options.signal.addEventListener('abort', () => reject(options.signal.reason)),
        ),
    }
    node.dispatchEvent(new CustomEvent('connection:open', { detail: phantom as unknown as Connection }))
    expect(connections.of(bob)).toEqual([])
    expect(connections.all()).toHaveLength(1)
    await cut.promise
    expect([told, slept, connections.of(bob)]).toEqual([[], [LIMITS.pathProbe], []])
  })

  test(
    'trap 6: two who dial each other at once keep one connection, though both are in use',
    { timeout: 60_000 },
    async () => {
      const [alice, bob] = [await started(loopbackTransport()), await started(loopbackTransport())]
      const channels = new Map<Transport, Channel>()
      for (const [from, other] of [
        [alice, bob],
        [bob, alice],
      ] as const) {
        from.onBetterPath((peer) => {
          if (peer === other.peer) channels.get(from)?.abort()
        })
      }
      const open = async (from: Transport, other: Transport): Promise<void> =>
        void channels.set(from, await from.open(other.peer, other.addresses(), PROTOCOL, signal))
      await Promise.all([open(alice, bob), open(bob, alice)])
      await expect.poll(() => [to(alice, bob.peer), to(bob, alice.peer)], { timeout: 30_000 }).toEqual([1, 1])
      const again = await alice.open(bob.peer, [], PROTOCOL, signal)
      await again.send(utf8('hello'), signal)
      expect(await again.receive(signal)).toEqual(utf8('hello'))
    },
  )

  test('nobody learns our addresses by asking who we are', async () => {
    const [bob, curious] = [await started(loopbackTransport()), await mallory()]
    const told = Promise.withResolvers<unknown>()
    curious.addEventListener('peer:identify', ({ detail }) =>
      told.resolve([detail.listenAddrs, detail.signedPeerRecord?.addresses ?? []]),
    )
    await curious.dial(multiaddr(bob.addresses()[0]))
    expect(await told.promise).toEqual([[], []])
  })
})

describe('who stops right after saying goodbye', () => {
  test(
    'is heard to the end, though what the other side answers meanwhile is read by nobody',
    { timeout: 60_000 },
    async () => {
      const bob = await started(loopbackTransport())
      const heard: Promise<number>[] = []
      bob.serve('/folkmoot/farewell/1', (channel) => {
        const all = (async () => {
          let bytes = 0
          for (let frame = await channel.receive(signal); frame; frame = await channel.receive(signal)) {
            bytes += frame.length
            // Something comes back all the time, which nobody waits for.
            channel.send(new Uint8Array(20_000), signal).catch(() => undefined)
          }
          return bytes
        })()
        all.catch(() => undefined)
        heard.push(all)
        return all.then(() => undefined)
      })
      for (let n = 0; n < 12; n++) {
        const alice = await started(loopbackTransport())
        const channel = await alice.open(bob.peer, bob.addresses(), '/folkmoot/farewell/1', signal)
        for (let frames = 0; frames < 6; frames++) await channel.send(new Uint8Array(LIMITS.frameBytes), signal)
        await channel.close(signal)
        await alice.stop()
      }
      expect(await Promise.all(heard)).toEqual(heard.map(() => 6 * LIMITS.frameBytes))
    },
  )
})

describe('relays that lie', () => {
  const circuit = (through: Mallory, peer: PeerId): string[] => [`${addressOf(through)}/p2p-circuit/p2p/${peer}`]

  test('one who says yes and then talks rubbish, or nothing, brings nobody', { timeout: 30_000 }, async () => {
    const [alice, bob] = [await started(loopbackTransport()), await started(loopbackTransport())]
    for (const rubbish of [true, false]) {
      const liar = await mallory()
      await liar.handle(RELAY_PROTOCOL, async (stream: Stream) => {
        const words = new Words(stream)
        await words.hear(signal)
        await words.say(answerBytes('yes'), signal)
        if (rubbish) words.rest().send(new Uint8Array(5000))
      })
      await expect(alice.open(bob.peer, circuit(liar, bob.peer), PROTOCOL, signal)).rejects.toMatchObject(unreachable)
    }
    expect([to(alice, bob.peer), to(bob, alice.peer)]).toEqual([0, 0])
  })

  test('one who leads to somebody else than was asked for is found out', async () => {
    const [alice, bob] = [await started(loopbackTransport()), await started(loopbackTransport())]
    const [liar, twin] = [await mallory(), await mallory()]
    await liar.handle(RELAY_PROTOCOL, async (stream: Stream) => {
      const words = new Words(stream)
      await words.hear(signal)
      await words.say(answerBytes('yes'), signal)
      const toTwin = await liar.dial(multiaddr(addressOf(twin)))
      const far = await toTwin.newStream('/twin')
      const near = words.rest()
      near.addEventListener('message', ({ data }) => void far.send(data))
      far.addEventListener('message', ({ data }) => void near.send(data))
    })
    const met = Promise.withResolvers<void>()
    await twin.handle('/twin', async (stream: Stream) => {
      const from = multiaddr(`/p2p/${liar.peerId.toString()}/p2p-circuit/p2p/${alice.peer}`)
      const upgraded = twin.upgrader.upgradeInbound(new StreamConnection(stream, from), { signal })
      await upgraded.catch(() => undefined)
      met.resolve()
    })
    await expect(alice.open(bob.peer, circuit(liar, bob.peer), PROTOCOL, signal)).rejects.toMatchObject(unreachable)
    // They did meet: it is Alice who saw that it was not Bob.
    await met.promise
    expect(to(alice, bob.peer)).toBe(0)
  })

  test(
    'one nobody asked for a reservation brings nobody, and one who was asked cannot say who comes',
    { timeout: 30_000 },
    async () => {
      const [bob, liar] = [await started(loopbackTransport()), await mallory()]
      const carol = await peerOfKey(await createPeerKey())
      const bring = async (): Promise<string> => {
        const [connection] = liar.getConnections(peerIdFromString(bob.peer))
        const words = new Words(
          await (connection ?? (await liar.dial(multiaddr(bob.addresses()[0])))).newStream(RELAYED_PROTOCOL),
        )
        await words.say(utf8(carol), signal)
        const answer = parseAnswer(await words.hear(signal)) ?? 'none'
        if (answer !== 'yes') return answer
        // Mallory, and not Carol, is at the other end.
        const stream = words.rest()
        const ended = Promise.withResolvers<string>()
        stream.addEventListener('close', () => ended.resolve('broken'))
        stream.send(new Uint8Array(100))
        return ended.promise
      }
      expect(await bring()).toBe('refused')
      const kept = Promise.withResolvers<void>()
      await liar.handle(RELAY_PROTOCOL, async (stream: Stream) => {
        const words = new Words(stream)
        await words.hear(signal)
        await words.say(answerBytes('yes'), signal)
        await kept.promise
      })
      cleanups.push(() => kept.resolve())
      bob.useRelays([{ peer: liar.peerId.toString() as PeerId, addresses: [addressOf(liar)] }])
      await reserved(bob)
      expect(await bring()).toBe('broken')
      expect(to(bob, carol)).toBe(0)
    },
  )

  test('one that answers rubbish is asked again later, and others meanwhile', { timeout: 30_000 }, async () => {
    const [bob, liar, rosa] = [await started(loopbackTransport({ hideAddress: true })), await mallory(), await helper()]
    let asked = 0
    await liar.handle(RELAY_PROTOCOL, async (stream: Stream) => {
      asked++
      stream.send(new Uint8Array(1000).fill(255))
    })
    bob.useRelays([{ peer: liar.peerId.toString() as PeerId, addresses: [addressOf(liar)] }, offerOf(rosa)])
    await reserved(bob)
    expect(bob.addresses().every((each) => each.includes(rosa.peer))).toBe(true)
    await expect.poll(() => asked, { timeout: 10_000 }).toBeGreaterThan(1)
  })
})

describe('what a relay lets through', () => {
  test('who is not known may dial one at a time, to join, and keep no reservation', async () => {
    const bob = await started(loopbackTransport({ hideAddress: true }))
    const [rosa, stranger] = [await helper((peer) => peer === bob.peer), await mallory()]
    bob.useRelays([offerOf(rosa)])
    await reserved(bob)
    const connection = await stranger.dial(multiaddr(rosa.addresses()[0]))
    const ask = async (request: Parameters<typeof requestBytes>[0]): Promise<string | undefined> => {
      const words = new Words(await connection.newStream(RELAY_PROTOCOL))
      await words.say(requestBytes(request), signal)
      return parseAnswer(await words.hear(signal))
    }
    expect(await ask({ kind: 'reserve' })).toBe('refused')
    expect(await ask({ kind: 'connect', peer: bob.peer })).toBe('yes')
    expect(await ask({ kind: 'connect', peer: bob.peer })).toBe('full')
    const nobody = await peerOfKey(await createPeerKey())
    expect(await ask({ kind: 'connect', peer: nobody })).toBe('refused')
  })

  test('so many bytes for each member, until the hour is over', () => {
    let now = 0
    const budget = new Budget({ now: () => now, sleep: async () => undefined })
    const [alice, bob] = ['alice', 'bob'] as unknown as [PeerId, PeerId]
    expect(budget.spend([alice, bob], LIMITS.relayBytes)).toBe(true)
    expect([budget.has(alice), budget.has('carol' as PeerId)]).toEqual([false, true])
    expect(budget.spend([bob], 1)).toBe(false)
    now = LIMITS.relayReservation
    expect([budget.has(alice), budget.spend([alice], 1)]).toEqual([true, true])
    now = 0
    expect(budget.has(alice)).toBe(true)
  })
})

describe('who hides', () => {
  test('opens no path through routers with anybody: that would tell both addresses', async () => {
    const rosa = await helper()
    const [bob, carol] = [
      await started(loopbackTransport({ hideAddress: true })),
      await started(loopbackTransport({ hideAddress: true })),
    ]
    const alice = await started(loopbackTransport())
    for (const each of [alice, bob, carol]) each.useRelays([offerOf(rosa)])
    await Promise.all([reserved(alice), reserved(bob), reserved(carol)])
    for (const [from, other] of [
      [alice, bob],
      [bob, carol],
    ] as const) {
      const opened = from.open(other.peer, other.addresses(), PUNCH_PROTOCOL, signal)
      await expect(opened).rejects.toMatchObject({ code: 'sync/no-such-protocol' })
    }
    // Who does not hide would.
    const channel = await bob.open(alice.peer, alice.addresses(), PUNCH_PROTOCOL, signal)
    expect(channel.path.kind).toBe('relayed')
    channel.abort()
  })
})

describe('another port', () => {
  test('is taken at once, and where it cannot be had the old one goes on', async () => {
    const [alice, bob] = [await started(loopbackTransport()), await started(loopbackTransport())]
    const [before] = alice.addresses()
    const taken = createServer().listen(0, '127.0.0.1')
    cleanups.push(() => taken.close())
    await expect.poll(() => taken.listening).toBe(true)
    const at = taken.address()
    const port = typeof at === 'object' && at !== null ? at.port : 0
    await expect(alice.configure({ ...base, port }, signal)).rejects.toMatchObject({ code: 'sync/port-in-use' })
    expect(alice.reach().listening).toBe(true)
    taken.close()
    await expect.poll(() => taken.listening).toBe(false)
    await alice.configure({ ...base, port }, signal)
    expect(alice.addresses()[0]).toBe(`/ip4/127.0.0.1/tcp/${port}/p2p/${alice.peer}`)
    expect(alice.addresses()[0]).not.toBe(before)
    const channel = await bob.open(alice.peer, alice.addresses(), PROTOCOL, signal)
    await channel.close(signal)
  })
})
