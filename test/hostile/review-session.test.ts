import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type DocumentId, type FeedId, hex, LIMITS, type PeerId } from '../../core/shared/index.ts'
import { MemoryHub, type Transport } from '../../core/sync/transport/index.ts'
import { sessionFrames } from '../../core/sync/wire/session-frames.ts'
import { type Besieged, besieged } from '../support/besieged-village.ts'
import {
  areLevel,
  carriedOf,
  type CarriedPerson,
  connect,
  eventually,
  type Networked,
} from '../support/carried-person.ts'
import { placeOf } from '../support/places.ts'
import { seededRandom } from '../support/surroundings.ts'
import { type Line, Stranger } from '../support/sync-stranger.ts'
import { tapped } from '../support/wire-tap.ts'

const random = seededRandom('sessions under review')
const feedHeads = (count: number) =>
  Array.from({ length: count }, () => ({ feed: hex(random.bytes(16)) as FeedId, seq: 1 }))

describe('honest peers do not shut each other out', () => {
  let siege: Besieged
  let hub: MemoryHub
  let people: Networked[]
  let strangers: Stranger[]

  const put = async (
    ...args: [name: string, knows?: readonly Networked[], options?: Parameters<typeof connect>[4]]
  ) => {
    const [name, knows = [], options = {}] = args
    const networked = await connect(hub, siege.village, name, knows, options)
    people.push(networked)
    return networked
  }
  const mallory = async (to: Networked): Promise<{ eve: Stranger; line: Line }> => {
    const eve = await Stranger.on(hub)
    strangers.push(eve)
    return { eve, line: await eve.meet(to.transport, carriedOf(siege.village, 'mallory')) }
  }
  const logged = (): string[] =>
    people.flatMap(({ log }) => log.lines.filter((line) => /shut-out|session\.ended/.test(line)))

  beforeEach(() => {
    siege = besieged('review')
    hub = new MemoryHub()
    people = []
    strangers = []
  })

  afterEach(async () => {
    await Promise.all([...people.map(({ sync }) => sync.stop()), ...strangers.map((each) => each.stop())])
    expect(hub.counts()).toEqual({ connections: 0, channels: 0 })
    siege[Symbol.dispose]()
  })

  test('for what comes up while a long vector is told', async () => {
    const { village, page } = siege
    for (let n = 0; n <= LIMITS.vectorPage / 2; n++) {
      for (const name of ['ada', 'bram']) {
        village.say(name, `${name} ${n}`)
        village.person(name).documents.endFeeds()
      }
    }
    village.carryAll()
    village.say('bram', 'one more')
    expect(village.person('ada').documents.vector(page).length).toBeGreaterThan(LIMITS.vectorPage)
    const bram = await put('bram')
    let parts = 0
    const ada = await put('ada', [bram], {
      wrap: (transport) =>
        tapped(transport, (_, bytes) => {
          const frame = sessionFrames.decode(bytes)
          if (frame.type === 'want' && frame.more && parts++ === 0) village.join('cleo', 'ada')
        }),
    })
    await eventually(() => areLevel(ada, bram), 'agreement')
    expect(parts).toBeGreaterThan(0)
    expect(logged()).toEqual([])
  })

  test('for an end in the midst of one', async () => {
    const ada = await put('ada')
    const { line } = await mallory(ada)
    await line.say({ type: 'want', document: siege.page, vector: feedHeads(500), more: true })
    await line.say({ type: 'end', code: 'session/stopped' })
    await line.rest()
    await eventually(() => logged().length > 0, 'the end')
    expect(logged()).toEqual([expect.stringContaining('"code":"session/stopped"')])
  })

  test('for more feeds than a document takes of others', async () => {
    const ada = await put('ada')
    const { line } = await mallory(ada)
    const pages = LIMITS.documentFeeds / LIMITS.vectorPage
    for (let n = 0; n <= pages; n++)
      await line.say({ type: 'want', document: siege.page, vector: feedHeads(LIMITS.vectorPage), more: n < pages })
    const frames = await line.rest()
    expect(frames.map(({ type }) => type)).toContain('covered')
    expect(logged()).toEqual([])
    expect(ada.sync.status(siege.village.community).peers).toHaveLength(1)
  })

  test('but do not meet who is found to have left in the last moment', async () => {
    const carried = carriedOf(siege.village, 'ada')
    const { log } = carried
    let left = false
    const standing: typeof log.standing = (device) => {
      const found = log.standing(device)
      return found && { ...found, may: left ? 'nothing' : found.may, left }
    }
    const bram = await put('bram')
    await put('ada', [bram], {
      carried: Object.assign(carried, { log: { ...log, standing } }),
      wrap: (transport) =>
        tapped(transport, (_, bytes) => {
          left ||= sessionFrames.decode(bytes).type === 'ready'
        }),
    })
    await eventually(() => logged().length > 0, 'the refusal')
    expect(logged()).toEqual([expect.stringContaining('session/left')])
  })

  test('for an entry that opens one document too many', async () => {
    const carried = carriedOf(siege.village, 'ada')
    const { documents } = carried
    const listeners: Parameters<CarriedPerson['documents']['onChange']>[0][] = []
    const ada = await put('ada', [], {
      carried: {
        ...carried,
        documents: new Proxy(documents, {
          get: (target, name) => {
            if (name === 'onChange')
              return (listener: (typeof listeners)[number]) => {
                listeners.push(listener)
                return () => undefined
              }
            const value: unknown = Reflect.get(target, name)
            return typeof value === 'function' ? (value.bind(target) as unknown) : value
          },
        }),
      },
    })
    const { line } = await mallory(ada)
    await line.rest()
    const unknown = Buffer.from(random.bytes(32)).toString('base64url') as DocumentId
    for (const listener of listeners) listener({ document: unknown, items: [], own: false })
    expect(await line.rest()).toEqual([])
    expect(logged()).toEqual([])
  })
})

describe('whom to dial', () => {
  test('a member who comes under ever new peer ids is dialled under the last alone', async () => {
    const siege = besieged('peers')
    const hub = new MemoryHub()
    const dialled: PeerId[] = []
    const wrap = (transport: Transport): Transport =>
      new Proxy(transport, {
        get: (target, name) => {
          if (name === 'open')
            return (...args: Parameters<Transport['open']>) => {
              dialled.push(args[0])
              return target.open(...args)
            }
          const value: unknown = Reflect.get(target, name)
          return typeof value === 'function' ? (value.bind(target) as unknown) : value
        },
      })
    const ada = await connect(hub, siege.village, 'ada', [], { wrap })
    const [first, second] = [await Stranger.on(hub), await Stranger.on(hub)]
    for (const eve of [first, second]) {
      const line = await eve.meet(ada.transport, carriedOf(siege.village, 'mallory'))
      const told = placeOf(carriedOf(siege.village, 'mallory'), eve.peer, eve.transport.addresses())
      await line.say({ type: 'places', entries: [told.bytes] })
      await line.rest()
      await eve.stop()
      await eventually(() => ada.sync.status(siege.village.community).peers.length === 0, 'the end')
    }
    dialled.length = 0
    ada.sync.retry(siege.village.community)
    await eventually(() => dialled.includes(second.peer), 'a dial')
    expect(dialled).not.toContain(first.peer)
    await ada.sync.stop()
    siege[Symbol.dispose]()
  })
})
