/** What of a document has effect, made from what is kept: within cuts, before refused items, and of forked feeds what others had seen. */
import { type ActionId, type DeviceId, type FeedId, hex, LIMITS, type MemberId } from '../../shared/index.ts'
import { type Entry, readEntry } from '../codec/entry.ts'
import type { Seen } from '../codec/item.ts'
import { genesisChange, operationsOf } from '../pages/change.ts'
import type { StoredFork } from './fork-store.ts'
import { branchEnd, countingFork, endOf } from './named-heads.ts'
import type { RestingItem } from './rows.ts'
import { keptItems, type KeptItem, type ReadingFacts, sideItems } from './serving.ts'
import type { FeedStore, StoredDocument, StoredFeed } from './store.ts'
import { type Branch, type Pointer, witnessedBranch } from './witness.ts'

export interface WalkFacts extends ReadingFacts {
  memberOf(device: DeviceId): MemberId | undefined
}

/** An item with effect. */
export interface Step {
  readonly item: Pick<KeptItem, 'feed' | 'device' | 'seq' | 'hash' | 'context' | 'seen'>
  readonly entry: Entry
  /** Membership heads the feed had last named. */
  readonly heads: readonly ActionId[]
  readonly forked: boolean
}

/** How far the effect of a feed goes, and why not further. */
export interface Extent {
  readonly feed: StoredFeed
  /** The fork, if there is one within the cut. */
  readonly fork: StoredFork | undefined
  /** In its own row. */
  readonly end: number
  /** In a branch beside it. */
  readonly side: { readonly items: readonly RestingItem[]; readonly end: number } | undefined
}

/** How far the effects of a document's feeds go; items that are refused may end one before. */
export function extentsOf(
  store: FeedStore,
  document: StoredDocument,
  facts: WalkFacts,
  forked: Forks = forksOf(store, document, facts),
): ReadonlyMap<FeedId, Extent> {
  const extents = new Map<FeedId, Extent>()
  for (const feed of store.feeds(document.number)) {
    const fork = forked.get(feed.id)
    extents.set(feed.id, fork ? extentOf(fork, facts) : { feed, fork, end: endOf(feed), side: undefined })
  }
  return extents
}

function extentOf({ feed, fork, main, sides, pointers }: Forked, facts: WalkFacts): Extent {
  const found = witnessedBranch([...(main ? [main] : []), ...sides], pointers, facts.memberOf(feed.device))
  const side = sides.find((each) => each === found?.branch)
  const end = found && !side ? found.upTo : fork.seq - 1
  return { feed, fork, end, side: side && found && { items: side.items, end: found.upTo } }
}

/** The forked feeds of a document: their branches as far as they count, and who points at them. */
export type Forks = ReadonlyMap<FeedId, Forked>

interface Forked {
  readonly feed: StoredFeed
  readonly fork: StoredFork
  readonly main: (Branch & { readonly hashes: Map<number, Uint8Array> }) | undefined
  readonly sides: readonly (Branch & { readonly items: readonly RestingItem[] })[]
  readonly pointers: Pointer[]
}

type Pointing = Pick<KeptItem, 'feed' | 'device' | 'seq' | 'hash' | 'seen'>

export function forksOf(store: FeedStore, document: StoredDocument, facts: WalkFacts): Forks {
  const stored = store.forks.of(document.number)
  if (stored.size === 0) return new Map()
  const feeds = store.feeds(document.number)
  const forked = new Map<FeedId, Forked>()
  for (const feed of feeds) {
    const fork = countingFork(feed, stored)
    if (fork) forked.set(feed.id, forkedOf(store, feed, fork))
  }
  if (forked.size === 0) return forked
  const ends = new Map(feeds.map((feed) => [feed.id, endOf(feed)]))
  for (const { feed, fork, main } of forked.values()) if (!main) ends.set(feed.id, fork.seq - 1)
  for (const item of keptItems(store, document, facts))
    if (item.seq <= (ends.get(item.feed) ?? 0)) addPointing(forked, item, facts)
  for (const { feed, sides } of forked.values())
    for (const { items } of sides) for (const { seen } of items) addPointers(forked, feed.device, seen, facts)
  return forked
}

/** Counts one more item of a feed's own row. */
export function addPointing(forks: Forks, { feed, device, seq, hash, seen }: Pointing, facts: WalkFacts): void {
  const own = forks.get(feed)
  if (own?.main && seq >= own.fork.seq) own.main.hashes.set(seq, hash)
  addPointers(forks, device, seen, facts)
}

function addPointers(forks: Forks, device: DeviceId, seen: readonly Seen[], facts: WalkFacts): void {
  for (const pointer of seen) {
    const target = forks.get(pointer.feed)
    if (!target || pointer.seq < target.fork.seq) continue
    const by = facts.memberOf(device)
    if (by) target.pointers.push({ seen: pointer, by })
  }
}

/** What of forked feeds has effect, as a text that is another when that is. */
export function outcomeOf(forks: Forks, facts: WalkFacts): string {
  const outcomes = [...forks].map(([id, forked]) => {
    const { end, side } = extentOf(forked, facts)
    return `${id} ${end} ${side ? `${hex(side.items[0]?.hash ?? NONE)} ${side.end}` : ''}`
  })
  return outcomes.join('\n')
}

const NONE = new Uint8Array(0)

function forkedOf(store: FeedStore, feed: StoredFeed, fork: StoredFork): Forked {
  const sides = fork.sides.map((side) => {
    const [end] = branchEnd(store, feed, side)
    const items = sideItems(store, feed, fork, side).filter(({ seq }) => seq <= end)
    return { first: side.first, items, hashes: new Map(items.map(({ seq, hash }) => [seq, hash])) }
  })
  return { feed, fork, sides, pointers: [], main: fork.main && { first: fork.main, hashes: new Map() } }
}

/** Every item with effect, each after those of its feed before it. */
export function* walk(
  store: FeedStore,
  document: StoredDocument,
  facts: WalkFacts,
  forks: Forks = forksOf(store, document, facts),
): Generator<Step> {
  const extents = extentsOf(store, document, facts, forks)
  const progress = new Map<FeedId, Progress>()
  const genesis = genesisChange(document.id).head.maxOp
  const step = (item: Step['item'] & { readonly entry: Uint8Array }, { fork, end }: Extent): Step | undefined => {
    const before = progress.get(item.feed) ?? { operations: genesis, heads: [], isOver: false }
    if (before.isOver || item.seq > end) return undefined
    const entry = readEntry(item.entry)
    const operations = before.operations + (entry ? operationsOf(entry) : 0)
    const isOver = !entry || operations > LIMITS.feedOperations
    const heads = item.context.heads.length > 0 ? item.context.heads : before.heads
    progress.set(item.feed, { operations, heads, isOver })
    return isOver ? undefined : { item, entry, heads, forked: fork !== undefined && item.seq >= fork.seq }
  }
  for (const item of keptItems(store, document, facts)) {
    const extent = extents.get(item.feed)
    const done = extent && step(item, extent)
    if (done) yield done
  }
  for (const extent of extents.values()) {
    const { feed, side } = extent
    for (const item of side?.items ?? []) {
      const done = step({ ...item, feed: feed.id, device: feed.device }, { ...extent, end: side?.end ?? 0 })
      if (done) yield done
    }
  }
}

interface Progress {
  readonly operations: number
  readonly heads: readonly ActionId[]
  readonly isOver: boolean
}

/** Entries in branches of forked feeds, whether they have effect or not: what they open is known, so that what others wrote there stays. */
export function* branchedEntries(
  store: FeedStore,
  document: StoredDocument,
  facts: WalkFacts,
): Generator<Omit<Step, 'forked'>> {
  const forks = store.forks.of(document.number)
  if (forks.size === 0) return
  const branching = new Map<FeedId, Branching>()
  for (const feed of store.feeds(document.number)) {
    const fork = countingFork(feed, forks)
    if (fork) branching.set(feed.id, { feed, fork, stem: [], heads: [], isOver: fork.main === undefined })
  }
  const feeds = [...branching.values()].map(({ feed }) => feed)
  for (const item of feeds.length > 0 ? keptItems(store, document, facts, feeds) : []) {
    const at = branching.get(item.feed)
    if (!at) continue
    if (item.context.heads.length > 0) at.heads = item.context.heads
    if (item.seq < at.fork.seq) at.stem = at.heads
    if (at.isOver || item.seq < at.fork.seq || item.seq > endOf(at.feed)) continue
    const entry = readEntry(item.entry)
    at.isOver = !entry
    if (entry) yield { item, entry, heads: at.heads }
  }
  for (const { feed, fork, stem } of branching.values())
    for (const side of fork.sides) {
      const [end] = branchEnd(store, feed, side)
      let heads = stem
      for (const item of sideItems(store, feed, fork, side)) {
        if (item.context.heads.length > 0) heads = item.context.heads
        const entry = item.seq <= end ? readEntry(item.entry) : undefined
        if (!entry) break
        yield { item: { ...item, feed: feed.id, device: feed.device }, entry, heads }
      }
    }
}

/** A forked feed, as far as its own row was gone over. */
interface Branching {
  readonly feed: StoredFeed
  readonly fork: StoredFork
  /** Membership heads named last before the fork, and so far. */
  stem: readonly ActionId[]
  heads: readonly ActionId[]
  isOver: boolean
}
