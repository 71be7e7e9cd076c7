/**
 * What is kept of documents in the one order that does not depend on how it came, for archives: two who hold the same make the same bytes.
 * Each feed stands whole in one block, under its last signature; those in between rest with some and not with others.
 */
import * as A from '@automerge/automerge'
import type { DeviceId, DocumentId, EpochId, FeedId } from '../shared/index.ts'
import { deviceKey } from '../identity/index.ts'
import { hex, joinBytes } from '../shared/index.ts'
import type { DocumentKind } from './codec/document-id.ts'
import { headerOf, placeOf, sealOf } from './codec/item.ts'
import { documentErrors } from './errors.ts'
import type { StoredFork } from './feeds/fork-store.ts'
import { isLarge, portions } from './feeds/keeping.ts'
import { namedHeads } from './feeds/named-heads.ts'
import { packItems, type PackedItem } from './feeds/packing.ts'
import { keptItems, sideItems } from './feeds/serving.ts'
import type { FeedStore, StoredDocument, StoredFeed } from './feeds/store.ts'
import type { Folding } from './folding.ts'
import { genesisChange } from './pages/change.ts'

/** Of an item's seal a record holds the beginning of its nonce and the hash of its ciphertext. */
export const SEAL_NONCE_BYTES = 8
export const SEAL_BYTES = SEAL_NONCE_BYTES + 32

export interface RecordedBlock {
  readonly bytes: Uint8Array
  /** 40 bytes for each item, in the block's order: what with its epochs' nonce key proves it. */
  readonly seals: Uint8Array
  /** Sets of epochs its items are under. */
  readonly epochs: readonly (readonly EpochId[])[]
}

/** How far a feed, or a branch of one that forks, counts. */
export interface RecordedHead {
  readonly name: FeedId
  readonly device: DeviceId
  readonly seq: number
  readonly hash: Uint8Array
}

export interface RecordedDocument {
  readonly id: DocumentId
  readonly kind: DocumentKind
  readonly parent: DocumentId | undefined
  /** Weight of all items, bytes. */
  readonly bytes: number
  readonly entries: number
}

type Wanted = (device: DeviceId) => boolean
const ALL: Wanted = () => true

export class Recording {
  readonly #store: FeedStore
  readonly #folding: Folding

  constructor(store: FeedStore, folding: Folding) {
    this.#store = store
    this.#folding = folding
  }

  /** Known documents, each after the one that opens it, in an order of their ids. */
  documents(): RecordedDocument[] {
    const known = this.#store.documents().filter(({ astray }) => !astray)
    const byParent = Map.groupBy(known, ({ parent }) => parent)
    const out: RecordedDocument[] = []
    const add = (parent: DocumentId | undefined): void => {
      for (const each of (byParent.get(parent) ?? []).toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
        out.push(each)
        add(each.id)
      }
    }
    add(undefined)
    return out
  }

  /** What counts of a document, by name. @throws documents/unknown */
  heads(document: DocumentId, isWanted: Wanted = ALL): RecordedHead[] {
    return namedHeads(this.#store, this.#known(document).number)
      .filter(({ feed }) => isWanted(feed.device))
      .map(({ name, feed, seq, hash }) => ({ name, device: feed.device, seq, hash }))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  /** All that is held of a document. A feed of which a part is damaged on this disk is left out. @throws documents/unknown */
  *blocks(document: DocumentId, isWanted: Wanted = ALL): Generator<RecordedBlock> {
    const known = this.#known(document)
    const feeds = this.#store.feeds(known.number).filter(({ device }) => isWanted(device))
    const forks = this.#store.forks.of(known.number)
    const held = Map.groupBy(keptItems(this.#store, known, this.#folding.facts, feeds), ({ feed }) => feed)
    const rows: PackedItem[][] = []
    const sides: PackedItem[][][] = []
    for (const feed of feeds) {
      const own = (held.get(feed.id) ?? []).map((item): PackedItem => ({ ...item, feed }))
      const [first = [], ...others] = this.#branches(feed, own, forks.get(feed.number)).filter((row) => isWhole(row))
      rows.push(first)
      for (const [at, other] of others.entries()) (sides[at] ??= []).push(other)
    }
    // No feed has two runs in one block.
    for (const each of [rows, ...sides]) for (const items of portions(each.flat())) yield this.#block(known, items)
  }

  /** Whether it is small enough for its Automerge document to be loaded. @throws documents/unknown */
  isLoadable(document: DocumentId): boolean {
    return !isLarge(this.#known(document))
  }

  /**
   * The Automerge document of what has effect, the same bytes wherever it is made. @throws documents/unknown, documents/too-large
   */
  automerge(document: DocumentId, isWanted: Wanted = ALL): Uint8Array {
    const known = this.#known(document)
    if (isLarge(known)) throw documentErrors('too-large')
    const changes = [...this.#folding.changes(known)].filter(({ step }) => isWanted(step.item.device))
    changes.sort(({ step: { item: a } }, { step: { item: b } }) =>
      a.feed === b.feed ? a.seq - b.seq : a.feed < b.feed ? -1 : 1,
    )
    const handle = A.getBackend(A.init())
    try {
      handle.applyChanges([genesisChange(document).bytes, ...changes.map(({ bytes }) => bytes)])
      return handle.save()
    } finally {
      handle.free()
    }
  }

  /** A feed's whole rows: its own, or of one that forks each branch, the first of them with what all have in common. */
  #branches(feed: StoredFeed, own: PackedItem[], fork: StoredFork | undefined): PackedItem[][] {
    if (!fork) return [own]
    const stem = own.filter(({ seq }) => seq < fork.seq)
    const main = fork.main ? [own.filter(({ seq }) => seq >= fork.seq)] : []
    const branches = [...main, ...fork.sides.map((side) => sideItems(this.#store, feed, fork, side))]
    branches.sort(([a], [b]) => (hex(a?.hash ?? NONE) < hex(b?.hash ?? NONE) ? -1 : 1))
    return branches.map((branch, at) => (at === 0 ? [...stem, ...branch] : branch))
  }

  #block({ id }: StoredDocument, items: readonly PackedItem[]): RecordedBlock {
    const { community, contentKeys } = this.#folding.facts
    const epochs = new Map<string, readonly EpochId[]>()
    const seals = items.map((item) => {
      const keys = contentKeys(item.context.epochs)
      if (!keys) throw documentErrors('no-key')
      epochs.set(item.context.epochs.join(), item.context.epochs)
      const { device, session } = item.feed
      const place = placeOf(community, { document: id, device: deviceKey(device), session })
      const { nonce, ciphertextHash } = sealOf(headerOf(place, keys, item))
      return joinBytes(nonce.subarray(0, SEAL_NONCE_BYTES), ciphertextHash)
    })
    return { bytes: packItems(id, items), seals: joinBytes(...seals), epochs: [...epochs.values()] }
  }

  /** @throws documents/unknown */
  #known(document: DocumentId): StoredDocument {
    const known = this.#store.document(document)
    if (!known) throw documentErrors('unknown')
    return known
  }
}

const NONE = new Uint8Array(0)

/** Each item after the one before it, and the last of them signed. */
function isWhole(items: readonly PackedItem[]): boolean {
  return items.at(-1)?.signature !== undefined && items.every(({ seq }, at) => seq === (items[0]?.seq ?? 0) + at)
}
