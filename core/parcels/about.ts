/** What parcels are made from, what they hold, and what comes of opening one. */
import type { ActionId, CommunityId, DeviceId, DocumentId, EpochId, FeedId } from '../shared/index.ts'
import type { Documents } from '../documents/index.ts'
import type { Device } from '../identity/index.ts'
import type { KeyRing, MembershipLog } from '../membership/index.ts'

/** A community, or a private space: what is packed and where what is opened goes. */
export interface ParcelSource {
  readonly community: CommunityId
  readonly membership: Pick<
    MembershipLog,
    'secret' | 'actions' | 'missingFor' | 'receive' | 'has' | 'state' | 'isActive'
  >
  readonly documents: Pick<Documents, 'list' | 'founding' | 'pages' | 'vector' | 'blocksBeyond' | 'receive' | 'has'>
  readonly ring: Pick<KeyRing, 'contentKeys'>
  /** Epochs whose keys this device is meant to have and does not hold. */
  lacking(): readonly EpochId[]
  /** This device, to which letters are sealed. */
  readonly deviceKeys: Device
  /** Letters that tell devices of private spaces; a private space has none. */
  readonly mail?: Mail
}

/** Letters that tell devices of private spaces. */
export interface Mail {
  /** Sealed letters for a device that has not shown yet to know what they say. */
  letters(device: DeviceId): readonly Uint8Array[]
  takeLetter(letter: Uint8Array): void
}

/** What another place is known to hold of a community. */
export interface Held {
  /** Actions of the log; what they stand on is held as well. */
  readonly actions: readonly ActionId[]
  /** Version vectors, in the names `Documents.vector` and `exactVector` have; of a document that is not named nothing is held. */
  readonly documents: ReadonlyMap<DocumentId, ReadonlyMap<FeedId, number>>
}

/** What lies in one parcel. */
export interface Covers {
  readonly actions: readonly ActionId[]
  readonly runs: readonly CoveredRun[]
}

/** Items of one feed, from one seq to another. */
export interface CoveredRun {
  readonly document: DocumentId
  readonly feed: FeedId
  readonly first: number
  readonly last: number
  /**
   * Where the feed's own name does not tell what is meant, since it forks or is cut: the name in an exact vector of what ends with the run's
   * last item, and of what ends before its first.
   */
  readonly exact?: { readonly name: FeedId; readonly after?: FeedId }
}

export interface Packed {
  /** At most LIMITS.parcelBytes. */
  readonly bytes: Uint8Array
  readonly covers: Covers
}

export interface Opened {
  readonly kind: 'log' | 'documents' | 'letters'
  readonly covers: Covers
  /** Entries and decisions that are new here; letters that were looked at. */
  readonly taken: number
  /** That were here before. */
  readonly known: number
  /** That follow on others which are not here: to be read again once those have come. */
  readonly early: number
  /** That break a rule: forged, cut off, too many. */
  readonly refused: number
}
