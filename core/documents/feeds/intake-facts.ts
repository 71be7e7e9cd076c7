/** What the gate asks of a block, answered from what is kept and from the log. */
import { type CommunityId, type DocumentId, LIMITS } from '../../shared/index.ts'
import type { Keys } from '../about.ts'
import { type Authority, isLeading } from '../authority.ts'
import { forkOf } from './forking.ts'
import type { HeldHashes } from './held-hashes.ts'
import type { IntakeFacts } from './intake.ts'
import type { FeedStore, StoredDocument } from './store.ts'

export interface IntakeParts {
  readonly store: FeedStore
  readonly hashes: HeldHashes
  readonly community: CommunityId
  readonly membership: Authority
  readonly ring: Keys
}

/** @param open a document that is known, and throws for one that is not */
export function intakeFacts(
  { store, hashes, community, membership, ring }: IntakeParts,
  open: (document: DocumentId) => StoredDocument,
): IntakeFacts {
  return {
    community,
    isCertified: (device) => membership.state.devices.has(device),
    isInLog: (action) => membership.has(action),
    contentKeys: (epochs) => ring.contentKeys(epochs),
    held: (feed) => store.feed(feed),
    hashAt: (feed, seq) => hashes.at(feed, seq),
    forkOf: (feed) => forkOf(store, feed),
    cutOf: (device, feed) => (ring.keepsCut ? undefined : membership.cutOf(device, feed)),
    roomForFeeds: (document) => LIMITS.documentFeeds - store.countFeeds(open(document).number),
    // Of the two documents that everybody has nothing is the parent.
    hasOwnRoom: (document, device) => open(document).parent === undefined && isLeading(membership, device),
    roomForFeedsOf: (document, device) => LIMITS.deviceFeeds - store.countFeedsOf(open(document).number, device),
  }
}
