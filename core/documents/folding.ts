/**
 * From what is kept to what it does: effects with the role their author's word has, documents they open, and a document's effects made
 * anew when who counts has changed, or which branch of a forked feed does.
 */
import { type CommunityId, type DocumentId, type EpochId, type FeedId, LIMITS, type Log } from '../shared/index.ts'
import { deviceId } from '../identity/index.ts'
import type { ItemKeys, MemberRole } from '../membership/index.ts'
import type { Authority } from './authority.ts'
import { documentIdOf } from './codec/document-id.ts'
import type { Effect, EffectPort } from './effect.ts'
import { touchesFork } from './feeds/forking.ts'
import type { NewItem } from './feeds/intake.ts'
import { type BareEffect, placeOfEffect } from './feeds/keeping.ts'
import type { FeedStore, StoredDocument } from './feeds/store.ts'
import {
  addPointing,
  branchedEntries,
  type Forks,
  forksOf,
  outcomeOf,
  type Step,
  walk,
  type WalkFacts,
} from './feeds/walking.ts'
import { type ChangeHead, entryChange, genesisChange } from './pages/change.ts'
import type { PageDocuments } from './pages/page-documents.ts'
import { openedBy } from './shapes/openings.ts'

export interface FoldingParts {
  readonly store: FeedStore
  readonly pages: PageDocuments
  readonly community: CommunityId
  readonly membership: Authority
  readonly ring: { contentKeys(epochs: readonly EpochId[]): ItemKeys | undefined }
  readonly log: Log
  readonly view: EffectPort
}

/** Documents of which something is to be told once all is on disk. */
export interface News {
  /** Has become known. */
  readonly opened: Set<DocumentId>
  /** Holds the same under other names, or ends elsewhere. */
  readonly anew: Set<DocumentId>
}

/** Documents whose forks are remembered. */
const KEPT = 32

export const noNews = (): News => ({ opened: new Set(), anew: new Set() })

export class Folding {
  readonly facts: WalkFacts
  /** Documents of which something is kept that no key was held for. */
  readonly #unreadable = new Set<DocumentId>()
  /** Documents of which not all could be read when it was last gone over. */
  readonly #incomplete = new Set<DocumentId>()
  /** Forked feeds of documents, and what of them had effect when they were last gone over. The longest unused goes first. */
  readonly #forks = new Map<DocumentId, { readonly forks: Forks; readonly outcome: string }>()
  readonly #parts: FoldingParts
  /** Whether documents went while there were as many as there may be. */
  #isFreed = false

  constructor(parts: FoldingParts) {
    this.#parts = parts
    const { community, membership, ring, log } = parts
    this.facts = {
      community,
      log,
      contentKeys: (epochs) => ring.contentKeys(epochs),
      memberOf: (device) => membership.state.devices.get(device)?.member,
    }
  }

  /** The effect with its author's role and the document it opens, which is known from now on. */
  open(effect: BareEffect, news: News): Effect {
    const { membership } = this.#parts
    const opened = this.#opens(effect, effect, news)
    return { ...effect, role: membership.roleOf(effect) ?? 'member', opened }
  }

  /** A document's effects as they follow from what is kept and from the log. */
  *effects(document: StoredDocument, news: News): Generator<Effect> {
    for (const each of this.#walk(document)) yield this.open(bareEffect(document, each), news)
  }

  /** The Automerge changes of a document, each after those it depends on. */
  *changes(
    document: StoredDocument,
  ): Generator<{ readonly step: Step; readonly bytes: Uint8Array; readonly head: ChangeHead }> {
    const heads = new Map<FeedId, ChangeHead>()
    const genesis = genesisChange(document.id).head
    for (const step of this.#walk(document)) {
      const { feed, seq } = step.item
      const change = entryChange(document.id, feed, seq, step.entry, heads.get(feed) ?? genesis)
      heads.set(feed, change.head)
      yield { step, ...change }
    }
  }

  /** Automerge hash of the last change of each feed with effect. */
  changeHeads(document: StoredDocument): readonly string[] {
    const genesis = genesisChange(document.id).head.hash
    const heads = this.#parts.store.feeds(document.number).map(({ change }) => change.hash)
    return heads.filter((hash) => hash !== genesis)
  }

  /** Whether new items change what of forked feeds has effect. */
  isShiftedBy(document: StoredDocument, items: readonly NewItem[]): boolean {
    const { store } = this.#parts
    if (!touchesFork(store, document, items)) return false
    const known = this.#forks.get(document.id)
    if (!known) return true
    for (const { feed, device, seq, hash, seen } of items)
      if (seq <= (store.feed(feed)?.cutSeq ?? seq))
        addPointing(known.forks, { feed, device: deviceId(device), seq, hash, seen }, this.facts)
    return outcomeOf(known.forks, this.facts) !== known.outcome
  }

  /** What is known of a document's forks may be wrong. */
  forget(document: DocumentId): void {
    this.#forks.delete(document)
    this.#isFreed = false
  }

  /** When there is room for documents again: what was opened while there was none is known from now on. */
  fillRoom(news: News): void {
    if (!this.#isFreed) return
    this.#isFreed = false
    for (const document of this.#parts.store.documents())
      if (!document.astray && (document.kind === 'charter' || document.kind === 'room-root'))
        this.refold(document, news)
  }

  /** Makes anew what a document does: its Automerge heads, its Automerge document and its place in the view. Within a transaction. */
  refold(document: StoredDocument, news: News): void {
    const { store, pages, view } = this.#parts
    const heads = new Map<FeedId, { readonly head: ChangeHead; readonly seq: number }>()
    const effects: Effect[] = []
    for (const { step, head } of this.changes(document)) {
      heads.set(step.item.feed, { head, seq: step.item.seq })
      effects.push(this.open(bareEffect(document, step), news))
    }
    const genesis = genesisChange(document.id).head
    const forks = store.forks.of(document.number)
    let operations = 0
    for (const feed of store.feeds(document.number)) {
      const { head, seq } = heads.get(feed.id) ?? { head: genesis, seq: 0 }
      const counting = Math.min(feed.headSeq, feed.cutSeq ?? feed.headSeq)
      const isRefused = !forks.has(feed.number) && seq < counting
      store.updateFeed({ ...feed, change: head, effectEnd: isRefused ? seq : undefined })
      operations += head.maxOp - genesis.maxOp
    }
    store.setOperations(document, operations)
    pages.drop(document.id)
    view.refold(document.id, document.astray ? [] : effects)
    news.anew.add(document.id)
    this.#settle(document, effects, news)
  }

  /** Whether anything is kept that no key is held for. */
  get isUnreadable(): boolean {
    return this.#unreadable.size > 0
  }

  /** Makes anew what could not be read whole, in case there are keys now. */
  readAgain(news: News): void {
    const documents = [...this.#unreadable]
    this.#unreadable.clear()
    for (const id of documents) {
      const document = this.#parts.store.document(id)
      if (document) this.refold(document, news)
    }
  }

  /** What a document opens is known just as long as what opens it counts; where that cannot be read, nobody can tell. */
  #settle(document: StoredDocument, effects: readonly Effect[], news: News): void {
    const { store, pages, view } = this.#parts
    const opened = new Set(effects.map((effect) => effect.opened))
    for (const { item, entry, heads } of branchedEntries(store, document, this.facts))
      opened.add(this.#opens({ ...placeOfEffect(document), entry }, { ...item, heads }, news))
    for (const child of store.children(document.id)) {
      const isOpen = opened.has(child.id) && !document.astray
      if (isOpen || child.astray || this.#incomplete.has(document.id)) continue
      if (store.countDocuments() >= LIMITS.communityDocuments) this.#isFreed = true
      store.setAstray(child, true)
      pages.drop(child.id)
      view.refold(child.id, [])
      news.anew.add(child.id)
      this.#settle({ ...child, astray: true }, [], news)
    }
  }

  /** The document an entry opens, if its author might as far as they had seen: alike on every peer, whatever is known of them since. */
  #opens(
    inside: Pick<Effect, 'document' | 'kind' | 'entry'>,
    { device, heads }: Pick<Effect, 'device' | 'heads'>,
    news: News,
  ): DocumentId | undefined {
    const { store, membership, community } = this.#parts
    const role: MemberRole = membership.roleAt(device, heads) ?? 'member'
    const origin = openedBy(inside, inside.entry, { device, role })
    if (!origin) return undefined
    const id = documentIdOf(community, origin)
    const known = store.document(id)
    if (known?.astray === false) return id
    if (store.countDocuments() >= LIMITS.communityDocuments) return undefined
    news.opened.add(id)
    if (known) {
      store.setAstray(known, false)
      this.refold({ ...known, astray: false }, news)
    } else store.addDocument(id, origin.kind, inside.document)
    return id
  }

  #walk(document: StoredDocument): Generator<Step> {
    const { store } = this.#parts
    const forks = forksOf(store, document, this.facts)
    this.#forks.delete(document.id)
    if (forks.size > 0) this.#forks.set(document.id, { forks, outcome: outcomeOf(forks, this.facts) })
    for (const oldest of [...this.#forks.keys()].slice(0, -KEPT)) this.#forks.delete(oldest)
    this.#incomplete.delete(document.id)
    const unread = (why: 'key' | 'damage'): void => {
      this.#incomplete.add(document.id)
      if (why === 'key') this.#unreadable.add(document.id)
    }
    return walk(store, document, { ...this.facts, unread }, forks)
  }
}

function bareEffect(document: StoredDocument, { item, entry, heads, forked }: Step): BareEffect {
  const { feed, seq, hash, device, seen } = item
  return { ...placeOfEffect(document), feed, seq, hash, device, seen, heads, entry, forked }
}
