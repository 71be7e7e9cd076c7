import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  decodeBlock,
  encodeBlock,
  encodeEntry,
  entryChange,
  feedIdOf,
  foundingDocument,
  genesisChange,
  itemHash,
  placeOf,
  readEntry,
} from '../../../core/documents/index.ts'
import { documentIdOf } from '../../../core/documents/codec/document-id.ts'
import { fromColumns, toColumns } from '../../../core/documents/codec/entry-columns.ts'
import { itemWeight } from '../../../core/documents/codec/item.ts'
import { rebuildBlock } from '../../../core/documents/codec/rebuild.ts'
import { operationsOf } from '../../../core/documents/pages/change.ts'
import { deviceOf } from '../../../core/identity/index.ts'
import { contentKeys } from '../../../core/membership/epoch.ts'
import {
  type ActionId,
  base64url,
  type CommunityId,
  type DocumentId,
  type EpochId,
  LIMITS,
} from '../../../core/shared/index.ts'
import { someEntry } from '../../support/some-entry.ts'

const id = (byte: number): string => base64url(new Uint8Array(32).fill(byte))
const community = id(1) as CommunityId
const document = id(2) as DocumentId
const devices = [1, 2, 3, 4, 5].map((byte) => deviceOf(new Uint8Array(32).fill(byte)))
const keys = contentKeys([new Uint8Array(32).fill(3)])

/** Items by several feeds in any interleaving, pointing at any that stand before them. */
const history = fc.array(
  fc.record({
    feed: fc.nat(4),
    entry: someEntry,
    sees: fc.array(fc.nat(), { maxLength: 3 }),
    heads: fc.uniqueArray(fc.integer({ min: 5, max: 9 }), { maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 30 },
)
type History = typeof history extends fc.Arbitrary<infer Value> ? Value : never

function build(steps: History) {
  const feeds = devices.map((device) => ({
    name: { document, device: device.signing.publicKey, session: new Uint8Array(16).fill(1) },
    last: undefined as Uint8Array | undefined,
    seq: 0,
  }))
  const items = steps.map(({ feed: at, entry, heads }) => {
    const feed = feeds[at]
    if (!feed) throw new TypeError('no feed')
    return {
      feed,
      at,
      seq: ++feed.seq,
      context: { epochs: [id(4) as EpochId], heads: heads.map(id).toSorted(byText) as ActionId[] },
      entry: encodeEntry(entry),
    }
  })
  const done: {
    feed: ReturnType<typeof feedIdOf>
    seq: number
    hash: Uint8Array
    prev: Uint8Array
    seen: readonly { feed: ReturnType<typeof feedIdOf>; seq: number; hash: Uint8Array }[]
  }[] = []
  for (const [at, item] of items.entries()) {
    const targets = [...new Set((steps[at]?.sees ?? []).map((see) => see % Math.max(1, at)))].filter((see) => see < at)
    const seen = targets.flatMap((see) => {
      const target = done[see]
      return target ? [{ feed: target.feed, seq: target.seq, hash: target.hash.subarray(0, 16) }] : []
    })
    const prev = item.feed.last ?? new Uint8Array(0)
    const hash = itemHash(placeOf(community, item.feed.name), keys, {
      seq: item.seq,
      prev,
      context: item.context,
      seen,
      entry: item.entry,
    })
    item.feed.last = hash
    done.push({ feed: feedIdOf(item.feed.name), seq: item.seq, hash, prev, seen })
  }
  const order = [...new Set(items.map(({ at }) => at))]
  const block = {
    document,
    runs: order.map((at) => ({
      device: devices[at]?.signing.publicKey ?? new Uint8Array(32),
      session: new Uint8Array(16).fill(1),
      firstSeq: 1,
      prev: new Uint8Array(0),
      signature: new Uint8Array(64),
    })),
    items: items.map((item, at) => ({
      run: order.indexOf(item.at),
      context: item.context,
      seen: (done[at]?.seen ?? []).map(
        (pointer) => at - done.findIndex(({ feed, seq }) => feed === pointer.feed && seq === pointer.seq),
      ),
      entry: item.entry,
    })),
  }
  return { block, done, items }
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a === b ? 0 : 1
}

describe('an entry', () => {
  it('reads as it was written, and counts as many operations as its change has', () => {
    fc.assert(
      fc.property(someEntry, (entry) => {
        const back = readEntry(encodeEntry(entry))
        expect(back).toEqual(entry)
        const genesis = genesisChange(document)
        const feed = feedIdOf({ document, device: new Uint8Array(32), session: new Uint8Array(16) })
        const { head } = entryChange(document, feed, 1, entry, genesis.head)
        expect(head.maxOp - genesis.head.maxOp).toBe(operationsOf(entry))
      }),
    )
  })
})

describe('entries by columns', () => {
  it('give back the very same bytes, entries or not', () => {
    const some = fc.oneof(
      { weight: 4, arbitrary: someEntry.map(encodeEntry) },
      { weight: 1, arbitrary: fc.uint8Array({ maxLength: 20 }) },
    )
    fc.assert(
      fc.property(fc.array(some, { minLength: 1, maxLength: 20 }), (entries) => {
        expect(fromColumns(toColumns(entries))).toEqual(entries)
      }),
    )
  })
})

describe('a block', () => {
  it('gives back every hash, number and pointer, however feeds interleave', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const { block, done } = build(steps)
        const decoded = decodeBlock(encodeBlock(block))
        expect(decoded).toEqual(block)
        const rebuilt = rebuildBlock(community, decoded, () => keys)
        const taken = rebuilt.runs.map(() => 0)
        const back = rebuilt.order.map((run) => {
          const item = rebuilt.runs[run]?.items[taken[run] ?? 0]
          taken[run] = (taken[run] ?? 0) + 1
          return (
            item && { feed: rebuilt.runs[run]?.feed, seq: item.seq, hash: item.hash, prev: item.prev, seen: item.seen }
          )
        })
        expect(back).toEqual(done)
      }),
      { numRuns: 60 },
    )
  })

  it('of items whose key is not held rebuilds the others', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const { block } = build(steps)
        const dark = {
          ...block,
          items: block.items.map((item) =>
            item.run === 0 ? { ...item, context: { ...item.context, epochs: [id(5) as EpochId] } } : item,
          ),
        }
        const rebuilt = rebuildBlock(community, dark, ([epoch]) => (epoch === id(5) ? undefined : keys))
        expect(rebuilt.runs[0]).toMatchObject({ whole: false, items: [] })
        for (const [at, run] of rebuilt.runs.entries())
          if (run.whole) expect(run.items).toHaveLength(dark.items.filter((item) => item.run === at).length)
      }),
      { numRuns: 30 },
    )
  })

  it('of the heaviest items that fit a feed and a pack can be read again', () => {
    const heads = Array.from({ length: 32 }, (_, at) => id(at + 10) as ActionId).toSorted(byText)
    const context = { epochs: [id(4) as EpochId], heads }
    const seen = Array.from({ length: 8 }, (_, at) => ({
      feed: feedIdOf({ document, device: new Uint8Array(32), session: new Uint8Array(16).fill(at) }),
      seq: 2 ** 53 - 1,
      hash: new Uint8Array(16),
    }))
    const entry = new Uint8Array(1)
    const count = Math.min(LIMITS.blockEntries, Math.floor(LIMITS.packBytes / itemWeight({ context, seen, entry })))
    const runs = Array.from({ length: count }, (_, at) => ({
      device: new Uint8Array(32),
      session: new Uint8Array(16).fill(at & 255, 0, 8).fill(at >> 8, 8),
      firstSeq: 1000,
      prev: new Uint8Array(32),
      signature: new Uint8Array(64),
    }))
    const items = runs.map((_, run) => ({ run, context, seen, entry }))
    expect(decodeBlock(encodeBlock({ document, runs, items })).items).toHaveLength(count)
    const single = LIMITS.blockEntries
    const light = Array.from({ length: single }, (_, at) => ({
      run: 0,
      context: { epochs: context.epochs, heads: at % 2 ? [id(7) as ActionId] : [] },
      seen: seen.slice(0, 4),
      entry,
    }))
    expect(decodeBlock(encodeBlock({ document, runs: runs.slice(0, 1), items: light })).items).toHaveLength(single)
  })
})

describe('the id of a document', () => {
  it('is another for every other community, kind, opener or random', () => {
    const opener = { document, device: new Uint8Array(32) }
    const random = new Uint8Array(16)
    const ids = [
      documentIdOf(community, { kind: 'room-root', opener, random }),
      documentIdOf(community, { kind: 'room-page', opener, random }),
      documentIdOf(id(9) as CommunityId, { kind: 'room-root', opener, random }),
      documentIdOf(community, { kind: 'room-root', opener: { ...opener, device: new Uint8Array(32).fill(1) }, random }),
      documentIdOf(community, { kind: 'room-root', opener: { ...opener, document: id(3) as DocumentId }, random }),
      documentIdOf(community, { kind: 'room-root', opener, random: new Uint8Array(16).fill(1) }),
      foundingDocument(community, 'charter'),
      foundingDocument(community, 'profiles'),
    ]
    expect(new Set(ids).size).toBe(ids.length)
  })
})
