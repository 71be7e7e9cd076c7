/** The Automerge documents of pages: few are open at once, the rest rest as snapshots, and any can be made anew from the feeds. */
import * as A from '@automerge/automerge'
import { type DocumentId, LIMITS } from '../../shared/index.ts'
import { genesisChange } from './change.ts'

export interface PageSource {
  /** The saved document, if there is one. */
  snapshot(document: DocumentId): Uint8Array | undefined
  saveSnapshot(document: DocumentId, bytes: Uint8Array): void
  /** Automerge hash of the last change of each feed with effect. */
  changeHeads(document: DocumentId): readonly string[]
  /** Every change of the document, each after those it depends on. */
  changes(document: DocumentId): Uint8Array[]
}

/** Automerge below its proxies: nobody reads a page as a JavaScript object here, and making one takes four times as long as applying. */
type Handle = ReturnType<typeof A.getBackend>

/** Changes of one page that may wait, and their bytes: nobody reads a page at once, and many are applied faster than each alone. */
const WAITING = 64
const WAITING_BYTES = 64 * 1024

interface OpenPage {
  readonly handle: Handle
  dirty: boolean
  waiting: Uint8Array[]
  waitingBytes: number
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

  /** Takes changes that were derived here; they are applied together with those that follow, at the latest when the page is needed. */
  apply(document: DocumentId, changes: readonly Uint8Array[]): void {
    const page = this.#page(document)
    page.dirty = true
    page.waiting.push(...changes)
    page.waitingBytes += changes.reduce((sum, { length }) => sum + length, 0)
    if (page.waiting.length >= WAITING || page.waitingBytes >= WAITING_BYTES) settle(page)
  }

  /** The document's bytes, as any Automerge reads them. */
  save(document: DocumentId): Uint8Array {
    return settle(this.#page(document)).save()
  }

  /** Forgets a document in memory, so that the next use reads it again: after a write that did not reach the disk. */
  drop(document: DocumentId): void {
    this.#open.get(document)?.handle.free()
    this.#open.delete(document)
  }

  /** Saves what changed and lets go of everything. */
  close(): void {
    for (const document of [...this.#open.keys()]) this.#rest(document)
  }

  #page(document: DocumentId): OpenPage {
    const page = this.#open.get(document) ?? {
      handle: this.#load(document),
      dirty: false,
      waiting: [],
      waitingBytes: 0,
    }
    this.#open.delete(document)
    this.#open.set(document, page)
    for (const oldest of [...this.#open.keys()].slice(0, -LIMITS.openDocuments)) this.#rest(oldest)
    return page
  }

  /** Saves what changed; on failure the page is forgotten all the same, and made anew when it is needed. */
  #rest(document: DocumentId): void {
    const page = this.#open.get(document)
    try {
      if (page?.dirty) this.#source.saveSnapshot(document, settle(page).save())
    } finally {
      this.drop(document)
    }
  }

  /** From its snapshot, when that holds just the feeds' changes; from the feeds otherwise. */
  #load(document: DocumentId): Handle {
    const genesis = genesisChange(document)
    const bytes = this.#source.snapshot(document)
    const saved = bytes && loadOrNothing(bytes)
    if (saved && sameHeads(saved.getHeads(), this.#source.changeHeads(document), genesis.head.hash)) return saved
    saved?.free()
    const made = A.getBackend(A.init())
    made.applyChanges([genesis.bytes, ...this.#source.changes(document)])
    return made
  }
}

/** Applies what waits. */
function settle(page: OpenPage): Handle {
  const { handle, waiting } = page
  page.waiting = []
  page.waitingBytes = 0
  if (waiting.length > 0) handle.applyChanges(waiting)
  return handle
}

/** A snapshot that does not load is made anew from the feeds. */
function loadOrNothing(bytes: Uint8Array): Handle | undefined {
  const handle = A.getBackend(A.init())
  try {
    handle.loadIncremental(bytes)
    return handle
  } catch {
    handle.free()
    return undefined
  }
}

/** A page's heads are its feeds' last changes, or its genesis when there are none. */
function sameHeads(heads: readonly string[], expected: readonly string[], genesis: string): boolean {
  const want = expected.length > 0 ? expected : [genesis]
  return want.length === heads.length && new Set([...heads, ...want]).size === heads.length
}
