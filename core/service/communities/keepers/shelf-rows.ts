/** The rows of one shelf. */
import type { ActionId, DeviceId, DocumentId, FeedId } from '../../../shared/index.ts'
import type { Covers, Held } from '../../../parcels/index.ts'
import type { Database } from '../../../storage/index.ts'

export interface LaneMark {
  readonly seq: number
  readonly head: Uint8Array
}

export interface ReadLane {
  readonly read: LaneMark
  readonly top: LaneMark
}

export interface Unread {
  readonly device: DeviceId
  readonly seq: number
  readonly link: Uint8Array
  readonly early: boolean
  readonly tries: number
}

export interface Pending {
  readonly seq: number
  readonly prev: Uint8Array
  readonly signature: Uint8Array
  readonly parcel: Uint8Array
  readonly covers: Covers
}

export class ShelfRows {
  readonly #db: Database
  readonly #shelf: string

  constructor(database: Database, shelf: string) {
    this.#db = database
    this.#shelf = shelf
  }

  state(): { clearing: number; at: number; used: number; budget: number } | undefined {
    return this.#db
      .statement<{ clearing: number; at: number; used: number; budget: number }>(
        'SELECT clearing, at, used, budget FROM keep_shelf WHERE shelf = ?',
      )
      .get(this.#shelf)
  }

  setState({ clearing, at, used, budget }: { clearing: number; at: number; used: number; budget: number }): void {
    this.#db
      .statement(
        `INSERT INTO keep_shelf (shelf, clearing, at, used, budget) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (shelf) DO UPDATE SET clearing = excluded.clearing, at = excluded.at, used = excluded.used, budget = excluded.budget`,
      )
      .run(this.#shelf, clearing, at, used, budget)
  }

  /** Something lies there that this device may not read. */
  setClosed(): void {
    this.#note('closed = 1')
  }

  get isClosed(): boolean {
    return this.#plan()?.closed === 1
  }

  plan(): ReadonlyMap<DeviceId, number> | undefined {
    const text = this.#plan()?.plan
    return text ? new Map(JSON.parse(text) as [DeviceId, number][]) : undefined
  }

  setPlan(plan: ReadonlyMap<DeviceId, number> | undefined): void {
    this.#note('plan = ?', plan ? JSON.stringify([...plan]) : null)
  }

  #plan(): { closed: number; plan: string | null } | undefined {
    return this.#db
      .statement<{ closed: number; plan: string | null }>('SELECT closed, plan FROM keep_shelf WHERE shelf = ?')
      .get(this.#shelf)
  }

  #note(what: string, ...values: readonly (string | null)[]): void {
    this.#db.statement('INSERT OR IGNORE INTO keep_shelf (shelf) VALUES (?)').run(this.#shelf)
    this.#db.statement(`UPDATE keep_shelf SET ${what} WHERE shelf = ?`).run(...values, this.#shelf)
  }

  lanes(): Map<DeviceId, ReadLane> {
    const rows = this.#db
      .statement<{ device: DeviceId; seq: number; head: Uint8Array; top_seq: number; top_head: Uint8Array }>(
        'SELECT device, seq, head, top_seq, top_head FROM keep_lane WHERE shelf = ?',
      )
      .all(this.#shelf)
    return new Map(
      rows.map(({ device, seq, head, top_seq, top_head }) => [
        device,
        {
          read: { seq, head: Uint8Array.from(head) },
          top: { seq: top_seq, head: Uint8Array.from(top_head) },
        },
      ]),
    )
  }

  setLane(device: DeviceId, { read, top }: ReadLane): void {
    this.#db
      .statement(
        'INSERT OR REPLACE INTO keep_lane (shelf, device, seq, head, top_seq, top_head) VALUES (?, ?, ?, ?, ?, ?)',
      )
      .run(this.#shelf, device, read.seq, read.head, top.seq, top.head)
  }

  unread(): Unread[] {
    return this.#db
      .statement<{ device: DeviceId; seq: number; link: Uint8Array; early: number; tries: number }>(
        'SELECT device, seq, link, early, tries FROM keep_unread WHERE shelf = ? ORDER BY device, seq',
      )
      .all(this.#shelf)
      .map((row) => ({ ...row, link: Uint8Array.from(row.link), early: row.early === 1 }))
  }

  setUnread({ device, seq, link, early, tries }: Unread): void {
    this.#db
      .statement(
        'INSERT OR REPLACE INTO keep_unread (shelf, device, seq, link, early, tries) VALUES (?, ?, ?, ?, ?, ?)',
      )
      .run(this.#shelf, device, seq, link, early ? 1 : 0, tries)
  }

  dropUnread(device: DeviceId, seq: number): void {
    this.#db
      .statement('DELETE FROM keep_unread WHERE shelf = ? AND device = ? AND seq = ?')
      .run(this.#shelf, device, seq)
  }

  held(): Held {
    const rows = this.#db
      .statement<{ document: DocumentId; feed: FeedId; seq: number }>(
        'SELECT document, feed, seq FROM keep_feed WHERE shelf = ?',
      )
      .all(this.#shelf)
    const documents = new Map<DocumentId, Map<FeedId, number>>()
    for (const { document, feed, seq } of rows)
      documents.set(document, (documents.get(document) ?? new Map<FeedId, number>()).set(feed, seq))
    const actions = this.#db
      .statement<{ action: ActionId }>('SELECT action FROM keep_action WHERE shelf = ?')
      .all(this.#shelf)
    return { documents, actions: actions.map(({ action }) => action) }
  }

  /** Writes what is held now and was not before. */
  setHeld(now: Held, before: Held): void {
    const feed = this.#db.statement('INSERT OR REPLACE INTO keep_feed (shelf, document, feed, seq) VALUES (?, ?, ?, ?)')
    for (const [document, vector] of now.documents) {
      const known = before.documents.get(document)
      if (known === vector) continue
      for (const [name, seq] of vector) if (known?.get(name) !== seq) feed.run(this.#shelf, document, name, seq)
    }
    if (now.actions === before.actions) return
    this.#db.statement('DELETE FROM keep_action WHERE shelf = ?').run(this.#shelf)
    const action = this.#db.statement('INSERT INTO keep_action (shelf, action) VALUES (?, ?)')
    for (const id of now.actions) action.run(this.#shelf, id)
  }

  pending(): Pending | undefined {
    const row = this.#db
      .statement<Omit<Pending, 'covers'> & { covers: string }>(
        'SELECT seq, prev, signature, parcel, covers FROM keep_pending WHERE shelf = ?',
      )
      .get(this.#shelf)
    if (!row) return undefined
    const { seq, prev, signature, parcel, covers } = row
    return {
      seq,
      prev: Uint8Array.from(prev),
      signature: Uint8Array.from(signature),
      parcel: Uint8Array.from(parcel),
      covers: JSON.parse(covers) as Covers,
    }
  }

  setPending({ seq, prev, signature, parcel, covers }: Pending): void {
    this.#db
      .statement(
        'INSERT OR REPLACE INTO keep_pending (shelf, seq, prev, signature, parcel, covers) VALUES (?, ?, ?, ?, ?, ?)',
      )
      .run(this.#shelf, seq, prev, signature, parcel, JSON.stringify(covers))
  }

  dropPending(): void {
    this.#db.statement('DELETE FROM keep_pending WHERE shelf = ?').run(this.#shelf)
  }

  /** Nothing is known to be held. */
  dropHeld(): void {
    for (const table of ['keep_feed', 'keep_action'])
      this.#db.statement(`DELETE FROM ${table} WHERE shelf = ?`).run(this.#shelf)
  }

  /** Nothing is known to be held, or to have been read; how far lanes were shown stays. */
  beginAgain(): void {
    this.dropHeld()
    this.#db.statement('DELETE FROM keep_unread WHERE shelf = ?').run(this.#shelf)
    this.#note('closed = 0')
    this.#note('plan = NULL')
    this.#db.statement('UPDATE keep_lane SET seq = 0, head = zeroblob(32) WHERE shelf = ?').run(this.#shelf)
  }
}
