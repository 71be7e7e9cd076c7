import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { LIMITS, REACH_DEFAULTS, type ReachSettings } from '../../core/shared/index.ts'
import { type Channel, parseAddress, type RelayOffer, type Transport } from '../../core/sync/transport/index.ts'

export interface ReachNet {
  /** A transport that has not been started. */
  make(): Promise<Transport>
  /** Sees to it that there is a better path between two who speak over a relay. */
  improve(a: Transport, b: Transport): void
  close(): Promise<void>
}

const PROTOCOL = '/folkmoot/test/1'
const base: ReachSettings = { ...REACH_DEFAULTS, openRouter: false }
const text = (value: string): Uint8Array => new TextEncoder().encode(value)
const patience = { timeout: 15_000 }

/** What every transport promises of the ways it is reached by. */
export function reachSuite(name: string, makeNet: () => Promise<ReachNet>): void {
  describe(`ways of reaching: ${name}`, () => {
    let net: ReachNet
    let started: Transport[]
    const { signal } = new AbortController()

    beforeEach(async () => {
      net = await makeNet()
      started = []
    })
    afterEach(async () => {
      await Promise.all(started.map((each) => each.stop()))
      await net.close()
    })

    const person = async (
      settings: Partial<ReachSettings> = {},
      relays: readonly Transport[] = [],
    ): Promise<Transport> => {
      const transport = await net.make()
      await transport.configure({ ...base, ...settings }, signal)
      transport.useRelays(offers(relays))
      transport.serve(PROTOCOL, async (channel) => {
        for (let frame = await channel.receive(signal); frame; frame = await channel.receive(signal))
          await channel.send(frame, signal)
      })
      await transport.start(signal)
      started.push(transport)
      return transport
    }
    const helper = async (gate: (peer: string) => boolean = () => true): Promise<Transport> => {
      const transport = await person({ helpConnect: true })
      transport.setRelayGate(gate)
      return transport
    }
    const offers = (relays: readonly Transport[]): RelayOffer[] =>
      relays.map((each) => ({ peer: each.peer, addresses: each.addresses() }))
    const states = (of: Transport): string[] => of.reach().relays.map(({ peer, state }) => `${nameOf(peer)} ${state}`)
    const nameOf = (peer: string): number => started.findIndex((each) => each.peer === peer)
    const circuits = (of: Transport): string[] =>
      of.addresses().filter((each) => parseAddress(each)?.relay !== undefined)
    const echo = async (channel: Channel): Promise<void> => {
      await channel.send(text('hello'), signal)
      expect(await channel.receive(signal, 5000)).toEqual(text('hello'))
    }

    test('at first nobody is helped, and nothing is asked for', async () => {
      const alice = await person()
      expect(alice.reach()).toEqual({ listening: true, router: 'off', relays: [], helped: 0 })
      expect(circuits(alice)).toEqual([])
    })

    test('who hides is reached over who helps, and tells no other address', async () => {
      const rosa = await helper()
      const changes: string[][] = []
      const bob = await person({ hideAddress: true })
      bob.onReach(() => changes.push(states(bob)))
      bob.useRelays(offers([rosa]))
      await expect.poll(() => states(bob), patience).toEqual(['0 reserved'])
      expect(changes.at(-1)).toEqual(['0 reserved'])
      expect(bob.addresses()).toEqual(circuits(bob))
      expect(circuits(bob)[0]).toBe(`${rosa.addresses()[0]}/p2p-circuit/p2p/${bob.peer}`)
      await expect.poll(() => rosa.reach().helped, patience).toBe(1)
      const alice = await person()
      const channel = await alice.open(bob.peer, bob.addresses(), PROTOCOL, signal)
      expect(channel.path).toEqual({ kind: 'relayed', address: bob.addresses()[0], relay: rosa.peer })
      await echo(channel)
      expect([alice, bob, rosa].map(({ peer }) => rosa.isRelaying(peer))).toEqual([true, true, false])
      expect(bob.isRelaying(alice.peer)).toBe(false)
      expect(alice.connections().filter(({ peer }) => peer === bob.peer)).toMatchObject([{ path: channel.path }])
    })

    test('who hides dials nobody straight', async () => {
      const [alice, bob] = [await person({ hideAddress: true }), await person()]
      await expect(alice.open(bob.peer, bob.addresses(), PROTOCOL, signal)).rejects.toThrow()
      expect(bob.connections()).toEqual([])
    })

    test('nobody is relayed who is not let: not before the gate is set, and not by it', async () => {
      const rosa = await person({ helpConnect: true })
      const bob = await person({ hideAddress: true }, [rosa])
      await new Promise((resolve) => setTimeout(resolve, 300))
      expect([states(bob), rosa.reach().helped]).toEqual([['0 asking'], 0])
      const carol = await person({ hideAddress: true }, [rosa])
      rosa.setRelayGate((peer) => peer === bob.peer)
      await expect.poll(() => states(bob), patience).toEqual(['0 reserved'])
      expect(states(carol)).toEqual(['0 asking'])
    })

    test('so many relays are used as may be, and another when one is gone or not on offer any more', async () => {
      const relays = [await helper(), await helper(), await helper(), await helper()]
      const bob = await person({ hideAddress: true }, relays)
      await expect.poll(() => states(bob), patience).toEqual(['0 reserved', '1 reserved'])
      expect(circuits(bob).map((each) => nameOf(parseAddress(each)?.relay ?? ''))).toEqual([0, 1])
      expect(LIMITS.relays).toBe(2)
      await relays[0]?.stop()
      bob.useRelays(offers(relays.slice(1)))
      await expect.poll(() => states(bob).toSorted(), patience).toEqual(['1 reserved', '2 reserved'])
      bob.useRelays(offers(relays.slice(2)))
      await expect.poll(() => states(bob).toSorted(), patience).toEqual(['2 reserved', '3 reserved'])
      bob.useRelays([])
      await expect.poll(() => [states(bob), bob.addresses()], patience).toEqual([[], []])
    })

    test('who stops helping says so, and what was relayed ends', async () => {
      const rosa = await helper()
      const bob = await person({ hideAddress: true }, [rosa])
      await expect.poll(() => states(bob), patience).toEqual(['0 reserved'])
      const alice = await person()
      const channel = await alice.open(bob.peer, bob.addresses(), PROTOCOL, signal)
      await echo(channel)
      await rosa.configure(base, signal)
      await expect(channel.receive(signal, 10_000)).rejects.toMatchObject({ code: 'sync/closed' })
      await expect.poll(() => [states(bob), rosa.reach().helped], patience).toEqual([['0 asking'], 0])
      await rosa.configure({ ...base, helpConnect: true }, signal)
      await expect.poll(() => states(bob), patience).toEqual(['0 reserved'])
    })

    test('with lanOnly no relay is used, and none dialled over', async () => {
      const rosa = await helper()
      const bob = await person({ hideAddress: true }, [rosa])
      await expect.poll(() => states(bob), patience).toEqual(['0 reserved'])
      const [address = ''] = bob.addresses()
      const alice = await person({ lanOnly: true }, [rosa])
      await expect(alice.open(bob.peer, [address], PROTOCOL, signal)).rejects.toThrow()
      await bob.configure({ ...base, lanOnly: true }, signal)
      expect([states(bob), circuits(bob)]).toEqual([[], []])
      await echo(await alice.open(bob.peer, bob.addresses(), PROTOCOL, signal))
    })

    test('switches that need it begin anew, the others leave what there is', async () => {
      const [alice, bob] = [await person(), await person()]
      const channel = await alice.open(bob.peer, bob.addresses(), PROTOCOL, signal)
      await alice.configure({ ...base, helpConnect: true, addresses: ['/ip4/1.2.3.4/tcp/5'] }, signal)
      await echo(channel)
      await alice.configure({ ...base, hideAddress: true }, signal)
      await expect(channel.receive(signal, 10_000)).rejects.toMatchObject({ code: 'sync/closed' })
      expect(alice.addresses()).toEqual([])
      await alice.configure(base, signal)
      await echo(await bob.open(alice.peer, alice.addresses(), PROTOCOL, signal))
      await expect(alice.configure(base, AbortSignal.abort(new RangeError('no')))).rejects.toThrow('no')
    })

    test('a better path is told to both, and what is opened then runs there', async () => {
      const rosa = await helper()
      const bob = await person({}, [rosa])
      await expect.poll(() => states(bob), patience).toEqual(['0 reserved'])
      const alice = await person({}, [rosa])
      const better = new Set<string>()
      alice.onBetterPath((peer) => better.add(`alice ${nameOf(peer)}`))
      bob.onBetterPath((peer) => better.add(`bob ${nameOf(peer)}`))
      const slow = await alice.open(bob.peer, circuits(bob), PROTOCOL, signal)
      expect(slow.path.kind).toBe('relayed')
      net.improve(alice, bob)
      await expect.poll(() => [...better].toSorted(), patience).toEqual(['alice 1', 'bob 2'])
      await echo(slow)
      const fast = await alice.open(bob.peer, [], PROTOCOL, signal)
      expect(fast.path.kind).not.toBe('relayed')
      await echo(fast)
      await slow.close(signal)
      await fast.close(signal)
    })
  })
}
