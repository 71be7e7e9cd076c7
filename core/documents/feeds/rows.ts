/** What is kept of documents, feeds, items and blocks, and how it is read from its rows. */
import {
  type ActionId,
  base64url,
  type DeviceId,
  type DocumentId,
  type FeedId,
  fromBase64url,
  hex,
} from '../../shared/index.ts'
import type { DocumentKind } from '../codec/document-id.ts'
import type { Context, Seen } from '../codec/item.ts'
import type { ChangeHead } from '../pages/change.ts'

export interface StoredDocument {
  readonly number: number
  readonly id: DocumentId
  readonly kind: DocumentKind
  /** The document whose entry opened this one. */
  readonly parent: DocumentId | undefined
  readonly entries: number
  /** Weight of all items. */
  readonly bytes: number
  /** Automerge operations of all entries with effect. */
  readonly operations: number
  /** Whether what opened it does not count any more: it is kept, and not known of meanwhile. */
  readonly astray: boolean
}

export interface StoredFeed {
  readonly number: number
  readonly document: number
  readonly id: FeedId
  readonly device: DeviceId
  readonly session: Uint8Array
  readonly headSeq: number
  readonly headHash: Uint8Array
  /** Weight of all items. */
  readonly bytes: number
  /** Membership heads the feed last named. */
  readonly heads: readonly ActionId[]
  /** Up to here the feed lies in blocks. */
  readonly packedSeq: number
  readonly packedHash: Uint8Array
  /** The last seq with effect, when a later item was refused. */
  readonly effectEnd: number | undefined
  readonly change: ChangeHead
  /** The last seq that counts, if the log cuts the feed off: what lies beyond is kept and set aside. */
  readonly cutSeq: number | undefined
  /** Hash of the item at the cut, where the feed goes beyond it. */
  readonly cutHash: Uint8Array | undefined
}

export interface TailItem {
  readonly arrival: number
  readonly feed: number
  readonly seq: number
  readonly hash: Uint8Array
  readonly context: Context
  readonly seen: readonly Seen[]
  readonly entry: Uint8Array
  readonly signature: Uint8Array | undefined
}

/** A block without its bytes. */
export interface StoredBlock {
  readonly number: number
  readonly document: number
  readonly items: number
  /** Of its items. */
  readonly weight: number
}

export interface NewBlock {
  readonly document: number
  readonly items: number
  /** Of its items. */
  readonly weight: number
  readonly checksum: Uint8Array
  readonly bytes: Uint8Array
  readonly runs: readonly BlockRunRow[]
}

export interface BlockRunRow {
  readonly feed: number
  readonly lastSeq: number
}

export interface DocumentRow {
  number: number
  id: string
  kind: string
  parent: string | null
  entries: number
  bytes: number
  operations: number
  astray: number
}

export interface FeedRow {
  number: number
  document: number
  id: Uint8Array
  device_id: Uint8Array
  session: Uint8Array
  head_seq: number
  head_hash: Uint8Array
  bytes: number
  named: string | null
  packed_seq: number
  /** Nothing when all of the feed is packed. */
  packed_hash: Uint8Array | null
  effect_end: number | null
  change_hash: Uint8Array
  change_op: number
  cut_seq: number | null
  cut_hash: Uint8Array | null
}

export interface TailRow {
  arrival: number
  feed: number
  seq: number
  hash: Uint8Array
  context: string
  seen: string
  entry: Uint8Array
  signature: Uint8Array | null
}

export function documentOf(row: DocumentRow): StoredDocument {
  const { number, entries, bytes, operations } = row
  return {
    number,
    entries,
    bytes,
    operations,
    astray: row.astray === 1,
    id: row.id as DocumentId,
    kind: row.kind as DocumentKind,
    parent: (row.parent ?? undefined) as DocumentId | undefined,
  }
}

export function feedOf(row: FeedRow): StoredFeed {
  return {
    number: row.number,
    document: row.document,
    id: hex(row.id) as FeedId,
    device: base64url(row.device_id) as DeviceId,
    session: new Uint8Array(row.session),
    headSeq: row.head_seq,
    headHash: new Uint8Array(row.head_hash),
    bytes: row.bytes,
    heads: (row.named?.split(' ') ?? []) as ActionId[],
    packedSeq: row.packed_seq,
    packedHash: new Uint8Array(row.packed_hash ?? row.head_hash),
    effectEnd: row.effect_end ?? undefined,
    change: { hash: hex(row.change_hash), maxOp: row.change_op },
    cutSeq: row.cut_seq ?? undefined,
    cutHash: row.cut_hash ? new Uint8Array(row.cut_hash) : undefined,
  }
}

export function tailOf(row: TailRow): TailItem {
  return { arrival: row.arrival, feed: row.feed, ...restingOf(row) }
}

/** An item as it rests in a row of its own. */
export type RestingItem = Omit<TailItem, 'arrival' | 'feed'>

export function restingOf(row: Omit<TailRow, 'arrival' | 'feed'>): RestingItem {
  const seen = JSON.parse(row.seen) as [FeedId, number, string][]
  return {
    seq: row.seq,
    hash: new Uint8Array(row.hash),
    context: JSON.parse(row.context) as Context,
    seen: seen.map(([feed, seq, hash]) => ({ feed, seq, hash: fromBase64url(hash) ?? new Uint8Array(0) })),
    entry: new Uint8Array(row.entry),
    signature: row.signature ? new Uint8Array(row.signature) : undefined,
  }
}

/** The columns of an item that rests in a row of its own: seq, hash, context, seen, entry, signature. */
export function restingRow(item: RestingItem): [number, Uint8Array, string, string, Uint8Array, Uint8Array | null] {
  const seen = JSON.stringify(item.seen.map(({ feed, seq, hash }) => [feed, seq, base64url(hash)]))
  return [item.seq, item.hash, JSON.stringify(item.context), seen, item.entry, item.signature ?? null]
}
