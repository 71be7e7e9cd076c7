/** Computing what a block leaves out: every item's feed, seq, previous hash, pointers and hash. Pure; nothing is believed yet. */
import type { CommunityId, EpochId, FeedId } from '../../shared/index.ts'
import type { ItemKeys } from '../../membership/index.ts'
import type { Block, BlockRun } from './block.ts'
import { type Context, feedIdOf, itemHash, type ItemPlace, placeOf, type Seen, SEEN_HASH_BYTES } from './item.ts'

export interface RebuiltItem {
  readonly seq: number
  readonly prev: Uint8Array
  readonly hash: Uint8Array
  readonly context: Context
  readonly seen: readonly Seen[]
  readonly entry: Uint8Array
}

export interface RebuiltRun {
  readonly feed: FeedId
  readonly run: BlockRun
  /** In order of seq from `run.firstSeq`. */
  readonly items: readonly RebuiltItem[]
  /** Whether the run's items could all be computed: a key not held, or a pointer to such an item, ends it. */
  readonly whole: boolean
}

export interface RebuiltBlock {
  readonly runs: readonly RebuiltRun[]
  /** Which run each item of the block belongs to, in the block's order. */
  readonly order: readonly number[]
}

interface Progress {
  readonly place: ItemPlace
  readonly feed: FeedId
  readonly items: RebuiltItem[]
  prev: Uint8Array
  seq: number
  whole: boolean
}

export function rebuildBlock(
  community: CommunityId,
  block: Block,
  keysOf: (epochs: readonly EpochId[]) => ItemKeys | undefined,
): RebuiltBlock {
  const runs = block.runs.map((run): Progress => {
    const name = { document: block.document, device: run.device, session: run.session }
    return {
      place: placeOf(community, name),
      feed: feedIdOf(name),
      items: [],
      prev: run.prev,
      seq: run.firstSeq,
      whole: true,
    }
  })
  const known = new Map<Context, ItemKeys | undefined>()
  const keysFor = (context: Context): ItemKeys | undefined => {
    if (!known.has(context)) known.set(context, keysOf(context.epochs))
    return known.get(context)
  }
  const done: ({ feed: FeedId; item: RebuiltItem } | undefined)[] = []
  block.items.forEach((packed, at) => {
    const run = runs[packed.run]
    if (!run?.whole) return void done.push(undefined)
    const keys = keysFor(packed.context)
    const seen = packed.seen.map((each): Seen | undefined => {
      if (typeof each !== 'number') return each
      const target = done[at - each]
      return target && { feed: target.feed, seq: target.item.seq, hash: target.item.hash.subarray(0, SEEN_HASH_BYTES) }
    })
    if (!keys || !allKnown(seen)) {
      run.whole = false
      return void done.push(undefined)
    }
    const content = { seq: run.seq, prev: run.prev, context: packed.context, seen, entry: packed.entry }
    const item: RebuiltItem = { ...content, hash: itemHash(run.place, keys, content) }
    run.items.push(item)
    run.prev = item.hash
    run.seq += 1
    done.push({ feed: run.feed, item })
  })
  return {
    runs: runs.map(({ feed, items, whole }, at) => ({ feed, items, whole, run: block.runs[at] as BlockRun })),
    order: block.items.map(({ run }) => run),
  }
}

function allKnown(seen: readonly (Seen | undefined)[]): seen is readonly Seen[] {
  return seen.every((each) => each !== undefined)
}
