/** What proves the items of an archive that is kept in a database: no content can be encrypted, or decrypted, by it. */
import { encodeCanonical, type EpochId, fromBase64url, hex, LIMITS, sameBytes } from '../../shared/index.ts'
import { SEAL_BYTES, SEAL_NONCE_BYTES } from '../../documents/index.ts'
import type { ItemKeys } from '../../membership/index.ts'
import type { Database, Schema } from '../../storage/index.ts'
import { archiveErrors } from '../errors.ts'
import { SEALS } from './names.ts'

export const archiveKeySchema: Schema = {
  room: 'archive-keys',
  migrations: [
    `CREATE TABLE nonce_key (epochs BLOB PRIMARY KEY, key BLOB NOT NULL) STRICT, WITHOUT ROWID;
     CREATE TABLE seals (feed BLOB NOT NULL, first INTEGER NOT NULL, part INTEGER NOT NULL, seals BLOB NOT NULL,
       PRIMARY KEY (feed, first, part)) STRICT, WITHOUT ROWID`,
  ],
}

interface Stretch {
  readonly first: number
  readonly seals: Uint8Array
}

/** Feeds whose seals are held in memory. */
const KEPT = 64
/** Sets of epochs whose keys are. */
const KEPT_SETS = 256
/** Of one feed, in all its branches. */
const MOST = LIMITS.archiveFeedSeals * LIMITS.feedEntries * SEAL_BYTES

export class ArchiveKeys {
  readonly keepsCut = true
  readonly #db: Database
  readonly #keys = new Map<string, ItemKeys | undefined>()
  /** Least recently used first. */
  readonly #feeds = new Map<string, readonly Stretch[]>()

  constructor(database: Database) {
    this.#db = database
  }

  /** Nothing is ever written in an archive. */
  heads(): readonly EpochId[] {
    return []
  }

  contentKeys(epochs: readonly EpochId[]): ItemKeys | undefined {
    const name = epochs.join()
    const known = this.#keys.get(name)
    if (known || this.#keys.has(name)) return known
    // Whoever wrote the archive chose the names.
    if (this.#keys.size >= KEPT_SETS) this.#keys.clear()
    const found = this.#keysOf(epochs)
    this.#keys.set(name, found)
    return found
  }

  /** They never change once all is read. */
  onChange(): () => void {
    return () => undefined
  }

  keepNonceKeys(sets: readonly (readonly [epochs: readonly EpochId[], key: Uint8Array])[]): void {
    this.#keys.clear()
    this.#db.transaction('received', () => {
      const insert = this.#db.statement('INSERT OR REPLACE INTO nonce_key (epochs, key) VALUES (?, ?)')
      for (const [epochs, key] of sets) insert.run(nameOf(epochs), key)
    })
  }

  /**
   * The seals of a feed's items that follow one another.
   * @throws archive/damaged when the same feed stands in the archive more often than any can have branches
   */
  keepSeals(feed: Uint8Array, first: number, seals: Uint8Array): void {
    const known = this.#db
      .statement<{ part: number; seals: Uint8Array }>('SELECT part, seals FROM seals WHERE feed = ? AND first = ?')
      .all(feed, first)
    if (known.some((each) => sameBytes(new Uint8Array(each.seals), seals))) return
    const held = this.#db
      .statement<{ bytes: number | null }>('SELECT SUM(length(seals)) AS bytes FROM seals WHERE feed = ?')
      .get(feed)
    if ((held?.bytes ?? 0) + seals.length > MOST) throw archiveErrors('damaged', { details: { file: SEALS } })
    this.#feeds.delete(hex(feed))
    this.#db
      .statement('INSERT INTO seals (feed, first, part, seals) VALUES (?, ?, ?, ?)')
      .run(feed, first, known.length, seals)
  }

  #keysOf(epochs: readonly EpochId[]): ItemKeys | undefined {
    const row = this.#db
      .statement<{ key: Uint8Array }>('SELECT key FROM nonce_key WHERE epochs = ?')
      .get(nameOf(epochs))
    if (!row) return undefined
    return {
      nonce: new Uint8Array(row.key),
      ciphertextHash: (feed, seq, nonce) => this.#hashOf(feed, seq, nonce.subarray(0, SEAL_NONCE_BYTES)),
    }
  }

  #hashOf(feed: Uint8Array, seq: number, nonce: Uint8Array): Uint8Array | undefined {
    for (const { first, seals } of this.#stretches(feed)) {
      const at = (seq - first) * SEAL_BYTES
      if (at < 0 || at >= seals.length) continue
      if (sameBytes(seals.subarray(at, at + SEAL_NONCE_BYTES), nonce))
        return seals.subarray(at + SEAL_NONCE_BYTES, at + SEAL_BYTES)
    }
    return undefined
  }

  #stretches(feed: Uint8Array): readonly Stretch[] {
    const name = hex(feed)
    const known = this.#feeds.get(name)
    const found =
      known ??
      this.#db
        .statement<{ first: number; seals: Uint8Array }>(
          'SELECT first, seals FROM seals WHERE feed = ? ORDER BY first, part',
        )
        .all(feed)
        .map(({ first, seals }) => ({ first, seals: new Uint8Array(seals) }))
    this.#feeds.delete(name)
    this.#feeds.set(name, found)
    for (const oldest of [...this.#feeds.keys()].slice(0, -KEPT)) this.#feeds.delete(oldest)
    return found
  }
}

function nameOf(epochs: readonly EpochId[]): Uint8Array {
  return encodeCanonical(epochs.map((id) => fromBase64url(id) ?? new Uint8Array(0)))
}
