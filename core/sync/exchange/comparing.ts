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

/** At the start of a session: finds out in what two sides differ, at the price of what differs. Each step is taken once. */
export class Comparing {
  readonly #carried: Carried
  readonly #catalogue: Catalogue
  readonly #sending: Sending
  readonly #reached: (document: DocumentId, heads: readonly FeedHead[]) => void
  #state: 'begun' | 'asked' | 'done' = 'begun'
  #holdings = false
  #buckets = false

  /** @param reached told how far the peer is where it is as far as we are */
  constructor(
    carried: Carried,
    catalogue: Catalogue,
    sending: Sending,
    reached: (document: DocumentId, heads: readonly FeedHead[]) => void,
  ) {
    this.#carried = carried
    this.#catalogue = catalogue
    this.#sending = sending
    this.#reached = reached
  }

  /** Whether it is known of every document whether the peer has more. */
  get isDone(): boolean {
    return this.#state === 'done'
  }

  /** Takes the peer's summary; answers what to send. @throws session/out-of-turn */
  holdings({ documents, digest }: Frame<'holdings'>): Frame<'buckets'> | undefined {
    if (this.#holdings) throw sessionErrors('out-of-turn')
    this.#holdings = true
    const ours = this.#catalogue.holdings()
    if (sameBytes(ours.digest, digest)) {
      this.#state = 'done'
      this.#level(this.#carried.documents.list())
      return undefined
    }
    this.#state = 'asked'
    const bits = Catalogue.bitsFor(Math.max(ours.documents, documents))
    return { type: 'buckets', bits, digests: this.#catalogue.buckets(bits) }
  }

  /** Offers the peer what is in the groups that differ. @throws session/out-of-turn, session/malformed */
  buckets({ bits, digests }: Frame<'buckets'>): void {
    if (this.#buckets) throw sessionErrors('out-of-turn')
    this.#buckets = true
    const found = this.#catalogue.compare(bits, digests)
    if (!found) throw sessionErrors('malformed')
    this.#level(found.equal)
    this.#sending.offerAll(found.differing)
  }

  /** The peer has offered all that differs. */
  listed(): void {
    if (this.#state === 'asked') this.#state = 'done'
  }

  #level(documents: readonly DocumentId[]): void {
    for (const document of documents) this.#sending.following.level(document)
    for (const document of documents.slice(-RECOUNTED))
      this.#reached(document, this.#carried.documents.vector(document))
  }
}
