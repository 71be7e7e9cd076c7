import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  type Clock,
  type CommunityId,
  LIMITS,
  type MemberId,
  type PeerId,
  REACH_DEFAULTS,
  type ReachSettings,
  type ReachStatus,
} from '../../../core/shared/index.ts'
import { readPlace } from '../../../core/sync/reach/place-entry.ts'
import { type Helper, RelayOffers } from '../../../core/sync/reach/relay-offers.ts'
import { MemoryHub, parseAddress, type RelayOffer, type Transport } from '../../../core/sync/transport/index.ts'
import { areLevel, carriedOf, connect, eventually, fastClock, type Networked } from '../../support/carried-person.ts'
import { placeOf } from '../../support/places.ts'
import { smallCommunity, type SmallCommunity } from '../../support/small-community.ts'
import { Stranger } from '../../support/sync-stranger.ts'

const forever = new AbortController().signal

describe('relays', () => {
  let small: SmallCommunity
  let hub: MemoryHub
  let people: Networked[]
  let strangers: Stranger[]

  const put = async (
    ...args: Parameters<typeof connect> extends [unknown, unknown, ...infer Rest] ? Rest : never
  ): Promise<Networked> => {
    const networked = await connect(hub, small, ...args)
    people.push(networked)
    return networked
  }
  const configure = ({ sync }: Networked, settings: Partial<ReachSettings>): Promise<void> =>
    sync.configure({ ...REACH_DEFAULTS, ...settings }, forever)
  const places = ({ carried }: Networked) => carried.places.all().flatMap((bytes) => readPlace(bytes) ?? [])
  const placeAt = (holder: Networked, of: Networked) =>
    places(holder).find(({ device }) => device === of.carried.device)
  const isCircuit = (address: string): boolean => parseAddress(address)?.relay !== undefined
  const peers = ({ sync }: Networked) => sync.status(small.community).peers

  beforeEach(() => {
    small = smallCommunity('relays')
    for (const name of ['ben', 'cy', 'mallory', 'eve', 'trent']) small.join(name, 'ada')
    small.carryAll()
    hub = new MemoryHub()
    people = []
    strangers = []
  })

  afterEach(async () => {
    await Promise.all([...people.map(({ sync }) => sync.stop()), ...strangers.map((each) => each.stop())])
    expect(hub.counts()).toEqual({ connections: 0, channels: 0 })
    for (const { log } of people) expect(log.lines.filter((line) => line.startsWith('error'))).toEqual([])
    small[Symbol.dispose]()
  })

  test(
    'who hides their address is reached over a member who helps, and nobody is told anything else',
    { timeout: 60_000 },
    async () => {
      const ada = await put('ada')
      await configure(ada, { helpConnect: true })
      const ben = await put('ben', [ada])
      await eventually(() => placeAt(ben, ada)?.relay === true, 'that Ben knows who helps')
      await configure(ben, { hideAddress: true })
      await eventually(() => (placeAt(ada, ben)?.addresses ?? []).some(isCircuit), 'that Ben says where he is', 15_000)
      const cy = await put('cy', [ada])
      await eventually(() => (placeAt(cy, ben)?.addresses.length ?? 0) > 0, 'that Cy reads where Ben is', 15_000)
      expect(placeAt(cy, ben)?.addresses.every(isCircuit)).toBe(true)
      expect(placeAt(cy, ada)?.relay).toBe(true)
      await eventually(
        () => peers(cy).some(({ device, path }) => device === ben.carried.device && path.kind === 'relayed'),
        'a relayed session',
        15_000,
      )
      small.say('ben', 'from behind a curtain')
      await eventually(() => areLevel(ada, ben, cy), 'one history')
      expect(ben.sync.addresses(small.community).every(isCircuit)).toBe(true)
      const told = cy.carried.remembered.filter(({ peer }) => peer === ben.transport.peer)
      expect(told.flatMap(({ addresses }) => addresses).filter((address) => !isCircuit(address))).toEqual([])
    },
  )

  test('nobody but members is relayed, and nobody at all unless the person wishes it', async () => {
    const ada = await put('ada')
    const ben = await put('ben', [ada])
    await eventually(() => placeAt(ada, ben) !== undefined, 'the entry')
    const eve = await Stranger.on(hub)
    strangers.push(eve)
    const helped = (): boolean[] => [ben.transport.peer, eve.peer].map((peer) => ada.transport.relays(peer))
    expect(helped()).toEqual([false, false])
    await configure(ada, { helpConnect: true })
    expect(helped()).toEqual([true, false])
    await eventually(() => placeAt(ben, ada)?.relay === true, 'that it is told')
    await configure(ada, {})
    await eventually(() => placeAt(ben, ada)?.relay === false, 'that it is told too')
  })

  test('relays that say they help and do not are passed over', { timeout: 40_000 }, async () => {
    const clock = fastClock(50)
    const ben = await put('ben', [], { clock })
    for (const name of ['mallory', 'eve', 'trent']) {
      const liar = await Stranger.on(hub)
      strangers.push(liar)
      const carried = carriedOf(small, name)
      const line = await liar.meet(ben.transport, carried)
      const place = placeOf(carried, liar.peer, liar.transport.addresses(), { relay: true })
      await line.say({ type: 'places', entries: [place.bytes] })
    }
    await eventually(() => ben.sync.reach().relays.length === LIMITS.relays, 'that they are asked')
    expect(ben.sync.reach().relays.every(({ state }) => state === 'asking')).toBe(true)
    const ada = await put('ada', [ben])
    await configure(ada, { helpConnect: true })
    await eventually(
      () => ben.sync.reach().relays.some(({ peer, state }) => peer === ada.transport.peer && state === 'reserved'),
      'that Ada is asked',
      30_000,
    )
    await eventually(() => ben.sync.addresses(small.community).some(isCircuit), 'an address over Ada')
  })

  test('a relay of one community is not named in another', { timeout: 60_000 }, async () => {
    const other = smallCommunity('elsewhere')
    other.join('ben', 'ada')
    const ada = await put('ada')
    await configure(ada, { helpConnect: true })
    const ben = await put('ben', [ada])
    const second = carriedOf(other, 'ben')
    ben.sync.carry(second)
    await eventually(() => placeAt(ben, ada)?.relay === true, 'that Ben knows who helps')
    await configure(ben, { hideAddress: true })
    await eventually(() => ben.sync.addresses(small.community).length > 0, 'an address', 15_000)
    await eventually(() => (placeAt(ada, ben)?.addresses ?? []).some(isCircuit), 'that it is told', 15_000)
    expect(ben.sync.addresses(other.community)).toEqual([])
    expect(second.places.all().flatMap((bytes) => readPlace(bytes)?.addresses)).toEqual([])
    await ben.sync.stop()
    other[Symbol.dispose]()
  })

  describe('in which order they are asked', () => {
    let relays: ReachStatus['relays']
    let offered: readonly RelayOffer[]
    let helpers: Helper[]
    let carrying: PeerId[]
    let now: number
    let timers: { at: number; wake: () => void }[]
    let over: AbortController
    let offers: RelayOffers

    const helper = (name: string, member: string, community = 'garden'): Helper => {
      return { peer: name as PeerId, member: member as MemberId, community: community as CommunityId, addresses: [] }
    }
    const order = (): readonly string[] => offered.map(({ peer }) => peer)

    beforeEach(() => {
      ;[relays, offered, helpers, carrying, now, timers] = [[], [], [], [], 1000, []]
      over = new AbortController()
      const clock: Clock = {
        now: () => now,
        sleep: (ms, signal) =>
          new Promise((resolve, reject) => {
            timers.push({ at: now + ms, wake: resolve })
            signal.addEventListener('abort', () => reject(signal.reason), { once: true })
          }),
      }
      const transport = {
        reach: () => ({ listening: true, router: 'off', relays, helped: 0 }),
        connections: () => carrying.map((relay) => ({ peer: 'somebody', path: { kind: 'relayed', relay } })),
        useRelays: (list: readonly RelayOffer[]) => void (offered = list),
      } as unknown as Transport
      let luck = 0
      const random = { bytes: () => Uint8Array.of(luck++) }
      offers = new RelayOffers({ transport, clock, random, helpers: () => helpers, signal: over.signal })
    })
    afterEach(() => over.abort())

    test('one of each member before a second of any, and few in all', () => {
      helpers = [helper('a1', 'ada'), helper('a2', 'ada'), helper('b1', 'ben'), helper('c1', 'cy')]
      offers.look()
      expect(order()).toEqual(['a1', 'b1', 'c1', 'a2'])
      helpers = Array.from({ length: 500 }, (_, n) => helper(`m${n}`, 'mallory'))
      offers.look()
      expect(order().length).toBeLessThanOrEqual(4 * LIMITS.relays)
    })

    test('who claims to be at the peer id of one who relays keeps nobody from where it is', () => {
      const at = (member: string, ...addresses: string[]): Helper => ({ ...helper('b', member), addresses })
      helpers = [at('mallory', '/nowhere/1', '/nowhere/2'), at('mallory', '/nowhere/3'), at('ben', '/at/ben')]
      offers.look()
      expect(offered.map(({ addresses }) => addresses)).toEqual([['/nowhere/1', '/nowhere/3', '/at/ben', '/nowhere/2']])
      // Nor is he asked later for what she does elsewhere.
      helpers = [helper('m', 'mallory'), helper('c', 'cy'), ...helpers]
      relays = [{ peer: 'm' as PeerId, state: 'reserved' }]
      offers.look()
      expect(order().indexOf('b')).toBe(1)
    })

    test('each community has one of its own before any has a second', () => {
      helpers = [helper('a', 'ada'), helper('b', 'ben'), helper('c', 'cy', 'choir')]
      offers.look()
      expect(order()).toEqual(['a', 'c', 'b'])
    })

    test('those that relay stay first; who was asked for too long comes last, also when the clock is set', async () => {
      helpers = [helper('a', 'ada'), helper('b', 'ben'), helper('c', 'cy')]
      relays = [
        { peer: 'c' as PeerId, state: 'reserved' },
        { peer: 'a' as PeerId, state: 'asking' },
      ]
      offers.look()
      expect(order()).toEqual(['c', 'a', 'b'])
      now -= 1e9
      offers.look()
      expect(order()).toEqual(['c', 'a', 'b'])
      now += LIMITS.relayPatience
      timers.at(-1)?.wake()
      await new Promise((resolve) => setImmediate(resolve))
      expect(order()).toEqual(['c', 'b', 'a'])
      relays = [{ peer: 'a' as PeerId, state: 'reserved' }]
      offers.look()
      expect(order()[0]).toBe('a')
    })

    test('one that takes us in, and over which nobody ever comes, gives way to others in time', async () => {
      helpers = [helper('a', 'ada'), helper('b', 'ben'), helper('c', 'cy')]
      relays = [
        { peer: 'a' as PeerId, state: 'reserved' },
        { peer: 'b' as PeerId, state: 'reserved' },
      ]
      carrying = ['b' as PeerId]
      offers.look()
      expect(order()).toEqual(['a', 'b', 'c'])
      now += LIMITS.relayTurn
      timers.at(-1)?.wake()
      await new Promise((resolve) => setImmediate(resolve))
      expect(order()).toEqual(['b', 'c', 'a'])
      relays = [
        { peer: 'b' as PeerId, state: 'reserved' },
        { peer: 'c' as PeerId, state: 'asking' },
      ]
      now += LIMITS.relayPatience - 1
      offers.look()
      expect(order()).toEqual(['b', 'c', 'a'])
    })
  })
})
