/** Feeds on disk: one row a feed, recent items as rows, older ones packed in blocks. Only this file knows the tables. */
import {
  type ActionId,
  base64url,
  type DeviceId,
  type DocumentId,
  type FeedId,
  fromBase64url,
  fromHex,
  hex,
} from '../../shared/index.ts'
import type { Database } from '../../storage/index.ts'
import type { DocumentKind } from '../codec/document-id.ts'
import { type Context, feedBytes, type Seen } from '../codec/item.ts'
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

const FEEDS = `SELECT feed.*, device.id AS device_id, named_heads.heads AS named FROM feed
  JOIN device ON device.number = feed.device LEFT JOIN named_heads ON named_heads.number = feed.heads`

export class FeedStore {
  readonly #db: Database

  constructor(database: Database) {
    this.#db = database
  }

  addDocument(id: DocumentId, kind: DocumentKind, parent: DocumentId | undefined): void {
    this.#db
      .statement('INSERT OR IGNORE INTO document (id, kind, parent) VALUES (?, ?, ?)')
      .run(id, kind, parent ?? null)
  }

  document(id: DocumentId): StoredDocument | undefined {
    const row = this.#db.statement<DocumentRow>('SELECT * FROM document WHERE id = ?').get(id)
    return row && documentOf(row)
  }

  /** Documents in the order they became known. */
  documents(): StoredDocument[] {
    return this.#db.statement<DocumentRow>('SELECT * FROM document ORDER BY number').all().map(documentOf)
  }

  countDocuments(): number {
    return this.#db.statement<{ n: number }>('SELECT count(*) AS n FROM document').get()?.n ?? 0
  }

  /** The pages of a root, oldest known first. */
  children(parent: DocumentId): StoredDocument[] {
    return this.#db
      .statement<DocumentRow>('SELECT * FROM document WHERE parent = ? ORDER BY number')
      .all(parent)
      .map(documentOf)
  }

  growDocument({ number }: StoredDocument, by: Pick<StoredDocument, 'entries' | 'bytes' | 'operations'>): void {
    this.#db
      .statement(
        'UPDATE document SET entries = entries + ?, bytes = bytes + ?, operations = operations + ? WHERE number = ?',
      )
      .run(by.entries, by.bytes, by.operations, number)
  }

  feed(id: FeedId): StoredFeed | undefined {
    const row = this.#db.statement<FeedRow>(`${FEEDS} WHERE feed.id = ?`).get(feedBytes(id))
    return row && feedOf(row)
  }

  /** All feeds of a document, by id. */
  feeds(document: number): StoredFeed[] {
    return this.#db.statement<FeedRow>(`${FEEDS} WHERE document = ? ORDER BY feed.id`).all(document).map(feedOf)
  }

  countFeeds(document: number): number {
    return this.#db.statement<{ n: number }>('SELECT count(*) AS n FROM feed WHERE document = ?').get(document)?.n ?? 0
  }

  countFeedsOf(document: number, device: DeviceId): number {
    const count = this.#db.statement<{ n: number }>(
      'SELECT count(*) AS n FROM feed WHERE document = ? AND device = (SELECT number FROM device WHERE id = ?)',
    )
    return count.get(document, fromBase64url(device) ?? new Uint8Array(0))?.n ?? 0
  }

  addFeed(feed: Pick<StoredFeed, 'document' | 'id' | 'device' | 'session' | 'change'>): StoredFeed {
    const none = new Uint8Array(0)
    const { lastId } = this.#db
      .statement(
        `INSERT INTO feed (document, id, device, session, head_seq, head_hash, bytes, packed_seq, change_hash, change_op)
         VALUES (?, ?, ?, ?, 0, ?, 0, 0, ?, ?)`,
      )
      .run(
        feed.document,
        feedBytes(feed.id),
        this.#device(feed.device),
        feed.session,
        none,
        hashBytes(feed.change),
        feed.change.maxOp,
      )
    return {
      ...feed,
      number: lastId,
      headSeq: 0,
      headHash: none,
      bytes: 0,
      heads: [],
      packedSeq: 0,
      packedHash: none,
      effectEnd: undefined,
    }
  }

  updateFeed(feed: StoredFeed): void {
    this.#db
      .statement(
        `UPDATE feed SET head_seq = ?, head_hash = ?, bytes = ?, heads = ?, packed_seq = ?, packed_hash = ?, effect_end = ?,
         change_hash = ?, change_op = ? WHERE number = ?`,
      )
      .run(
        feed.headSeq,
        feed.headHash,
        feed.bytes,
        this.#heads(feed.heads),
        feed.packedSeq,
        feed.packedSeq === feed.headSeq ? null : feed.packedHash,
        feed.effectEnd ?? null,
        hashBytes(feed.change),
        feed.change.maxOp,
        feed.number,
      )
  }

  /** The number a device's key is kept under, once for all its feeds. */
  #device(device: DeviceId): number {
    const id = fromBase64url(device) ?? new Uint8Array(0)
    const known = this.#db.statement<{ number: number }>('SELECT number FROM device WHERE id = ?').get(id)
    return known?.number ?? this.#db.statement('INSERT INTO device (id) VALUES (?)').run(id).lastId
  }

  /** The number some heads are kept under; most feeds name the same. */
  #heads(heads: readonly ActionId[]): number | null {
    if (heads.length === 0) return null
    const text = heads.join(' ')
    const known = this.#db.statement<{ number: number }>('SELECT number FROM named_heads WHERE heads = ?').get(text)
    return known?.number ?? this.#db.statement('INSERT INTO named_heads (heads) VALUES (?)').run(text).lastId
  }

  addItem(document: number, item: Omit<TailItem, 'arrival'>): void {
    this.#db
      .statement(
        'INSERT INTO tail (document, feed, seq, hash, context, seen, entry, signature) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      )
      .run(
        document,
        item.feed,
        item.seq,
        item.hash,
        JSON.stringify(item.context),
        JSON.stringify(item.seen.map(({ feed, seq, hash }) => [feed, seq, base64url(hash)])),
        item.entry,
        item.signature ?? null,
      )
  }

  /** Items outside blocks in the order they arrived. */
  tail(document: number): TailItem[] {
    return this.#db
      .statement<TailRow>('SELECT * FROM tail WHERE document = ? ORDER BY arrival')
      .all(document)
      .map(tailOf)
  }

  /** How many items, and how many bytes of entries, lie outside blocks. */
  tailSize(document: number): { entries: number; bytes: number } {
    const size = this.#db
      .statement<{ entries: number; bytes: number }>(
        'SELECT count(*) AS entries, coalesce(sum(length(entry)), 0) AS bytes FROM tail WHERE document = ?',
      )
      .get(document)
    return size ?? { entries: 0, bytes: 0 }
  }

  dropTail(document: number): void {
    this.#db.statement('DELETE FROM tail WHERE document = ?').run(document)
  }

  addBlock(block: {
    document: number
    items: number
    checksum: Uint8Array
    bytes: Uint8Array
    runs: readonly BlockRunRow[]
  }): void {
    const { lastId } = this.#db
      .statement('INSERT INTO block (document, items, checksum, bytes) VALUES (?, ?, ?, ?)')
      .run(block.document, block.items, block.checksum, block.bytes)
    const run = this.#db.statement('INSERT INTO block_run (block, feed, first_seq, last_seq) VALUES (?, ?, ?, ?)')
    for (const { feed, firstSeq, lastSeq } of block.runs) run.run(lastId, feed, firstSeq, lastSeq)
  }

  /** The number of a document's oldest block after another. */
  blockAfter(document: number, number: number): number | undefined {
    return this.#db
      .statement<{ number: number }>(
        'SELECT number FROM block WHERE document = ? AND number > ? ORDER BY number LIMIT 1',
      )
      .get(document, number)?.number
  }

  block(number: number): { bytes: Uint8Array; checksum: Uint8Array } | undefined {
    const row = this.#db
      .statement<{ bytes: Uint8Array; checksum: Uint8Array }>('SELECT bytes, checksum FROM block WHERE number = ?')
      .get(number)
    return row && { bytes: new Uint8Array(row.bytes), checksum: new Uint8Array(row.checksum) }
  }

  blockRuns(number: number): BlockRunRow[] {
    return this.#db
      .statement<{ feed: number; first_seq: number; last_seq: number }>('SELECT * FROM block_run WHERE block = ?')
      .all(number)
      .map((row) => ({ feed: row.feed, firstSeq: row.first_seq, lastSeq: row.last_seq }))
  }

  snapshot(document: number): Uint8Array | undefined {
    const row = this.#db.statement<{ bytes: Uint8Array }>('SELECT bytes FROM snapshot WHERE document = ?').get(document)
    return row && new Uint8Array(row.bytes)
  }

  saveSnapshot(document: number, bytes: Uint8Array): void {
    this.#db.statement('INSERT OR REPLACE INTO snapshot (document, bytes) VALUES (?, ?)').run(document, bytes)
  }
}

export interface BlockRunRow {
  readonly feed: number
  readonly firstSeq: number
  readonly lastSeq: number
}

interface DocumentRow {
  number: number
  id: string
  kind: string
  parent: string | null
  entries: number
  bytes: number
  operations: number
}

interface FeedRow {
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
}

interface TailRow {
  arrival: number
  feed: number
  seq: number
  hash: Uint8Array
  context: string
  seen: string
  entry: Uint8Array
  signature: Uint8Array | null
}

function documentOf(row: DocumentRow): StoredDocument {
  const { number, entries, bytes, operations } = row
  return {
    number,
    entries,
    bytes,
    operations,
    id: row.id as DocumentId,
    kind: row.kind as DocumentKind,
    parent: (row.parent ?? undefined) as DocumentId | undefined,
  }
}

function feedOf(row: FeedRow): StoredFeed {
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
  }
}

function hashBytes({ hash }: ChangeHead): Uint8Array {
  return fromHex(hash) ?? new Uint8Array(0)
}

function tailOf(row: TailRow): TailItem {
  const seen = JSON.parse(row.seen) as [FeedId, number, string][]
  return {
    arrival: row.arrival,
    feed: row.feed,
    seq: row.seq,
    hash: new Uint8Array(row.hash),
    context: JSON.parse(row.context) as Context,
    seen: seen.map(([feed, seq, hash]) => ({ feed, seq, hash: fromBase64url(hash) ?? new Uint8Array(0) })),
    entry: new Uint8Array(row.entry),
    signature: row.signature ? new Uint8Array(row.signature) : undefined,
  }
}
