/** Blocks a hostile member could build: what they are made of, how large they are, and what they would have honest peers keep. */
import { deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { decodeBlock, encodeBlock } from '../../core/documents/index.ts'
import {
  type ActionId,
  base64url,
  type CborValue,
  encodeCanonical,
  type EpochId,
  joinBytes,
  LIMITS,
} from '../../core/shared/index.ts'
import { type Besieged, besieged, shown, strikeWith, verdicts } from '../support/besieged-village.ts'
import { type BuiltItem, blockOf, type HostileFeed, plainBlock, pointerTo } from '../support/hostile-builder.ts'
import { seededRandom } from '../support/surroundings.ts'

const stored = (payload: Uint8Array): Uint8Array => joinBytes(Uint8Array.of(1, 0), payload)
const deflated = (payload: Uint8Array): Uint8Array => joinBytes(Uint8Array.of(1, 1), deflateRawSync(payload))

/** The parts of a block's payload, to be put together otherwise. */
function parts(items: readonly BuiltItem[]): CborValue[] {
  const { document, runs } = plainBlock(items)
  return [
    Uint8Array.from(Buffer.from(document, 'base64url')),
    runs.map((run) => [run.device, run.session, run.firstSeq, run.prev, run.signature]),
    items.slice(0, 1).map(({ context }) => [ids(context.epochs), ids(context.heads)]),
    items.map(() => 0),
    items.map(() => 0),
    items.map(() => 0),
    [],
    items.map(() => 0),
    items.map(({ entry }) => entry),
    [],
  ]
}
const ids = (all: readonly string[]): Uint8Array[] => all.map((id) => Uint8Array.from(Buffer.from(id, 'base64url')))

/** The parts with some replaced. */
function made(items: readonly BuiltItem[], change: Readonly<Record<number, CborValue>>): Uint8Array {
  return stored(encodeCanonical(parts(items).map((part, at) => change[at] ?? part)))
}

describe('a block', () => {
  it('20: is refused when its frame is not the one form', () => {
    using siege = besieged()
    const state = siege.state()
    const good = blockOf([siege.feed().write(siege.message('x'))])
    const wrong: readonly Uint8Array[] = [
      new Uint8Array(0),
      Uint8Array.of(1),
      Uint8Array.of(1, 0),
      Uint8Array.of(1, 1),
      joinBytes(Uint8Array.of(0), good.subarray(1)),
      joinBytes(Uint8Array.of(2), good.subarray(1)),
      joinBytes(Uint8Array.of(1, 2), good.subarray(2)),
      good.subarray(0, -1),
      new Uint8Array(LIMITS.blockBytes + 1),
      joinBytes(Uint8Array.of(1, 1), new Uint8Array(1000)),
    ]
    for (const bytes of wrong) expect(siege.strike(bytes)).toBe('documents/malformed')
    expect(siege.state()).toBe(state)
    siege.expectUnharmed()
  })

  it('20: is not inflated beyond its bound', () => {
    using siege = besieged()
    const before = process.memoryUsage().arrayBuffers
    for (let i = 0; i < 20; i++)
      expect(siege.strike(deflated(new Uint8Array(200 * 1024 * 1024 * (i === 0 ? 1 : 0) + 3 * 1024 * 1024)))).toBe(
        'documents/malformed',
      )
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(400 * 1024 * 1024)
    siege.expectUnharmed()
  })

  it('20: does not come to more than its bound when its columns are put together, however long the names of fields', () => {
    using siege = besieged()
    const items = Array.from({ length: 100 }, () => siege.feed().write(siege.message('x')))
    const long = { 6: [['n'.repeat(1024 * 1024)]], 7: items.map(() => 1), 8: [], 9: [[items.map(() => 0)]] }
    const [run] = parts(items)[1] as CborValue[]
    const bomb = deflated(encodeCanonical(parts(items).map((part, at) => ({ ...long, 1: [run ?? 0] })[at] ?? part)))
    expect(bomb.length).toBeLessThan(16 * 1024)
    expect(siege.strike(bomb)).toBe('documents/malformed')
    siege.expectUnharmed()
  })

  it('is not padded: what deflates to more than it holds is not kept', () => {
    using siege = besieged()
    const payload = encodeCanonical(parts([siege.feed().write(siege.message('x'.repeat(200)))]))
    const padded = joinBytes(Uint8Array.of(1, 1), deflateRawSync(payload), seededRandom('pad').bytes(900 * 1024))
    expect(siege.strike(padded)).toBe('documents/malformed')
    siege.expectUnharmed()
  })

  it('has just the parts it needs, each of its form', () => {
    using siege = besieged()
    const state = siege.state()
    const feed = siege.feed()
    const items = [
      feed.write(siege.message('one')),
      feed.write(siege.message('two'), { context: { heads: siege.ada.membership.heads() } }),
    ]
    const other = siege.feed().write(siege.message('three'))
    const epoch = ids(items[0]?.context.epochs ?? [])
    const heads = ids(items[0]?.context.heads ?? [])
    const run = (parts(items)[1] as CborValue[])[0] as CborValue
    const otherRun = (parts([other])[1] as CborValue[])[0] as CborValue
    const id = seededRandom('ids')
    const two = [id.bytes(32), id.bytes(32)].toSorted((a, b) => (base64url(a) < base64url(b) ? -1 : 1))
    const twisted: Readonly<Record<string, Readonly<Record<number, CborValue>>>> = {
      'a feed twice': { 1: [run, run], 3: [0, 1] },
      'a run without items': { 1: [run, otherRun] },
      'runs out of the order of use': { 1: [otherRun, run], 3: [1, 0] },
      'a run that is not there': { 3: [0, 1] },
      'a huge index': { 3: [0, 2 ** 53 - 1] },
      'a negative index': { 3: [0, -1] },
      'a context twice': {
        2: [
          [epoch, heads],
          [epoch, heads],
        ],
        4: [0, 1],
      },
      'a context nobody uses': {
        2: [
          [epoch, heads],
          [epoch, []],
        ],
      },
      'contexts out of the order of use': {
        2: [
          [epoch, heads],
          [epoch, []],
        ],
        4: [1, 0],
      },
      'no epoch': { 2: [[[], heads]] },
      'an epoch twice': { 2: [[[...epoch, ...epoch], heads]] },
      'epochs out of order': { 2: [[two.toReversed(), heads]] },
      'heads out of order': { 2: [[epoch, two.toReversed()]] },
      'nine epochs': { 2: [[Array.from({ length: 9 }, () => id.bytes(32)), heads]] },
      '33 heads': { 2: [[epoch, Array.from({ length: 33 }, () => id.bytes(32))]] },
      'an epoch of 31 bytes': { 2: [[[id.bytes(31)], heads]] },
      'a pointer back beyond the beginning': { 5: [1, 0] },
      'a pointer to itself': { 5: [0, [0, 1]] },
      'a pointer as a list of one': { 5: [0, [1]] },
      'an empty list of pointers': { 5: [0, []] },
      'nine pointers': { 5: [0, Array.from({ length: 9 }, () => 1)] },
      'a pointer to a feed of 15 bytes': { 5: [0, [[id.bytes(15), 1, id.bytes(16)]]] },
      'a column too short': { 5: [0] },
      'an entry that is a text': { 8: ['one', 'two'] },
      'an entry too few': { 8: items.slice(1).map(({ entry }) => entry) },
      'an entry too many': { 8: [...items, ...items].map(({ entry }) => entry) },
      'a shape that is not there': { 7: [1, 0] },
      'a shape nobody uses': { 6: [['at', 'kind']], 9: [[[], []]] },
      'a shape without columns': { 6: [['at', 'kind']], 7: [1, 1], 8: [] },
      'a field twice': {
        6: [['at', 'at']],
        7: [1, 1],
        8: [],
        9: [
          [
            [1, 2],
            [1, 2],
          ],
        ],
      },
      'a field that is no text': { 6: [[1]], 7: [1, 1], 8: [], 9: [[[1, 2]]] },
      'a column of a shape too short': { 6: [['at', 'kind']], 7: [1, 1], 8: [], 9: [[[1, 2], ['x']]] },
      'a column of a shape too long': {
        6: [['at', 'kind']],
        7: [1, 1],
        8: [],
        9: [
          [
            [1, 2],
            ['x', 'y', 'z'],
          ],
        ],
      },
      'a column too many': {
        6: [['at', 'kind']],
        7: [1, 1],
        8: [],
        9: [
          [
            [1, 2],
            ['x', 'y'],
            [0, 0],
          ],
        ],
      },
      'columns of no shape': { 9: [[[1]]] },
      'a moment that is a text': {
        6: [['at', 'kind']],
        7: [1, 1],
        8: [],
        9: [
          [
            [1, 'now'],
            ['x', 'y'],
          ],
        ],
      },
      'moments beyond any number': {
        6: [['at', 'kind']],
        7: [1, 1],
        8: [],
        9: [
          [
            [2 ** 53 - 1, 2 ** 53 - 1],
            ['x', 'y'],
          ],
        ],
      },
      'no items': { 3: [], 4: [], 5: [], 7: [], 8: [] },
      'a document of 31 bytes': { 0: id.bytes(31) },
      'a previous hash for seq 1': { 1: [[...(run as CborValue[]).slice(0, 3), id.bytes(32), id.bytes(64)]] },
      'no previous hash for seq 2': { 1: [[...(run as CborValue[]).slice(0, 2), 2, new Uint8Array(0), id.bytes(64)]] },
      'seq 1001': { 1: [[...(run as CborValue[]).slice(0, 2), 1001, id.bytes(32), id.bytes(64)]] },
    }
    for (const [what, change] of Object.entries(twisted))
      expect([what, siege.strike(made(items, change))]).toEqual([what, 'documents/malformed'])
    expect(siege.strike(stored(encodeCanonical(parts(items).slice(0, 9))))).toBe('documents/malformed')
    expect(siege.strike(stored(encodeCanonical([...parts(items), 0])))).toBe('documents/malformed')
    expect(siege.state()).toBe(state)
    siege.expectUnharmed()
  })

  it('with a run twice, the same or forked, is refused before anything of it is kept', () => {
    using siege = besieged()
    const state = siege.state()
    const feed = siege.feed()
    const fork = feed.fork(0)
    const [one, other] = [feed.write(siege.message('one')), fork.write(siege.message('other'))]
    const both = plainBlock([one])
    const twice = (second: BuiltItem): Uint8Array =>
      encodeBlock({
        ...both,
        runs: [...both.runs, ...plainBlock([second]).runs],
        items: [...both.items, ...plainBlock([second]).items.map((item) => ({ ...item, run: 1 }))],
      })
    expect(siege.strike(twice(one))).toBe('documents/malformed')
    expect(siege.strike(twice(other))).toBe('documents/malformed')
    expect(siege.state()).toBe(state)
    siege.expectUnharmed()
  })

  it('with a pointer back to an item that is not taken still rebuilds what its author signed', () => {
    using siege = besieged()
    const [first, second] = [siege.feed().write(siege.message('dropped')), siege.feed()]
    const items = [first, second.write(siege.message('kept'), { seen: [pointerTo(first)] })]
    const block = blockOf(items, (plain) => ({
      ...plain,
      runs: plain.runs.map((run, at) => (at === 0 ? { ...run, signature: new Uint8Array(64) } : run)),
    }))
    expect(verdicts(siege.strike(block))).toEqual(['unsigned', 'accepted'])
    siege.expectUnharmed()
  })

  it('written under an epoch nobody holds, or naming heads nobody knows, waits and costs nobody else', () => {
    using siege = besieged()
    const state = siege.state()
    const id = seededRandom('epochs')
    const keys = siege.bram.ring.contentKeys(siege.bram.ring.heads())
    const unheld = siege.feed().write(siege.message('dark'), {
      context: { epochs: [base64url(id.bytes(32)) as EpochId] },
      ...(keys ? { keys } : {}),
    })
    const ahead = siege
      .feed()
      .write(siege.message('ahead'), { context: { heads: [base64url(id.bytes(32)) as ActionId] } })
    const pointing = siege.feed().write(siege.message('at the dark'), { seen: [pointerTo(unheld)] })
    expect(verdicts(strikeWith(siege, unheld, ahead, pointing))).toEqual([
      'waiting-for-key',
      'uncertified',
      'waiting-for-key',
    ])
    expect(siege.state()).toBe(state)
    siege.expectUnharmed()
  })
})

describe('what a hostile member has honest peers keep', () => {
  it('32: never becomes a block that they refuse to read again, however much its headers hold', () => {
    using siege = besieged()
    // One junk run keeps each block from resting as it came, so that all of it is packed anew, with other people's messages.
    const id = seededRandom('headers')
    const junk = siege.feed().write(siege.message('junk'))
    const heavy = (feed: HostileFeed): BuiltItem =>
      feed.write(siege.message('h'), {
        seen: Array.from({ length: 8 }, () => ({ feed: feed.id, seq: 1, hash: id.bytes(16) })),
      })
    for (let round = 0; round < 3; round++) {
      siege.village.say('bram', `honest ${round}`)
      const feed = siege.feed()
      const items = Array.from({ length: 500 }, () => heavy(feed))
      const block = blockOf([...items, junk], (plain) => ({
        ...plain,
        runs: plain.runs.map((run, at) => (at === 1 ? { ...run, signature: new Uint8Array(64) } : run)),
      }))
      expect(verdicts(siege.strike(block))).toEqual(['accepted', 'unsigned'])
    }
    for (const document of siege.bram.documents.list())
      for (const block of siege.bram.documents.blocksBeyond(document, new Map())) decodeBlock(block)
    siege.expectUnharmed()
  })

  it('32: is bounded for each feed, headers included, and honest peers agree where it ends', () => {
    using siege = besieged()
    const feed = siege.feed()
    const large = 'x'.repeat(60_000)
    const items = Array.from({ length: 5 }, () => feed.write(siege.message(large)))
    expect(verdicts(strikeWith(siege, ...items))).toEqual(['full'])
    expect(verdicts(strikeWith(siege, ...items.slice(0, 4)))).toEqual(['accepted'])
    expect(verdicts(strikeWith(siege, ...items.slice(4)))).toEqual(['full'])
    expect(siege.ada.documents.receive(blockOf(items)).accepted).toBe(0)
    siege.expectUnharmed()
    const seen = siege.feed()
    const pointers = Array.from({ length: 8 }, () => ({ feed: seen.id, seq: 1, hash: new Uint8Array(16) }))
    for (let i = 0; i < 1000; i++) seen.write(siege.message(''), { seen: pointers })
    expect(verdicts(strikeWith(siege, ...seen.items))).toEqual(['full'])
    siege.expectUnharmed()
  })

  it('32: is bounded in feeds, so that others find room', () => {
    using siege = besieged()
    let accepted = 0
    for (let round = 0; round < 3; round++) accepted += flood(siege, 300)
    // One more is her own, from before.
    expect(accepted).toBe(LIMITS.deviceFeeds - 1)
    siege.expectUnharmed()
  })
})

function flood(siege: Besieged, feeds: number): number {
  const outcome = strikeWith(siege, ...Array.from({ length: feeds }, () => siege.feed().write(siege.message('me'))))
  expect(shown(siege.bram).length).toBeGreaterThan(0)
  return typeof outcome === 'string' ? 0 : outcome.accepted
}
