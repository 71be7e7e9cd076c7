/** What an accepted entry does to the community: handed to the view inside the transaction that keeps the item. */
import type { ActionId, DeviceId, DocumentId, FeedId } from '../shared/index.ts'
import type { MemberRole } from '../membership/index.ts'
import type { DocumentKind } from './codec/document-id.ts'
import type { Entry } from './codec/entry.ts'
import type { Seen } from './codec/item.ts'

export interface Effect {
  readonly document: DocumentId
  readonly kind: DocumentKind
  /** The root whose page this is; the document itself otherwise. */
  readonly space: DocumentId
  readonly feed: FeedId
  readonly seq: number
  /** 32 bytes. */
  readonly hash: Uint8Array
  readonly device: DeviceId
  readonly seen: readonly Seen[]
  readonly entry: Entry
  /** Membership heads the author had last named in this feed; all of them are in the log. */
  readonly heads: readonly ActionId[]
  /** What the author's word counts for here, as the whole log has it: where it takes the role away again, the document is folded anew. */
  readonly role: MemberRole
  /** Whether the author has written something else for this place as well: this is the branch others had seen. */
  readonly forked: boolean
  /** The document this entry opens, if its author may. */
  readonly opened: DocumentId | undefined
}

/** Takes effects in the order they were accepted. Runs inside a transaction; what it throws undoes the acceptance. */
export interface EffectPort {
  apply(effects: readonly Effect[]): void
  /** A document has just these effects from now on, given in an order in which a feed's follow each other: what is no longer there goes. */
  refold(document: DocumentId, effects: Iterable<Effect>): void
}
