/** Keeping believed items: on disk, in their page's Automerge document and in the view, inside one transaction. */
import { deviceId, sha256 } from '../../identity/index.ts'
import { type FeedId, LIMITS } from '../../shared/index.ts'
import { type Entry, readEntry } from '../codec/entry.ts'
import type { Effect } from '../effect.ts'
import { entryChange, genesisChange } from '../pages/change.ts'
import type { PageDocuments } from '../pages/page-documents.ts'
import type { NewItem } from './intake.ts'
import { type PackedItem, packItems } from './packing.ts'
import type { FeedStore, StoredDocument, StoredFeed, TailItem } from './store.ts'

const CHECKSUM_BYTES = 8

/** The checksum a stored block rests with. */
export function blockChecksum(bytes: Uint8Array): Uint8Array {
  return sha256(bytes).subarray(0, CHECKSUM_BYTES)
}

/**
 * Keeps items of one document, each after the ones it follows, and answers what effects they have.
 * @param block the bytes they came in, when those hold just these items
 */
export function keepItems(
  { store, pages }: { readonly store: FeedStore; readonly pages: PageDocuments },
  document: StoredDocument,
  items: readonly NewItem[],
  block: Uint8Array | undefined,
): Omit<Effect, 'opened'>[] {
  const feeds = new Map<FeedId, StoredFeed>()
  const first = new Map<FeedId, number>()
  const changes: Uint8Array[] = []
  const effects: Omit<Effect, 'entry' | 'opened'>[] = []
  const entries: Entry[] = []
  for (const item of items) {
    let feed = feeds.get(item.feed) ?? store.feed(item.feed) ?? addFeed(store, document, item)
    if (!first.has(item.feed)) first.set(item.feed, item.seq)
    feed = { ...feed, headSeq: item.seq, headHash: item.hash, bytes: feed.bytes + item.entry.length }
    const entry = feed.effectEnd === undefined ? readEntry(item.entry) : undefined
    if (entry) {
      const change = entryChange(document.id, feed.id, item.seq, entry, feed.change)
      feed = { ...feed, change: change.head }
      changes.push(change.bytes)
      entries.push(entry)
      effects.push(effectOf(document, feed, item))
    } else if (feed.effectEnd === undefined) {
      feed = { ...feed, effectEnd: item.seq - 1 }
    }
    feeds.set(item.feed, feed)
  }
  store.growDocument(document.number, items.length, items.reduce((sum, { entry }) => sum + entry.length, 0))
  restItems(store, document, { items, feeds, first, block })
  if (document.entries + items.length > LIMITS.loadedPageEntries) return effects.map((effect, at) => ({ ...effect, entry: entries[at] as Entry }))
  if (changes.length > 0) pages.apply(document.id, changes)
  // What is shown is what the document holds.
  return effects.flatMap((effect) => {
    const entry = pages.entry(document.id, effect.feed, effect.seq)
    return entry ? [{ ...effect, entry }] : []
  })
}

function effectOf(document: StoredDocument, feed: StoredFeed, item: NewItem): Omit<Effect, 'entry' | 'opened'> {
  const { id, kind, parent } = document
  const space = kind === 'room-page' && parent ? parent : id
  return { document: id, kind, space, feed: feed.id, seq: item.seq, hash: item.hash, device: feed.device, seen: item.seen }
}

function addFeed(store: FeedStore, document: StoredDocument, item: NewItem): StoredFeed {
  const { feed, device, session } = item
  const change = genesisChange(document.id).head
  return store.addFeed({ document: document.number, id: feed, device: deviceId(device), session, change })
}

interface Resting {
  readonly items: readonly NewItem[]
  /** Every feed touched, as it is after these items. */
  readonly feeds: ReadonlyMap<FeedId, StoredFeed>
  readonly first: ReadonlyMap<FeedId, number>
  readonly block: Uint8Array | undefined
}

/** A large block rests as it came; a small one joins the tail, which is packed when it is long. */
function restItems(store: FeedStore, document: StoredDocument, { items, feeds, first, block }: Resting): void {
  if (block && (items.length * 2 >= LIMITS.tailEntries || block.length * 4 >= LIMITS.tailBytes)) {
    packTail(store, document)
    const runs = [...feeds.values()].map((feed) => ({ feed: feed.number, firstSeq: first.get(feed.id) ?? 1, lastSeq: feed.headSeq }))
    store.addBlock({ document: document.number, items: items.length, checksum: blockChecksum(block), bytes: block, runs })
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
    const bytes = packItems(document.id, items)
    const ends = new Map<number, PackedItem>()
    const runs = new Map<number, { feed: number; firstSeq: number; lastSeq: number }>()
    for (const item of items) {
      ends.set(item.feed.number, item)
      runs.set(item.feed.number, { feed: item.feed.number, firstSeq: runs.get(item.feed.number)?.firstSeq ?? item.seq, lastSeq: item.seq })
    }
    store.addBlock({ document: document.number, items: items.length, checksum: blockChecksum(bytes), bytes, runs: [...runs.values()] })
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

/** Items in portions of bounded size; all items of one feed stay in one portion, so that its last signature covers them. */
export function portions(items: readonly PackedItem[]): PackedItem[][] {
  const total = items.reduce((sum, { entry }) => sum + entry.length, 0)
  if (total <= LIMITS.packBytes && items.length <= LIMITS.blockEntries) return items.length > 0 ? [[...items]] : []
  const byFeed = Map.groupBy(items, ({ feed }) => feed.number)
  const out: PackedItem[][] = []
  let bytes = Number.POSITIVE_INFINITY
  for (const group of byFeed.values()) {
    const size = group.reduce((sum, { entry }) => sum + entry.length, 0)
    const last = out.at(-1)
    if (last && bytes + size <= LIMITS.packBytes && last.length + group.length <= LIMITS.blockEntries) {
      last.push(...group)
      bytes += size
    } else {
      out.push([...group])
      bytes = size
    }
  }
  return out
}
