/** What members and relays of the enemy do with paths: on loopback. */
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { Connection, Stream, Upgrader } from '@libp2p/interface'
import { peerIdFromString } from '@libp2p/peer-id'
import { multiaddr } from '@multiformats/multiaddr'
import { PeerConnection } from 'node-datachannel'
import { afterEach, describe, expect, test } from 'vitest'
import { LIMITS, type PeerId, utf8 } from '../../core/shared/index.ts'
import { createPeerKey, peerOfKey, type Transport, wallClock } from '../../core/sync/transport/index.ts'
import { createNode, type Node } from '../../core/sync/transport/libp2p/node.ts'
import { ChannelConnection } from '../../core/sync/transport/libp2p/punching/channel-connection.ts'
import { openPath } from '../../core/sync/transport/libp2p/punching/ice.ts'
import { Punching } from '../../core/sync/transport/libp2p/punching/punching.ts'
import { parseSignal, PUNCH_PROTOCOL, signalBytes } from '../../core/sync/transport/libp2p/punching/signals.ts'
import {
  answerBytes,
  parseAnswer,
  RELAY_PROTOCOL,
  RELAYED_PROTOCOL,
  requestBytes,
  Words,
} from '../../core/sync/transport/libp2p/relaying/words.ts'
import type { Station } from '../../core/sync/transport/libp2p/station.ts'
import { privateKeyOf } from '../../core/sync/transport/peer-key.ts'
import { loopbackTransport, offerOf, relay, reserved } from '../support/relayed-net.ts'

const PROTOCOL = '/folkmoot/test/1'
const { signal } = new AbortController()
const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
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

type Mallory = Node & { readonly at: string; readonly upgrader: Upgrader }
async function mallory(): Promise<Mallory> {
  const privateKey = await privateKeyOf(await createPeerKey())
  const parts = { encryption: ['tls'], connectionsPerSecond: 100, listen: ['/ip4/127.0.0.1/tcp/0'] } as const
  const made = await createNode({ ...parts, privateKey, admits: () => true, inbound: () => true })
  await made.node.start()
  cleanups.push(() => made.node.stop())
  return Object.assign(made.node, { at: made.listened()[0] ?? '', upgrader: made.upgrader })
}

async function echo(from: Transport, to: Transport): Promise<void> {
  const channel = await from.open(to.peer, to.addresses(), PROTOCOL, signal)
  await channel.send(Uint8Array.of(7), signal)
  expect(await channel.receive(signal, 5_000)).toEqual(Uint8Array.of(7))
  channel.abort()
}

describe('a member of the enemy', () => {
  test('who is met over a relay and gives the address of another does not make us meet that one', async () => {
    const rosa = await relay()
    cleanups.push(() => rosa.stop())
    const [alice, bob] = [await started(loopbackTransport()), await started(loopbackTransport({ hideAddress: true }))]
    bob.useRelays([offerOf(rosa)])
    await reserved(bob)
    const other = await mallory()
    let dialled = 0
    const door = createServer((socket) => {
      dialled++
      const [, , , , port] = other.at.split('/')
      const through = connect(Number(port), '127.0.0.1')
      for (const each of [socket, through]) each.on('error', () => undefined)
      socket.pipe(through).pipe(socket)
      cleanups.push(() => [socket, through].forEach((each) => each.destroy()))
    })
    door.listen(0, '127.0.0.1')
    await once(door, 'listening')
    cleanups.push(() => door.close())
    const at = door.address()
    const port = at !== null && typeof at === 'object' ? at.port : 0
    const met: PeerId[] = []
    alice.onConnected((peer) => met.push(peer))
    const given = [`/ip4/127.0.0.1/tcp/${port}`, ...bob.addresses()]
    const channel = await alice.open(bob.peer, given, PROTOCOL, signal)
    expect(channel.path.kind).toBe('relayed')
    await expect.poll(() => dialled, { timeout: 10_000 }).toBeGreaterThan(1)
    await wallClock.sleep(500, signal)
    expect(met).not.toContain(other.peerId.toString())
  })

  test('who does not answer an offer is told of no place to send checks to', async () => {
    const [ada, eve] = [await mallory(), await mallory()]
    const heard: (string | undefined)[] = []
    const waited = Promise.withResolvers<void>()
    await eve.handle('/punch', async (stream: Stream) => {
      const words = new Words(stream, LIMITS.punchMessageBytes)
      const patience = AbortSignal.timeout(700)
      for (;;) {
        const bytes = await words.hear(patience).catch(() => undefined)
        if (bytes === undefined) break
        heard.push(parseSignal(bytes, true)?.kind)
      }
      waited.resolve()
    })
    const to = multiaddr(`${eve.at}/p2p/${eve.peerId.toString()}`)
    const ending = new AbortController()
    const words = new Words(await ada.dialProtocol(to, '/punch'), LIMITS.punchMessageBytes)
    const opening = openPath(words, { begins: true, servers: [], bind: '127.0.0.1' }, ending.signal)
    opening.catch(() => undefined)
    await waited.promise
    expect(heard).toEqual(['offer'])
    ending.abort()
    await expect(opening).rejects.toThrow('aborted')
  })

  test('who opens many channels where there is to be one is left with one', async () => {
    const [ada, eve] = [await mallory(), await mallory()]
    const path = Promise.withResolvers<Awaited<ReturnType<typeof openPath>>>()
    await ada.handle('/punch', async (stream: Stream) => {
      const words = new Words(stream, LIMITS.punchMessageBytes)
      const opened = openPath(words, { begins: false, servers: [], bind: '127.0.0.1' }, signal)
      await opened.then(path.resolve, path.reject)
    })
    const to = multiaddr(`${ada.at}/p2p/${ada.peerId.toString()}`)
    const words = new Words(await eve.dialProtocol(to, '/punch'), LIMITS.punchMessageBytes)
    const hers = new PeerConnection('eve', { iceServers: [], bindAddress: '127.0.0.1' })
    hers.onLocalDescription((text, kind) => void (kind === 'offer' && words.say(signalBytes({ kind, text }), signal)))
    // As ours do: told only when the answer has been taken in.
    const places: { text: string; mid: string }[] = []
    let isAnswered = false
    const place = (told: { text: string; mid: string }): void =>
      void words.say(signalBytes({ kind: 'candidate', ...told }), signal)
    hers.onLocalCandidate((text, mid) => void (isAnswered ? place({ text, mid }) : places.push({ text, mid })))
    const first = hers.createDataChannel('first')
    first.onClosed(() => undefined)
    const hearing = new AbortController()
    const heard = (async () => {
      for (;;) {
        const told = parseSignal(await words.hear(hearing.signal), true)
        if (told?.kind === 'candidate') hers.addRemoteCandidate(told.text, told.mid)
        else if (told) {
          hers.setRemoteDescription(told.text, 'answer')
          isAnswered = true
          places.splice(0).forEach(place)
        }
      }
    })().catch(() => undefined)
    const opened = await path.promise
    const closed = new Set<number>()
    const channels = Array.from({ length: 20 }, (_, n) => hers.createDataChannel(`c${n}`))
    channels.forEach((each, n) => each.onClosed(() => closed.add(n)))
    await expect.poll(() => closed.size, { timeout: 5_000 }).toBe(20)
    expect(opened.channel.isOpen()).toBe(true)
    hearing.abort()
    opened.release()
    for (const each of [first, ...channels]) each.close()
    hers.close()
    await heard
  })

  test.each([true, false])(
    'who was let go of while a path was being opened does not come back by it: still met %s',
    async (isMet) => {
      const [ada, eve] = [await mallory(), await mallory()]
      await eve.handle(PUNCH_PROTOCOL, async (stream: Stream) => {
        const words = new Words(stream, LIMITS.punchMessageBytes)
        const { channel, release } = await openPath(words, { begins: false, servers: [], bind: '127.0.0.1' }, signal)
        cleanups.push(release)
        const remoteAddr = multiaddr(`/ip4/127.0.0.1/udp/1/webrtc/p2p/${ada.peerId.toString()}`)
        const log = stream.log.newScope('punched')
        const wire = new ChannelConnection({ channel, remoteAddr, direction: 'inbound', log, release })
        const how = { skipEncryption: true, skipProtection: true, remotePeer: ada.peerId, signal } as const
        await eve.upgrader.upgradeInbound(wire, how).catch(() => undefined)
      })
      const over: Connection = await ada.dial(multiaddr(`${eve.at}/p2p/${eve.peerId.toString()}`))
      const connections = { of: () => (isMet ? [over] : []) }
      const station = { node: ada, upgrader: ada.upgrader, connections, clock: wallClock, signal }
      const punching = new Punching({ station: station as unknown as Station, servers: () => [], bind: '127.0.0.1' })
      const opened = await punching.open(over, signal).then(
        () => true,
        () => false,
      )
      expect(opened).toBe(isMet)
      expect(ada.getConnections(eve.peerId)).toHaveLength(isMet ? 2 : 1)
    },
  )

  test('who keeps a reservation and talks on is cut off, and what was said is not kept', async () => {
    const rosa = await relay()
    cleanups.push(() => rosa.stop())
    const eve = await mallory()
    const stream = await eve.dialProtocol(multiaddr(rosa.addresses()[0]), RELAY_PROTOCOL)
    const words = new Words(stream)
    await words.say(requestBytes({ kind: 'reserve' }), signal)
    expect(parseAnswer(await words.hear(signal))).toBe('yes')
    stream.send(new Uint8Array(200_000))
    await expect.poll(() => rosa.reach().helped).toBe(0)
  })
})

describe('a relay of the enemy', () => {
  test('that brings many who say nothing does not keep others out', { timeout: 30_000 }, async () => {
    const [alice, bob, liar] = [await started(loopbackTransport()), await started(loopbackTransport()), await mallory()]
    const kept = Promise.withResolvers<void>()
    cleanups.push(() => kept.resolve())
    await liar.handle(RELAY_PROTOCOL, async (stream: Stream) => {
      const words = new Words(stream)
      await words.hear(signal)
      await words.say(answerBytes('yes'), signal)
      await kept.promise
    })
    const at = [`${liar.at}/p2p/${liar.peerId.toString()}`]
    bob.useRelays([{ peer: liar.peerId.toString() as PeerId, addresses: at }])
    await reserved(bob)
    const [connection] = liar.getConnections(peerIdFromString(bob.peer))
    if (connection === undefined) throw new TypeError('no connection')
    const brought = Array.from({ length: 20 }, async () => {
      const words = new Words(await connection.newStream(RELAYED_PROTOCOL, { maxOutboundStreams: 64 }))
      await words.say(utf8(await peerOfKey(await createPeerKey())), signal)
      return words.hear(AbortSignal.timeout(1_000)).catch(() => undefined)
    })
    await Promise.all(brought)
    await echo(alice, bob)
  })
})
