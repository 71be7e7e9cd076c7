/** What an accepted entry does to the community: handed to the view inside the transaction that keeps the item. */
import type { DeviceId, DocumentId, FeedId } from '../shared/index.ts'
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
  /** The document this entry opens, if its author may. */
  readonly opened: DocumentId | undefined
}

/** Takes effects in the order they were accepted. Runs inside a transaction; what it throws undoes the acceptance. */
export interface EffectPort {
  apply(effects: readonly Effect[]): void
}
