/** The Automerge documents of pages: few are open at once, the rest rest as snapshots, and any can be made anew from the feeds. */
import * as A from '@automerge/automerge'
import { type CborValue, type DocumentId, entryId, type FeedId, LIMITS } from '../../shared/index.ts'
import type { Entry } from '../codec/entry.ts'
import { genesisChange } from './change.ts'

/** A page as plain Automerge reads it. */
export interface PageContent {
  readonly entries: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

export interface PageSource {
  /** The saved document, if there is one. */
  snapshot(document: DocumentId): Uint8Array | undefined
  saveSnapshot(document: DocumentId, bytes: Uint8Array): void
  /** Automerge hash of the last change of each feed with effect. */
  changeHeads(document: DocumentId): readonly string[]
  /** Every change of the document, each after those it depends on. */
  changes(document: DocumentId): Uint8Array[]
}

interface OpenPage {
  doc: A.Doc<PageContent>
  dirty: boolean
}

export class PageDocuments {
  readonly #source: PageSource
  /** Least recently used first. */
  readonly #open = new Map<DocumentId, OpenPage>()

  constructor(source: PageSource) {
    this.#source = source
  }

  /** How many are open. */
  get size(): number {
    return this.#open.size
  }

  /** Applies changes that were derived here. */
  apply(document: DocumentId, changes: readonly Uint8Array[]): void {
    const page = this.#page(document)
    const [doc] = A.applyChanges(page.doc, [...changes])
    page.doc = doc
    page.dirty = true
  }

  /** Reads an entry back out of the document; nothing when it is not in it. */
  entry(document: DocumentId, feed: FeedId, seq: number): Entry | undefined {
    const record = this.#page(document).doc.entries[entryId(feed, seq)]
    if (!record) return undefined
    const fields = new Map(Object.entries(record).map(([name, value]) => [name, plain(value)]))
    const [kind, at] = [fields.get('kind'), fields.get('at')]
    if (typeof kind !== 'string' || typeof at !== 'number') return undefined
    fields.delete('kind')
    fields.delete('at')
    return { kind, at, fields }
  }

  /** The document's bytes, as any Automerge reads them. */
  save(document: DocumentId): Uint8Array {
    return A.save(this.#page(document).doc)
  }

  /** Forgets a document in memory, so that the next use reads it again: after a write that did not reach the disk. */
  drop(document: DocumentId): void {
    const page = this.#open.get(document)
    if (page) A.free(page.doc)
    this.#open.delete(document)
  }

  /** Saves what changed and lets go of everything. */
  close(): void {
    for (const [document, page] of this.#open) this.#rest(document, page)
    this.#open.clear()
  }

  #page(document: DocumentId): OpenPage {
    const known = this.#open.get(document)
    const page = known ?? { doc: this.#load(document), dirty: false }
    this.#open.delete(document)
    this.#open.set(document, page)
    for (const [oldest, old] of this.#open) {
      if (this.#open.size <= LIMITS.openDocuments) break
      this.#open.delete(oldest)
      this.#rest(oldest, old)
    }
    return page
  }

  #rest(document: DocumentId, page: OpenPage): void {
    if (page.dirty) this.#source.saveSnapshot(document, A.save(page.doc))
    A.free(page.doc)
  }

  #load(document: DocumentId): A.Doc<PageContent> {
    const bytes = this.#source.snapshot(document)
    const saved = bytes && loadOrNothing(bytes)
    if (saved && sameHeads(A.getHeads(saved), this.#source.changeHeads(document), genesisChange(document).head.hash))
      return saved
    if (saved) A.free(saved)
    const [doc] = A.applyChanges(A.init<PageContent>(), [
      genesisChange(document).bytes,
      ...this.#source.changes(document),
    ])
    return doc
  }
}

/** A snapshot that does not load is made anew from the feeds. */
function loadOrNothing(bytes: Uint8Array): A.Doc<PageContent> | undefined {
  try {
    return A.load<PageContent>(bytes)
  } catch {
    return undefined
  }
}

function sameHeads(heads: readonly string[], expected: readonly string[], genesis: string): boolean {
  const want = expected.length > 0 ? expected : [genesis]
  return want.length === heads.length && new Set([...heads, ...want]).size === heads.length
}

function plain(value: unknown): CborValue {
  if (A.isImmutableString(value)) return value.toString()
  if (Array.isArray(value)) return value.map(plain)
  if (value === null || typeof value !== 'object') return value as CborValue
  return new Map(Object.entries(value).map(([name, each]) => [name, plain(each)]))
}
