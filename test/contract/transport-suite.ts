import { createHash, randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { LIMITS, type PeerId } from '../../core/shared/index.ts'
import {
  type Channel,
  type ConnectionView,
  createPeerKey,
  peerOfKey,
  type Transport,
} from '../../core/sync/transport/index.ts'

export interface TransportNet {
  /** A transport that has not been started, with a key of its own. */
  make(): Promise<Transport>
  /** Waits until a transport that was started can be reached. */
  ready?(transport: Transport): Promise<void>
  /** Of which connections the tests speak, where there are others; then either side may have dialled them. */
  counts?(connection: ConnectionView): boolean
  /** An address in the right form where nobody listens. */
  nowhere(peer: PeerId): string
  /** Ends the process of a peer, as it were: nothing is said to anybody. */
  kill(transport: Transport): Promise<void>
  close(): Promise<void>
}

const PROTOCOL = '/folkmoot/test/1'
const text = (value: string): Uint8Array => new TextEncoder().encode(value)
const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** What every transport promises; each implementation's test calls this. */
export function transportSuite(name: string, makeNet: () => Promise<TransportNet>): void {
  describe(`transport: ${name}`, () => {
    let net: TransportNet
    let started: Transport[]
    let limit: AbortController
    let signal: AbortSignal

    beforeEach(async () => {
      net = await makeNet()
      started = []
      limit = new AbortController()
      signal = limit.signal
    })

    afterEach(async () => {
      limit.abort()
      await Promise.all(started.map((each) => each.stop()))
      await net.close()
    })

    const person = async (): Promise<Transport> => {
      const transport = await net.make()
      await transport.start(signal)
      started.push(transport)
      await net.ready?.(transport)
      return transport
    }
    const open = (from: Transport, to: Transport, protocol = PROTOCOL): Promise<Channel> =>
      from.open(to.peer, to.addresses(), protocol, signal)
    /** Two people and both ends of a channel; Bob's handler lasts until the test is over. */
    const pair = async (): Promise<{ alice: Transport; bob: Transport; near: Channel; far: Channel }> => {
      const [alice, bob] = [await person(), await person()]
      const arrived = Promise.withResolvers<Channel>()
      bob.serve(PROTOCOL, (channel) => {
        arrived.resolve(channel)
        return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
      })
      const near = await open(alice, bob)
      await near.send(text('hello'), signal)
      const far = await arrived.promise
      expect(await far.receive(signal)).toEqual(text('hello'))
      return { alice, bob, near, far }
    }
    /** The connections of one to those of the test: not to whoever may relay. */
    const connections = (of: Transport): readonly ConnectionView[] =>
      of.connections().filter((each) => started.some(({ peer }) => peer === each.peer) && (net.counts?.(each) ?? true))
    const code = (wanted: string): object => ({ code: `sync/${wanted}` })

    test('frames of every size arrive whole, in order, both ways at once', async () => {
      const { alice, bob, near, far } = await pair()
      expect([near.remote, far.remote]).toEqual([bob.peer, alice.peer])
      expect([near.direction, far.direction]).toEqual(['outbound', 'inbound'])
      const frames = [0, 1, 127, 128, 64 * 1024, 0, LIMITS.frameBytes, 16_383, 16_384].map((size) => randomBytes(size))
      const say = async (from: Channel): Promise<void> => {
        for (const frame of frames) await from.send(frame, signal)
      }
      const hear = async (at: Channel): Promise<void> => {
        for (const frame of frames) expect(digest((await at.receive(signal)) ?? text('end'))).toBe(digest(frame))
      }
      await Promise.all([say(near), say(far), hear(near), hear(far)])
    })

    test('ten thousand small frames keep their order, sent without waiting', async () => {
      const { near, far } = await pair()
      const sent = Promise.all(Array.from({ length: 10_000 }, (_, n) => near.send(text(String(n)), signal)))
      for (let n = 0; n < 10_000; n++) expect(await far.receive(signal)).toEqual(text(String(n)))
      await sent
    })

    test('close delivers what was sent, ends that side alone, and the other may still answer', async () => {
      const { near, far } = await pair()
      for (let n = 0; n < 40; n++) await near.send(text(String(n)), signal)
      const closing = near.close(signal)
      for (let n = 0; n < 40; n++) expect(await far.receive(signal)).toEqual(text(String(n)))
      expect(await far.receive(signal)).toBeUndefined()
      expect(await far.receive(signal)).toBeUndefined()
      await closing
      await far.send(text('answer'), signal)
      await far.close(signal)
      expect(await near.receive(signal)).toEqual(text('answer'))
      expect(await near.receive(signal)).toBeUndefined()
      await near.close(signal)
      await expect(near.send(text('late'), signal)).rejects.toMatchObject(code('closed'))
    })

    test('a handler that is done closes its channel, and one that throws aborts it', async () => {
      const [alice, bob] = [await person(), await person()]
      bob.serve(PROTOCOL, async (channel) => {
        const asked = await channel.receive(signal)
        if (asked?.length === 0) throw new RangeError('no')
        await channel.send(asked ?? text('?'), signal)
      })
      const good = await open(alice, bob)
      await good.send(text('x'), signal)
      expect(await good.receive(signal)).toEqual(text('x'))
      expect(await good.receive(signal)).toBeUndefined()
      await good.close(signal)
      const bad = await open(alice, bob)
      await bad.send(text(''), signal)
      await expect(bad.receive(signal)).rejects.toMatchObject(code('closed'))
    })

    test('a sender of 100 MB to someone who does not read waits, with bounded queues', async () => {
      const { near, far } = await pair()
      const stop = new AbortController()
      const frame = randomBytes(256 * 1024)
      let accepted = 0
      const sending = (async () => {
        while (accepted < 400) {
          await near.send(frame, stop.signal)
          accepted++
        }
      })()
      sending.catch(() => undefined)
      for (let last = -1; last !== accepted; await new Promise((resolve) => setTimeout(resolve, 300))) last = accepted
      const most = LIMITS.sendQueueBytes + 2 * LIMITS.streamWindowBytes + (LIMITS.receiveQueueFrames + 2) * frame.length
      // The system's own socket buffers come on top, a few MB on each side.
      expect(accepted * frame.length).toBeLessThan(most + 16 * 1024 * 1024)
      stop.abort(new Error('enough'))
      await expect(sending).rejects.toThrow('enough')
      for (let n = 0; n < accepted; n++) expect(await far.receive(signal)).toHaveLength(frame.length)
      await near.send(text('after'), signal)
      expect(await far.receive(signal)).toEqual(text('after'))
    })

    test('a frame over the limit is refused before it is sent, and the channel goes on', async () => {
      const { near, far } = await pair()
      await expect(near.send(new Uint8Array(LIMITS.frameBytes + 1), signal)).rejects.toMatchObject(
        code('frame-too-large'),
      )
      await near.send(text('fine'), signal)
      expect(await far.receive(signal)).toEqual(text('fine'))
    })

    test('a channel takes frames as long as it was told last, and ends at a longer one', async () => {
      const { near, far } = await pair()
      for (const most of [100, 2000, 10]) {
        far.accept(most)
        await near.send(new Uint8Array(most), signal)
        expect(await far.receive(signal)).toHaveLength(most)
      }
      await near.send(new Uint8Array(11), signal)
      await expect(far.receive(signal)).rejects.toMatchObject(code('frame-too-large'))
    })

    test('waiting ends by the signal, by a deadline, and goes on after both', async () => {
      const { near, far } = await pair()
      const mine = new AbortController()
      const waiting = far.receive(mine.signal)
      mine.abort(new Error('mine'))
      await expect(waiting).rejects.toThrow('mine')
      await expect(far.receive(mine.signal)).rejects.toThrow('mine')
      await expect(far.receive(signal, 30)).rejects.toMatchObject(code('timeout'))
      await near.send(text('still here'), signal)
      expect(await far.receive(signal, 5_000)).toEqual(text('still here'))
    })

    test('abort tells both sides at once, whatever they wait for', async () => {
      const { near, far } = await pair()
      const waiting = [near.receive(signal), far.receive(signal)]
      near.abort()
      near.abort()
      for (const each of waiting) await expect(each).rejects.toMatchObject(code('closed'))
      await expect(near.send(text('x'), signal)).rejects.toMatchObject(code('closed'))
      await expect(far.send(text('x'), signal)).rejects.toMatchObject(code('closed'))
      await expect(far.close(signal)).rejects.toMatchObject(code('closed'))
    })

    test('channels to one peer share a connection, which both see come and go', async () => {
      const [alice, bob] = [await person(), await person()]
      const seen: string[] = []
      for (const [who, transport] of [
        ['alice', alice],
        ['bob', bob],
      ] as const) {
        transport.onConnected(() => seen.push(`${who} up`))
        transport.onDisconnected(() => seen.push(`${who} down`))
      }
      bob.serve(PROTOCOL, async (channel) => void (await channel.receive(signal)))
      const channels = await Promise.all([open(alice, bob), open(alice, bob)])
      channels.push(await alice.open(bob.peer, [], PROTOCOL, signal))
      await expect.poll(() => connections(bob).length).toBe(1)
      expect(connections(alice)).toMatchObject([{ peer: bob.peer }])
      expect(connections(bob)).toMatchObject([{ peer: alice.peer }])
      const directions = [alice, bob].map((each) => connections(each)[0]?.direction ?? 'none')
      expect(net.counts ? directions.toSorted().toReversed() : directions).toEqual(['outbound', 'inbound'])
      await bob.disconnect(alice.peer)
      await Promise.all(channels.map((each) => expect(each.receive(signal)).rejects.toMatchObject(code('closed'))))
      await expect.poll(() => [...seen].toSorted()).toEqual(['alice down', 'alice up', 'bob down', 'bob up'])
      expect([...connections(alice), ...connections(bob)]).toEqual([])
    })

    test('two who call each other at the same time are both served', async () => {
      const [alice, bob] = [await person(), await person()]
      for (const each of [alice, bob]) {
        each.serve(PROTOCOL, async (channel) => channel.send((await channel.receive(signal)) ?? text('?'), signal))
      }
      const ask = async (from: Transport, to: Transport): Promise<Uint8Array | undefined> => {
        const channel = await open(from, to)
        await channel.send(text(from.peer), signal)
        return channel.receive(signal)
      }
      expect(await Promise.all([ask(alice, bob), ask(bob, alice)])).toEqual([text(alice.peer), text(bob.peer)])
    })

    test('a peer that dies is noticed by who waits for it', async () => {
      const { alice, bob, near } = await pair()
      const gone = Promise.withResolvers<PeerId>()
      alice.onDisconnected(gone.resolve)
      const waiting = near.receive(signal)
      waiting.catch(() => undefined)
      void net.kill(bob)
      await expect(waiting).rejects.toMatchObject(code('closed'))
      expect(await gone.promise).toBe(bob.peer)
    })

    test('stop ends all there is, is safe twice, and nothing can be opened after', async () => {
      const { alice, bob, near, far } = await pair()
      const waiting = [near.receive(signal), far.receive(signal)]
      for (const each of waiting) each.catch(() => undefined)
      limit.abort()
      limit = new AbortController()
      await alice.stop()
      await alice.stop()
      expect(connections(alice)).toEqual([])
      expect(alice.addresses()).toEqual([])
      for (const each of waiting) await expect(each).rejects.toThrow()
      await expect.poll(() => connections(bob)).toEqual([])
      await expect(alice.open(bob.peer, bob.addresses(), PROTOCOL, limit.signal)).rejects.toMatchObject(code('closed'))
      await expect(bob.open(alice.peer, [], PROTOCOL, limit.signal)).rejects.toMatchObject(code('unreachable'))
    })

    test('what was sent and closed before a stop still arrives', async () => {
      const [alice, bob] = [await person(), await person()]
      const heard = Promise.withResolvers<Channel>()
      bob.serve(PROTOCOL, (channel) => {
        heard.resolve(channel)
        return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
      })
      const channel = await open(alice, bob)
      const farewell = Array.from({ length: 12 }, () => randomBytes(LIMITS.frameBytes / 8))
      for (const frame of farewell) await channel.send(frame, signal)
      await channel.close(signal)
      void alice.stop()
      const far = await heard.promise
      for (const frame of farewell) expect(digest((await far.receive(signal)) ?? text('end'))).toBe(digest(frame))
      expect(await far.receive(signal)).toBeUndefined()
    })

    test('the gate refuses an inbound peer before any protocol', async () => {
      const [alice, bob] = [await person(), await person()]
      const asked = new Set<PeerId>()
      let [handled, isOpen] = [0, false]
      bob.serve(PROTOCOL, async () => void handled++)
      bob.onConnected(() => void handled++)
      bob.setGate((peer) => {
        asked.add(peer)
        return isOpen
      })
      await expect(open(alice, bob)).rejects.toMatchObject(code('unreachable'))
      expect([...asked]).toEqual([alice.peer])
      expect(handled).toBe(0)
      expect(connections(bob)).toEqual([])
      isOpen = true
      const channel = await open(alice, bob)
      expect(await channel.receive(signal)).toBeUndefined()
      expect(handled).toBe(2)
    })

    test('addresses that lead nowhere, or are none, are told apart', async () => {
      const [alice, bob] = [await person(), await person()]
      bob.serve(PROTOCOL, async () => undefined)
      const dial = (addresses: string[]): Promise<Channel> => alice.open(bob.peer, addresses, PROTOCOL, signal)
      await expect(dial([net.nowhere(bob.peer)])).rejects.toMatchObject(code('unreachable'))
      await expect(dial([])).rejects.toMatchObject(code('unreachable'))
      await expect(dial(['', '/ip4/1.2.3.4', '/ip4/0.0.0.0/tcp/1', '/ip4/1.2.3.4/tcp/99999'])).rejects.toMatchObject(
        code('not-ours-to-dial'),
      )
      await expect(dial([`/ip4/127.0.0.1/tcp/5/p2p/${alice.peer}`])).rejects.toMatchObject(code('not-ours-to-dial'))
      await expect(open(alice, alice)).rejects.toMatchObject(code('not-ours-to-dial'))
      const channel = await dial(['rubbish', net.nowhere(bob.peer), ...bob.addresses()])
      expect(channel.remote).toBe(bob.peer)
    })

    test('whoever answers at an address must be the peer that was asked for', async () => {
      const [alice, bob] = [await person(), await person()]
      bob.serve(PROTOCOL, async () => undefined)
      const carol = await peerOfKey(await createPeerKey())
      const disguised = bob.addresses().map((address) => address.replace(bob.peer, carol))
      await expect(alice.open(carol, disguised, PROTOCOL, signal)).rejects.toMatchObject(code('unreachable'))
    })

    test('a protocol nobody serves, or no longer, is said to be so', async () => {
      const [alice, bob] = [await person(), await person()]
      await expect(open(alice, bob)).rejects.toMatchObject(code('no-such-protocol'))
      const stopServing = bob.serve(PROTOCOL, async () => undefined)
      expect(await (await open(alice, bob)).receive(signal)).toBeUndefined()
      stopServing()
      await expect(open(alice, bob)).rejects.toMatchObject(code('no-such-protocol'))
    })

    test('streams beyond the limit of a protocol, or of a peer it does not admit, end at once', async () => {
      const { alice, bob, near } = await pair()
      const channels = [near]
      for (let n = 1; n < LIMITS.streamsPerProtocol; n++) channels.push(await open(alice, bob))
      const ended = (channel: Channel): Promise<unknown> => channel.receive(signal).catch((error: unknown) => error)
      expect(await ended(await open(alice, bob))).toMatchObject(code('closed'))
      channels.pop()?.abort()
      await expect
        .poll(async () => {
          const again = await open(alice, bob)
          const answer = await again.receive(signal, 200).catch((error: unknown) => error)
          again.abort()
          return answer
        })
        .toMatchObject(code('timeout'))
      let handled = 0
      bob.serve('/folkmoot/private/1', async () => void handled++, { admits: (peer) => peer !== alice.peer })
      expect(await ended(await open(alice, bob, '/folkmoot/private/1'))).toMatchObject(code('closed'))
      expect(handled).toBe(0)
    })

    test('a signal that is aborted ends an open', async () => {
      const [alice, bob] = [await person(), await person()]
      bob.serve(PROTOCOL, async () => undefined)
      await expect(alice.open(bob.peer, bob.addresses(), PROTOCOL, AbortSignal.abort(new Error('no')))).rejects.toThrow(
        'no',
      )
    })
  })
}
