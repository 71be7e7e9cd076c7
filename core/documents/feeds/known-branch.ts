/**
 * What becomes of a run of a feed that forks already, told by hashes alone: that it is held, or leads to what is not kept. Only what may be
 * new is worth reading the document for.
 */
import { compareBytes, sameBytes } from '../../shared/index.ts'
import type { RebuiltRun } from '../codec/rebuild.ts'
import type { StoredFork } from './fork-store.ts'
import type { HeldHashes } from './held-hashes.ts'
import type { FeedStore, StoredFeed } from './store.ts'

/** A branch that is kept, by the hashes of its items. */
interface KeptBranch {
  readonly first: Uint8Array
  at(seq: number): Uint8Array | undefined
}

export interface AtHand {
  readonly store: FeedStore
  readonly hashes: HeldHashes
  readonly feed: StoredFeed
}

/** Nothing when hashes do not tell. */
export function verdictAtHand(
  { store, hashes, feed }: AtHand,
  fork: StoredFork,
  { run, items }: RebuiltRun,
): 'known' | 'fork' | 'gap' | undefined {
  const own = (seq: number): Uint8Array | undefined => hashes.at(feed, seq)
  const sides = fork.sides.map((side) => ({ first: side.first, at: (seq: number) => store.forks.hashAt(side, seq) }))
  const branches: readonly KeptBranch[] = [...(fork.main ? [{ first: fork.main, at: own }] : []), ...sides]
  const last = items.at(-1)
  if (last && last.seq < fork.seq) return isAt(own, last.seq, last.hash) ? 'known' : undefined
  if (run.firstSeq > fork.seq) {
    const branch = branches.find(({ at }) => isAt(at, run.firstSeq - 1, run.prev))
    if (branch) return along(branch, items)
    // What goes on from an own row that was given up for two others leads nowhere either.
    return isAt(own, run.firstSeq - 1, run.prev) ? 'fork' : 'gap'
  }
  const first = items[fork.seq - run.firstSeq]
  if (!first || !sameBytes(first.prev, fork.stem)) return undefined
  const branch = branches.find((each) => sameBytes(each.first, first.hash))
  if (branch) return along(branch, items.slice(first.seq - run.firstSeq))
  return branches.every((each) => compareBytes(each.first, first.hash) < 0) ? 'fork' : undefined
}

/** Where a branch is said to go on in two ways, the one with the smaller hash is kept. */
function along({ at }: KeptBranch, items: RebuiltRun['items']): 'known' | 'fork' | undefined {
  const last = items.at(-1)
  if (!last || isAt(at, last.seq, last.hash)) return 'known'
  for (const { seq, hash } of items) {
    const kept = at(seq)
    if (!kept) return undefined
    if (!sameBytes(kept, hash)) return compareBytes(kept, hash) < 0 ? 'fork' : undefined
  }
  return 'known'
}

function isAt(at: KeptBranch['at'], seq: number, hash: Uint8Array): boolean {
  const kept = at(seq)
  return kept !== undefined && sameBytes(kept, hash)
}
