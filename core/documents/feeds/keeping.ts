/** Keeping believed items: on disk, in their page's Automerge document and in the view, inside one transaction. */
import { deviceId } from '../../identity/index.ts'
import { type DeviceId, type FeedId, LIMITS } from '../../shared/index.ts'
import { type Entry, readEntry } from '../codec/entry.ts'
import { itemWeight } from '../codec/item.ts'
import type { Effect } from '../effect.ts'
import { entryChange, genesisChange } from '../pages/change.ts'
import type { PageDocuments } from '../pages/page-documents.ts'
import type { NewItem } from './intake.ts'
import { blockChecksum, packedBlock, type PackedItem, weightOf } from './packing.ts'
import type { FeedStore, StoredDocument, StoredFeed, TailItem } from './store.ts'

/** An effect before it is known what its author may do. */
export type BareEffect = Omit<Effect, 'opened' | 'role'>

export interface KeepingParts {
  readonly store: FeedStore
  readonly pages: PageDocuments
  /** The last seq of a feed that counts; nothing when all of it does. */
  cutOf(device: DeviceId, feed: FeedId): number | undefined
}

/**
 * Keeps items of one document, each after the ones it follows, and answers what effects they have. What feeds that fork do is another
 * question, since it depends on who had seen what.
 * @param block the bytes they came in, when those hold just these items
 * @param many so many that the page's document is let go of, and made anew when it is asked for
 */
export function keepItems(
  parts: KeepingParts,
  document: StoredDocument,
  items: readonly NewItem[],
  block: Uint8Array | undefined,
  many = false,
): BareEffect[] {
  const { store, pages } = parts
  const forks = store.forks.of(document.number)
  const feeds = new Map<FeedId, StoredFeed>()
  const changes: Uint8Array[] = []
  const effects: BareEffect[] = []
  const grown = { entries: 0, bytes: 0, operations: 0 }
  for (const item of items) {
    const feed = feeds.get(item.feed) ?? store.feed(item.feed) ?? addFeed(parts, document, item)
    const step = advance(document, feed, item, forks.has(feed.number))
    feeds.set(item.feed, step.feed)
    grown.entries += 1
    grown.bytes += itemWeight(item)
    if (!step.change) continue
    grown.operations += step.feed.change.maxOp - feed.change.maxOp
    changes.push(step.change)
    const { device, heads } = step.feed
    const name = { feed: item.feed, seq: item.seq, hash: item.hash, device, seen: item.seen, heads, forked: false }
    effects.push({ ...placeOfEffect(document), ...name, entry: step.entry })
  }
  // Before the feeds are written, since what a page is loaded from must match its snapshot. A very large page is shown without one.
  if (many || isLarge(document, grown)) pages.drop(document.id)
  else if (changes.length > 0) pages.apply(document.id, changes)
  store.growDocument(document, grown)
  restItems(store, document, { items, feeds, block })
  return effects
}

type Step =
  | { readonly feed: StoredFeed; readonly change: Uint8Array; readonly entry: Entry }
  | { readonly feed: StoredFeed; readonly change?: undefined }

/**
 * A feed after one more item. The first item that is no entry, or one operation too many, ends its effect for ever; a cut as long as
 * there is one.
 */
function advance(document: StoredDocument, before: StoredFeed, item: NewItem, isForked: boolean): Step {
  const heads = item.context.heads.length > 0 ? item.context.heads : before.heads
  const grown = { headSeq: item.seq, headHash: item.hash, bytes: before.bytes + itemWeight(item), heads }
  const feed = { ...before, ...grown, cutHash: item.seq === before.cutSeq ? item.hash : before.cutHash }
  if (isForked || feed.effectEnd !== undefined || item.seq > (feed.cutSeq ?? item.seq)) return { feed }
  const entry = readEntry(item.entry)
  const change = entry && entryChange(document.id, feed.id, item.seq, entry, feed.change)
  if (!change || change.head.maxOp > LIMITS.feedOperations) return { feed: { ...feed, effectEnd: item.seq - 1 } }
  return { feed: { ...feed, change: change.head }, change: change.bytes, entry }
}

type Grown = Pick<StoredDocument, 'entries' | 'operations' | 'bytes'>

/** Whether a page (with some more) is too large for its Automerge document to be loaded. */
export function isLarge(document: StoredDocument, more?: Grown): boolean {
  const entries = document.entries + (more?.entries ?? 0)
  return (
    entries > LIMITS.loadedPageEntries || document.operations + (more?.operations ?? 0) > LIMITS.loadedPageOperations
  )
}

/** Where a document's effects are. */
export function placeOfEffect({ id, kind, parent }: StoredDocument): Pick<Effect, 'document' | 'kind' | 'space'> {
  return { document: id, kind, space: kind === 'room-page' && parent ? parent : id }
}

function addFeed({ store, cutOf }: KeepingParts, document: StoredDocument, item: NewItem): StoredFeed {
  const { feed, session } = item
  const device = deviceId(item.device)
  const change = genesisChange(document.id).head
  return store.addFeed({ document: document.number, id: feed, device, session, change, cutSeq: cutOf(device, feed) })
}

interface Resting {
  readonly items: readonly NewItem[]
  /** Every feed touched, as it is after these items. */
  readonly feeds: ReadonlyMap<FeedId, StoredFeed>
  readonly block: Uint8Array | undefined
}

/** A large block rests as it came; a small one joins the tail, which is packed when it is long. */
function restItems(store: FeedStore, document: StoredDocument, { items, feeds, block }: Resting): void {
  if (block && (items.length * 2 >= LIMITS.tailEntries || block.length * 4 >= LIMITS.tailBytes)) {
    packTail(store, document)
    const runs = [...feeds.values()].map(({ number, headSeq }) => ({ feed: number, lastSeq: headSeq }))
    const sizes = { document: document.number, items: items.length, weight: weightOf(items) }
    store.addBlock({ ...sizes, checksum: blockChecksum(block), bytes: block, runs })
    for (const feed of feeds.values()) store.updateFeed({ ...feed, packedSeq: feed.headSeq, packedHash: feed.headHash })
    return
  }
  for (const feed of feeds.values()) store.updateFeed(feed)
  for (const item of items) store.addItem(document.number, { ...item, feed: feeds.get(item.feed)?.number ?? 0 })
  const { entries, bytes } = store.tailSize(document.number)
  if (entries >= LIMITS.tailEntries || bytes >= LIMITS.tailBytes) packTail(store, document)
}

/** Moves the tail into blocks. */
function packTail(store: FeedStore, document: StoredDocument): void {
  const tail = store.tail(document.number)
  if (tail.length === 0) return
  const feeds = new Map(store.feeds(document.number).map((feed) => [feed.number, feed]))
  for (const items of portions(withPrevious(tail, feeds))) {
    store.addBlock(packedBlock(document, items))
    const ends = new Map(items.map((item) => [item.feed.number, item]))
    for (const { feed, seq, hash } of ends.values()) store.updateFeed({ ...feed, packedSeq: seq, packedHash: hash })
  }
  store.dropTail(document.number)
}

/** Tail items with the hash before each, which is the feed's packed one for the first. */
export function withPrevious(tail: readonly TailItem[], feeds: ReadonlyMap<number, StoredFeed>): PackedItem[] {
  const previous = new Map<number, Uint8Array>()
  return tail.flatMap((item) => {
    const feed = feeds.get(item.feed)
    if (!feed) return []
    const prev = previous.get(item.feed) ?? feed.packedHash
    previous.set(item.feed, item.hash)
    return [{ ...item, feed, prev }]
  })
}

/** Items in portions that fit into blocks; all items of one feed stay in one portion, so that its last signature covers them. */
export function portions(items: readonly PackedItem[]): PackedItem[][] {
  const total = weightOf(items)
  if (total <= LIMITS.packBytes && items.length <= LIMITS.blockEntries) return items.length > 0 ? [[...items]] : []
  const out: PackedItem[][] = []
  let weight = 0
  for (const group of Map.groupBy(items, ({ feed }) => feed.number).values()) {
    const more = weightOf(group)
    const last = out.at(-1)
    if (last && weight + more <= LIMITS.packBytes && last.length + group.length <= LIMITS.blockEntries) {
      last.push(...group)
      weight += more
    } else {
      out.push([...group])
      weight = more
    }
  }
  return out
}
