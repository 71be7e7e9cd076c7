/** Parting a block by the keys its items were written under, for whoever seals what they pass on under those very keys. */
import type { CommunityId, DocumentId, EpochId, FeedId } from '../../shared/index.ts'
import { deviceId } from '../../identity/index.ts'
import type { ItemKeys } from '../../membership/index.ts'
import { type PackedFeed, packItems } from './packing.ts'
import { type Block, decodeBlock } from '../codec/block.ts'
import { feedIdOf } from '../codec/item.ts'
import { rebuildBlock, type RebuiltRun } from '../codec/rebuild.ts'

export interface BlockPart {
  readonly document: DocumentId
  /** All epochs any of its items was written under, sorted. */
  readonly epochs: readonly EpochId[]
  /** A block. */
  readonly bytes: Uint8Array
  readonly runs: readonly PartRun[]
}

/** Items of one feed, from one seq to another. */
export interface PartRun {
  readonly feed: FeedId
  readonly first: number
  readonly last: number
}

type KeysOf = (epochs: readonly EpochId[]) => ItemKeys | undefined

/**
 * A block as it is, where all of it was written under the same epochs; else a block for each set of epochs that a run names. A run that
 * cannot be computed here, since a key is not held, is left out of those. @throws documents/malformed
 */
export function partBlock(community: CommunityId, bytes: Uint8Array, keysOf: KeysOf): readonly BlockPart[] {
  const block = decodeBlock(bytes)
  const { document } = block
  const epochs = epochsOfRuns(block)
  const runs = runsOf(block)
  const names = epochs.map((each) => each.join())
  const groups = Map.groupBy(names.keys(), (run) => names[run] ?? '')
  if (groups.size === 1) return [{ document, epochs: epochs[0] ?? [], bytes, runs }]
  const rebuilt = rebuildBlock(community, block, keysOf)
  return [...groups.values()].flatMap((group) => {
    const whole = group.filter((run) => rebuilt.runs[run]?.whole)
    const [one] = whole
    if (one === undefined) return []
    const part = packItems(document, itemsOf(rebuilt, new Set(whole)))
    return [{ document, epochs: epochs[one] ?? [], bytes: part, runs: runs.filter((_, run) => whole.includes(run)) }]
  })
}

/** Of each run of a block its feed, and the seqs it goes from and to. */
export function runsOf({ document, runs, items }: Block): readonly PartRun[] {
  const lengths = runs.map(() => 0)
  for (const { run } of items) lengths[run] = (lengths[run] ?? 0) + 1
  return runs.map(({ device, session, firstSeq }, at) => ({
    feed: feedIdOf({ document, device, session }),
    first: firstSeq,
    last: firstSeq + (lengths[at] ?? 0) - 1,
  }))
}

/** Of each run of a block the epochs any of its items was written under, sorted. */
export function epochsOfRuns({ runs, items }: Block): readonly (readonly EpochId[])[] {
  const sets = runs.map(() => new Set<EpochId>())
  for (const { run, context } of items) for (const epoch of context.epochs) sets[run]?.add(epoch)
  return sets.map((set) => [...set].sort())
}

function itemsOf(rebuilt: ReturnType<typeof rebuildBlock>, wanted: ReadonlySet<number>) {
  const feeds = rebuilt.runs.map(partFeed)
  const taken = rebuilt.runs.map(() => 0)
  return rebuilt.order.flatMap((at) => {
    const [run, feed, index] = [rebuilt.runs[at], feeds[at], taken[at] ?? 0]
    taken[at] = index + 1
    const item = wanted.has(at) ? run?.items[index] : undefined
    if (!run || !feed || !item) return []
    return [{ ...item, feed, signature: index === run.items.length - 1 ? run.run.signature : undefined }]
  })
}

function partFeed({ feed, run }: RebuiltRun, number: number): PackedFeed {
  return { number, id: feed, device: deviceId(run.device), session: run.session }
}
