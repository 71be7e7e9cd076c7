import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type DeviceId, LIMITS, type PeerId } from '../../../core/shared/index.ts'
import { readPlace, type SignedPlace } from '../../../core/sync/reach/place-entry.ts'
import { MemoryHub, type Transport } from '../../../core/sync/transport/index.ts'
import {
  type CarriedPerson,
  carriedOf,
  connect,
  eventually,
  type Networked,
  newPeer,
} from '../../support/carried-person.ts'
import { placeOf } from '../../support/places.ts'
import { smallCommunity, type SmallCommunity } from '../../support/small-community.ts'
import { seededRandom } from '../../support/surroundings.ts'
import { Stranger } from '../../support/sync-stranger.ts'
import { countFrames } from '../../support/wire-tap.ts'

const random = seededRandom('sharing')
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

describe('members hand on where everybody is', () => {
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
  const mallory = async (): Promise<Stranger> => {
    const made = await Stranger.on(hub)
    strangers.push(made)
    return made
  }
  const met = ({ sync }: Networked): readonly DeviceId[] =>
    sync.status(small.community).peers.map(({ device }) => device)
  const meets = (one: Networked, other: Networked): boolean => met(one).includes(other.carried.device)
  const book = (carried: CarriedPerson): readonly SignedPlace[] =>
    carried.places.all().flatMap((bytes) => readPlace(bytes) ?? [])
  const placed = (of: Networked, device: DeviceId): SignedPlace | undefined =>
    book(of.carried).find((place) => place.device === device)
  /** A transport that says whom it dials, and where. */
  const dials = (list: { peer: PeerId; addresses: readonly string[] }[]) => (transport: Transport) =>
    new Proxy(transport, {
      get: (target, name) => {
        if (name === 'open')
          return (...open: Parameters<Transport['open']>) => {
            list.push({ peer: open[0], addresses: open[1] })
            return target.open(...open)
          }
        const value: unknown = Reflect.get(target, name)
        return typeof value === 'function' ? (value.bind(target) as unknown) : value
      },
    })

  beforeEach(() => {
    small = smallCommunity('sharing')
    for (const name of ['ben', 'cy', 'mallory']) small.join(name, 'ada')
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

  test('Cy, who knows Ada alone, meets Ben; and again after all have restarted and Ada is gone', async () => {
    const ada = await put('ada')
    const ben = await put('ben', [ada])
    const cy = await put('cy', [ada])
    await eventually(() => meets(cy, ben) && meets(ben, cy), 'that Cy meets Ben')
    await eventually(() => people.every(({ carried }) => book(carried).length === 3), 'that all hold all')
    const peers = people.map(({ transport }) => transport.peer)
    await Promise.all(people.splice(0).map(({ sync }) => sync.stop()))

    // Nothing is left but the address books.
    const again = (old: Networked, peer: PeerId | undefined): Promise<Networked> => {
      old.carried.acquainted.length = 0
      return put(old.name, [], { carried: old.carried, ...(peer ? { peer } : {}) })
    }
    const bens = await again(ben, peers[1])
    // Ben is elsewhere now, and Cy where Ben was told he is.
    expect(bens.transport.address).not.toBe(ben.transport.address)
    const cys = await again(cy, peers[2])
    expect(met(cys)).toEqual([])
    // An entry is known on both sides that is true no longer; a neighbour’s word brings them together, and both books are right again.
    cys.transport.discover({ peer: bens.transport.peer, addresses: bens.transport.addresses() })
    await eventually(() => meets(cys, bens), 'that they meet')
    await eventually(
      () => placed(cys, ben.carried.device)?.addresses.join() === bens.transport.address,
      'that Cy knows where Ben is now',
    )
  })

  test('who moves is followed at once by those who hear of it from others', async () => {
    const ada = await put('ada')
    const ben = await put('ben', [ada])
    const cy = await put('cy', [ada])
    await eventually(() => meets(cy, ben), 'the circle')
    await ben.sync.stop()
    await eventually(() => !meets(cy, ben) && !meets(ada, ben), 'that he is gone')
    // Cy cannot be found by Ben, who knows Ada alone; Ada tells Cy where Ben is now.
    ben.carried.places.forget(cy.carried.device)
    ben.carried.acquainted.length = 0
    const moved = await put('ben', [ada], { carried: ben.carried, peer: ben.transport.peer })
    await eventually(() => meets(cy, moved) && meets(ada, moved), 'that Cy follows')
    expect(placed(cy, moved.carried.device)?.addresses).toEqual(moved.transport.addresses())
  })

  test('who is confirmed already, by what they hold themselves, may speak of the book: it is passed over, not held against them', async () => {
    const carried = carriedOf(small, 'ada')
    const { log } = carried
    const bens = carriedOf(small, 'ben').device
    const standing: typeof log.standing = (device) => {
      const found = log.standing(device)
      return found && device === bens ? { ...found, may: 'log-only' } : found
    }
    const ada = await put('ada', [], { carried: { ...carried, log: { ...log, standing } } })
    const line = await (await mallory()).meet(ada.transport, carriedOf(small, 'ben'))
    const digest = random.bytes(16)
    for (let n = 0; n < 3; n++) await line.say({ type: 'book', digest, held: [random.bytes(8)] })
    expect((await line.rest()).map(({ type }) => type)).not.toContain('end')
    expect(met(ada)).toContain(bens)
  })

  test('a removed member is told nobody’s whereabouts, and theirs are struck out', async () => {
    const ada = await put('ada')
    const ben = await put('ben', [ada])
    await eventually(() => placed(ada, ben.carried.device) !== undefined, 'the entry')
    const { log } = ada.carried
    const standing = log.standing.bind(log)
    // As when the log says so, told to whoever listens.
    Object.assign(log, {
      standing: (device: DeviceId) => {
        const known = standing(device)
        return known && device === ben.carried.device ? { ...known, may: 'nothing' } : known
      },
    })
    small.join('dora', 'ada')
    await eventually(() => placed(ada, ben.carried.device) === undefined, 'that it is struck out')
    await eventually(() => met(ada).length === 0, 'that they part')
  })

  test('two who hold the same books say so in two small frames', async () => {
    const count = countFrames()
    const ada = await put('ada', [], { wrap: count.wrap })
    const ben = await put('ben', [ada], { wrap: count.wrap })
    await eventually(() => [ada, ben].every(({ carried }) => book(carried).length === 2), 'both books')
    hub.cut(ada.transport.peer, ben.transport.peer)
    hub.heal(ada.transport.peer, ben.transport.peer)
    await eventually(() => !meets(ada, ben), 'the cut')
    count.clear()
    await eventually(() => meets(ada, ben) && meets(ben, ada), 'another session')
    await pause(300)
    expect(count.latest.filter((kind) => kind === 'book' || kind === 'places')).toEqual(['book', 'book'])
  })

  test('what one hears of many is told the others once, and not back', async () => {
    const count = countFrames()
    const ada = await put('ada', [], { wrap: count.wrap })
    const ben = await put('ben', [ada])
    await eventually(() => met(ben).length === 1, 'a session')
    await pause(300)
    const line = await (await mallory()).meet(ada.transport, carriedOf(small, 'mallory'))
    await line.rest()
    count.clear()
    const place = placeOf(carriedOf(small, 'mallory'), line.channel.remote, [])
    const own = placeOf(carriedOf(small, 'mallory'), strangers[0]?.peer ?? ada.sync.peer, [])
    for (let n = 0; n < 5; n++) await line.say({ type: 'places', entries: [own.bytes, place.bytes] })
    await eventually(() => placed(ben, own.device) !== undefined, 'that Ben hears of it')
    expect((await line.rest()).filter(({ type }) => type === 'places')).toEqual([])
    expect(count.latest.filter((kind) => kind === 'places')).toHaveLength(1)
  })

  describe('whatever Mallory says', () => {
    test('old words, words of others, of other communities and 10,000 addresses do no harm, and a flood ends it', async () => {
      const ada = await put('ada')
      const carried = carriedOf(small, 'mallory')
      const line = await (await mallory()).meet(ada.transport, carried)
      const peer = await newPeer()
      const at = `/ip4/203.0.113.1/tcp/1/p2p/${peer}`
      const bens = carriedOf(small, 'ben')
      const now = Date.now()
      const bad = [
        placeOf(carried, peer, [at], { issued: now - 9e8, expires: now - 8e8 }),
        placeOf(carried, peer, [at], { issued: now + 2 * LIMITS.placeAhead }),
        placeOf({ ...carried, device: bens.device }, peer, [at]),
        placeOf({ ...bens, community: bens.device as string as typeof bens.community }, peer, [at]),
        placeOf(carried, peer, [`/ip4/127.0.0.1/tcp/22/p2p/${peer}`]),
        placeOf(carried, ada.transport.peer, ada.transport.addresses()),
      ]
      await line.say({ type: 'places', entries: [...bad.map(({ bytes }) => bytes), random.bytes(100)] })
      const huge = placeOf(
        carried,
        peer,
        Array.from({ length: 10_000 }, (_, n) => `${at.slice(0, -60)}${n}`),
      )
      expect(huge.bytes.length).toBeGreaterThan(LIMITS.placeBytes)
      await line.rest()
      expect(book(ada.carried).map(({ device }) => device)).toEqual([ada.carried.device])
      const page = Array.from({ length: LIMITS.placesPage }, () => bad[0]?.bytes ?? new Uint8Array(1))
      for (let n = 0; n <= (2 * LIMITS.uselessPlaces) / LIMITS.placesPage; n++)
        await line.say({ type: 'places', entries: page }).catch(() => undefined)
      await eventually(() => ada.log.lines.some((each) => /shut-out.*session\/too-much/.test(each)), 'the end of it')
    })

    test('what she says of herself over and over is not written down each time', async () => {
      const ada = await put('ada')
      const carried = carriedOf(small, 'mallory')
      const line = await (await mallory()).meet(ada.transport, carried)
      await line.rest()
      const { peer } = strangers[0] ?? ada.transport
      const words = Array.from({ length: 20 * LIMITS.placesPage }, (_, n) =>
        // Her signature does not matter: the session shows whose word it is.
        placeOf({ ...carried, signSession: () => random.bytes(64) }, peer, [
          `/ip4/203.0.113.1/tcp/${n + 1}/p2p/${peer}`,
        ]),
      )
      for (let n = 0; n < words.length; n += LIMITS.placesPage)
        await line.say({ type: 'places', entries: words.slice(n, n + LIMITS.placesPage).map(({ bytes }) => bytes) })
      await line.rest()
      const told = ada.carried.remembered.filter(({ device }) => device === carried.device)
      expect(told.length).toBeGreaterThan(1)
      expect(told.length).toBeLessThanOrEqual(LIMITS.placesInRow + 2)
    })

    test('with all her devices she is one voice about where a peer is', async () => {
      for (const name of ['m2', 'm3', 'm4']) small.addDevice(name, 'mallory')
      small.carryAll()
      const list: { peer: PeerId; addresses: readonly string[] }[] = []
      const ada = await put('ada', [], { wrap: dials(list) })
      const line = await (await mallory()).meet(ada.transport, carriedOf(small, 'mallory'))
      await line.rest()
      const cysPeer = await newPeer()
      const at = (n: number): string => `/ip4/203.0.113.${n}/tcp/${n}/p2p/${cysPeer}`
      const lies = ['mallory', 'm2', 'm3', 'm4'].map((name, n) =>
        placeOf(carriedOf(small, name), cysPeer, [at(66 + n)]),
      )
      const hisOwn = placeOf(carriedOf(small, 'cy'), cysPeer, [at(3)])
      await line.say({ type: 'places', entries: lies.map(({ bytes }) => bytes) })
      await line.say({ type: 'places', entries: [hisOwn.bytes] })
      await eventually(
        () => list.some(({ peer, addresses }) => peer === cysPeer && addresses.includes(at(3))),
        'that Cy is dialled where he is',
      )
    })

    test('the book cannot be asked for again and again', async () => {
      const ada = await put('ada')
      const line = await (await mallory()).meet(ada.transport, carriedOf(small, 'mallory'))
      for (let n = 0; n < 3; n++) await line.say({ type: 'book', digest: random.bytes(16), held: [random.bytes(8)] })
      const heard = await line.rest()
      expect(heard.filter(({ type }) => type === 'places')).toHaveLength(1)
      expect(heard.at(-1)).toEqual({ type: 'end', code: 'session/out-of-turn' })
    })

    test('nobody is led away from a member who was met, nor for good from one who was not', async () => {
      const list: { peer: PeerId; addresses: readonly string[] }[] = []
      const ada = await put('ada', [], { wrap: dials(list) })
      const ben = await put('ben', [ada])
      await eventually(() => placed(ada, ben.carried.device) !== undefined, 'the entry')
      const carried = carriedOf(small, 'mallory')
      const line = await (await mallory()).meet(ada.transport, carried)
      await line.rest()
      // Mallory says that she is at Ben’s peer id, far away; and at Cy’s, whom Ada has only read of.
      const nowhere = (peer: PeerId): readonly string[] => [`/ip4/203.0.113.66/tcp/6/p2p/${peer}`]
      const cysPeer = await newPeer()
      const cy = carriedOf(small, 'cy')
      const hisOwn = placeOf(cy, cysPeer, [`/ip4/203.0.113.3/tcp/3/p2p/${cysPeer}`])
      await line.say({
        type: 'places',
        entries: [placeOf(carried, ben.transport.peer, nowhere(ben.transport.peer)).bytes],
      })
      await pause(50)
      list.length = 0
      hub.cut(ada.transport.peer, ben.transport.peer)
      ada.sync.retry(small.community)
      await eventually(() => list.some(({ peer }) => peer === ben.transport.peer), 'a dial')
      expect(
        list.filter(({ peer }) => peer === ben.transport.peer).flatMap(({ addresses }) => addresses),
      ).not.toContain(nowhere(ben.transport.peer)[0])
      const later = { issued: Date.now() + 1000 }
      await line.say({
        type: 'places',
        entries: [placeOf(carried, cysPeer, nowhere(cysPeer), later).bytes, hisOwn.bytes],
      })
      await eventually(
        () => list.some(({ peer, addresses }) => peer === cysPeer && addresses.includes(hisOwn.addresses[0] ?? '')),
        'that Cy is dialled where he is',
      )
      await eventually(
        () => list.some(({ peer, addresses }) => peer === cysPeer && addresses.join() === hisOwn.addresses.join()),
        'that he is dialled there alone too',
        15_000,
      )
    }, 25_000)
  })
})
