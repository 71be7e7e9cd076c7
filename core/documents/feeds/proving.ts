/** Proofs for the membership log: signed headers that show how far a device wrote, and that it signed two items for one place. */
import type { DeviceId, FeedId } from '../../shared/index.ts'
import { deviceKey } from '../../identity/index.ts'
import type { DocumentKind } from '../codec/document-id.ts'
import { headerOf, placeOf } from '../codec/item.ts'
import type { Proof } from './fork-store.ts'
import { keptItems, type KeptItem } from './serving.ts'
import type { FeedStore, StoredDocument, StoredFeed } from './store.ts'
import { type Extent, extentsOf, type WalkFacts } from './walking.ts'

export type { Proof } from './fork-store.ts'

type Signed = Pick<KeptItem, 'seq' | 'prev' | 'context' | 'seen' | 'entry' | 'signature'>

/** For each feed of some devices, in documents of some kinds or in all, a proof of its last signed item that counts, the newest feeds first. */
export function lastProofs(
  store: FeedStore,
  devices: readonly DeviceId[],
  facts: WalkFacts,
  kinds?: readonly DocumentKind[],
): Proof[] {
  const feeds = devices.flatMap((device) => store.feedsOf(device)).sort((a, b) => b.number - a.number)
  const proofs = new Map<FeedId, Proof>()
  for (const [number, own] of Map.groupBy(feeds, ({ document }) => document)) {
    const document = store.documentOfNumber(number)
    if (document && (kinds?.includes(document.kind) ?? true)) proveAll(store, document, own, facts, proofs)
  }
  return feeds.map(({ id }) => proofs.get(id)).filter((proof) => proof !== undefined)
}

function proveAll(
  store: FeedStore,
  document: StoredDocument,
  feeds: readonly StoredFeed[],
  facts: WalkFacts,
  proofs: Map<FeedId, Proof>,
): void {
  const extents = extentsOf(store, document, facts)
  const wanted = new Map(feeds.map(({ id }) => [id, extents.get(id)]))
  const last = new Map<FeedId, Signed>()
  for (const item of keptItems(store, document, facts)) {
    const extent = wanted.get(item.feed)
    if (extent && item.signature && item.seq <= extent.end) last.set(item.feed, item)
  }
  for (const feed of feeds) {
    const item = lastBeside(wanted.get(feed.id)) ?? last.get(feed.id)
    const proof = item && proofOf(document, feed, item, facts)
    if (proof) proofs.set(feed.id, proof)
  }
}

/** Of a branch that has effect beside its feed's own row. */
function lastBeside(extent: Extent | undefined): Signed | undefined {
  const { fork, side } = extent ?? {}
  if (!fork || !side) return undefined
  const at = side.items.findLastIndex(({ seq, signature }) => signature !== undefined && seq <= side.end)
  const item = side.items[at]
  return item && { ...item, prev: side.items[at - 1]?.hash ?? fork.stem }
}

/** An item's header and signature; nothing when it has none of its own, or a key is not held. */
export function proofOf(
  { id }: Pick<StoredDocument, 'id'>,
  { device, session }: StoredFeed,
  { signature, ...content }: Signed,
  { community, contentKeys }: Pick<WalkFacts, 'community' | 'contentKeys'>,
): Proof | undefined {
  const keys = contentKeys(content.context.epochs)
  const place = placeOf(community, { document: id, device: deviceKey(device), session })
  return keys && signature && [headerOf(place, keys, content), signature]
}

/** Two proofs that a device signed two items for one place, for every such feed of which that can be shown. */
export function forkProofs(store: FeedStore, device: DeviceId): (readonly [Proof, Proof])[] {
  return store.feedsOf(device).flatMap(({ number }) => {
    const evidence = store.forks.evidence(number)
    return evidence ? [evidence] : []
  })
}
