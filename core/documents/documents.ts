/** A community's documents: what arrives is judged, kept, applied and shown in one transaction; what is written goes the same way. */
import {
  type ActionId,
  type Clock,
  type CommunityId,
  type DocumentId,
  entryId,
  type EntryId,
  type EpochId,
  type FeedId,
  LIMITS,
  Listeners,
  type Log,
  type Random,
} from '../shared/index.ts'
import { type Device, digest } from '../identity/index.ts'
import type { KeyRing, MembershipLog } from '../membership/index.ts'
import type { Database, Durability } from '../storage/index.ts'
import { documentIdOf, foundingDocument } from './codec/document-id.ts'
import { type Entry, readEntry } from './codec/entry.ts'
import { feedBytes, type Seen } from './codec/item.ts'
import type { Effect, EffectPort } from './effect.ts'
import { documentErrors } from './errors.ts'
import type { RunVerdict } from './feeds/gate.ts'
import { type NewItem, takeBlock } from './feeds/intake.ts'
import { compactSome } from './feeds/compaction.ts'
import { type BareEffect, isLarge, keepItems, placeOfEffect } from './feeds/keeping.ts'
import { blocksBeyond, type KeptItem, keptItems } from './feeds/serving.ts'
import { FeedStore, type StoredDocument } from './feeds/store.ts'
import { entryChange, genesisChange } from './pages/change.ts'
import { PageDocuments } from './pages/page-documents.ts'
import { pageEntry } from './shapes/entries.ts'
import { openedBy } from './shapes/openings.ts'
import { openingRandom, Writer } from './writer.ts'

export interface DocumentsOptions {
  readonly database: Database
  readonly community: CommunityId
  readonly membership: MembershipLog
  readonly ring: KeyRing
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
}

export class Documents {
  readonly #options: DocumentsOptions
  readonly #store: FeedStore
  readonly #pages: PageDocuments
  readonly #writer: Writer
  readonly #digests = new Map<DocumentId, Uint8Array>()
  readonly #changed: Listeners<DocumentChange>
  /** The block after which small ones are looked for next. */
  #compacted = 0

  constructor(options: DocumentsOptions) {
    this.#options = options
    this.#store = new FeedStore(options.database)
    this.#writer = new Writer({ ...options, store: this.#store })
    this.#changed = new Listeners(() => options.log.error('documents.listener'))
    this.#pages = new PageDocuments({
      snapshot: (id) => this.#store.snapshot(this.#known(id).number),
      saveSnapshot: (id, bytes) => this.#store.saveSnapshot(this.#known(id).number, bytes),
      changeHeads: (id) => this.#changeHeads(this.#known(id)),
      changes: (id) => this.#rederive(this.#known(id)),
    })
    options.database.transaction('received', () => {
      for (const kind of ['charter', 'profiles'] as const) this.#store.addDocument(this.founding(kind), kind, undefined)
    })
  }

  founding(kind: 'charter' | 'profiles'): DocumentId {
    return foundingDocument(this.#options.community, kind)
  }

  has(document: DocumentId): boolean {
    return this.#store.document(document) !== undefined
  }

  /** All known documents in the order they became known. */
  list(): readonly DocumentId[] {
    return this.#store.documents().map(({ id }) => id)
  }

  /** Hash over the sorted heads of a document's feeds: equal for all who hold the same, whatever way it came. @throws documents/unknown */
  digest(document: DocumentId): Uint8Array {
    const known = this.#digests.get(document)
    if (known) return known
    const feeds = this.#store.feeds(this.#known(document).number)
    const made = digest('folkmoot/document-digest/1', ...feeds.flatMap(({ id, headHash }) => [feedBytes(id), headHash]))
    this.#digests.set(document, made)
    return made
  }

  /** The version vector of a document: every feed held, and how far. @throws documents/unknown */
  vector(document: DocumentId): readonly FeedHead[] {
    return this.#store.feeds(this.#known(document).number).map(({ id, headSeq }) => ({ feed: id, seq: headSeq }))
  }

  /** Blocks, oldest first, with everything held beyond a vector. @throws documents/unknown */
  blocksBeyond(document: DocumentId, vector: ReadonlyMap<FeedId, number>): Generator<Uint8Array> {
    return blocksBeyond(this.#store, this.#known(document), vector, this.#options.log)
  }

  /**
   * Takes a block from anyone. What is accepted is kept, applied and shown together, or not at all.
   * @throws documents/malformed, documents/unknown, and what storage throws
   */
  receive(bytes: Uint8Array): BlockOutcome {
    const { community, membership, ring } = this.#options
    const intake = takeBlock(bytes, {
      community,
      isCertified: (device) => membership.state.devices.has(device),
      isInLog: (action) => membership.has(action),
      contentKeys: (epochs) => ring.contentKeys(epochs),
      held: (feed) => this.#store.feed(feed),
      roomForFeeds: (document) => LIMITS.documentFeeds - this.#store.countFeeds(this.#known(document).number),
      roomForFeedsOf: (document, device) =>
        LIMITS.deviceFeeds - this.#store.countFeedsOf(this.#known(document).number, device),
    })
    const { document, items, runs } = intake
    if (items.length > 0) this.#keep('received', this.#known(document), items, intake.whole ? bytes : undefined)
    return { document, accepted: items.length, runs }
  }

  /**
   * Writes an entry as this device; it is on the disk when this returns.
   * @param also runs in the same transaction with the new entry's id
   * @throws documents/unknown, documents/no-key, documents/not-an-entry, and what storage throws
   */
  append(document: DocumentId, entry: Entry, seen: Seen | undefined, also?: (id: EntryId) => void): EntryId {
    const known = this.#known(document)
    const item = this.#writer.write(document, entry, seen)
    this.#keep('authored', known, [item], undefined, also)
    this.#writer.kept(document, item)
    return entryId(item.feed, item.seq)
  }

  /** From now on new feeds are begun: to be called when this process may have been copied or held still, as after sleep. */
  endFeeds(): void {
    this.#writer.endAll()
  }

  /** The page of a space to write in now: the newest with room, or a new one. */
  writablePage(space: DocumentId): DocumentId {
    const page = this.#store.children(space).findLast((each) => this.#hasRoom(each))
    return page?.id ?? this.open(space, (random) => pageEntry(this.#options.clock.now(), random))
  }

  /**
   * Writes an entry that opens a document, and answers the document.
   * @throws documents/not-an-entry when it opens none, or this device may not; documents/full, and what `append` throws
   */
  open(inside: DocumentId, entry: (random: string) => Entry): DocumentId {
    const { membership, device, random, community } = this.#options
    const made = entry(openingRandom(random))
    const role = membership.roleAt(device.id, membership.heads()) ?? 'member'
    const origin = openedBy({ document: inside, kind: this.#known(inside).kind }, made, { device: device.id, role })
    if (!origin) throw documentErrors('not-an-entry')
    if (this.#store.countDocuments() >= LIMITS.communityDocuments) throw documentErrors('full')
    this.append(inside, made, undefined)
    return documentIdOf(community, origin)
  }

  /** Every entry with effect, in an order in which a feed's entries follow each other: for making the index anew. */
  *effects(): Generator<Effect> {
    for (const document of this.#store.documents()) {
      const named = new Map<FeedId, readonly ActionId[]>()
      for (const { item, entry } of this.#entries(document)) {
        const { feed, seq, hash, device, seen, context } = item
        const heads = context.heads.length > 0 ? context.heads : (named.get(feed) ?? [])
        named.set(feed, heads)
        yield this.#open({ ...placeOfEffect(document), feed, seq, hash, device, seen, heads, entry })
      }
    }
  }

  /**
   * Puts some small blocks together on the disk: a few milliseconds, for idle times, where it is called until there is nothing to do.
   * Answers whether there may be more.
   */
  compact(): boolean {
    const { database, community, log, ring } = this.#options
    const facts = { community, log, contentKeys: (epochs: readonly EpochId[]) => ring.contentKeys(epochs) }
    const next = database.transaction('received', () => compactSome(this.#store, this.#compacted, facts))
    this.#compacted = next ?? 0
    return next !== undefined
  }

  /** A page's document, as any Automerge reads it. @throws documents/unknown, documents/too-large */
  automerge(document: DocumentId): Uint8Array {
    const known = this.#known(document)
    if (isLarge(known)) throw documentErrors('too-large')
    return this.#pages.save(known.id)
  }

  /** How many Automerge documents are open. */
  get openPages(): number {
    return this.#pages.size
  }

  /** Told after items were kept and are on disk, and when a document becomes known. */
  onChange(listener: (change: DocumentChange) => void): () => void {
    return this.#changed.add(listener)
  }

  /** Saves and lets go of the open pages. */
  close(): void {
    this.#changed.clear()
    this.#options.database.transaction('received', () => this.#pages.close())
  }

  #keep(
    durability: Durability,
    document: StoredDocument,
    items: readonly NewItem[],
    block: Uint8Array | undefined,
    also?: (id: EntryId) => void,
  ): void {
    const { database, view } = this.#options
    const opened: DocumentId[] = []
    try {
      database.transaction(durability, () => {
        const effects = keepItems({ store: this.#store, pages: this.#pages }, document, items, block).map((effect) =>
          this.#open(effect),
        )
        const known = effects.map((effect) => effect.opened).filter((id) => id !== undefined)
        opened.push(...known)
        view.apply(effects)
        const last = items.at(-1)
        if (last) also?.(entryId(last.feed, last.seq))
      })
    } catch (error) {
      this.#pages.drop(document.id)
      // What was signed may be on disk or not: nothing may ever be signed for the same place again.
      if (durability === 'authored') this.#writer.end(document.id)
      throw error
    } finally {
      this.#digests.delete(document.id)
    }
    const own = durability === 'authored'
    // Should this be part of a larger transaction, nothing is told, so nothing sent, before that one is on disk.
    database.afterCommit(() => {
      this.#changed.tell({ document: document.id, items: items.map(({ feed, seq }) => ({ feed, seq })), own })
      for (const id of opened) this.#changed.tell({ document: id, items: [], own })
    })
  }

  #hasRoom({ number, entries, bytes }: StoredDocument): boolean {
    if (entries >= LIMITS.pageEntries || bytes >= LIMITS.pageBytes) return false
    const own = this.#store.countFeedsOf(number, this.#options.device.id)
    return own < LIMITS.deviceFeeds && this.#store.countFeeds(number) < LIMITS.documentFeeds
  }

  /** The effect with the document it opens, which is known from now on. */
  #open(effect: BareEffect): Effect {
    const { membership, community } = this.#options
    const role = membership.roleAt(effect.device, effect.heads) ?? 'member'
    const origin = openedBy(effect, effect.entry, { device: effect.device, role })
    if (!origin) return { ...effect, role, opened: undefined }
    const id = documentIdOf(community, origin)
    if (!this.has(id) && this.#store.countDocuments() < LIMITS.communityDocuments)
      this.#store.addDocument(id, origin.kind, effect.document)
    return { ...effect, role, opened: this.has(id) ? id : undefined }
  }

  #changeHeads(document: StoredDocument): readonly string[] {
    const genesis = genesisChange(document.id).head.hash
    return this.#store
      .feeds(document.number)
      .map(({ change }) => change.hash)
      .filter((hash) => hash !== genesis)
  }

  #rederive(document: StoredDocument): Uint8Array[] {
    const heads = new Map<FeedId, ReturnType<typeof genesisChange>['head']>()
    const changes: Uint8Array[] = []
    for (const { item, entry } of this.#entries(document)) {
      const { feed, seq } = item
      const change = entryChange(document.id, feed, seq, entry, heads.get(feed) ?? genesisChange(document.id).head)
      heads.set(feed, change.head)
      changes.push(change.bytes)
    }
    return changes
  }

  /** Items with effect, each after those of its feed before it. */
  *#entries(document: StoredDocument): Generator<{ readonly item: KeptItem; readonly entry: Entry }> {
    const { community, ring, log } = this.#options
    const ends = new Map(this.#store.feeds(document.number).map(({ id, effectEnd }) => [id, effectEnd]))
    for (const item of keptItems(this.#store, document, community, (epochs) => ring.contentKeys(epochs), log)) {
      const entry = item.seq <= (ends.get(item.feed) ?? LIMITS.feedEntries) ? readEntry(item.entry) : undefined
      if (entry) yield { item, entry }
    }
  }

  /** @throws documents/unknown */
  #known(document: DocumentId): StoredDocument {
    const known = this.#store.document(document)
    if (!known) throw documentErrors('unknown')
    return known
  }
}
