import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { decodeBlock, messageEntry, roomEntry } from '../../../core/documents/index.ts'
import { type DocumentId, type FeedId, LIMITS, sameBytes } from '../../../core/shared/index.ts'
import { Following } from '../../../core/sync/exchange/following.ts'
import { Sending } from '../../../core/sync/exchange/sending.ts'
import { Wishes } from '../../../core/sync/exchange/wishes.ts'
import type { CarriedDocuments } from '../../../core/sync/index.ts'
import { MemoryHub } from '../../../core/sync/transport/index.ts'
import { sessionFrames } from '../../../core/sync/wire/session-frames.ts'
import { type BenchCommunity, benchCommunity } from '../../bench/data.ts'
import { areLevel, carriedOf, connect, eventually, type Networked } from '../../support/carried-person.ts'
import { testClock } from '../../support/surroundings.ts'
import { tapped } from '../../support/wire-tap.ts'

const many = 100_000
const names = Array.from({ length: many }, (_, at) => `document ${at}` as DocumentId)
const forever = new AbortController().signal

describe('what is wished for', () => {
  test('comes by urgency, and before all what somebody looks at', () => {
    let shown: readonly DocumentId[] = []
    const scattered = new Map(names.map((name, at) => [name, (at * 7919) % many]))
    const wishes = new Wishes({ of: (document) => scattered.get(document) ?? 0, onScreen: () => shown })
    for (const name of names) wishes.set(name, undefined)
    expect(wishes.size).toBe(many)
    const taken: number[] = []
    const take = (): DocumentId | undefined => {
      const wish = wishes.take()
      if (wish) taken.push(scattered.get(wish[0]) ?? -1)
      return wish?.[0]
    }
    for (let n = 0; n < 1000; n++) take()
    expect(taken).toEqual(Array.from({ length: 1000 }, (_, at) => many - 1 - at))
    const [looked = names[0], other = names[1]] = names.filter((name) => (scattered.get(name) ?? many) < 10)
    shown = [looked, other].filter((name): name is DocumentId => name !== undefined)
    expect([take(), take()]).toEqual(shown)
    shown = []
    taken.length = 0
    while (take() !== undefined) continue
    expect(taken).toHaveLength(many - 1002)
    expect(taken).toEqual(taken.toSorted((a, b) => b - a))
    expect(wishes.size + wishes.queued).toBe(0)
  })

  test('takes no more room than there are documents, however often somebody changes their mind', () => {
    const few = names.slice(0, 50)
    const wishes = new Wishes({ of: (document) => document.length, onScreen: () => [] })
    for (let round = 0; round < 2000; round++)
      for (const name of few) {
        wishes.set(name, undefined)
        wishes.delete(name)
      }
    expect(wishes.size).toBe(0)
    expect(wishes.queued).toBe(few.length)
    expect(wishes.take()).toBeUndefined()
    expect(wishes.queued).toBe(0)
  })
})

describe('how far a peer is', () => {
  test('is tracked in so many documents and feeds, and what is dropped with news for it is told', () => {
    const dropped: DocumentId[] = []
    const vector = [{ feed: 'feed' as FeedId, seq: 1 }]
    const following = new Following({ vector: () => vector } as unknown as CarriedDocuments, (document) =>
      dropped.push(document),
    )
    const tracked = (all: readonly DocumentId[]) => all.flatMap((document) => following.get(document) ?? [])
    // Wide: many documents of few feeds each, all with news.
    for (const name of names) {
      following.begin(name, new Map())
      following.grown(name, vector)
    }
    expect(tracked(names)).toHaveLength(LIMITS.followedDocuments)
    expect(dropped).toEqual(names.slice(0, many - LIMITS.followedDocuments))
    expect(following.get(names.at(-1) ?? ('' as DocumentId))).toBeDefined()
    // Deep: many feeds in each.
    const feeds = new Map(Array.from({ length: 1000 }, (_, at) => [`feed ${at}` as FeedId, 1]))
    const few = names.slice(0, 100)
    for (const name of few) following.begin(name, new Map(feeds))
    const weight = tracked(names).reduce((sum, { has }) => sum + has.size, 0)
    expect(weight).toBeLessThanOrEqual(LIMITS.followedFeeds)
    expect(tracked(few)).toHaveLength(LIMITS.followedFeeds / 1000)
    // What the peer says that it has counts as well.
    const latest = few.at(-1) ?? ('' as DocumentId)
    for (let page = 0; page < 20; page++)
      following.holds(
        latest,
        Array.from({ length: LIMITS.vectorPage }, (_, at) => ({ feed: `more ${page} ${at}` as FeedId, seq: 1 })),
      )
    expect(tracked(names).reduce((sum, { has }) => sum + has.size, 0)).toBeLessThanOrEqual(LIMITS.followedFeeds)
    expect(following.get(latest)?.has.size).toBe(1000 + 20 * LIMITS.vectorPage)
  })
})

describe('what is asked for', () => {
  test('comes in turn: a document without end keeps no small one waiting, and the first comes fastest', () => {
    const [large, ...small] = names.slice(0, LIMITS.streamsAtOnce + 4)
    let made = 0
    const documents: CarriedDocuments = {
      has: () => true,
      list: () => [],
      digest: () => new Uint8Array(32),
      vector: () => [],
      exactVector: () => [],
      *blocksBeyond(document) {
        do {
          made += 1
          yield new TextEncoder().encode(document)
        } while (document === large)
      },
      receive: () => expect.unreachable(),
      onChange: () => () => undefined,
    }
    const sending = new Sending({ documents, clock: testClock(), signal: forever, wake: () => undefined })
    if (large === undefined) throw new TypeError('none')
    for (const document of [large, ...small]) sending.want(document, new Map())
    const sent: string[] = []
    const covered: DocumentId[] = []
    while (covered.length < small.length) {
      const frame = sending.next()
      if (frame?.type === 'block') sent.push(new TextDecoder().decode(frame.bytes))
      if (frame?.type === 'covered') covered.push(frame.document)
    }
    expect(covered.toSorted()).toEqual(small.toSorted())
    const ofLarge = sent.filter((name) => name === large).length
    expect(ofLarge).toBeGreaterThanOrEqual(small.length)
    expect(ofLarge).toBeLessThanOrEqual(2 * small.length + 2)
    // Nothing is made before it is sent.
    expect(made).toBe(sent.length)
    sending.stop()
  })
})

describe('a newcomer to a long history', () => {
  let bench: BenchCommunity
  let hub: MemoryHub
  let people: Networked[]

  beforeEach(() => {
    hub = new MemoryHub()
    people = []
  })

  const village = (messages: number): BenchCommunity['village'] => {
    bench = benchCommunity(messages, 6)
    bench.village.join('zoe', 'ada')
    return bench.village
  }

  afterEach(async () => {
    await Promise.all(people.map(({ sync }) => sync.stop()))
    expect(hub.counts()).toEqual({ connections: 0, channels: 0 })
    bench.village[Symbol.dispose]()
  })

  test(
    'gets the newest pages first, goes on where it was cut, and is sent nothing twice that it keeps',
    { timeout: 60_000 },
    async () => {
      const small = village(6000)
      const { pages } = bench
      /** Of which pages blocks were sent, in that order, and how many of what came was new. */
      const sent: DocumentId[] = []
      let [useless, taken, cutAfter] = [0, 0, 9]
      const carried = carriedOf(small, 'zoe')
      const { documents } = carried
      const receive = documents.receive.bind(documents)
      Object.assign(documents, {
        receive: (bytes: Uint8Array) => {
          const outcome = receive(bytes)
          taken += 1
          if (outcome.accepted === 0) useless += 1
          return outcome
        },
      })
      const put = async (name: string, knows: readonly Networked[]): Promise<Networked> => {
        const networked = await connect(hub, small, name, knows, {
          ...(name === 'zoe' ? { carried } : {}),
          wrap: (transport) =>
            tapped(transport, (channel, bytes) => {
              const frame = read(bytes)
              if (frame?.type !== 'block') return
              sent.push(decodeBlock(frame.bytes).document)
              if (--cutAfter === 0) channel.abort()
            }),
        })
        people.push(networked)
        return networked
      }
      const ada = await put('ada', [])
      const zoe = await put('zoe', [ada])
      const retry = setInterval(() => {
        if (zoe.sync.status(small.community).peers.length > 0) return
        cutAfter = 11
        zoe.sync.retry(small.community)
      }, 20)
      try {
        await eventually(() => areLevel(ada, zoe), 'that Zoe has it all', 40_000)
      } finally {
        clearInterval(retry)
      }
      const begun = pages.map((page) => sent.indexOf(page))
      expect(begun).toEqual(begun.toSorted((a, b) => b - a))
      expect(taken).toBeGreaterThan(24)
      expect(useless).toBe(0)
      for (const page of pages) {
        const [mine, hers] = [ada, zoe].map((each) => each.carried.documents.digest(page))
        expect(mine && hers && sameBytes(mine, hers)).toBe(true)
      }
    },
  )

  test('finds the room that is open on the screen before all others', async () => {
    const small = village(250)
    const { documents: adas } = small.person('ada')
    const zoe = small.person('zoe')
    small.carry('ada', 'zoe')
    // Zoe was away: something was written everywhere, and she looks at the oldest of it.
    const sent: DocumentId[] = []
    const ada = await connect(hub, small, 'ada', [], {
      wrap: (transport) =>
        tapped(transport, (_, bytes) => {
          const frame = read(bytes)
          if (frame?.type === 'block') sent.push(decodeBlock(frame.bytes).document)
        }),
    })
    people.push(ada)
    const rooms = Array.from({ length: 60 }, (_, at) =>
      adas.open(adas.founding('charter'), (random) =>
        roomEntry(small.clock.now(), { name: `room ${at}`, topic: '' }, random),
      ),
    )
    const opened = rooms.map((room) => adas.writablePage(room))
    small.carry('ada', 'zoe')
    for (const page of opened) adas.append(page, messageEntry(small.clock.now(), 'while you were away'), undefined)
    const [oldest] = rooms
    if (!oldest) throw new TypeError('no room')
    const leave = zoe.documents.urgency.watch(oldest)
    people.push(await connect(hub, small, 'zoe', [ada]))
    await eventually(() => areLevel(...people), 'that Zoe has it all', 20_000)
    leave()
    expect(opened.slice(0, 1)).toEqual([sent.find((document) => opened.includes(document))])
  })
})

function read(bytes: Uint8Array): ReturnType<typeof sessionFrames.decode> | undefined {
  try {
    return sessionFrames.decode(bytes)
  } catch {
    return undefined
  }
}
