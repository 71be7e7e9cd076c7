/** Turning items into blocks, for the disk and for the wire. */
import { entryId, fromBase64url } from '../../shared/index.ts'
import { type Block, type BlockItem, type BlockRun, type BlockSeen, encodeBlock } from '../codec/block.ts'
import { sha256 } from '../../identity/index.ts'
import { type Context, itemWeight, pointsAt, type Seen } from '../codec/item.ts'
import type { NewBlock, StoredDocument, StoredFeed } from './rows.ts'

/** What a block needs of a feed; the number only tells feeds of one block apart. */
export type PackedFeed = Pick<StoredFeed, 'number' | 'id' | 'device' | 'session'>

/** An item with everything a block of it needs. */
export interface PackedItem {
  readonly feed: StoredFeed
  readonly seq: number
  /** Hash of the item before; empty for seq 1. */
  readonly prev: Uint8Array
  readonly hash: Uint8Array
  readonly context: Context
  readonly seen: readonly Seen[]
  readonly entry: Uint8Array
  readonly signature: Uint8Array | undefined
}

type PackableItem = Omit<PackedItem, 'feed'> & { readonly feed: PackedFeed }

const CHECKSUM_BYTES = 8

/** The checksum a stored block rests with. */
export function blockChecksum(bytes: Uint8Array): Uint8Array {
  return sha256(bytes).subarray(0, CHECKSUM_BYTES)
}

/** Items of one document as a block to be kept. */
export function packedBlock(document: StoredDocument, items: readonly PackedItem[]): NewBlock {
  const bytes = packItems(document.id, items)
  const ends = new Map(items.map(({ feed, seq }) => [feed.number, seq]))
  const runs = [...ends].map(([feed, lastSeq]) => ({ feed, lastSeq }))
  const weight = weightOf(items)
  return {
    document: document.number,
    items: items.length,
    weight,
    checksum: blockChecksum(bytes),
    bytes,
    runs,
  }
}

export function weightOf(items: readonly Pick<PackedItem, 'context' | 'seen' | 'entry'>[]): number {
  return items.reduce((sum, item) => sum + itemWeight(item), 0)
}

/** The block of some items of one document; the last item of each feed must carry its signature. */
export function packItems(document: Block['document'], items: readonly PackableItem[]): Uint8Array {
  const runs: BlockRun[] = []
  const runOf = new Map<number, number>()
  /** Where items stand whose run is under the same epochs up to there, by these and their names. */
  const placed = new Map<string, number>()
  const epochsOf = new Map<number, string>()
  const packed = items.map((item, at): BlockItem => {
    let run = runOf.get(item.feed.number)
    if (run === undefined) {
      const { feed } = item
      const device = fromBase64url(feed.device) ?? new Uint8Array(0)
      run =
        runs.push({
          device,
          session: feed.session,
          firstSeq: item.seq,
          prev: item.prev,
          signature: new Uint8Array(64),
        }) - 1
      runOf.set(feed.number, run)
    }
    const known = runs[run]
    if (known && item.signature) runs[run] = { ...known, signature: item.signature }
    const epochs = item.context.epochs.join()
    const seen = item.seen.map((pointer) => shorten(pointer, at, placed, items))
    // Who lacks the keys of what is pointed at, or of what stands before it in its feed, could not compute its hash.
    if ((epochsOf.get(run) ?? epochs) === epochs) placed.set(`${epochs} ${entryId(item.feed.id, item.seq)}`, at)
    epochsOf.set(run, (epochsOf.get(run) ?? epochs) === epochs ? epochs : '')
    return { run, context: item.context, seen, entry: item.entry }
  })
  return encodeBlock({ document, runs, items: packed })
}

/** A pointer into the block itself need not spell the hash: whoever can read the one who points computes it. */
function shorten(
  pointer: Seen,
  at: number,
  placed: ReadonlyMap<string, number>,
  items: readonly PackableItem[],
): BlockSeen {
  const target = placed.get(`${items[at]?.context.epochs.join()} ${entryId(pointer.feed, pointer.seq)}`)
  const item = target === undefined ? undefined : items[target]
  return target !== undefined && item && pointsAt(pointer, item.hash) ? at - target : pointer
}
