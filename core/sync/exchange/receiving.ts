import { type Clock, type DocumentId, errorCode, LIMITS, type Log, sameBytes } from '../../shared/index.ts'
import { sessionErrors } from '../errors.ts'
import type { CarriedDocuments, FeedHead } from '../ports.ts'
import type { SessionFrame } from '../wire/session-frames.ts'
import { Wishes } from './wishes.ts'

export interface ReceivingParts {
  readonly documents: CarriedDocuments
  readonly clock: Clock
  readonly log: Log
  /** Whether this session may fetch a document now; when not, `free` is called once it may. */
  readonly claim: (document: DocumentId) => boolean
  readonly release: (document: DocumentId) => void
  /** The peer holds all we hold of a document. */
  readonly onLevel: (document: DocumentId) => void
  /** Whether the peer is as far as we are in every feed of a document, so far as known. */
  readonly isEven: (document: DocumentId) => boolean
  /** The peer has sent all it would, and we differ still: it may lack something. */
  readonly onDiffering: (document: DocumentId) => void
  readonly wake: () => void
}

interface Fetch {
  /** When it was asked for. */
  readonly since: number
  accepted: number
}

/** The verdict that the log may cure, and the one that a key may. */
const UNCERTIFIED = 'uncertified'
const KEYLESS = 'waiting-for-key'
/** Verdicts for what nobody has to send again. */
const SUSPECT = new Set(['fork', 'unsigned'])
/** Times a document is fetched without anything new coming of it, before it rests until something changes. */
const FUTILE = 2

/** What one peer is asked for, and how what it sends is taken. Asking ends: each time needs news, or something that came of the last. */
export class Receiving {
  readonly #parts: ReceivingParts
  /** Offered by the peer and not known here yet. */
  readonly #unknown = new Set<DocumentId>()
  #overflown = false
  /** To be asked for. */
  readonly #wanted: Wishes
  /** The same with the digest that was offered, but somebody else is fetching it. */
  readonly #deferred = new Map<DocumentId, Uint8Array | undefined>()
  readonly #fetches = new Map<DocumentId, Fetch>()
  /** Held back by something the log may cure. */
  readonly #stuck = new Set<DocumentId>()
  /** Held back by the want of a key. */
  readonly keyless = new Set<DocumentId>()
  readonly #futile = new Map<DocumentId, number>()
  /** Asked for by the very items held, since the peer is as far as we are and differs: it may hold another branch of a feed. */
  readonly #exactly = new Set<DocumentId>()
  /** The rest of a vector that takes several frames. */
  #pages: { document: DocumentId; rest: readonly FeedHead[] } | undefined
  #useless = 0
  /** When something last came of what was asked for. */
  #progress = 0
  #isStalled = false
  #suspects = 0

  constructor(parts: ReceivingParts) {
    this.#parts = parts
    this.#wanted = new Wishes(parts.documents.urgency)
  }

  /** Documents of which something is to come. */
  get pending(): number {
    return this.#wanted.size + this.#deferred.size + this.#fetches.size
  }

  /** Whether more of a document is about to come. */
  fetches(document: DocumentId): boolean {
    return !this.#isStalled && this.#fetches.has(document)
  }

  /** The peer holds documents so far. */
  offered(offers: readonly (readonly [DocumentId, Uint8Array])[]): void {
    for (const [document, digest] of offers) {
      if (this.#parts.documents.has(document)) {
        this.#futile.delete(document)
        this.#wish(document, digest)
      } else if (this.#unknown.size < LIMITS.unknownDocuments) this.#unknown.add(document)
      else this.#overflown = true
    }
    this.#parts.wake()
  }

  /** A document has become known here. */
  known(document: DocumentId): void {
    if (!this.#unknown.delete(document) && !this.#overflown) return
    this.#wish(document, undefined)
    this.#parts.wake()
  }

  /** Somebody else is done fetching it. */
  free(document: DocumentId): void {
    if (!this.#deferred.has(document)) return
    const digest = this.#deferred.get(document)
    this.#deferred.delete(document)
    this.#wish(document, digest)
    this.#parts.wake()
  }

  /** The log changed: what waited for that is asked for again. */
  logChanged(): void {
    this.#retry(this.#stuck)
    this.keysGained()
  }

  /** Keys were gained: what waited for one is asked for again. */
  keysGained(): void {
    this.#retry(this.keyless)
    this.#parts.wake()
  }

  /** Takes a block. @throws documents/malformed, session/too-much, and what storage throws */
  block(bytes: Uint8Array): void {
    const outcome = this.#receive(bytes)
    if (!outcome) return this.#count(bytes, false)
    const { document, accepted, runs } = outcome
    const fetch = this.#fetches.get(document)
    if (fetch) fetch.accepted += accepted
    if (accepted > 0) {
      this.#futile.delete(document)
      this.#progressed()
    }
    const verdicts = new Set(runs.map(({ verdict }) => verdict))
    if (verdicts.has(UNCERTIFIED)) this.#stuck.add(document)
    if (verdicts.has(KEYLESS)) this.keyless.add(document)
    this.#count(bytes, accepted > 0 || verdicts.has(UNCERTIFIED) || verdicts.has(KEYLESS))
    this.#suspect(document, verdicts)
    if (verdicts.has('gap') && !fetch) this.#again(document)
  }

  /** The peer has sent all that was asked for. */
  covered(document: DocumentId, digest: Uint8Array): void {
    const fetch = this.#fetches.get(document)
    if (!fetch) return
    this.#fetches.delete(document)
    this.#progressed()
    if (this.#isLevel(document, digest)) this.#level(document)
    else {
      const wasExact = this.#exactly.delete(document)
      if (fetch.accepted > 0) this.#wanted.set(document, digest)
      else if (!wasExact && this.#parts.isEven(document)) {
        this.#exactly.add(document)
        this.#wanted.set(document, digest)
      } else this.#futile.set(document, FUTILE)
      this.#parts.onDiffering(document)
    }
    this.#parts.release(document)
    this.#parts.wake()
  }

  /** The peer was asked to wait, so that nothing comes of what it was asked for is no fault of its. */
  postponed(): void {
    this.#progress = this.#parts.clock.now()
  }

  /** While nothing comes of it, what was asked for may be fetched from somebody else as well, and no more is asked for here. */
  tend(): void {
    const now = this.#parts.clock.now()
    // Where the clock was set back, what was noted before is of no use.
    const isRecent = (at: number): boolean => at <= now && now - at < LIMITS.fetchPatience
    if (isRecent(this.#progress)) return
    for (const [document, { since }] of this.#fetches) {
      if (isRecent(since)) continue
      this.#isStalled = true
      this.#parts.release(document)
    }
  }

  /** The rest of a question that has begun: no other frame may stand between its parts. */
  rest(): SessionFrame | undefined {
    return this.#pages && this.#page(this.#pages.document, this.#pages.rest)
  }

  /** The next frame that asks for something. */
  next(): SessionFrame | undefined {
    while (!this.#isStalled && this.#fetches.size < LIMITS.wantsAtOnce) {
      const wish = this.#wanted.take(this.#fetches.keys())
      if (!wish) return undefined
      const [document, digest] = wish
      if (digest && this.#isLevel(document, digest)) this.#level(document)
      else if (!this.#parts.claim(document)) this.#deferred.set(document, digest)
      else {
        this.#fetches.set(document, { since: this.#parts.clock.now(), accepted: 0 })
        const { documents } = this.#parts
        const isExact = this.#exactly.has(document)
        return this.#page(document, isExact ? documents.exactVector(document) : documents.vector(document))
      }
    }
    return undefined
  }

  stop(): void {
    for (const document of this.#fetches.keys()) this.#parts.release(document)
    this.#fetches.clear()
  }

  /** Nothing for a block of a document that is not known here, which was not asked for. */
  #receive(bytes: Uint8Array): ReturnType<CarriedDocuments['receive']> | undefined {
    try {
      return this.#parts.documents.receive(bytes)
    } catch (error) {
      if (errorCode(error) === 'documents/unknown') return undefined
      throw error
    }
  }

  #page(document: DocumentId, heads: readonly FeedHead[]): SessionFrame {
    const rest = heads.slice(LIMITS.vectorPage)
    this.#pages = rest.length > 0 ? { document, rest } : undefined
    return { type: 'want', document, vector: heads.slice(0, LIMITS.vectorPage), more: rest.length > 0 }
  }

  #level(document: DocumentId): void {
    for (const waiting of [this.#stuck, this.keyless, this.#exactly]) waiting.delete(document)
    this.#parts.onLevel(document)
  }

  #retry(documents: Set<DocumentId>): void {
    for (const document of documents) this.#wish(document, undefined)
    documents.clear()
  }

  #progressed(): void {
    this.#progress = this.#parts.clock.now()
    this.#isStalled = false
    this.#parts.wake()
  }

  #wish(document: DocumentId, digest: Uint8Array | undefined): void {
    if (!this.#fetches.has(document)) this.#exactly.delete(document)
    if (digest && this.#isLevel(document, digest)) {
      this.#wanted.delete(document)
      this.#deferred.delete(document)
      this.#level(document)
    } else if (!this.#fetches.has(document)) this.#wanted.set(document, digest)
  }

  /** Asks once more after a gap, unless that has not helped before. */
  #again(document: DocumentId): void {
    const futile = (this.#futile.get(document) ?? 0) + 1
    if (futile > FUTILE) return
    this.#futile.set(document, futile)
    this.#wish(document, undefined)
    this.#parts.wake()
  }

  #isLevel(document: DocumentId, digest: Uint8Array): boolean {
    return sameBytes(this.#parts.documents.digest(document), digest)
  }

  #count(bytes: Uint8Array, isUseful: boolean): void {
    this.#useless = isUseful ? 0 : this.#useless + bytes.length
    if (this.#useless > LIMITS.uselessBytes) throw sessionErrors('too-much')
  }

  #suspect(document: DocumentId, verdicts: ReadonlySet<string>): void {
    for (const verdict of verdicts) {
      if (!SUSPECT.has(verdict)) continue
      if (this.#suspects++ % 100 === 0)
        this.#parts.log.warn('session.suspect-items', { document, verdict, times: this.#suspects })
    }
  }
}
