/** Writing: this process's own feeds, one a document, made when first needed and never gone on with after a restart. */
import {
  base64url,
  type CommunityId,
  type DocumentId,
  type EntryId,
  entryId,
  type EpochId,
  type FeedId,
  LIMITS,
  type Random,
} from '../shared/index.ts'
import type { Device } from '../identity/index.ts'
import type { Keys } from './about.ts'
import type { Authority } from './authority.ts'
import { assertEntry, encodeEntry, type Entry } from './codec/entry.ts'
import {
  type Context,
  feedIdOf,
  itemHash,
  itemWeight,
  placeOf,
  type Seen,
  SESSION_BYTES,
  signItem,
} from './codec/item.ts'
import { documentErrors } from './errors.ts'
import type { NewItem } from './feeds/intake.ts'
import { packItems } from './feeds/packing.ts'
import type { FeedStore, StoredDocument } from './feeds/store.ts'
import { operationsOf } from './pages/change.ts'

export interface WriterOptions {
  readonly community: CommunityId
  readonly membership: Authority
  readonly ring: Keys
  readonly device: Device
  readonly random: Random
  readonly store: FeedStore
}

/** The newest item of a document beside the feed that is written in; told, or found once it is clear which feed that is. */
export type Newest = Seen | undefined | ((feed: FeedId) => Seen | undefined)

/** Items that were made together, and the block of them. */
export interface Together {
  readonly items: readonly NewItem[]
  readonly block: Uint8Array
}

/** What a header of ours can weigh at most. */
const MOST_HEADER = 34 * (LIMITS.envelopeEpochs + LIMITS.envelopeHeads) + 40

/** This process's own feed in one document. */
interface Session {
  readonly nonce: Uint8Array
  /** Membership heads the feed last named. */
  heads: string
  /** Epochs all of it is written under: whoever lacks the key of one item could check none that comes after it. */
  readonly epochs: string
  /** What the feed last pointed at. */
  seen: EntryId | undefined
}

export class Writer {
  readonly #options: WriterOptions
  readonly #sessions = new Map<DocumentId, Session>()

  constructor(options: WriterOptions) {
    this.#options = options
  }

  /**
   * Makes the next signed item of the own feed. Keeping it is the caller's.
   * @param newest the newest item of another feed in the document; written only when it is another than last time
   * @throws documents/no-key, documents/not-an-entry, documents/cut-off
   */
  write(document: DocumentId, entry: Entry, newest: Newest): NewItem {
    const { community, device, ring, store } = this.#options
    const bytes = encodeEntry(entry)
    assertEntry(bytes)
    const more = { weight: MOST_HEADER + bytes.length, operations: operationsOf(entry) }
    const { session, name, feed, held } = this.#feed(document, device, store, more)
    const context = this.#context(session, held === undefined)
    const keys = ring.contentKeys(context.epochs)
    if (!keys) throw documentErrors('no-key')
    const seen = typeof newest === 'function' ? newest(feed) : newest
    const pointed = seen && entryId(seen.feed, seen.seq)
    const content = {
      seq: (held?.headSeq ?? 0) + 1,
      prev: held?.headHash ?? new Uint8Array(0),
      context,
      seen: seen && pointed !== session.seen ? [seen] : [],
      entry: bytes,
    }
    const hash = itemHash(placeOf(community, name), keys, content)
    return {
      ...content,
      hash,
      feed,
      device: name.device,
      session: name.session,
      signature: signItem(device.signing, hash),
    }
  }

  /**
   * Makes the next items of the own feed, as many as it takes; the last alone is signed, which covers those before it.
   * @param makes each is given the name its entry will have; nothing of one that did not fit is kept
   * @param most items
   * @throws documents/no-key, documents/not-an-entry, documents/cut-off
   */
  writeMany(document: DocumentId, makes: readonly ((id: EntryId) => Entry)[], most: number): Together {
    const { community, device, ring, store } = this.#options
    const { session, name, feed, held } = this.#feed(document, device, store, { weight: 0, operations: 0 })
    const first = this.#context(session, held === undefined)
    const further: Context = { epochs: first.epochs, heads: [] }
    const keys = ring.contentKeys(first.epochs)
    if (!keys) throw documentErrors('no-key')
    const place = placeOf(community, name)
    const items: NewItem[] = []
    let [seq, prev] = [held?.headSeq ?? 0, held?.headHash ?? new Uint8Array(0)]
    let [bytes, operations] = [held?.bytes ?? 0, held?.change.maxOp ?? 1]
    for (const make of makes.slice(0, Math.max(0, Math.min(most, LIMITS.feedEntries - seq)))) {
      const made = make(entryId(feed, seq + 1))
      const entry = encodeEntry(made)
      assertEntry(entry)
      const context = items.length === 0 ? first : further
      bytes += itemWeight({ context, seen: [], entry })
      operations += operationsOf(made)
      if (bytes > LIMITS.feedBytes || operations > LIMITS.feedOperations) break
      const content = { seq: ++seq, prev, context, seen: [], entry }
      prev = itemHash(place, keys, content)
      items.push({ ...content, hash: prev, feed, device: name.device, session: name.session, signature: undefined })
    }
    const last = items.pop()
    if (last) items.push({ ...last, signature: signItem(device.signing, last.hash) })
    const of = { number: 0, id: feed, device: device.id, session: name.session }
    return {
      items,
      block: packItems(
        document,
        items.map((item) => ({ ...item, feed: of })),
      ),
    }
  }

  /** Whether a page takes more of this device. */
  hasRoom({ number, entries, bytes }: StoredDocument): boolean {
    const { store, device } = this.#options
    if (entries >= LIMITS.pageEntries || bytes >= LIMITS.pageBytes) return false
    return store.countFeedsOf(number, device.id) < LIMITS.deviceFeeds && store.countFeeds(number) < LIMITS.documentFeeds
  }

  /**
   * The feed to write in: a new one when the old one could take no more, since others would refuse what lies beyond, when what is written
   * there would count no more, and when keys have changed.
   */
  #feed(
    document: DocumentId,
    device: Device,
    store: FeedStore,
    more: { readonly weight: number; readonly operations: number },
  ) {
    const { membership } = this.#options
    for (;;) {
      const session = this.#session(document)
      const name = { document, device: device.signing.publicKey, session: session.nonce }
      const feed = feedIdOf(name)
      const held = store.feed(feed)
      const full =
        held &&
        (held.headSeq >= LIMITS.feedEntries ||
          held.bytes + more.weight > LIMITS.feedBytes ||
          held.change.maxOp + more.operations > LIMITS.feedOperations)
      const isOtherwise = session.epochs !== this.#epochs().join()
      const isEnded = held && (held.cutSeq !== undefined || store.forks.ofFeed(held.number) !== undefined)
      if (!held && membership.cutOf(device.id, feed) !== undefined) throw documentErrors('cut-off')
      if (!full && !isEnded && !isOtherwise) return { session, name, feed, held }
      this.end(document)
    }
  }

  /** Notes that an item was kept, so that the next one need not repeat what it told. */
  kept(document: DocumentId, item: NewItem): void {
    const session = this.#session(document)
    if (item.context.heads.length > 0) session.heads = item.context.heads.join()
    const [seen] = item.seen
    if (seen) session.seen = entryId(seen.feed, seen.seq)
  }

  /** Ends the own feed of a document: the next write begins a new one. */
  end(document: DocumentId): void {
    this.#sessions.delete(document)
  }

  /** Ends all own feeds. */
  endAll(): void {
    this.#sessions.clear()
  }

  #session(document: DocumentId): Session {
    const known = this.#sessions.get(document)
    if (known) return known
    const epochs = this.#epochs().join()
    const made: Session = { nonce: this.#options.random.bytes(SESSION_BYTES), heads: '', epochs, seen: undefined }
    this.#sessions.set(document, made)
    return made
  }

  #epochs(): readonly EpochId[] {
    return this.#options.ring.heads().slice(0, LIMITS.envelopeEpochs)
  }

  #context(session: Session, first: boolean): Context {
    const epochs = this.#epochs()
    if (epochs.length === 0) throw documentErrors('no-key')
    const heads = this.#options.membership.headsFor(this.#options.device.id)
    return { epochs, heads: first || heads.join() !== session.heads ? heads : [] }
  }
}

/** 16 fresh random bytes as the text an opening entry carries. */
export function openingRandom(random: Random): string {
  return base64url(random.bytes(16))
}
