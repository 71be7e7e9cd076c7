/** Keeping branches of a feed whose device signed two items for one place: what was held stays, the other branch is put beside it. */
import { type FeedId, LIMITS, sameBytes } from '../../shared/index.ts'
import { itemWeight } from '../codec/item.ts'
import type { RebuiltRun } from '../codec/rebuild.ts'
import type { Proof, StoredFork } from './fork-store.ts'
import type { GateFacts } from './gate.ts'
import type { HeldHashes } from './held-hashes.ts'
import type { NewItem } from './intake.ts'
import { verdictAtHand } from './known-branch.ts'
import { branchId } from './named-heads.ts'
import { proofOf } from './proving.ts'
import type { RestingItem } from './rows.ts'
import { keptItems, type ReadingFacts, sideItems } from './serving.ts'
import type { FeedStore, StoredDocument, StoredFeed } from './store.ts'
import { FeedTree, type Parted, type TreeItem } from './tree.ts'

type Item = TreeItem & RestingItem

/** What became of a run: how many of its items are new here, and how it is to be called. */
export interface Branched {
  readonly verdict: 'fork' | 'known' | 'gap' | 'full' | 'cut'
  readonly accepted: number
}

export interface BranchParts {
  readonly store: FeedStore
  readonly hashes: HeldHashes
  readonly facts: ReadingFacts
}

interface Parting {
  readonly run: RebuiltRun
  readonly feed: StoredFeed
  readonly before: StoredFork | undefined
}

/** Takes validly signed runs that do not go on from their feeds' own rows. */
export function takeBranches(
  { store, hashes, facts }: BranchParts,
  document: StoredDocument,
  runs: readonly RebuiltRun[],
): Map<FeedId, Branched> {
  const answers = new Map<FeedId, Branched>()
  const open: Parting[] = []
  for (const run of runs) {
    const feed = store.feed(run.feed)
    const before = feed && store.forks.ofFeed(feed.number)
    const verdict = feed ? before && verdictAtHand({ store, hashes, feed }, before, run) : 'gap'
    if (verdict) answers.set(run.feed, none(verdict))
    else if (feed) open.push({ run, feed, before })
  }
  if (open.length === 0) return answers
  // All of them in one go: reading the document feed by feed is what a peer would keep us busy with.
  const feeds = open.map(({ feed }) => feed)
  const held = Map.groupBy<FeedId, Item & { readonly feed: FeedId }>(
    keptItems(store, document, facts, feeds),
    ({ feed }) => feed,
  )
  for (const each of open)
    answers.set(each.run.feed, takeBranch(store, document, each, held.get(each.run.feed) ?? [], facts))
  return answers
}

function takeBranch(
  store: FeedStore,
  document: StoredDocument,
  { run, feed, before }: Parting,
  own: readonly Item[],
  facts: ReadingFacts,
): Branched {
  const tree = new FeedTree<Item>()
  tree.add(own)
  for (const side of before?.sides ?? []) tree.add(before ? sideItems(store, feed, before, side) : [])
  const items = signedItems(run)
  const news = items.filter(({ hash }) => !tree.has(hash))
  const [first] = news
  if (!first) return none('known')
  if (first.seq > 1 && tree.seqOf(first.prev) !== first.seq - 1) return none('gap')
  if (feed.cutSeq !== undefined && first.seq > feed.cutSeq) return none('cut')
  tree.add(items)
  const parted = tree.parted()
  if (!parted) return none('known')
  const ends = parted.branches.map((branch) => branch.at(-1) ?? branch[0])
  if (!isWithinLimits(parted, own)) return none('full')
  const isKept = ends.some(({ hash }) => news.some((item) => sameBytes(item.hash, hash)))
  if (!isKept && before && isSame(before, parted)) return none('fork')
  const main = parted.branches.find((branch) => sameBytes((branch.at(-1) ?? branch[0]).hash, feed.headHash))
  const stem = parted.stem?.hash ?? new Uint8Array(0)
  store.forks.put(
    document.number,
    { feed: feed.number, seq: parted.seq, stem, main: main?.[0].hash },
    parted.branches.filter((branch) => branch !== main),
    before?.isShown ? undefined : evidenceOf(parted, document, feed, facts),
  )
  return { verdict: 'fork', accepted: isKept ? news.length : 0 }
}

const none = (verdict: Branched['verdict']): Branched => ({ verdict, accepted: 0 })

function signedItems({ items, run }: RebuiltRun): Item[] {
  return items.map((item, at) => ({ ...item, signature: at === items.length - 1 ? run.signature : undefined }))
}

/** A branch counts with all before it. */
function isWithinLimits({ seq, branches }: Parted<Item>, own: readonly Item[]): boolean {
  const stem = own.filter((item) => item.seq < seq).reduce((sum, item) => sum + itemWeight(item), 0)
  return branches.every((branch) => {
    const bytes = branch.reduce((sum, item) => sum + itemWeight(item), stem)
    return (branch.at(-1)?.seq ?? 0) <= LIMITS.feedEntries && bytes <= LIMITS.feedBytes
  })
}

function isSame(fork: StoredFork, { seq, branches }: Parted<Item>): boolean {
  const firsts = [...(fork.main ? [fork.main] : []), ...fork.sides.map(({ first }) => first)]
  return fork.seq === seq && branches.every(([{ hash }]) => firsts.some((first) => sameBytes(first, hash)))
}

/**
 * Two signed headers for one place. Signatures in the middle of a run are not kept, so there may be no place at which both branches have
 * one; then the branches are known to part, and nothing is shown of it until more comes.
 */
function evidenceOf(
  { branches }: Parted<Item>,
  document: StoredDocument,
  feed: StoredFeed,
  facts: ReadingFacts,
): readonly [Proof, Proof] | undefined {
  const [one, other] = branches
  for (const [at, item] of one.entries()) {
    const twin = other[at]
    const [first, second] = [item, twin].map((each) => each && proofOf(document, feed, each, facts))
    if (first && second) return [first, second]
  }
  return undefined
}

/** How far a feed is known to fork. */
export function forkOf(store: FeedStore, { number }: StoredFeed): GateFacts['fork'] {
  const fork = store.forks.ofFeed(number)
  if (!fork) return 'none'
  return fork.main ? 'branch' : 'given-up'
}

/** Whether items stand in a feed that forks, or point into one: which branch of it has effect may be another then. */
export function touchesFork(store: FeedStore, { number }: StoredDocument, items: readonly NewItem[]): boolean {
  const forks = store.forks.of(number)
  if (forks.size === 0) return false
  const isForked = (feed: FeedId): boolean => forks.has(store.feed(feed)?.number ?? 0)
  return items.some(({ feed, seen }) => isForked(feed) || seen.some((pointer) => isForked(pointer.feed)))
}

/** New items of feeds' own rows under the names that vectors have for them. */
export function namesOf(
  store: FeedStore,
  { number }: StoredDocument,
  items: readonly NewItem[],
): { readonly feed: FeedId; readonly seq: number }[] {
  const forks = store.forks.of(number)
  return items.map(({ feed, seq }) => {
    const fork = forks.size > 0 ? forks.get(store.feed(feed)?.number ?? 0) : undefined
    return { feed: fork?.main && seq >= fork.seq ? branchId(feed, fork.main) : feed, seq }
  })
}
