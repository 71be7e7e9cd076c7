import type { DocumentId } from '../../shared/index.ts'
import { sameBytes } from '../../shared/index.ts'
import { sessionErrors } from '../errors.ts'
import type { Carried, FeedHead } from '../ports.ts'
import type { SessionFrame } from '../wire/session-frames.ts'
import { Catalogue } from './catalogue.ts'
import type { Sending } from './sending.ts'

/** Newest documents of which a peer that is level is counted as having them, should an acknowledgement have been lost. */
const RECOUNTED = 64

type Frame<Type extends SessionFrame['type']> = Extract<SessionFrame, { type: Type }>

export interface ComparingParts {
  readonly carried: Carried
  readonly catalogue: Catalogue
  readonly sending: Sending
  /** Which of the two says what its groups are: the other side answers with what is different. */
  readonly goesFirst: boolean
  /** Told how far the peer is where it is as far as we are. */
  readonly reached: (document: DocumentId, heads: readonly FeedHead[]) => void
}

/**
 * At the start of a session: finds out in what two sides differ, at the price of what differs. One side sends hashes of groups; the other
 * says which are not its own, and offers what it holds in those; and is offered what of that the first holds otherwise. Each step is
 * taken once.
 */
export class Comparing {
  readonly #parts: ComparingParts
  #state: 'begun' | 'asked' | 'done' = 'begun'
  /** What we said that we hold. Both sides compare what was said, so that they come to the same answer. */
  #ours: { readonly documents: number; readonly digest: Uint8Array } | undefined
  #theirs: Frame<'holdings'> | undefined
  #buckets = false
  /** What has changed since we said what we hold, until it is known what differs. */
  readonly #changed = new Set<DocumentId>()
  /** How many groups we told hashes of, until we know which differ. */
  #bits: number | undefined
  /** What we hold in groups that differ, less what the peer offered and is the same. */
  #differing: Set<DocumentId> | undefined

  constructor(parts: ComparingParts) {
    this.#parts = parts
  }

  /** Whether it is known of every document whether the peer has more. */
  get isDone(): boolean {
    return this.#state === 'done'
  }

  /** Says what we hold; and more, if the peer has said so before. */
  announce(): readonly SessionFrame[] {
    this.#ours = this.#parts.catalogue.holdings()
    const buckets = this.#compare()
    return [{ type: 'holdings', ...this.#ours }, ...(buckets ? [buckets] : [])]
  }

  /** Takes the peer's summary; answers what to send. @throws session/out-of-turn */
  holdings(frame: Frame<'holdings'>): Frame<'buckets'> | undefined {
    if (this.#theirs) throw sessionErrors('out-of-turn')
    this.#theirs = frame
    return this.#compare()
  }

  /** Offers the peer what is in the groups that differ; answers which these are. @throws session/out-of-turn, session/malformed */
  buckets({ bits, digests }: Frame<'buckets'>): Frame<'differs'> {
    if (this.#buckets) throw sessionErrors('out-of-turn')
    this.#buckets = true
    const { catalogue, sending } = this.#parts
    const groups = catalogue.differing(bits, digests)
    const found = groups && catalogue.split(bits, groups)
    if (!groups || !found) throw sessionErrors('malformed')
    this.#level(found.equal)
    sending.offerAll(found.differing)
    return { type: 'differs', groups }
  }

  /** The peer says which of our groups are not its own. @throws session/out-of-turn, session/malformed */
  differs({ groups }: Frame<'differs'>): void {
    const bits = this.#bits
    if (bits === undefined) throw sessionErrors('out-of-turn')
    this.#bits = undefined
    const found = this.#parts.catalogue.split(bits, groups)
    if (!found) throw sessionErrors('malformed')
    this.#levelUnchanged(found.equal)
    this.#differing = new Set(found.differing)
  }

  /** The peer holds documents so far: what is the same here need not be offered to it. */
  offered(documents: readonly (readonly [DocumentId, Uint8Array])[]): void {
    const differing = this.#differing
    if (!differing) return
    for (const [document, digest] of documents) {
      if (!differing.has(document)) continue
      if (sameBytes(this.#parts.carried.documents.digest(document), digest)) differing.delete(document)
    }
  }

  /** The peer has offered all that differs. */
  listed(): void {
    // It may offer something new before it has read what we asked, or asked what we hold.
    const isAwaited = this.#parts.goesFirst ? this.#bits === undefined : this.#buckets
    if (this.#state !== 'asked' || !isAwaited) return
    this.#state = 'done'
    if (this.#differing) this.#parts.sending.offerAll([...this.#differing])
    this.#differing = undefined
  }

  /** A document is another than before. */
  changed(document: DocumentId): void {
    if (this.#ours && (this.#state === 'begun' || this.#bits !== undefined)) this.#changed.add(document)
  }

  #compare(): Frame<'buckets'> | undefined {
    const [ours, theirs] = [this.#ours, this.#theirs]
    if (!ours || !theirs) return undefined
    const { catalogue, carried, goesFirst } = this.#parts
    if (sameBytes(ours.digest, theirs.digest)) {
      this.#state = 'done'
      this.#levelUnchanged(carried.documents.list())
      return undefined
    }
    this.#state = 'asked'
    if (!goesFirst) return undefined
    const bits = Catalogue.bitsFor(Math.max(ours.documents, theirs.documents))
    this.#bits = bits
    return { type: 'buckets', bits, digests: catalogue.buckets(bits) }
  }

  /** What has changed is offered to the peer by itself. */
  #levelUnchanged(documents: readonly DocumentId[]): void {
    this.#level(documents.filter((document) => !this.#changed.has(document)))
    this.#changed.clear()
  }

  #level(documents: readonly DocumentId[]): void {
    const { carried, sending, reached } = this.#parts
    for (const document of documents) sending.following.level(document)
    for (const document of documents.slice(-RECOUNTED)) reached(document, carried.documents.vector(document))
  }
}
