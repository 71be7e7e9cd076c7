/** Trap 7: what libraries do to streams that are idle, many, half-ended or waiting to send, and that none of it ends a session. */
import { once } from 'node:events'
import type { Stream } from '@libp2p/interface'
import { multiaddr } from '@multiformats/multiaddr'
import { afterEach, describe, expect, test } from 'vitest'
import { type Clock, LIMITS } from '../../core/shared/index.ts'
import { createNode, type Node } from '../../core/sync/transport/libp2p/node.ts'
import { privateKeyOf } from '../../core/sync/transport/peer-key.ts'
import { type Channel, createPeerKey, type Transport, wallClock } from '../../core/sync/transport/index.ts'
import { areLevel, carriedOf, eventually } from '../support/carried-person.ts'
import { type OnLoopback, onLoopback } from '../support/loopback-person.ts'
import { loopbackTransport } from '../support/relayed-net.ts'
import { smallCommunity } from '../support/small-community.ts'

const PROTOCOL = '/folkmoot/test/1'
const { signal } = new AbortController()
const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
})

async function somebody(): Promise<Transport> {
  const transport = await loopbackTransport()
  await transport.start(signal)
  cleanups.push(() => transport.stop())
  return transport
}

/** Somebody who speaks libp2p and does as they please, connected. */
async function stranger(to: Transport): Promise<Node> {
  const privateKey = await privateKeyOf(await createPeerKey())
  const rest = { admits: () => true, inbound: () => true, encryption: ['tls'], connectionsPerSecond: 5 } as const
  const { node } = await createNode({ privateKey, listen: [], ...rest })
  await node.start()
  cleanups.push(() => node.stop())
  await node.dial(multiaddr(to.addresses()[0]))
  return node
}

/** A clock that runs as time does until it is hurried, for those who sleep already too. */
function quickening(): Clock & { hurry(times: number): void } {
  let [base, begun, speed] = [Date.now(), Date.now(), 1]
  const now = (): number => base + (Date.now() - begun) * speed
  return {
    now,
    sleep: async (ms, over) => {
      const until = now() + ms
      do await wallClock.sleep(Math.min(20, Math.max(0, until - now()) / speed), over)
      while (now() < until)
    },
    hurry: (times) => ([base, begun, speed] = [now(), Date.now(), times]),
  }
}

/** Two members who have met, and have told each other everything. */
async function level(clock: Clock, inactivity: number): Promise<readonly [OnLoopback, OnLoopback]> {
  const small = smallCommunity('idle')
  small.join('ben', 'ada')
  small.say('ada', 'hello')
  const ada = await onLoopback(carriedOf(small, 'ada'), undefined, { clock, inactivity })
  const carried = carriedOf(small, 'ben')
  carried.acquainted.push({ peer: ada.sync.peer, addresses: ada.sync.addresses() })
  const ben = await onLoopback(carried, undefined, { clock, inactivity })
  cleanups.push(async () => {
    await Promise.all([ada.sync.stop(), ben.sync.stop()])
    small[Symbol.dispose]()
  })
  await eventually(() => areLevel(ada, ben) && sessionsOf(ada) !== '' && sessionsOf(ben) !== '', 'equality', 20_000)
  return [ada, ben]
}

/** When each session began, and nothing when there is none. */
const sessionsOf = ({ sync, carried: { community } }: OnLoopback): string =>
  sync
    .status(community)
    .peers.map(({ since }) => since)
    .join()

describe('an idle stream', () => {
  test(
    'lives through several times of what ends it, by signs of life alone; without them it is ended',
    {
      timeout: 60_000,
    },
    async () => {
      // Checks of the connection come too seldom to keep it up, and in the time of the one pair signs of life do not.
      const inactivity = LIMITS.connectionCheck / 2
      const times = LIMITS.keepAlive / 1000
      const clock = quickening()
      const [[ada, ben], [cleo]] = await Promise.all([level(clock, inactivity), level(wallClock, inactivity)])
      const [hers, others] = [sessionsOf(ada), sessionsOf(cleo)]
      const [begun, his] = [Date.now(), sessionsOf(ben)]
      clock.hurry(times)
      await eventually(() => sessionsOf(cleo) !== others, 'an end', 20_000)
      await wallClock.sleep(Math.max(0, begun + 3 * inactivity - Date.now()), signal)
      expect([sessionsOf(ada), sessionsOf(ben)]).toEqual([hers, his])
    },
  )
})

describe('streams of one connection', () => {
  test('are as many as their protocol is served, beyond the 32 of the library', async () => {
    const [alice, bob] = [await somebody(), await somebody()]
    bob.serve(
      PROTOCOL,
      async (channel) => {
        for (let frame = await channel.receive(signal); frame; frame = await channel.receive(signal))
          await channel.send(frame, signal)
      },
      { streams: LIMITS.sessionStreams },
    )
    const open = (): Promise<Channel> => alice.open(bob.peer, bob.addresses(), PROTOCOL, signal)
    const first = await open()
    const channels = [first, ...(await Promise.all(Array.from({ length: LIMITS.sessionStreams - 1 }, open)))]
    expect(new Set(channels.map(({ connection }) => connection)).size).toBe(1)
    for (const [at, channel] of channels.entries()) await channel.send(Uint8Array.of(at), signal)
    for (const [at, channel] of channels.entries())
      expect(await channel.receive(signal, 5000)).toEqual(Uint8Array.of(at))
  })

  test('are let go of when the other side has ended them, whether or not we had more to say', async () => {
    const bob = await somebody()
    let handled = 0
    bob.serve(PROTOCOL, async (channel) => {
      while (await channel.receive(signal)) handled += 1
    })
    const node = await stranger(bob)
    const [connection] = node.getConnections()
    for (let n = 0; n < 3 * LIMITS.streamsPerProtocol; n++) {
      const stream = await node.dialProtocol(multiaddr(bob.addresses()[0]), PROTOCOL, { signal })
      const closed =
        stream.status === 'closed' ? undefined : once(stream, 'close', { signal: AbortSignal.timeout(5000) })
      stream.send(Uint8Array.of(1, 7))
      await stream.close({ signal })
      await closed
      expect(stream.status).toBe('closed')
    }
    expect(handled).toBe(3 * LIMITS.streamsPerProtocol)
    const left = (of: readonly Stream[] = []): number => of.filter(({ protocol }) => protocol === PROTOCOL).length
    expect(left(connection?.streams)).toBe(0)
  })

  test('that end while somebody waits to send tell each who waits, and nothing is left that nobody catches', async () => {
    const [alice, bob] = [await somebody(), await somebody()]
    const arrived: Channel[] = []
    const { promise, resolve } = Promise.withResolvers<void>()
    cleanups.push(resolve)
    bob.serve(PROTOCOL, (channel) => {
      arrived.push(channel)
      return promise
    })
    const ends = [async () => arrived[0]?.abort(), () => bob.disconnect(alice.peer)]
    for (const end of ends) {
      arrived.length = 0
      const channel = await alice.open(bob.peer, bob.addresses(), PROTOCOL, signal)
      const frames = Array.from({ length: 40 }, () => channel.send(new Uint8Array(LIMITS.frameBytes), signal))
      const told = Promise.allSettled(frames)
      await expect.poll(() => arrived.length).toBe(1)
      // Some are on their way, and those beyond wait.
      await Promise.race(frames)
      const [outcomes] = await Promise.all([told, end()])
      const refused = outcomes.filter((each) => each.status === 'rejected')
      expect(refused.length).toBeGreaterThan(0)
      for (const { reason } of refused) expect(reason).toMatchObject({ code: 'sync/closed' })
    }
  })
})
