/** Feeds on disk: one row a feed, recent items as rows, older ones packed in blocks. Only this file knows the tables. */
import {
  type ActionId,
  base64url,
  decodeCanonical,
  type DeviceId,
  type DocumentId,
  encodeCanonical,
  type FeedId,
  fromBase64url,
  fromHex,
  LIMITS,
} from '../../shared/index.ts'
import type { Database } from '../../storage/index.ts'
import type { DocumentKind } from '../codec/document-id.ts'
import { feedBytes } from '../codec/item.ts'
import type { ChangeHead } from '../pages/change.ts'
import { ForkStore } from './fork-store.ts'
import {
  type BlockRunRow,
  documentOf,
  type DocumentRow,
  feedOf,
  type FeedRow,
  type NewBlock,
  type StoredDocument,
  type StoredFeed,
  restingRow,
  type TailItem,
  type StoredBlock,
  tailOf,
  type TailRow,
} from './rows.ts'

export type { NewBlock, StoredDocument, StoredFeed, TailItem } from './rows.ts'

const RUNS = { bytes: 64 * LIMITS.blockFeeds, depth: 1, values: 1 + 2 * LIMITS.blockFeeds }
const FEEDS = `SELECT feed.*, device.id AS device_id, named_heads.heads AS named FROM feed
  JOIN device ON device.number = feed.device LEFT JOIN named_heads ON named_heads.number = feed.heads`
const COUNT = 'SELECT count(*) AS n FROM feed'
const COUNTING = '(cut_seq IS NULL OR cut_seq > 0)'

export class FeedStore {
  readonly forks: ForkStore
  readonly #db: Database

  constructor(database: Database) {
    this.#db = database
    this.forks = new ForkStore(database)
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

  /** Documents of which the opening counts no more. */
  astray(): StoredDocument[] {
    return this.#db
      .statement<DocumentRow>('SELECT * FROM document WHERE astray = 1 ORDER BY number')
      .all()
      .map(documentOf)
  }

  /** How many documents are known, those aside of which the opening counts no more. */
  countDocuments(): number {
    return this.#db.statement<{ n: number }>('SELECT count(*) AS n FROM document WHERE astray = 0').get()?.n ?? 0
  }

  /** The pages of a root, oldest known first. */
  children(parent: DocumentId): StoredDocument[] {
    return this.#db
      .statement<DocumentRow>('SELECT * FROM document WHERE parent = ? ORDER BY number')
      .all(parent)
      .map(documentOf)
  }

  /** What opened a document counts no more, or again. */
  setAstray({ number }: StoredDocument, astray: boolean): void {
    this.#db.statement('UPDATE document SET astray = ? WHERE number = ?').run(astray ? 1 : 0, number)
  }

  setOperations({ number }: StoredDocument, operations: number): void {
    this.#db.statement('UPDATE document SET operations = ? WHERE number = ?').run(operations, number)
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

  /** How many feeds a document has of which anything counts: what the log takes makes room for others. */
  countFeeds(document: number): number {
    return this.#db.statement<{ n: number }>(`${COUNT} WHERE ${COUNTING} AND document = ?`).get(document)?.n ?? 0
  }

  countFeedsOf(document: number, device: DeviceId): number {
    const count = this.#db.statement<{ n: number }>(
      `${COUNT} WHERE ${COUNTING} AND document = ? AND device = (SELECT number FROM device WHERE id = ?)`,
    )
    return count.get(document, fromBase64url(device) ?? new Uint8Array(0))?.n ?? 0
  }

  /** Every device with feeds here, and what was last noted of its standing. */
  devices(): { readonly id: DeviceId; readonly standing: string }[] {
    const rows = this.#db.statement<{ id: Uint8Array; standing: string }>('SELECT id, standing FROM device').all()
    return rows.map(({ id, standing }) => ({ id: base64url(id) as DeviceId, standing }))
  }

  /** Devices with feeds that are cut. */
  cutDevices(): ReadonlySet<DeviceId> {
    const rows = this.#db.statement<{ id: Uint8Array }>(
      'SELECT id FROM device WHERE number IN (SELECT device FROM feed WHERE cut_seq IS NOT NULL)',
    )
    return new Set(rows.all().map(({ id }) => base64url(id) as DeviceId))
  }

  noteStanding(device: DeviceId, standing: string): void {
    this.#db.statement('UPDATE device SET standing = ? WHERE number = ?').run(standing, this.#device(device))
  }

  /** All feeds of a device, the newest first. */
  feedsOf(device: DeviceId): StoredFeed[] {
    return this.#db
      .statement<FeedRow>(`${FEEDS} WHERE device.id = ? ORDER BY feed.number DESC`)
      .all(fromBase64url(device) ?? new Uint8Array(0))
      .map(feedOf)
  }

  addFeed(feed: Pick<StoredFeed, 'document' | 'id' | 'device' | 'session' | 'change' | 'cutSeq'>): StoredFeed {
    const none = new Uint8Array(0)
    const { lastId } = this.#db
      .statement(
        `INSERT INTO feed (document, id, device, session, head_seq, head_hash, bytes, packed_seq, change_hash, change_op, cut_seq)
         VALUES (?, ?, ?, ?, 0, ?, 0, 0, ?, ?, ?)`,
      )
      .run(
        feed.document,
        feedBytes(feed.id),
        this.#device(feed.device),
        feed.session,
        none,
        hashBytes(feed.change),
        feed.change.maxOp,
        feed.cutSeq ?? null,
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
      cutHash: undefined,
    }
  }

  updateFeed(feed: StoredFeed): void {
    this.#db
      .statement(
        `UPDATE feed SET head_seq = ?, head_hash = ?, bytes = ?, heads = ?, packed_seq = ?, packed_hash = ?, effect_end = ?,
         change_hash = ?, change_op = ?, cut_seq = ?, cut_hash = ? WHERE number = ?`,
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
        feed.cutSeq ?? null,
        feed.cutHash ?? null,
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
      .run(document, item.feed, ...restingRow(item))
  }

  /** Items outside blocks in the order they arrived. */
  tail(document: number): TailItem[] {
    return this.#db
      .statement<TailRow>('SELECT * FROM tail WHERE document = ? ORDER BY arrival')
      .all(document)
      .map(tailOf)
  }

  /** A feed's items outside blocks beyond one of its items, in order. */
  tailOf(document: number, feed: number, beyond: number): TailItem[] {
    return this.#db
      .statement<TailRow>('SELECT * FROM tail WHERE document = ? AND feed = ? AND seq > ? ORDER BY seq')
      .all(document, feed, beyond)
      .map(tailOf)
  }

  /** The hash of an item outside blocks. */
  tailHash(feed: number, seq: number): Uint8Array | undefined {
    const row = this.#db
      .statement<{ hash: Uint8Array }>(
        'SELECT hash FROM tail WHERE document = (SELECT document FROM feed WHERE number = ?) AND feed = ? AND seq = ?',
      )
      .get(feed, feed, seq)
    return row && new Uint8Array(row.hash)
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

  addBlock(block: NewBlock): void {
    this.#putBlock(null, block)
  }

  /** Puts one block in the place of some that stand one after the other. */
  replaceBlocks(numbers: readonly number[], block: NewBlock): void {
    for (const number of numbers) this.#db.statement('DELETE FROM block WHERE number = ?').run(number)
    // The last number: whoever is reading block after block meets it after the ones it stands for.
    this.#putBlock(numbers.at(-1) ?? null, block)
  }

  #putBlock(number: number | null, { document, items, weight, checksum, runs, bytes }: NewBlock): void {
    const ends = encodeCanonical(runs.flatMap(({ feed, lastSeq }) => [feed, lastSeq]))
    this.#db
      .statement(
        'INSERT INTO block (number, document, items, weight, checksum, runs, bytes) VALUES (?, ?, ?, ?, ?, ?, ?)',
      )
      .run(number, document, items, weight, checksum, ends, bytes)
  }

  /** The first block after one that, with the next of its document, holds no more than this. */
  smallBlock(after: number, most: { readonly items: number; readonly weight: number }): StoredBlock | undefined {
    return this.#db
      .statement<StoredBlock>(
        `SELECT b.number, b.document, b.items, b.weight FROM block b JOIN block n
         ON n.number = (SELECT min(number) FROM block WHERE document = b.document AND number > b.number)
         WHERE b.number > ? AND b.items + n.items <= ? AND b.weight + n.weight <= ? ORDER BY b.number LIMIT 1`,
      )
      .get(after, most.items, most.weight)
  }

  /** A block and those of its document after it, in order. */
  blocksFrom({ document, number }: StoredBlock): StoredBlock[] {
    return this.#db
      .statement<StoredBlock>(
        'SELECT number, document, items, weight FROM block WHERE document = ? AND number >= ? ORDER BY number',
      )
      .all(document, number)
  }

  documentOfNumber(number: number): StoredDocument | undefined {
    const row = this.#db.statement<DocumentRow>('SELECT * FROM document WHERE number = ?').get(number)
    return row && documentOf(row)
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

  /** Feeds in a block, and how far it goes in each. */
  blockRuns(number: number): BlockRunRow[] {
    const row = this.#db.statement<{ runs: Uint8Array }>('SELECT runs FROM block WHERE number = ?').get(number)
    const ends = row ? (decodeCanonical(row.runs, RUNS) as readonly number[]) : []
    return ends.flatMap((feed, at) => (at % 2 === 0 ? [{ feed, lastSeq: ends[at + 1] ?? 0 }] : []))
  }

  snapshot(document: number): Uint8Array | undefined {
    const row = this.#db.statement<{ bytes: Uint8Array }>('SELECT bytes FROM snapshot WHERE document = ?').get(document)
    return row && new Uint8Array(row.bytes)
  }

  saveSnapshot(document: number, bytes: Uint8Array): void {
    this.#db.statement('INSERT OR REPLACE INTO snapshot (document, bytes) VALUES (?, ?)').run(document, bytes)
  }
}

function hashBytes({ hash }: ChangeHead): Uint8Array {
  return fromHex(hash) ?? new Uint8Array(0)
}
