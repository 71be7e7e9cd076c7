/**
 * Putting small blocks of a document together. Blocks are as large as what had gathered when they were made; together they need each
 * feed's name and signature once, and deflate better. Nothing but the bytes at rest changes.
 */
import { type CommunityId, type EpochId, LIMITS, type Log } from '../../shared/index.ts'
import type { ItemKeys } from '../../membership/index.ts'
import { decodeBlock } from '../codec/block.ts'
import { rebuildBlock } from '../codec/rebuild.ts'
import { packedBlock, type PackedItem } from './packing.ts'
import { soundBlock } from './serving.ts'
import type { FeedStore } from './store.ts'

export interface CompactionFacts {
  readonly community: CommunityId
  readonly log: Log
  contentKeys(epochs: readonly EpochId[]): ItemKeys | undefined
}

const MOST = { items: LIMITS.blockEntries, weight: LIMITS.packBytes }

/** Puts some blocks together, the first that can be after a given one; answers after which to look next, or that there is nothing. */
export function compactSome(store: FeedStore, after: number, facts: CompactionFacts): number | undefined {
  const first = store.smallBlock(after, MOST)
  const document = first && store.documentOfNumber(first.document)
  if (!document) return undefined
  const numbers: number[] = []
  const all: PackedItem[] = []
  const left = { ...MOST }
  for (const { number, items, weight } of store.blocksFrom(first)) {
    left.items -= items
    left.weight -= weight
    const more = left.items >= 0 && left.weight >= 0 ? itemsOf(store, number, facts) : undefined
    if (!more) break
    numbers.push(number)
    all.push(...more)
  }
  if (numbers.length > 1) store.replaceBlocks(numbers, packedBlock(document, all))
  return numbers.at(-1) ?? first.number
}

/** A block's items; nothing when they cannot all be computed here. */
function itemsOf(
  store: FeedStore,
  number: number,
  { community, contentKeys, log }: CompactionFacts,
): PackedItem[] | undefined {
  const bytes = soundBlock(store, number, log)
  if (!bytes) return undefined
  const { runs, order } = rebuildBlock(community, decodeBlock(bytes), contentKeys)
  const feeds = runs.map(({ feed }) => store.feed(feed))
  const taken = runs.map(() => 0)
  const out: PackedItem[] = []
  for (const at of order) {
    const [run, feed, index] = [runs[at], feeds[at], taken[at] ?? 0]
    const item = run?.items[index]
    if (!run || !feed || !item) return undefined
    taken[at] = index + 1
    out.push({ ...item, feed, signature: index === run.items.length - 1 ? run.run.signature : undefined })
  }
  return out
}
