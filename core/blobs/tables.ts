/** What the database knows of blobs and chunks; the bytes themselves are files. */
import type { BlobId, ChunkId } from '../shared/index.ts'
import type { Database } from '../storage/index.ts'

interface BlobRow {
  readonly size: number
  readonly wanted: number | null
  /** 1 when its chunks are known. */
  readonly listed: number
}

export class BlobTables {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  holds(chunk: string): boolean {
    return this.#database.statement('SELECT 1 FROM chunk WHERE id = ?').get(chunk) !== undefined
  }

  holdsAny(): boolean {
    return this.#database.statement('SELECT 1 FROM chunk LIMIT 1').get() !== undefined
  }

  /** Notes a chunk that is on the disk; one that is kept for good stays so. */
  note(chunk: string, upload: string | null): void {
    this.#database.statement('INSERT INTO chunk VALUES (?, ?) ON CONFLICT DO NOTHING').run(chunk, upload)
    this.#database.statement('UPDATE part SET held = 1 WHERE chunk = ? AND held = 0').run(chunk)
  }

  /** A chunk is on the disk no more. */
  lose(chunk: string): void {
    this.#database.statement('DELETE FROM chunk WHERE id = ?').run(chunk)
    this.#database.statement('UPDATE part SET held = 0 WHERE chunk = ?').run(chunk)
  }

  blob(root: BlobId): BlobRow | undefined {
    return this.#database
      .statement<BlobRow & Record<string, never>>('SELECT size, wanted, listed FROM blob WHERE root = ?')
      .get(root)
  }

  blobs(): BlobId[] {
    return this.#database
      .statement<{ root: BlobId }>('SELECT root FROM blob')
      .all()
      .map(({ root }) => root)
  }

  /** Enters a blob, or says its size anew while its chunks are not known. */
  enter(root: BlobId, size: number): void {
    this.#database
      .statement(
        'INSERT INTO blob (root, size) VALUES (?, ?) ON CONFLICT (root) DO UPDATE SET size = excluded.size WHERE listed = 0',
      )
      .run(root, size)
  }

  /** Which chunks a blob takes. */
  list(root: BlobId, size: number, chunks: readonly ChunkId[]): void {
    this.#database.statement('UPDATE blob SET size = ?, listed = 1 WHERE root = ?').run(size, root)
    const insert = this.#database.statement(
      'INSERT INTO part VALUES (?, ?, ?, EXISTS (SELECT 1 FROM chunk WHERE id = ?)) ON CONFLICT DO NOTHING',
    )
    for (const [at, chunk] of chunks.entries()) insert.run(root, at, chunk, chunk)
  }

  /** Wants a blob after all others; one that is wanted stays where it is. */
  want(root: BlobId): void {
    this.#database
      .statement(
        'UPDATE blob SET wanted = 1 + coalesce((SELECT max(wanted) FROM blob), 0) WHERE root = ? AND wanted IS NULL',
      )
      .run(root)
  }

  unwant(root: BlobId): void {
    this.#database.statement('UPDATE blob SET wanted = NULL WHERE root = ?').run(root)
  }

  /** Those wanted first before others. */
  wanted(): { readonly root: BlobId; readonly listed: number }[] {
    return this.#database
      .statement<{ root: BlobId; listed: number }>(
        'SELECT root, listed FROM blob WHERE wanted IS NOT NULL ORDER BY wanted',
      )
      .all()
  }

  missing(root: BlobId, most: number): ChunkId[] {
    return this.#database
      .statement<{ chunk: ChunkId }>('SELECT chunk FROM part WHERE root = ? AND held = 0 ORDER BY at LIMIT ?')
      .all(root, most)
      .map(({ chunk }) => chunk)
  }

  held(root: BlobId): number {
    const row = this.#database
      .statement<{ held: number }>('SELECT count(*) AS held FROM part WHERE root = ? AND held = 1')
      .get(root)
    return row?.held ?? 0
  }

  /** Blobs that are wanted and take this chunk. */
  wanting(chunk: string): BlobId[] {
    return this.#database
      .statement<{ root: BlobId }>(
        `SELECT DISTINCT part.root FROM part JOIN blob ON blob.root = part.root
         WHERE chunk = ? AND held = 0 AND wanted IS NOT NULL`,
      )
      .all(chunk)
      .map(({ root }) => root)
  }

  /** What was kept for an upload is kept for good: it belongs to this blob. */
  adopt(root: BlobId): void {
    this.#database
      .statement('UPDATE chunk SET upload = NULL WHERE id = ? OR id IN (SELECT chunk FROM part WHERE root = ?)')
      .run(root, root)
  }

  uploaded(upload: string): string[] {
    return this.#ids('SELECT id FROM chunk WHERE upload = ?', upload)
  }

  /** Chunks kept for uploads of which nothing became, but those that were found. */
  left(found: string): string[] {
    return this.#ids('SELECT id FROM chunk WHERE upload IS NOT NULL AND upload <> ?', found)
  }

  /** Lets go of a blob; answers chunks that are here and that no other takes. */
  drop(root: BlobId): string[] {
    const mine = [root, ...this.#ids('SELECT DISTINCT chunk AS id FROM part WHERE root = ?', root)]
    this.#database.statement('DELETE FROM part WHERE root = ?').run(root)
    this.#database.statement('DELETE FROM blob WHERE root = ?').run(root)
    return mine.filter((chunk) => this.holds(chunk) && this.#isLoose(chunk))
  }

  #isLoose(chunk: string): boolean {
    const of = this.#database.statement(
      'SELECT 1 FROM part WHERE chunk = ? UNION ALL SELECT 1 FROM blob WHERE root = ? LIMIT 1',
    )
    const upload = this.#database.statement('SELECT 1 FROM chunk WHERE id = ? AND upload IS NOT NULL')
    return of.get(chunk, chunk) === undefined && upload.get(chunk) === undefined
  }

  #ids(sql: string, value: string): string[] {
    return this.#database
      .statement<{ id: string }>(sql)
      .all(value)
      .map(({ id }) => id)
  }
}
