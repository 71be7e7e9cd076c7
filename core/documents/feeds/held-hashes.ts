/** Hashes of items that are held, for telling what is known already from what was signed twice. Blocks looked into are remembered. */
import type { FeedId } from '../../shared/index.ts'
import { decodeBlock } from '../codec/block.ts'
import { rebuildBlock, type RebuiltRun } from '../codec/rebuild.ts'
import { type ReadingFacts, soundBlock } from './serving.ts'
import type { FeedStore, StoredFeed } from './store.ts'

/** Blocks whose hashes are remembered, and of which it is remembered what feeds they hold. */
const KEPT = 16
const KEPT_ENDS = 256

export class HeldHashes {
  readonly #store: FeedStore
  readonly #facts: ReadingFacts
  /** Least recently used first. */
  readonly #blocks = new Map<number, ReadonlyMap<FeedId, RebuiltRun>>()
  /** How far blocks go in each feed. */
  readonly #ends = new Map<number, ReadonlyMap<number, number>>()

  constructor(store: FeedStore, facts: ReadingFacts) {
    this.#store = store
    this.#facts = facts
  }

  /** The hash of an item of a feed's own row; nothing when it lies in a damaged block. */
  at(feed: StoredFeed, seq: number): Uint8Array | undefined {
    if (seq === feed.headSeq) return feed.headHash
    if (seq === feed.packedSeq) return feed.packedHash
    if (seq > feed.packedSeq) return this.#store.tailHash(feed.number, seq)
    const block = this.#blockWith(feed, seq)
    const run = block === undefined ? undefined : this.#runsOf(block).get(feed.id)
    return run?.items[seq - run.run.firstSeq]?.hash
  }

  /** Blocks may hold something else from now on. */
  clear(): void {
    this.#blocks.clear()
    this.#ends.clear()
  }

  #blockWith({ document, number }: StoredFeed, seq: number): number | undefined {
    for (
      let block = this.#store.blockAfter(document, 0);
      block !== undefined;
      block = this.#store.blockAfter(document, block)
    )
      if ((this.#endsOf(block).get(number) ?? 0) >= seq) return block
    return undefined
  }

  #endsOf(block: number): ReadonlyMap<number, number> {
    const known = this.#ends.get(block)
    if (known) return known
    const ends = new Map(this.#store.blockRuns(block).map(({ feed, lastSeq }) => [feed, lastSeq]))
    this.#ends.set(block, ends)
    for (const oldest of [...this.#ends.keys()].slice(0, -KEPT_ENDS)) this.#ends.delete(oldest)
    return ends
  }

  #runsOf(block: number): ReadonlyMap<FeedId, RebuiltRun> {
    const known = this.#blocks.get(block)
    const bytes = known ? undefined : soundBlock(this.#store, block, this.#facts.log)
    const { community, contentKeys } = this.#facts
    const rebuilt = bytes ? rebuildBlock(community, decodeBlock(bytes), contentKeys).runs : []
    const runs = known ?? new Map(rebuilt.map((run) => [run.feed, run]))
    this.#blocks.delete(block)
    this.#blocks.set(block, runs)
    for (const oldest of [...this.#blocks.keys()].slice(0, -KEPT)) this.#blocks.delete(oldest)
    return runs
  }
}
