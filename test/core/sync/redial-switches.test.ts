import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { LIMITS, type PeerId, REACH_DEFAULTS, type ReachSettings } from '../../../core/shared/index.ts'
import type { ReachTest } from '../../../core/sync/index.ts'
import { isPermitted } from '../../../core/sync/reach/permitted.ts'
import { readPlace } from '../../../core/sync/reach/place-entry.ts'
import { MemoryHub, type Transport, transportErrors } from '../../../core/sync/transport/index.ts'
import { carriedOf, connect, eventually, fastClock, type Networked, newPeer } from '../../support/carried-person.ts'
import { placeOf } from '../../support/places.ts'
import { smallCommunity, type SmallCommunity } from '../../support/small-community.ts'

const forever = new AbortController().signal

describe('the switches of the network', () => {
  let small: SmallCommunity
  let hub: MemoryHub
  let people: Networked[]
  let dialled: { peer: PeerId; addresses: readonly string[] }[]
  let fails: boolean

  /** Says whom it dials and where, and may refuse to be switched. */
  const wrap = (transport: Transport): Transport =>
    new Proxy(transport, {
      get: (target, name) => {
        if (name === 'open')
          return (...open: Parameters<Transport['open']>) => {
            dialled.push({ peer: open[0], addresses: open[1] })
            return target.open(...open)
          }
        if (name === 'configure')
          return (...args: Parameters<Transport['configure']>) =>
            fails ? Promise.reject(transportErrors('port-in-use', { details: { port: 1 } })) : target.configure(...args)
        const value: unknown = Reflect.get(target, name)
        return typeof value === 'function' ? (value.bind(target) as unknown) : value
      },
    })
  const put = async (name: string, knows: readonly Networked[] = [], more: object = {}): Promise<Networked> => {
    const networked = await connect(hub, small, name, knows, { wrap, ...more })
    people.push(networked)
    return networked
  }
  const configure = ({ sync }: Networked, settings: Partial<ReachSettings>): Promise<void> =>
    sync.configure({ ...REACH_DEFAULTS, ...settings }, forever)
  const own = ({ carried }: Networked) =>
    carried.places
      .all()
      .flatMap((bytes) => readPlace(bytes) ?? [])
      .find(({ device }) => device === carried.device)
  const status = ({ sync }: Networked) => sync.status(small.community)
  const all = async (steps: AsyncIterable<ReachTest>): Promise<ReachTest[]> => {
    const found: ReachTest[] = []
    for await (const step of steps) found.push(step)
    return found
  }

  beforeEach(() => {
    small = smallCommunity('switches')
    for (const name of ['ben', 'cy', 'dora']) small.join(name, 'ada')
    small.carryAll()
    hub = new MemoryHub()
    ;[people, dialled, fails] = [[], [], false]
  })

  afterEach(async () => {
    await Promise.all(people.map(({ sync }) => sync.stop()))
    expect(hub.counts()).toEqual({ connections: 0, channels: 0 })
    small[Symbol.dispose]()
  })

  test('which addresses each of them lets through', async () => {
    const [peer, relay] = [await newPeer(), await newPeer()]
    const [lan, far, name, loopback] = [
      '/ip4/192.168.1.2',
      '/ip4/203.0.113.1',
      '/dns/example.org',
      '/ip4/127.0.0.1',
    ].map((host) => `${host}/tcp/1/p2p/${peer}`)
    const circuit = `/ip4/192.168.1.3/tcp/1/p2p/${relay}/p2p-circuit/p2p/${peer}`
    const every = [lan, far, name, loopback, circuit, 'nonsense', ''].map(String)
    const through = (settings: Partial<ReachSettings>): readonly string[] =>
      every.filter((address) => isPermitted(address, { ...REACH_DEFAULTS, ...settings }))
    expect(through({})).toEqual([lan, far, name, loopback, circuit])
    expect(through({ lanOnly: true })).toEqual([lan, loopback])
    expect(through({ hideAddress: true })).toEqual([circuit])
    expect(through({ lanOnly: true, hideAddress: true })).toEqual([])
  })

  test('in the local network alone, no address of the internet in the book is dialled', async () => {
    const ada = await put('ada')
    await configure(ada, { lanOnly: true })
    const ben = await put('ben', [ada])
    await eventually(() => status(ada).peers.length === 1, 'a neighbour')
    const [peer, relay] = [await newPeer(), await newPeer()]
    const near = `/ip4/192.168.7.7/tcp/1/p2p/${peer}`
    const far = [`/ip4/203.0.113.1/tcp/1/p2p/${peer}`, `/dns/example.org/tcp/1/p2p/${peer}`]
    const circuit = `/ip4/203.0.113.2/tcp/1/p2p/${relay}/p2p-circuit/p2p/${peer}`
    // Ben hands on what Cy says of himself.
    const entry = placeOf(carriedOf(small, 'cy'), peer, [near, ...far, circuit])
    ben.carried.places.keep(entry.device, entry.bytes)
    await ben.sync.stop()
    dialled.length = 0
    const again = await put('ben', [ada], { carried: ben.carried, peer: ben.transport.peer })
    await eventually(() => dialled.some((each) => each.peer === peer && each.addresses.includes(far[0] ?? '')), 'Ben’s')
    dialled.length = 0
    await eventually(
      () => dialled.some((each) => each.peer === peer && each.addresses.join() === near),
      'Ada’s',
      15_000,
    )
    await again.sync.stop()
    dialled.length = 0
    ada.sync.retry(small.community)
    await eventually(() => dialled.some((each) => each.peer === peer), 'another')
    expect(dialled.flatMap(({ addresses }) => addresses)).not.toContain(far[0])
    const steps = await all(ada.sync.test(small.community, forever))
    const outcomes = new Map(steps.map(({ address, outcome }) => [address, outcome]))
    expect([...far, circuit].map((address) => outcomes.get(address))).toEqual(Array(3).fill('sync/not-ours-to-dial'))
  })

  test('when the transport refuses, nothing has changed', async () => {
    const ada = await put('ada')
    await eventually(() => own(ada) !== undefined, 'the entry')
    fails = true
    await expect(configure(ada, { helpConnect: true, hideAddress: true })).rejects.toMatchObject({
      code: 'sync/port-in-use',
    })
    await new Promise((resolve) => setTimeout(resolve, 2 * LIMITS.placeTick))
    expect(own(ada)).toMatchObject({ relay: false, addresses: ada.transport.addresses() })
    fails = false
    await configure(ada, { helpConnect: true })
    await eventually(() => own(ada)?.relay === true, 'that it is told')
  })

  test('who is met and how much was said; who is not, and why', async () => {
    const clock = fastClock(20)
    const ada = await put('ada', [], { clock })
    const ben = await put('ben', [ada], { clock })
    const cy = await put('cy', [ada], { clock })
    await eventually(() => status(ada).peers.length === 2 && status(cy).peers.length === 2, 'the circle')
    const [first] = status(ada).peers
    expect(first).toMatchObject({ peer: expect.any(String) as string, path: { kind: 'memory' } })
    expect(first?.since).toBeGreaterThan(0)
    const before = status(ada).peers.reduce((sum, { received, sent }) => sum + received + sent, 0)
    small.say('ada', 'x'.repeat(1000))
    await eventually(() => status(ada).peers.reduce((sum, { sent }) => sum + sent, 0) > 0, 'bytes')
    await eventually(
      () => status(ada).peers.reduce((sum, { received, sent }) => sum + received + sent, 0) > before,
      'more bytes',
    )
    expect(status(ada).unreached).toEqual([])
    await cy.sync.stop()
    await eventually(() => status(ada).unreached[0]?.why === 'sync/unreachable', 'that he is missed')
    expect(status(ada).unreached).toMatchObject([
      { device: cy.carried.device, peer: cy.transport.peer, why: 'sync/unreachable', addresses: 1 },
    ])
    const [missed] = status(ada).unreached
    expect(missed?.lastMet).toBeGreaterThan(0)
    expect(missed?.nextTry).toBeGreaterThan(missed?.lastMet ?? Infinity)
    expect(status(ben).unreached.map(({ device }) => device)).toEqual([cy.carried.device])
  })

  test('each way is tried once and told as it went; whoever stops listening stops it', async () => {
    const ada = await put('ada')
    const ben = await put('ben', [ada])
    const cy = await put('cy', [ada])
    await eventually(() => status(ada).peers.length === 2, 'both')
    const gone = cy.transport.peer
    const elsewhere = `/ip4/10.77.99.99/tcp/4001/p2p/${gone}`
    cy.carried.acquainted.length = 0
    await cy.sync.stop()
    ada.carried.acquainted.push({ peer: gone, addresses: [elsewhere], device: cy.carried.device })
    ada.sync.retry(small.community)
    const steps = await all(ada.sync.test(small.community, forever))
    const byAddress = new Map(steps.map((step) => [step.address, step]))
    expect(byAddress.get(ben.transport.address)).toMatchObject({ outcome: 'reached', device: ben.carried.device })
    expect(byAddress.get(cy.transport.address)).toMatchObject({ outcome: 'sync/unreachable', kind: 'lan', peer: gone })
    expect(byAddress.get(elsewhere)).toMatchObject({ outcome: 'sync/unreachable' })
    expect(steps.every(({ ms, member }) => ms >= 0 && member !== undefined)).toBe(true)
    // What is talked over goes on meanwhile.
    expect(status(ada).peers.map(({ device }) => device)).toEqual([ben.carried.device])

    const over = new AbortController()
    const stopped = all(ada.sync.test(small.community, over.signal))
    over.abort(new TypeError('enough'))
    await expect(stopped).rejects.toThrow('enough')
    for await (const step of ada.sync.test(small.community, forever)) {
      expect(step.outcome).toBeTypeOf('string')
      break
    }
    expect(await all(ada.sync.test('A'.repeat(43) as typeof small.community, forever))).toEqual([])
  })

  test('who comes back is met by way of the very test', async () => {
    const ada = await put('ada')
    const ben = await put('ben', [ada])
    await eventually(() => status(ada).peers.length === 1, 'a session')
    hub.cut(ada.transport.peer, ben.transport.peer)
    await eventually(() => status(ada).peers.length === 0, 'the cut')
    hub.heal(ada.transport.peer, ben.transport.peer)
    const steps = await all(ada.sync.test(small.community, forever))
    expect(steps.map(({ outcome }) => outcome)).toContain('reached')
    await eventually(() => status(ada).peers.length === 1, 'another session')
  })
})
