/** What is kept of a document and does nothing, and why: for whoever asks why something cannot be seen. */
import { type DeviceId, type FeedId, sameBytes } from '../../shared/index.ts'
import { type Entry, readEntry } from '../codec/entry.ts'
import { branchEnd } from './named-heads.ts'
import type { RestingItem } from './rows.ts'
import { intactBlock, keptItems, sideItems } from './serving.ts'
import type { FeedStore, StoredDocument } from './store.ts'
import { type Extent, extentsOf, walk, type WalkFacts } from './walking.ts'

export type HiddenReason = 'cut' | 'forked' | 'refused'

export interface HiddenItem {
  readonly seq: number
  readonly hash: Uint8Array
  /** Nothing when it is no entry. */
  readonly entry: Entry | undefined
}

/** A stretch of a feed, or of a branch of it, without effect. */
export interface HiddenItems {
  readonly feed: FeedId
  readonly device: DeviceId
  /** The first of them. */
  readonly seq: number
  readonly count: number
  readonly reason: HiddenReason
  items(): Iterable<HiddenItem>
}

/** Every stretch of a document without effect. */
export function hiddenItems(store: FeedStore, document: StoredDocument, facts: WalkFacts): HiddenItems[] {
  const extents = extentsOf(store, document, facts)
  if (![...extents.values()].some(mayHide)) return []
  const done = new Map<FeedId, number>()
  for (const { item } of walk(store, document, facts)) done.set(item.feed, item.seq)
  return [...extents.values()].flatMap((extent) => [
    ...ownRow(store, document, facts, extent, done.get(extent.feed.id) ?? 0),
    ...beside(store, extent, done.get(extent.feed.id) ?? 0),
  ])
}

function mayHide({ feed, fork, end }: Extent): boolean {
  return fork !== undefined || end < feed.headSeq || feed.effectEnd !== undefined
}

function ownRow(
  store: FeedStore,
  document: StoredDocument,
  facts: WalkFacts,
  { feed, fork, end, side }: Extent,
  upTo: number,
): HiddenItems[] {
  const effect = side ? Math.min(upTo, end) : upTo
  if (effect >= feed.headSeq) return []
  const isRefused = effect < end
  const isCut = !isRefused && effect >= (feed.cutSeq ?? Infinity)
  const items = function* (): Generator<HiddenItem> {
    for (const item of keptItems(store, document, facts, [feed])) if (item.seq > effect) yield hiddenItem(item)
  }
  const reason = isRefused ? 'refused' : isCut || !fork ? 'cut' : 'forked'
  return [{ feed: feed.id, device: feed.device, seq: effect + 1, count: feed.headSeq - effect, reason, items }]
}

function beside(store: FeedStore, { feed, fork, side }: Extent, upTo: number): HiddenItems[] {
  if (!fork) return []
  return fork.sides.flatMap((each) => {
    const all = sideItems(store, feed, fork, each)
    const isShown = side?.items[0] !== undefined && sameBytes(side.items[0].hash, each.first)
    const hidden = isShown ? all.filter(({ seq }) => seq > upTo) : all
    const [first] = hidden
    const [end] = branchEnd(store, feed, each)
    if (!first) return []
    const isCut = first.seq > end
    const items = (): Iterable<HiddenItem> => hidden.map(hiddenItem)
    const reason = isShown && !isCut && first.seq <= side.end ? 'refused' : isCut ? 'cut' : 'forked'
    return [{ feed: feed.id, device: feed.device, seq: first.seq, count: hidden.length, reason, items }]
  })
}

function hiddenItem({ seq, hash, entry }: Pick<RestingItem, 'seq' | 'hash' | 'entry'>): HiddenItem {
  return { seq, hash, entry: readEntry(entry) }
}

/** How many blocks of a document are not what was written. */
export function damagedBlocks(store: FeedStore, document: StoredDocument): number {
  let damaged = 0
  for (
    let block = store.blockAfter(document.number, 0);
    block !== undefined;
    block = store.blockAfter(document.number, block)
  )
    if (!intactBlock(store, block)) damaged += 1
  return damaged
}
