/** Hashes of items that are held, for telling what is known already from what was signed twice. Blocks looked into are remembered. */
import { decodeBlock } from '../codec/block.ts'
import { rebuildBlock, type RebuiltRun } from '../codec/rebuild.ts'
import { type ReadingFacts, soundBlock } from './serving.ts'
import type { FeedStore, StoredFeed } from './store.ts'

/** Blocks whose hashes are remembered. */
const KEPT = 16

export class HeldHashes {
  readonly #store: FeedStore
  readonly #facts: ReadingFacts
  /** Least recently used first. */
  readonly #blocks = new Map<number, readonly RebuiltRun[]>()

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
    const run = block === undefined ? undefined : this.#runsOf(block).find((each) => each.feed === feed.id)
    return run?.items[seq - run.run.firstSeq]?.hash
  }

  /** Blocks may hold something else from now on. */
  clear(): void {
    this.#blocks.clear()
  }

  #blockWith({ document, number }: StoredFeed, seq: number): number | undefined {
    for (
      let block = this.#store.blockAfter(document, 0);
      block !== undefined;
      block = this.#store.blockAfter(document, block)
    )
      if (this.#store.blockRuns(block).some(({ feed, lastSeq }) => feed === number && lastSeq >= seq)) return block
    return undefined
  }

  #runsOf(block: number): readonly RebuiltRun[] {
    const known = this.#blocks.get(block)
    const bytes = known ? undefined : soundBlock(this.#store, block, this.#facts.log)
    const { community, contentKeys } = this.#facts
    const runs = known ?? (bytes ? rebuildBlock(community, decodeBlock(bytes), contentKeys).runs : [])
    this.#blocks.delete(block)
    this.#blocks.set(block, runs)
    for (const oldest of [...this.#blocks.keys()].slice(0, -KEPT)) this.#blocks.delete(oldest)
    return runs
  }
}
