/**
 * How far a document's feeds go within what counts, under the names that vectors and digests have for it. A feed stands under its own id.
 * One whose device signed two items for one place stands under its id up to there, and each branch under an id of its own.
 */
import { type FeedId, hex } from '../../shared/index.ts'
import { digest } from '../../identity/index.ts'
import { FEED_ID_BYTES, feedBytes } from '../codec/item.ts'
import type { StoredBranch, StoredFork } from './fork-store.ts'
import type { FeedStore, StoredFeed } from './store.ts'

export interface NamedHead {
  readonly name: FeedId
  readonly feed: StoredFeed
  readonly seq: number
  readonly hash: Uint8Array
  /** What all branches of a forked feed have in common. */
  readonly isStem: boolean
}

/** The name of a feed's items up to those that follow the one of this hash: of a branch, and of all that a peer holds of a feed. */
export function branchId(feed: FeedId, hash: Uint8Array): FeedId {
  return hex(digest('folkmoot/branch/1', feedBytes(feed), hash).subarray(0, FEED_ID_BYTES)) as FeedId
}

/** How far the feed's own row goes within its cut. */
export function endOf({ headSeq, cutSeq }: StoredFeed): number {
  return cutSeq === undefined ? headSeq : Math.min(headSeq, cutSeq)
}

/** A feed's fork, unless it lies beyond what counts of the feed. */
export function countingFork(feed: StoredFeed, forks: ReadonlyMap<number, StoredFork>): StoredFork | undefined {
  const fork = forks.get(feed.number)
  return fork && (feed.cutSeq === undefined || feed.cutSeq >= fork.seq) ? fork : undefined
}

/** All heads of a document by name. */
export function namedHeads(store: FeedStore, document: number): NamedHead[] {
  const forks = store.forks.of(document)
  const heads = store.feeds(document).flatMap((feed) => {
    const fork = countingFork(feed, forks)
    return fork ? forkedHeads(store, feed, fork) : ownHead(feed, feed.id)
  })
  return forks.size > 0 ? heads.sort((a, b) => (a.name < b.name ? -1 : 1)) : heads
}

function ownHead(feed: StoredFeed, name: FeedId): NamedHead[] {
  const seq = endOf(feed)
  const hash = seq < feed.headSeq ? feed.cutHash : feed.headHash
  return seq > 0 && hash ? [{ name, feed, seq, hash, isStem: false }] : []
}

function forkedHeads(store: FeedStore, feed: StoredFeed, fork: StoredFork): NamedHead[] {
  const heads: NamedHead[] = []
  if (fork.seq > 1) heads.push({ name: feed.id, feed, seq: fork.seq - 1, hash: fork.stem, isStem: true })
  if (fork.main) heads.push(...ownHead(feed, branchId(feed.id, fork.main)))
  for (const side of fork.sides) {
    const [seq, hash] = branchEnd(store, feed, side)
    heads.push({ name: branchId(feed.id, side.first), feed, seq, hash, isStem: false })
  }
  return heads
}

/** How far a branch goes within its feed's cut. */
export function branchEnd(store: FeedStore, { cutSeq }: StoredFeed, side: StoredBranch): [number, Uint8Array] {
  if (cutSeq === undefined || cutSeq >= side.headSeq) return [side.headSeq, side.headHash]
  return [cutSeq, store.forks.hashAt(side, cutSeq) ?? side.first]
}

/** How far somebody with a vector is in a document's feeds, in their own rows and in branches beside them. */
export class Reach {
  readonly #vector: ReadonlyMap<FeedId, number>

  constructor(vector: ReadonlyMap<FeedId, number>) {
    this.#vector = vector
  }

  /** In a feed's own row, whose part that counts ends at a head. */
  ofFeed(
    feed: StoredFeed,
    fork: StoredFork | undefined,
    end: { readonly seq: number; readonly hash: Uint8Array },
  ): number {
    const own = this.#vector.get(feed.id) ?? 0
    if (!fork) return own < end.seq && this.#holdsJust(feed, end.hash) ? end.seq : own
    const stem = this.#ofStem(feed, fork)
    return fork.main ? this.#ofBranch(feed, fork.main, end, stem) : stem
  }

  /** In a branch that is beside its feed's own row. */
  ofSide(feed: StoredFeed, fork: StoredFork, side: StoredBranch, [seq, hash]: readonly [number, Uint8Array]): number {
    return this.#ofBranch(feed, side.first, { seq, hash }, this.#ofStem(feed, fork))
  }

  #ofBranch(
    feed: StoredFeed,
    first: Uint8Array,
    end: { readonly seq: number; readonly hash: Uint8Array },
    stem: number,
  ): number {
    const named = Math.max(stem, this.#vector.get(branchId(feed.id, first)) ?? 0)
    return named < end.seq && this.#holdsJust(feed, end.hash) ? end.seq : named
  }

  /** Which branch is meant by what goes beyond the fork under the feed's own name cannot be known. */
  #ofStem(feed: StoredFeed, { seq }: StoredFork): number {
    return Math.min(this.#vector.get(feed.id) ?? 0, seq - 1)
  }

  /** Whether the vector names the very item that stands last here. */
  #holdsJust(feed: StoredFeed, hash: Uint8Array): boolean {
    return this.#vector.size > 0 && this.#vector.has(branchId(feed.id, hash))
  }
}
