/** Reading back what is kept: blocks for a peer, and all items for making a document or the index anew. */
import type { CommunityId, DeviceId, EpochId, FeedId, Log } from '../../shared/index.ts'
import { sameBytes } from '../../shared/index.ts'
import { deviceId } from '../../identity/index.ts'
import type { ContentKeys } from '../../membership/index.ts'
import { decodeBlock } from '../codec/block.ts'
import { rebuildBlock } from '../codec/rebuild.ts'
import { portions, withPrevious } from './keeping.ts'
import { blockChecksum, packItems } from './packing.ts'
import type { FeedStore, StoredDocument, StoredFeed } from './store.ts'
import type { Context, Seen } from '../codec/item.ts'

/** Blocks with everything held beyond a vector, oldest first. They may repeat items the peer holds; it notices. */
export function* blocksBeyond(
  store: FeedStore,
  document: StoredDocument,
  vector: ReadonlyMap<FeedId, number>,
  log: Log,
): Generator<Uint8Array> {
  const has = ({ id }: StoredFeed): number => vector.get(id) ?? 0
  let feeds = feedsByNumber(store, document)
  for (
    let block = store.blockAfter(document.number, 0);
    block !== undefined;
    block = store.blockAfter(document.number, block)
  ) {
    const news = store.blockRuns(block).some(({ feed, lastSeq }) => {
      const of = feeds.get(feed)
      return !of || lastSeq > has(of)
    })
    const bytes = news ? soundBlock(store, block, log) : undefined
    if (!bytes) continue
    yield bytes
    // Much may have come, and been packed, while the last block went out.
    feeds = feedsByNumber(store, document)
  }
  const tail = withPrevious(store.tail(document.number), feeds).filter(({ feed, seq }) => seq > has(feed))
  for (const items of portions(tail)) yield packItems(document.id, items)
}

function feedsByNumber(store: FeedStore, document: StoredDocument): Map<number, StoredFeed> {
  return new Map(store.feeds(document.number).map((feed) => [feed.number, feed]))
}

/** One item as kept. */
export interface KeptItem {
  readonly feed: FeedId
  readonly device: DeviceId
  readonly seq: number
  readonly hash: Uint8Array
  readonly context: Context
  readonly seen: readonly Seen[]
  readonly entry: Uint8Array
}

/** Every item of a document, each after those of its feed before it. */
export function* keptItems(
  store: FeedStore,
  document: StoredDocument,
  community: CommunityId,
  keysOf: (epochs: readonly EpochId[]) => ContentKeys | undefined,
  log: Log,
): Generator<KeptItem> {
  for (
    let block = store.blockAfter(document.number, 0);
    block !== undefined;
    block = store.blockAfter(document.number, block)
  ) {
    const bytes = soundBlock(store, block, log)
    if (!bytes) continue
    const rebuilt = rebuildBlock(community, decodeBlock(bytes), keysOf)
    const taken = rebuilt.runs.map(() => 0)
    for (const at of rebuilt.order) {
      const run = rebuilt.runs[at]
      const item = run?.items[taken[at] ?? 0]
      taken[at] = (taken[at] ?? 0) + 1
      if (run && item) yield { ...item, feed: run.feed, device: deviceId(run.run.device) }
    }
  }
  for (const item of withPrevious(store.tail(document.number), feedsByNumber(store, document)))
    yield { ...item, feed: item.feed.id, device: item.feed.device }
}

/** A block's bytes; one that does not match its checksum is passed over and named in the log. */
export function soundBlock(store: FeedStore, number: number, log: Log): Uint8Array | undefined {
  const block = store.block(number)
  if (block && sameBytes(blockChecksum(block.bytes), block.checksum)) return block.bytes
  log.error('documents.block-damaged', { block: number })
  return undefined
}
