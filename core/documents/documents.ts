/** A community's documents: what arrives is judged, kept, applied and shown in one transaction; what is written goes the same way. */
import {
  type DeviceId,
  type DocumentId,
  entryId,
  type EntryId,
  type FeedId,
  LIMITS,
  Listeners,
} from '../shared/index.ts'
import { digest } from '../identity/index.ts'
import type { Durability } from '../storage/index.ts'
import { ownDevices } from './authority.ts'
import { followAuthority } from './authority-change.ts'
import { documentIdOf, type DocumentKind, foundingDocument } from './codec/document-id.ts'
import type { Entry } from './codec/entry.ts'
import { feedBytes } from './codec/item.ts'
import type { BlockOutcome, DocumentChange, DocumentsOptions, FeedHead, Hidden, Keeping, LostEntry } from './about.ts'
import type { Effect } from './effect.ts'
import { documentErrors } from './errors.ts'
import { compactSome } from './feeds/compaction.ts'
import { type Branched, namesOf, takeBranches } from './feeds/forking.ts'
import type { Proof } from './feeds/fork-store.ts'
import { HeldHashes } from './feeds/held-hashes.ts'
import { damagedBlocks, hiddenItems } from './feeds/hidden.ts'
import { takeBlock } from './feeds/intake.ts'
import { intakeFacts } from './feeds/intake-facts.ts'
import { isLarge, keepItems, type KeepingParts } from './feeds/keeping.ts'
import { lostOf } from './feeds/lost.ts'
import { branchId, namedHeads } from './feeds/named-heads.ts'
import { forkProofs, lastProofs } from './feeds/proving.ts'
import { blocksBeyond } from './feeds/serving.ts'
import { FeedStore, type StoredDocument } from './feeds/store.ts'
import { type Stranded, strandedDocuments } from './feeds/stranded.ts'
import { Folding, type News, noNews } from './folding.ts'
import { PageDocuments } from './pages/page-documents.ts'
import { Recording } from './recording.ts'
import { pageEntry } from './shapes/entries.ts'
import { openedBy } from './shapes/openings.ts'
import { Urgency } from './urgency.ts'
import { type Newest, openingRandom, Writer } from './writer.ts'

export class Documents {
  readonly #options: DocumentsOptions
  readonly #store: FeedStore
  readonly #pages: PageDocuments
  readonly #writer: Writer
  readonly #folding: Folding
  readonly #hashes: HeldHashes
  readonly #unsubscribe: readonly (() => void)[]
  readonly #waiting = new Map<DocumentId, Set<FeedId>>()
  readonly #digests = new Map<DocumentId, Uint8Array>()
  readonly #changed: Listeners<DocumentChange>
  readonly urgency: Urgency
  readonly recording: Recording
  /** The block after which small ones are looked for next. */
  #compacted = 0

  constructor(options: DocumentsOptions) {
    this.#options = options
    this.#store = new FeedStore(options.database)
    this.#writer = new Writer({ ...options, store: this.#store })
    this.#changed = new Listeners(() => options.log.error('documents.listener'))
    this.urgency = new Urgency(this.#store, this.#changed)
    this.#pages = new PageDocuments({
      snapshot: (id) => this.#store.snapshot(this.#known(id).number),
      saveSnapshot: (id, bytes) => this.#store.saveSnapshot(this.#known(id).number, bytes),
      changeHeads: (id) => this.#folding.changeHeads(this.#known(id)),
      changes: (id) => [...this.#folding.changes(this.#known(id))].map(({ bytes }) => bytes),
    })
    this.#folding = new Folding({ ...options, store: this.#store, pages: this.#pages })
    this.#hashes = new HeldHashes(this.#store, this.#folding.facts)
    this.recording = new Recording(this.#store, this.#folding)
    options.database.transaction('received', () => {
      for (const kind of ['charter', 'profiles'] as const) this.#store.addDocument(this.founding(kind), kind, undefined)
    })
    const { membership, ring } = options
    this.#unsubscribe = [membership.onChange(() => this.authorityChanged()), ring.onChange(() => this.keysChanged())]
    this.authorityChanged()
  }

  founding(kind: 'charter' | 'profiles'): DocumentId {
    return foundingDocument(this.#options.community, kind)
  }

  has(document: DocumentId): boolean {
    return this.#store.document(document)?.astray === false
  }

  /** All known documents in the order they became known. */
  list(): readonly DocumentId[] {
    return this.#store.documents().flatMap(({ id, astray }) => (astray ? [] : [id]))
  }

  /** Hash over the sorted heads of what counts: equal for all who hold the same, whatever way it came. @throws documents/unknown */
  digest(document: DocumentId): Uint8Array {
    const known = this.#digests.get(document)
    if (known) return known
    const heads = namedHeads(this.#store, this.#known(document).number)
    const made = digest('folkmoot/document-digest/1', ...heads.flatMap(({ name, hash }) => [feedBytes(name), hash]))
    this.#digests.set(document, made)
    return made
  }

  /** The version vector of a document: every feed held, and how far it counts. @throws documents/unknown */
  vector(document: DocumentId): readonly FeedHead[] {
    return namedHeads(this.#store, this.#known(document).number).map(({ name, seq }) => ({ feed: name, seq }))
  }

  /**
   * The same, naming the very items that stand last: for asking somebody who has nothing beyond the vector and differs still, as whoever
   * holds another branch of a feed does. @throws documents/unknown
   */
  exactVector(document: DocumentId): readonly FeedHead[] {
    return namedHeads(this.#store, this.#known(document).number)
      .filter(({ isStem }) => !isStem)
      .map(({ feed, hash, seq }) => ({ feed: branchId(feed.id, hash), seq }))
  }

  /** Blocks, oldest first, with everything that counts beyond a vector. @throws documents/unknown */
  blocksBeyond(document: DocumentId, vector: ReadonlyMap<FeedId, number>): Generator<Uint8Array> {
    return blocksBeyond(this.#store, this.#known(document), vector, this.#options.log)
  }

  /**
   * Takes a block from anyone. What is accepted is kept, applied and shown together, or not at all.
   * @throws documents/malformed, documents/unknown, and what storage throws
   */
  receive(bytes: Uint8Array): BlockOutcome {
    const parts = { ...this.#options, store: this.#store, hashes: this.#hashes }
    const facts = intakeFacts(parts, (document) => this.#open(document))
    const intake = takeBlock(bytes, facts)
    const { document, items, parting } = intake
    const block = intake.whole ? bytes : undefined
    const branched = new Map<FeedId, Branched>()
    if (items.length > 0 || parting.length > 0)
      this.#keep('received', this.#known(document), { items, block, parting, branched })
    const more = [...branched.values()].reduce((sum, { accepted }) => sum + accepted, 0)
    const runs = intake.runs.map(({ feed, verdict }) => ({ feed, verdict: branched.get(feed)?.verdict ?? verdict }))
    this.#noteWaiting(document, runs)
    return { document, accepted: items.length + more, runs }
  }

  /**
   * Writes an entry as this device; it is on the disk when this returns.
   * @param also runs in the same transaction with the new entry's id
   * @throws documents/unknown, documents/no-key, documents/not-an-entry, and what storage throws
   */
  append(document: DocumentId, entry: Entry, newest: Newest, also?: (id: EntryId) => void): EntryId {
    const known = this.#known(document)
    const item = this.#writer.write(document, entry, newest)
    this.#keep('authored', known, { items: [item], also })
    this.#writer.kept(document, item)
    return entryId(item.feed, item.seq)
  }

  /** Writes entries of one page as `writeMany` makes them: kept together, and answered by name. @throws what `append` throws */
  appendMany(document: DocumentId, makes: readonly ((id: EntryId) => Entry)[], also?: () => void): EntryId[] {
    const known = this.#known(document)
    const { items, block } = this.#writer.writeMany(document, makes, LIMITS.pageEntries - known.entries)
    if (items.length > 0) this.#keep('authored', known, { items, block, also, many: true })
    for (const item of items) this.#writer.kept(document, item)
    return items.map(({ feed, seq }) => entryId(feed, seq))
  }

  /** From now on new feeds are begun: to be called when this process may have been copied or held still, as after sleep. */
  endFeeds(): void {
    this.#writer.endAll()
  }

  /** The page of a space to write in now: the newest with room, or a new one. */
  writablePage(space: DocumentId): DocumentId {
    const page = this.#store.children(space).findLast((each) => !each.astray && this.#writer.hasRoom(each))
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

  /** Every entry with effect, of one document or all, in an order in which a feed's entries follow each other. */
  *effects(only?: DocumentId): Generator<Effect> {
    for (const document of only ? [this.#known(only)] : this.#store.documents())
      if (!document.astray) yield* this.#folding.effects(document, noNews())
  }

  /** A space's root and its pages, also those nobody rightly opened. @throws documents/unknown */
  pages(space: DocumentId): readonly DocumentId[] {
    return [this.#known(space), ...this.#store.children(space)].map(({ id }) => id)
  }

  /** Whether anything is kept, or was sent, that no key is held for. */
  get isWaiting(): boolean {
    return this.#folding.isUnreadable || [...this.#waiting.values()].some(({ size }) => size > 0)
  }

  /** What of a document is kept without effect, and why. @throws documents/unknown */
  hidden(document: DocumentId): Hidden {
    const known = this.#known(document)
    return {
      stretches: hiddenItems(this.#store, known, this.#folding.facts),
      waitingForKey: this.#waiting.get(document)?.size ?? 0,
      damagedBlocks: damagedBlocks(this.#store, known),
    }
  }

  /**
   * Messages of this person that are kept and do nothing, though this device may write: because a feed of it forked or was cut, or because
   * they were written on another device of theirs that was removed meanwhile.
   */
  lost(): Generator<LostEntry> {
    const { device, membership } = this.#options
    const own = membership.isActive(device.id) ? ownDevices(membership, device.id) : []
    return lostOf(this.#store, own, this.#folding.facts)
  }

  /** Documents whose opening counts no more, although others have written there who may. */
  stranded(): readonly Stranded[] {
    return [...strandedDocuments(this.#store, this.#folding.facts, this.#options.membership)]
  }

  /** For each feed of some devices, in documents of these kinds, `[signed header, signature]` of the last item that counts: for a cut. */
  proofs(devices: readonly DeviceId[], kinds?: readonly DocumentKind[]): readonly Proof[] {
    return lastProofs(this.#store, devices, this.#folding.facts, kinds)
  }

  /** For each feed of a device that forks, two signed headers for one place, where there are such. */
  forkProofs(device: DeviceId): readonly (readonly [Proof, Proof])[] {
    return forkProofs(this.#store, device)
  }

  /** Devices that signed two items for one place, as far as it can be shown. */
  forkedDevices(): readonly DeviceId[] {
    return this.#store.forks.devices()
  }

  /** The log has changed: what it says of cuts and roles holds from now on. */
  authorityChanged(): void {
    const { membership } = this.#options
    this.#refolding((news) =>
      followAuthority({ store: this.#store, folding: this.#folding, hashes: this.#hashes, membership }, news),
    )
  }

  /** Keys were gained: what could not be read appears, and what could not be taken is to be asked for again. */
  keysChanged(): void {
    const waiting = [...this.#waiting.keys()]
    this.#waiting.clear()
    this.#refolding((news) => {
      this.#folding.readAgain(news)
      for (const id of waiting) news.anew.add(id)
    })
  }

  /**
   * Puts some small blocks together on the disk: a few milliseconds, for idle times, where it is called until there is nothing to do.
   * Answers whether there may be more.
   */
  compact(): boolean {
    const { database } = this.#options
    const next = database.transaction('received', () => compactSome(this.#store, this.#compacted, this.#folding.facts))
    this.#compacted = next ?? 0
    this.#hashes.clear()
    return next !== undefined
  }

  /** A page's document, as any Automerge reads it. @throws documents/unknown, documents/too-large */
  automerge(document: DocumentId): Uint8Array {
    if (isLarge(this.#known(document))) throw documentErrors('too-large')
    return this.#pages.save(document)
  }

  /** How many Automerge documents are open. */
  get openPages(): number {
    return this.#pages.size
  }

  /** Saves and lets go of the open pages, which are loaded again when they are needed. */
  rest(): void {
    if (this.openPages > 0) this.#options.database.transaction('received', () => this.#pages.close())
  }

  /** Told after items were kept and are on disk, and when a document becomes known. */
  onChange(listener: (change: DocumentChange) => void): () => void {
    return this.#changed.add(listener)
  }

  /** Saves and lets go of the open pages. */
  close(): void {
    this.#changed.clear()
    for (const unsubscribe of this.#unsubscribe) unsubscribe()
    this.#options.database.transaction('received', () => this.#pages.close())
  }

  #keep(durability: Durability, document: StoredDocument, keeping: Keeping): void {
    const { database, view, membership } = this.#options
    const { items, block, many, parting = [], branched = new Map<FeedId, Branched>(), also } = keeping
    const [store, hashes, { facts }, news] = [this.#store, this.#hashes, this.#folding, noNews()]
    const parts: KeepingParts = {
      store,
      pages: this.#pages,
      cutOf: (device, feed) => membership.cutOf(device, feed),
    }
    try {
      database.transaction(durability, () => {
        const effects = items.length > 0 ? keepItems(parts, document, items, block, many) : []
        for (const each of takeBranches({ store, hashes, facts }, document, parting)) branched.set(...each)
        const isParted = [...branched.values()].some(({ accepted }) => accepted > 0)
        if (isParted || this.#folding.isShiftedBy(document, items)) this.#folding.refold(document, news)
        else if (effects.length > 0) view.apply(effects.map((effect) => this.#folding.open(effect, news)))
        this.#folding.fillRoom(news)
        if (!isParted) news.anew.delete(document.id)
        const last = items.at(-1)
        if (last) also?.(entryId(last.feed, last.seq))
      })
    } catch (error) {
      this.#forget(document.id, news)
      // What was signed may be on disk or not: nothing may ever be signed for the same place again.
      if (durability === 'authored') this.#writer.end(document.id)
      throw error
    } finally {
      for (const id of [document.id, ...news.anew]) this.#digests.delete(id)
    }
    const own = durability === 'authored'
    // Should this be part of a larger transaction, nothing is told, so nothing sent, before that one is on disk.
    database.afterCommit(() => {
      if (items.length > 0)
        this.#changed.tell({ document: document.id, items: namesOf(this.#store, document, items), own, anew: false })
      this.#tell(news, own)
    })
  }

  /** Makes documents anew in a transaction of its own, and tells of it. */
  #refolding(work: (news: News) => void): void {
    const { database } = this.#options
    const news = noNews()
    try {
      database.transaction('received', () => {
        work(news)
        this.#folding.fillRoom(news)
      })
    } catch (error) {
      this.#forget(undefined, news)
      throw error
    } finally {
      for (const id of news.anew) this.#digests.delete(id)
    }
    database.afterCommit(() => this.#tell(news, false))
  }

  #tell({ opened, anew }: News, own: boolean): void {
    for (const id of opened) this.#changed.tell({ document: id, items: [], own, anew: false })
    for (const id of anew) this.#changed.tell({ document: id, items: [], own, anew: true })
  }

  /** What was not kept is not believed either: those pages are read again. */
  #forget(document: DocumentId | undefined, { anew }: News): void {
    this.#hashes.clear()
    for (const id of document ? [document, ...anew] : anew) {
      this.#pages.drop(id)
      this.#folding.forget(id)
    }
  }

  #noteWaiting(document: DocumentId, runs: BlockOutcome['runs']): void {
    for (const { feed, verdict } of runs) {
      const known = this.#waiting.get(document)
      if (verdict === 'accepted') known?.delete(feed)
      if (verdict !== 'waiting-for-key' || (known?.size ?? 0) >= LIMITS.documentFeeds) continue
      this.#waiting.set(document, (known ?? new Set()).add(feed))
    }
  }

  /** A document that is known and does not stand aside. @throws documents/unknown */
  #open(document: DocumentId): StoredDocument {
    const known = this.#known(document)
    if (known.astray) throw documentErrors('unknown')
    return known
  }

  /** @throws documents/unknown */
  #known(document: DocumentId): StoredDocument {
    const known = this.#store.document(document)
    if (!known) throw documentErrors('unknown')
    return known
  }
}
