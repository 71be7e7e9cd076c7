/** Feeds whose device signed two items for one place: where they part, and the branches that are not the feed's own row. */
import { base64url, decodeCanonical, type DeviceId, encodeCanonical } from '../../shared/index.ts'
import type { Database } from '../../storage/index.ts'
import { type RestingItem, restingOf, restingRow, type TailRow } from './rows.ts'

/** A signed header and its signature. */
export type Proof = readonly [header: Uint8Array, signature: Uint8Array]

export interface StoredBranch {
  readonly number: number
  /** Hash of its item where the feed forks. */
  readonly first: Uint8Array
  readonly headSeq: number
  readonly headHash: Uint8Array
}

export interface StoredFork {
  /** The number of the feed. */
  readonly feed: number
  /** The first place with two items. */
  readonly seq: number
  /** Hash of the item before; empty when that is seq 1. */
  readonly stem: Uint8Array
  /** Hash at the fork of what the feed's own row goes on with; nothing when two other branches count instead. */
  readonly main: Uint8Array | undefined
  /** Whether there is evidence of it. */
  readonly isShown: boolean
  /** Branches beside the feed's own row. */
  readonly sides: readonly StoredBranch[]
}

interface ForkRow {
  feed: number
  seq: number
  stem: Uint8Array
  main: Uint8Array | null
  shown: number
}

interface BranchRow {
  number: number
  feed: number
  first: Uint8Array
  head_seq: number
  head_hash: Uint8Array
}

const FORK = 'SELECT feed, seq, stem, main, evidence IS NOT NULL AS shown FROM fork'
const EVIDENCE = { bytes: 16 * 1024, depth: 3, values: 16 }

export class ForkStore {
  readonly #db: Database

  constructor(database: Database) {
    this.#db = database
  }

  /** The forks of a document by the number of their feed. */
  of(document: number): ReadonlyMap<number, StoredFork> {
    const rows = this.#db.statement<ForkRow>(`${FORK} WHERE document = ? ORDER BY feed`).all(document)
    if (rows.length === 0) return new Map()
    const branches = this.#db
      .statement<BranchRow>(
        'SELECT * FROM branch WHERE feed IN (SELECT feed FROM fork WHERE document = ?) ORDER BY feed, first',
      )
      .all(document)
    const sides = Map.groupBy(branches, ({ feed }) => feed)
    return new Map(rows.map((row) => [row.feed, forkOf(row, sides.get(row.feed) ?? [])]))
  }

  ofFeed(feed: number): StoredFork | undefined {
    const row = this.#db.statement<ForkRow>(`${FORK} WHERE feed = ?`).get(feed)
    if (!row) return undefined
    return forkOf(row, this.#db.statement<BranchRow>('SELECT * FROM branch WHERE feed = ? ORDER BY first').all(feed))
  }

  /** Two signed headers for one place of a feed, once two were seen. */
  evidence(feed: number): readonly [Proof, Proof] | undefined {
    const row = this.#db
      .statement<{ evidence: Uint8Array | null }>('SELECT evidence FROM fork WHERE feed = ?')
      .get(feed)
    return row?.evidence ? (decodeCanonical(row.evidence, EVIDENCE) as unknown as readonly [Proof, Proof]) : undefined
  }

  /** Devices with feeds of which it can be shown that they fork. */
  devices(): DeviceId[] {
    const rows = this.#db.statement<{ id: Uint8Array }>(
      `SELECT DISTINCT device.id AS id FROM fork JOIN feed ON feed.number = fork.feed JOIN device ON device.number = feed.device
       WHERE evidence IS NOT NULL`,
    )
    return rows.all().map(({ id }) => base64url(id) as DeviceId)
  }

  /**
   * Keeps a fork in the place of what was known of it, each side with its items from the fork on.
   * @param evidence stays what it was when there is some already
   */
  put(
    document: number,
    fork: Pick<StoredFork, 'feed' | 'seq' | 'stem' | 'main'>,
    sides: readonly (readonly [RestingItem, ...RestingItem[]])[],
    evidence: readonly [Proof, Proof] | undefined,
  ): void {
    this.#db
      .statement('DELETE FROM branch_item WHERE branch IN (SELECT number FROM branch WHERE feed = ?)')
      .run(fork.feed)
    this.#db.statement('DELETE FROM branch WHERE feed = ?').run(fork.feed)
    this.#db
      .statement(
        `INSERT INTO fork (feed, document, seq, stem, main, evidence) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (feed) DO UPDATE SET seq = excluded.seq, stem = excluded.stem, main = excluded.main,
           evidence = coalesce(fork.evidence, excluded.evidence)`,
      )
      .run(fork.feed, document, fork.seq, fork.stem, fork.main ?? null, evidence ? encodeCanonical(evidence) : null)
    for (const items of sides) {
      const { seq, hash } = items.at(-1) ?? items[0]
      const { lastId } = this.#db
        .statement('INSERT INTO branch (feed, first, head_seq, head_hash) VALUES (?, ?, ?, ?)')
        .run(fork.feed, items[0].hash, seq, hash)
      for (const item of items)
        this.#db
          .statement(
            'INSERT INTO branch_item (branch, seq, hash, context, seen, entry, signature) VALUES (?, ?, ?, ?, ?, ?, ?)',
          )
          .run(lastId, ...restingRow(item))
    }
  }

  /** A branch's items, from the fork on. */
  items({ number }: StoredBranch): RestingItem[] {
    return this.#db
      .statement<TailRow>('SELECT * FROM branch_item WHERE branch = ? ORDER BY seq')
      .all(number)
      .map(restingOf)
  }

  hashAt({ number }: StoredBranch, seq: number): Uint8Array | undefined {
    const row = this.#db
      .statement<{ hash: Uint8Array }>('SELECT hash FROM branch_item WHERE branch = ? AND seq = ?')
      .get(number, seq)
    return row && new Uint8Array(row.hash)
  }
}

function forkOf({ feed, seq, stem, main, shown }: ForkRow, sides: readonly BranchRow[]): StoredFork {
  return {
    feed,
    seq,
    stem: new Uint8Array(stem),
    main: main ? new Uint8Array(main) : undefined,
    isShown: shown === 1,
    sides: sides.map((row) => ({
      number: row.number,
      first: new Uint8Array(row.first),
      headSeq: row.head_seq,
      headHash: new Uint8Array(row.head_hash),
    })),
  }
}
