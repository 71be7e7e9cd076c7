/** Reading back what is kept: blocks for a peer, and all items for making a document or the index anew. */
import type { CommunityId, DeviceId, EpochId, FeedId, Log } from '../../shared/index.ts'
import { sameBytes } from '../../shared/index.ts'
import { deviceId } from '../../identity/index.ts'
import type { ContentKeys } from '../../membership/index.ts'
import { decodeBlock } from '../codec/block.ts'
import { rebuildBlock } from '../codec/rebuild.ts'
import { blockChecksum, portions, withPrevious } from './keeping.ts'
import { packItems } from './packing.ts'
import type { FeedStore, StoredDocument } from './store.ts'
import type { Seen } from '../codec/item.ts'

/** Blocks with everything held beyond a vector, oldest first. They may repeat items the peer holds; it notices. */
export function* blocksBeyond(
  store: FeedStore,
  document: StoredDocument,
  vector: ReadonlyMap<FeedId, number>,
  log: Log,
): Generator<Uint8Array> {
  const feeds = new Map(store.feeds(document.number).map((feed) => [feed.number, feed]))
  const has = (feed: number): number => vector.get(feeds.get(feed)?.id ?? ('' as FeedId)) ?? 0
  for (const { number } of store.blocks(document.number)) {
    if (!store.blockRuns(number).some(({ feed, lastSeq }) => lastSeq > has(feed))) continue
    const bytes = soundBlock(store, number, log)
    if (bytes) yield bytes
  }
  const tail = withPrevious(store.tail(document.number), feeds).filter(({ feed, seq }) => seq > has(feed.number))
  for (const items of portions(tail)) yield packItems(document.id, items)
}

/** One item as kept. */
export interface KeptItem {
  readonly feed: FeedId
  readonly device: DeviceId
  readonly seq: number
  readonly hash: Uint8Array
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
  for (const { number } of store.blocks(document.number)) {
    const bytes = soundBlock(store, number, log)
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
  const feeds = new Map(store.feeds(document.number).map((feed) => [feed.number, feed]))
  for (const item of withPrevious(store.tail(document.number), feeds)) yield { ...item, feed: item.feed.id, device: item.feed.device }
}

/** A block's bytes; one that does not match its checksum is passed over and named in the log. */
function soundBlock(store: FeedStore, number: number, log: Log): Uint8Array | undefined {
  const block = store.block(number)
  if (block && sameBytes(blockChecksum(block.bytes), block.checksum)) return block.bytes
  log.error('documents.block-damaged', { block: number })
  return undefined
}

