import { type Clock, type DocumentId, LIMITS } from '../../shared/index.ts'
import { Allowance } from '../allowance.ts'
import { sessionErrors } from '../errors.ts'
import type { CarriedDocuments, FeedHead } from '../ports.ts'
import type { SessionFrame } from '../wire/session-frames.ts'
import { type Followed, Following } from './following.ts'
import { headsOf, raise, reaches, type Vector } from './heads.ts'
import { Pause } from './pause.ts'
import { Soon } from './soon.ts'

/** One walk over what a peer lacks of a document; its blocks are made one at a time, as the wire takes them. */
interface Pass {
  readonly blocks: Iterator<Uint8Array>
  /** How far the peer is once it is over. */
  readonly reaching: readonly FeedHead[]
  /** Whether a block of it was sent, so that time went by. */
  begun: boolean
}

interface Stream {
  followed: Followed
  pass: Pass | undefined
  /** The peer asked, and is told when it has all. */
  readonly asked: boolean
  /** Something came while a walk was under way: what was packed anew meanwhile may have been passed over, so the peer must compare. */
  doubt: boolean
}

/** The digest that is told of a document one does not know. */
const NOTHING = new Uint8Array(32)

export interface SendingParts {
  readonly documents: CarriedDocuments
  readonly clock: Clock
  readonly signal: AbortSignal
  /** There may be something to send. */
  readonly wake: () => void
}

/** What one peer is sent of the documents: offers of what changed, blocks of what it asked for, and from then on all that is new. */
export class Sending {
  readonly following: Following
  readonly #documents: CarriedDocuments
  readonly #wake: () => void
  readonly #offers = new Set<DocumentId>()
  readonly #asked = new Map<DocumentId, Stream>()
  readonly #live = new Map<DocumentId, Stream>()
  /** Asked for, though it is not known here. */
  readonly #unknown: DocumentId[] = []
  /**
   * What we and the peer have the same of by number, from somebody else each, need not be the same: digests are compared once it is quiet,
   * though the peer takes part.
   */
  readonly #doubted = new Set<DocumentId>()
  readonly #doubtSoon: Soon
  /** Others' items that wait to see who has them already. */
  readonly #relayed = new Set<DocumentId>()
  /** Documents that were asked for before, known ones. */
  readonly #before = new Set<DocumentId>()
  /** Asked for too often, and answered only after a while. */
  readonly #later = new Map<DocumentId, Vector>()
  readonly #allowance: Allowance
  readonly #laterSoon: Soon
  /** The peer is busy. */
  readonly #pause: Pause
  readonly #offerSoon: Soon
  readonly #relaySoon: Soon
  #offering = false
  #turn = 0
  /** Whether the last block that was asked for was of the document first in line. */
  #isFirst = false
  /** Whether a whole list is being offered, so that its end must be told. */
  #listing = false

  constructor({ documents, clock, signal, wake }: SendingParts) {
    this.#documents = documents
    this.#wake = wake
    this.following = new Following(documents, (document) => this.offer(document))
    this.#allowance = new Allowance(clock, LIMITS.wantsAgain, LIMITS.wantsPerSecond)
    this.#doubtSoon = new Soon(clock, LIMITS.doubtTick, () => this.#settleDoubts(), signal)
    this.#laterSoon = new Soon(clock, 1000 / LIMITS.wantsPerSecond, () => this.#wantLater(), signal)
    this.#pause = new Pause(clock, signal, wake)
    this.#offerSoon = new Soon(clock, LIMITS.offerTick, () => this.#offerNow(), signal)
    this.#relaySoon = new Soon(clock, LIMITS.relayTick, () => this.#relayNow(), signal)
  }

  /** Documents with something to send. */
  get pending(): number {
    return this.#asked.size + this.#later.size + this.#live.size
  }

  /** Whether something is to be sent that was asked for. */
  get isAsked(): boolean {
    return this.#asked.size + this.#later.size > 0
  }

  /** We hold more of a document, or have just come to know it; `from` says by whom. */
  changed(document: DocumentId, items: readonly FeedHead[], from: 'own' | 'peer' | 'others'): void {
    const has = this.following.get(document)?.has
    if (from === 'others' && items.some(({ feed, seq }) => seq <= (has?.get(feed) ?? 0))) this.#doubt(document)
    if (from === 'peer') {
      if (this.following.get(document)) this.following.holds(document, items)
      return
    }
    if (!this.following.grown(document, items)) return this.offer(document)
    if (from === 'own') return this.#push(document)
    this.#relayed.add(document)
    this.#relaySoon.ask()
  }

  /** The peer says that it holds these. */
  holds(document: DocumentId, heads: readonly FeedHead[]): void {
    const followed = this.following.get(document)
    const isFromElsewhere = ({ feed, seq }: FeedHead): boolean =>
      followed?.fresh.has(feed) === true && seq > (followed.has.get(feed) ?? 0)
    if (heads.some(isFromElsewhere)) this.#doubt(document)
    this.following.holds(document, heads)
  }

  /** Tells the peer, a little later, how far we are in a document. */
  offer(document: DocumentId): void {
    this.#offers.add(document)
    this.#offerSoon.ask()
  }

  /** Offers all of a list, and says when that is done. */
  offerAll(documents: readonly DocumentId[]): void {
    for (const document of documents) this.#offers.add(document)
    this.#listing = true
    this.#offerNow()
  }

  /** What we hold of a document is another than before, though nothing came: how far the peer is has to be found out anew. */
  anew(document: DocumentId): void {
    const stream = this.#asked.get(document)
    stream?.pass?.blocks.return?.()
    const live = this.#live.get(document)
    live?.pass?.blocks.return?.()
    this.#live.delete(document)
    this.following.drop(document)
    if (!stream) return this.offer(document)
    stream.pass = undefined
    stream.followed = this.following.begin(document, stream.followed.has)
  }

  /** The peer wants everything beyond a vector. What it wants again and again it gets ever later. @throws session/too-much */
  want(document: DocumentId, vector: Vector): void {
    this.#end(document)
    if (this.#asked.size + this.#unknown.length + this.#later.size >= LIMITS.wantsWaiting)
      throw sessionErrors('too-much')
    const isNew = this.#documents.has(document) && !this.#before.has(document)
    if (isNew) this.#before.add(document)
    if (isNew || this.#allowance.take()) return this.#serve(document, vector)
    this.#later.set(document, vector)
    this.#laterSoon.ask()
  }

  /** The peer is busy: what it asked for waits so many milliseconds; what is new goes out all the same. */
  rest(ms: number): void {
    this.#pause.rest(ms)
  }

  /** The next frame of documents: offers first, then what is new and what was asked for in turn. */
  next(): SessionFrame | undefined {
    return (
      this.#offered() ??
      (this.#turn++ % 2 === 0 ? (this.#nextLive() ?? this.#nextAsked()) : (this.#nextAsked() ?? this.#nextLive()))
    )
  }

  /** Lets go of what is half read. */
  stop(): void {
    for (const { pass } of [...this.#asked.values(), ...this.#live.values()]) pass?.blocks.return?.()
    this.#asked.clear()
    this.#live.clear()
  }

  #serve(document: DocumentId, vector: Vector): void {
    this.#wake()
    if (!this.#documents.has(document)) return void this.#unknown.push(document)
    const followed = this.following.begin(document, vector)
    this.#asked.set(document, { followed, pass: undefined, asked: true, doubt: false })
  }

  #wantLater(): void {
    for (const [document, vector] of this.#later) {
      if (!this.#allowance.take()) break
      this.#later.delete(document)
      this.#serve(document, vector)
    }
    if (this.#later.size > 0) this.#laterSoon.ask()
  }

  #push(document: DocumentId): void {
    const followed = this.following.get(document)
    if (!followed || this.#asked.has(document) || this.#live.has(document)) return
    this.#live.set(document, { followed, pass: undefined, asked: false, doubt: false })
    this.#wake()
  }

  #doubt(document: DocumentId): void {
    this.#doubted.add(document)
    this.#doubtSoon.ask()
  }

  #settleDoubts(): void {
    for (const document of this.#doubted) this.#offers.add(document)
    this.#offerNow()
  }

  #offerNow(): void {
    this.#offering = this.#offers.size > 0 || this.#listing
    if (this.#offering) this.#wake()
  }

  #relayNow(): void {
    for (const document of this.#relayed) this.#push(document)
    this.#relayed.clear()
  }

  #offered(): SessionFrame | undefined {
    if (!this.#offering) return undefined
    const documents: (readonly [DocumentId, Uint8Array])[] = []
    for (const document of this.#offers) {
      if (documents.length >= LIMITS.vectorPage) break
      this.#offers.delete(document)
      const isDoubted = this.#doubted.delete(document)
      if (isDoubted || !this.following.get(document)) documents.push([document, this.#documents.digest(document)])
    }
    const more = this.#offers.size > 0
    this.#offering = more
    const listed = this.#listing
    if (!more) this.#listing = false
    return documents.length > 0 || listed ? { type: 'offer', documents, more: listed && more } : undefined
  }

  /** New items of followed documents, the oldest waiting first. */
  #nextLive(): SessionFrame | undefined {
    for (const [document, stream] of this.#live) {
      const bytes = this.#blockOf(stream)
      if (bytes) return { type: 'block', bytes }
      this.#live.delete(document)
      if (stream.doubt) return { type: 'offer', documents: [[document, this.#documents.digest(document)]], more: false }
    }
    return undefined
  }

  /**
   * Every second block is of the document that was asked for first, which is what the peer needs soonest; the others are of the next few
   * in turn, so that a large one keeps no small one waiting.
   */
  #nextAsked(): SessionFrame | undefined {
    const unknown = this.#unknown.shift()
    if (unknown !== undefined) return { type: 'covered', document: unknown, digest: NOTHING }
    if (this.#pause.isOn) return undefined
    const [first, second] = this.#asked
    if (!first) return undefined
    this.#isFirst = !this.#isFirst || second === undefined
    const [document, stream] = this.#isFirst || !second ? first : second
    const bytes = this.#blockOf(stream)
    if (!bytes) {
      this.#asked.delete(document)
      return { type: 'covered', document, digest: this.#documents.digest(document) }
    }
    if (!this.#isFirst) this.#rotate(document)
    return { type: 'block', bytes }
  }

  /** Puts a stream behind the others that are under way, but before those that wait. */
  #rotate(document: DocumentId): void {
    const all = [...this.#asked]
    const at = all.findIndex(([each]) => each === document)
    all.splice(Math.min(all.length, LIMITS.streamsAtOnce) - 1, 0, ...all.splice(at, 1))
    this.#asked.clear()
    for (const [each, stream] of all) this.#asked.set(each, stream)
  }

  /** The next block of a document, going over it again while there is more than there was when the walk began. */
  #blockOf(stream: Stream): Uint8Array | undefined {
    const { followed } = stream
    for (;;) {
      stream.pass ??= this.#begin(stream)
      if (!stream.pass) return undefined
      const next = stream.pass.blocks.next()
      if (next.done !== true) {
        stream.pass.begun = true
        return next.value
      }
      raise(followed.has, stream.pass.reaching)
      stream.doubt ||= stream.pass.begun && followed.fresh.size > 0
      stream.pass = undefined
      if (followed.fresh.size === 0) return undefined
    }
  }

  #begin({ followed, asked }: Stream): Pass | undefined {
    const { document, has } = followed
    if (!asked && reaches(has, followed.fresh)) {
      followed.fresh.clear()
      return undefined
    }
    const reaching = asked ? this.#documents.vector(document) : headsOf(followed.fresh)
    followed.fresh = new Map()
    return { blocks: this.#documents.blocksBeyond(document, has)[Symbol.iterator](), reaching, begun: false }
  }

  #end(document: DocumentId): void {
    this.#later.delete(document)
    for (const streams of [this.#asked, this.#live]) {
      streams.get(document)?.pass?.blocks.return?.()
      streams.delete(document)
    }
  }
}
