/** What documents are made of and what they answer with. */
import type { Clock, CommunityId, DocumentId, EntryId, EpochId, FeedId, Log, Random } from '../shared/index.ts'
import type { Device } from '../identity/index.ts'
import type { ItemKeys } from '../membership/index.ts'
import type { Database } from '../storage/index.ts'
import type { Authority } from './authority.ts'
import type { Entry } from './codec/entry.ts'
import type { RebuiltRun } from './codec/rebuild.ts'
import type { EffectPort } from './effect.ts'
import type { Branched } from './feeds/forking.ts'
import type { RunVerdict } from './feeds/gate.ts'
import type { HiddenItems } from './feeds/hidden.ts'
import type { NewItem } from './feeds/intake.ts'

/** The epoch keys this device holds. */
export interface Keys {
  /** Epochs new content is written under, sorted. */
  heads(): readonly EpochId[]
  contentKeys(epochs: readonly EpochId[]): ItemKeys | undefined
  onChange(listener: () => void): () => void
  /** What lies beyond a cut is taken too, and set aside: of an archive, of which nothing can be asked for again. */
  readonly keepsCut?: true
}

export interface DocumentsOptions {
  readonly database: Database
  readonly community: CommunityId
  readonly membership: Authority
  readonly ring: Keys
  readonly device: Device
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly view: EffectPort
}

/** How a block was taken, run by run. */
export interface BlockOutcome {
  readonly document: DocumentId
  /** Items that were new. */
  readonly accepted: number
  readonly runs: readonly { readonly feed: FeedId; readonly verdict: RunVerdict }[]
}

/** How far a feed goes. */
export interface FeedHead {
  readonly feed: FeedId
  readonly seq: number
}

export interface DocumentChange {
  readonly document: DocumentId
  /** New items, in order of acceptance; empty when the document has just become known. */
  readonly items: readonly FeedHead[]
  /** Whether this device wrote them. */
  readonly own: boolean
  /** Feeds end elsewhere or go by other names than before: what was told or known of how far anybody is counts no more. */
  readonly anew: boolean
}

/** An entry of this person, kept and without effect, though they may write: to be offered for writing again. */
export interface LostEntry {
  readonly document: DocumentId
  /** The root whose page it stands in. */
  readonly space: DocumentId
  readonly id: EntryId
  readonly entry: Entry
}

/** Why something of a document cannot be seen. */
export interface Hidden {
  readonly stretches: readonly HiddenItems[]
  /** Feeds of which more was sent than there are keys for, since this process began. */
  readonly waitingForKey: number
  /** Blocks on this disk that are not what was written. */
  readonly damagedBlocks: number
}

/** What one transaction keeps of a document. */
export interface Keeping {
  readonly items: readonly NewItem[]
  /** The bytes they came in, when those hold just these items. */
  readonly block?: Uint8Array | undefined
  /** Runs that part from what is held, and what became of them. */
  readonly parting?: readonly RebuiltRun[]
  readonly branched?: Map<FeedId, Branched>
  /** Runs in the same transaction with the last entry's id. */
  readonly also?: ((id: EntryId) => void) | undefined
  /** There are so many that the page's Automerge document is rather made anew when somebody asks for it. */
  readonly many?: boolean
}
