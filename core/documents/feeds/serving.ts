/** Reading back what is kept: blocks for a peer, and all items for making a document or the index anew. */
import type { CommunityId, DeviceId, EpochId, FeedId, Log } from '../../shared/index.ts'
import { LIMITS, sameBytes } from '../../shared/index.ts'
import { deviceId } from '../../identity/index.ts'
import type { ItemKeys } from '../../membership/index.ts'
import { decodeBlock } from '../codec/block.ts'
import { rebuildBlock } from '../codec/rebuild.ts'
import type { StoredFork } from './fork-store.ts'
import { portions, withPrevious } from './keeping.ts'
import { branchEnd, countingFork, endOf, Reach } from './named-heads.ts'
import { blockChecksum, packItems, type PackedItem, weightOf } from './packing.ts'
import type { FeedStore, StoredDocument, StoredFeed } from './store.ts'
import type { Context, Seen } from '../codec/item.ts'

/** How far a feed's own row is to be sent to a peer: from beyond what it has to the end of what counts. */
interface Lack {
  readonly feed: StoredFeed
  readonly has: number
  readonly end: number
}

/**
 * Blocks with everything held beyond a vector, oldest first. They may repeat items the peer holds; it notices. They may go beyond a cut as
 * well, where the signature that covers the last item that counts stands further on.
 */
export function* blocksBeyond(
  store: FeedStore,
  document: StoredDocument,
  vector: ReadonlyMap<FeedId, number>,
  log: Log,
): Generator<Uint8Array> {
  let lacks = lacking(store, document, vector)
  let isStale = false
  const passed = new Map<number, number>()
  for (
    let block = store.blockAfter(document.number, 0);
    block !== undefined;
    block = store.blockAfter(document.number, block)
  ) {
    const runs = store.blockRuns(block)
    const news = runs.some(({ feed, lastSeq }) => {
      const lack = lacks.get(feed)
      return !lack || (lastSeq > lack.has && (passed.get(feed) ?? 0) < lack.end)
    })
    for (const { feed, lastSeq } of runs) passed.set(feed, lastSeq)
    const bytes = news ? soundBlock(store, block, log) : undefined
    if (!bytes) continue
    yield bytes
    // Much may have come, and been packed, while the last block went out.
    lacks = lacking(store, document, vector)
    isStale = true
  }
  if (isStale) lacks = lacking(store, document, vector)
  const counting = toCovered(tailBeyond(store, document, lacks), ({ number }) => lacks.get(number)?.end ?? Infinity)
  for (const items of portions(counting)) yield packItems(document.id, items)
  yield* sidesBeyond(store, document, vector)
}

/** Every feed and how far the peer is in it; one that has all that counts is as far as can be. */
function lacking(
  store: FeedStore,
  document: StoredDocument,
  vector: ReadonlyMap<FeedId, number>,
): ReadonlyMap<number, Lack> {
  const forks = store.forks.of(document.number)
  const reach = new Reach(vector)
  const lacks = store.feeds(document.number).map((feed): [number, Lack] => {
    const fork = countingFork(feed, forks)
    const end = fork && !fork.main ? fork.seq - 1 : endOf(feed)
    const hash = end < feed.headSeq ? feed.cutHash : feed.headHash
    const has = reach.ofFeed(feed, fork, { seq: end, hash: hash ?? feed.headHash })
    return [feed.number, { feed, end, has: has >= end ? Infinity : has }]
  })
  return new Map(lacks)
}

/** Feeds up to which those that lack something are looked up one by one: who follows lacks the last words of one or two. */
const FEW = 4

/** Items outside blocks that are lacking, in the order they arrived. */
function tailBeyond(
  store: FeedStore,
  document: StoredDocument,
  lacks: ReadonlyMap<number, Lack>,
): readonly PackedItem[] {
  const open = [...lacks.values()].filter(({ has }) => has < Infinity)
  if (open.length > FEW) {
    return withPrevious(store.tail(document.number), feedsByNumber(store, document)).filter(
      ({ feed, seq }) => seq > (lacks.get(feed.number)?.has ?? 0),
    )
  }
  const items = open.flatMap(({ feed, has }) => {
    let prev = store.tailHash(feed.number, has) ?? feed.packedHash
    return store.tailOf(document.number, feed.number, has).map((item) => {
      const packed = { ...item, feed, prev }
      prev = item.hash
      return packed
    })
  })
  return items.sort((a, b) => a.arrival - b.arrival)
}

/** Branches beside their feeds' own rows, those of many feeds in one block: each block has a document made anew. */
function* sidesBeyond(
  store: FeedStore,
  document: StoredDocument,
  vector: ReadonlyMap<FeedId, number>,
): Generator<Uint8Array> {
  const forks = store.forks.of(document.number)
  if (forks.size === 0) return
  const reach = new Reach(vector)
  const feeds = store.feeds(document.number)
  // No feed has two runs in one block.
  for (const which of [0, 1]) {
    let gathered: PackedItem[] = []
    let weight = 0
    for (const feed of feeds) {
      const more = sideBeyond(store, feed, countingFork(feed, forks), which, reach)
      const heavy = weight + weightOf(more) > LIMITS.packBytes || gathered.length + more.length > LIMITS.blockEntries
      if (gathered.length > 0 && heavy) {
        yield packItems(document.id, gathered)
        gathered = []
        weight = 0
      }
      gathered.push(...more)
      weight += weightOf(more)
    }
    if (gathered.length > 0) yield packItems(document.id, gathered)
  }
}

function sideBeyond(
  store: FeedStore,
  feed: StoredFeed,
  fork: StoredFork | undefined,
  which: number,
  reach: Reach,
): readonly PackedItem[] {
  const side = fork?.sides[which]
  if (!fork || !side) return []
  const end = branchEnd(store, feed, side)
  const has = reach.ofSide(feed, fork, side, end)
  if (has >= end[0]) return []
  const items = sideItems(store, feed, fork, side).filter(({ seq }) => seq > has)
  return toCovered(items, () => end[0])
}

/** The items of a branch beside its feed's own row, as they can be packed. */
export function sideItems(
  store: FeedStore,
  feed: StoredFeed,
  fork: StoredFork,
  side: StoredFork['sides'][number],
): PackedItem[] {
  let prev = fork.stem
  return store.forks.items(side).map((item) => {
    const packed = { ...item, feed, prev }
    prev = item.hash
    return packed
  })
}

/** Leaves out what stands beyond the first signature that covers all up to a feed's end. */
function toCovered(items: readonly PackedItem[], endOfFeed: (feed: StoredFeed) => number): PackedItem[] {
  const done = new Set<number>()
  return items.filter(({ feed, seq, signature }) => {
    if (done.has(feed.number)) return false
    if (signature && seq >= endOfFeed(feed)) done.add(feed.number)
    return true
  })
}

function feedsByNumber(store: FeedStore, document: StoredDocument): Map<number, StoredFeed> {
  return new Map(store.feeds(document.number).map((feed) => [feed.number, feed]))
}

/** One item as kept. */
export interface KeptItem {
  readonly feed: FeedId
  readonly device: DeviceId
  readonly seq: number
  /** Hash of the item before; empty for seq 1. */
  readonly prev: Uint8Array
  readonly hash: Uint8Array
  readonly context: Context
  readonly seen: readonly Seen[]
  readonly entry: Uint8Array
  readonly signature: Uint8Array | undefined
}

export interface ReadingFacts {
  readonly community: CommunityId
  readonly log: Log
  contentKeys(epochs: readonly EpochId[]): ItemKeys | undefined
  /** A block could not be read whole: no key is held for some of it, or it is damaged. */
  unread?(why: 'key' | 'damage'): void
}

/** Every item of the own rows of a document's feeds (or of some of them), each after those of its feed before it, beyond cuts as well. */
export function* keptItems(
  store: FeedStore,
  document: StoredDocument,
  { community, log, contentKeys, unread }: ReadingFacts,
  only?: readonly StoredFeed[],
): Generator<KeptItem> {
  const wanted = only && new Map(only.map((feed) => [feed.number, feed.id]))
  const names = wanted && new Set(wanted.values())
  for (
    let block = store.blockAfter(document.number, 0);
    block !== undefined;
    block = store.blockAfter(document.number, block)
  ) {
    if (wanted && !store.blockRuns(block).some(({ feed }) => wanted.has(feed))) continue
    const bytes = soundBlock(store, block, log)
    if (!bytes) unread?.('damage')
    if (!bytes) continue
    const rebuilt = rebuildBlock(community, decodeBlock(bytes), contentKeys)
    if (rebuilt.runs.some(({ whole }) => !whole)) unread?.('key')
    const taken = rebuilt.runs.map(() => 0)
    for (const at of rebuilt.order) {
      const run = rebuilt.runs[at]
      const index = taken[at] ?? 0
      const item = run?.items[index]
      taken[at] = index + 1
      if (!run || !item || (names && !names.has(run.feed))) continue
      const isLast = run.whole && index === run.items.length - 1
      yield {
        ...item,
        feed: run.feed,
        device: deviceId(run.run.device),
        signature: isLast ? run.run.signature : undefined,
      }
    }
  }
  for (const item of withPrevious(store.tail(document.number), feedsByNumber(store, document)))
    if (!wanted || wanted.has(item.feed.number)) yield { ...item, feed: item.feed.id, device: item.feed.device }
}

/** A block's bytes; one that does not match its checksum is passed over and named in the log. */
export function soundBlock(store: FeedStore, number: number, log: Log): Uint8Array | undefined {
  const bytes = intactBlock(store, number)
  if (!bytes) log.error('documents.block-damaged', { block: number })
  return bytes
}

export function intactBlock(store: FeedStore, number: number): Uint8Array | undefined {
  const block = store.block(number)
  return block && sameBytes(blockChecksum(block.bytes), block.checksum) ? block.bytes : undefined
}
