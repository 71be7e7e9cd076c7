import { type ChunkId, type DocumentId, FolkmootError, LIMITS, type PeerId } from '../../shared/index.ts'
import { sessionErrors } from '../errors.ts'
import type { Met } from '../handshake/handshake.ts'
import { welcomeOf } from '../handshake/judge.ts'
import type { PeerStatus } from '../network.ts'
import type { Carried, FeedHead, Standing } from '../ports.ts'
import type { SignedPlace } from '../reach/place-entry.ts'
import { type Channel, transportErrors } from '../transport/index.ts'
import type { SessionFrame } from '../wire/session-frames.ts'
import { Acknowledging } from './acknowledging.ts'
import { ChunkAsking } from './chunk-asking.ts'
import { ChunkGiving } from './chunk-giving.ts'
import { Comparing } from './comparing.ts'
import { farewell, toldCode } from './farewell.ts'
import { Incoming } from './incoming.ts'
import { KeySharing } from './key-sharing.ts'
import { LetterSharing } from './letter-sharing.ts'
import { LogSharing } from './log-sharing.ts'
import { Outgoing } from './outgoing.ts'
import { PlaceSharing } from './place-sharing.ts'
import { Receiving } from './receiving.ts'
import { Sending } from './sending.ts'
import type { SessionParts } from './session-parts.ts'
import { SignalSharing } from './signal-sharing.ts'
import { type Conversations, Taking } from './taking.ts'

/** Two devices that know each other exchange what they hold until either ends it. Memory is bounded whatever the other side does. */
export class Session {
  readonly device: Met['device']
  readonly member: Met['member']
  readonly peer: PeerId
  readonly #parts: SessionParts
  readonly #carried: Carried
  readonly #channel: Channel
  readonly #over = new AbortController()
  readonly #talks: Conversations
  readonly #incoming: Incoming
  readonly #outgoing: Outgoing
  /** What the two may say to each other; when that changes they begin anew. */
  readonly #may: Standing['may']
  readonly #since: number
  #error: unknown
  /** The newest connection that counts: its own, or one the peer came again on though somebody answers on its own. */
  #newest: number
  /** Until when the peer was asked to hold back. */
  #postponed = Number.NEGATIVE_INFINITY

  constructor(parts: SessionParts) {
    const { carried, channel, met, clock } = parts
    const { signal } = this.#over
    this.#parts = parts
    this.#carried = carried
    this.#channel = channel
    this.device = met.device
    this.member = met.member
    this.peer = channel.remote
    this.#newest = channel.connection
    this.#may = this.#together()
    this.#since = clock.now()
    this.#talks = this.#conversations()
    this.#outgoing = new Outgoing({
      channel,
      clock,
      signal,
      next: (note) => this.#next(note),
      hasBulk: () => this.#talks.giving.pending > 0,
      bulk: () => this.#talks.giving.chunk(),
      onQuiet: parts.onStatus,
    })
    const taking = new Taking({
      conversations: this.#talks,
      isPrivate: carried.parent !== undefined,
      taking: (work) => parts.taking(work),
      reached: (...reached) => parts.reached(met.member, ...reached),
      note: (frame) => this.#outgoing.note(frame),
      wake: () => this.#outgoing.wakeUp(),
    })
    this.#incoming = new Incoming({
      channel,
      signal,
      may: this.#may,
      take: (frame) => taking.take(frame),
      community: carried.community,
      turns: parts.turns,
      onBusy: () => this.#postpone(),
      onTaken: ({ type }) => {
        if (type !== 'ping') this.#outgoing.stir()
        parts.onStatus()
      },
    })
  }

  /** Whether this side opened the channel. */
  get isOurs(): boolean {
    return this.#channel.direction === 'outbound'
  }

  /** Whether the peer begins once more on a newer connection, so that this one may be dead though nobody has noticed. */
  isOlderThan({ direction, connection }: Channel): boolean {
    return direction === 'inbound' && connection > this.#newest
  }

  /** The peer has proven itself on a newer connection: this session ends unless somebody answers on its own. */
  async standAgainst({ connection }: Channel): Promise<void> {
    if (await this.#channel.answers()) this.#newest = Math.max(this.#newest, connection)
    else this.end(transportErrors('closed'))
  }

  /** Why it ended, once it has. */
  get why(): unknown {
    return this.#error
  }

  status(): PeerStatus {
    const { receiving, sending, comparing } = this.#talks
    const isLevel = comparing.isDone && receiving.pending === 0 && !sending.isAsked
    const state = isLevel || this.#may !== 'exchange' ? 'synced' : 'authenticated'
    return {
      member: this.member,
      device: this.device,
      path: this.#channel.path,
      state,
      receiving: receiving.pending,
      sending: sending.pending,
      peer: this.peer,
      since: this.#since,
      received: this.#incoming.bytes,
      sent: this.#outgoing.bytes,
    }
  }

  /** Documents of which the peer holds something that cannot be read here for want of a key. */
  get keyless(): ReadonlySet<DocumentId> {
    return this.#talks.receiving.keyless
  }

  /** Since when nothing is to be said, ms; nothing while something is. */
  idleSince(): number | undefined {
    const { state, sending } = this.status()
    const { asking, giving } = this.#talks
    return state === 'synced' && sending + asking.pending + giving.pending === 0 ? this.#outgoing.moved : undefined
  }

  /** Lasts as long as the session; answers why it ended. Never rejects. */
  async run(signal: AbortSignal): Promise<unknown> {
    const stop = (): void => this.end(sessionErrors('stopped'))
    signal.addEventListener('abort', stop, { once: true })
    if (signal.aborted) stop()
    const parts = [this.#begin(), this.#incoming.read(), this.#outgoing.write(), this.#tend()]
    await Promise.all(parts.map((part) => part.catch((error: unknown) => this.end(error))))
    signal.removeEventListener('abort', stop)
    this.#talks.receiving.stop()
    this.#talks.sending.stop()
    this.#talks.signals.stop()
    this.#talks.asking.stop()
    this.#talks.giving.stop()
    const why = this.#isShutOut() ? this.#talks.logs.explanation(this.device) : []
    await farewell(this.#channel, toldCode(this.#error), this.#parts.clock, why)
    return this.#error
  }

  /** Ends it; the other side is told the code, if it is one of a session. */
  end(error: unknown): void {
    if (this.#over.signal.aborted) return
    this.#error = error instanceof FolkmootError ? error : sessionErrors('storage', { cause: error })
    this.#over.abort(this.#error)
    this.#parts.onOver()
    this.#outgoing.wakeUp()
  }

  /** The log grew: who left is met no longer, and what waited for it is tried again. */
  logChanged(): void {
    this.#guarded(() => {
      welcomeOf(this.#carried.log, this.device)
      if (this.#together() !== this.#may) throw sessionErrors('standing')
      this.#talks.logs.changed()
      this.#talks.keys.changed()
      this.#talks.receiving.logChanged()
      this.#outgoing.wakeUp()
    })
  }

  /** Keys were gained: what waited for them is asked for again, and who asked for them is answered. */
  keysGained(): void {
    this.#guarded(() => {
      this.#talks.keys.changed()
      this.#talks.receiving.keysGained()
      this.#outgoing.wakeUp()
    })
  }

  /** There may be a letter for this device. */
  lettersChanged(): void {
    this.#talks.letters.changed()
    this.#outgoing.wakeUp()
  }

  /** What is held of a document is another than before, though nothing came. */
  anew(document: DocumentId): void {
    this.#guarded(() => {
      this.#talks.comparing.changed(document)
      this.#talks.sending.anew(document)
    })
  }

  /** A document grew, or became known. */
  changed(document: DocumentId, items: readonly FeedHead[], from: 'own' | 'peer' | 'others'): void {
    this.#guarded(() => {
      const { receiving, sending, acknowledging, comparing } = this.#talks
      comparing.changed(document)
      if (items.length === 0) receiving.known(document)
      const concerns = from === 'peer' || (from === 'others' && sending.following.takesPart(document))
      if (concerns && items.length > 0) acknowledging.kept(document, items)
      sending.changed(document, items, from)
    })
  }

  /** Somebody else is done fetching a document. */
  free(document: DocumentId): void {
    this.#guarded(() => this.#talks.receiving.free(document))
  }

  /** Somebody can be dialled elsewhere now. */
  placed(place: SignedPlace): void {
    const isOwn = place.device === this.#carried.device
    if (this.#may !== 'exchange' && !isOwn) return
    this.#talks.places?.news(place)
    this.#outgoing.wakeUp()
  }

  /** What was known of where somebody is counts no more. */
  unplaced(place: SignedPlace): void {
    this.#talks.places?.gone(place)
  }

  /** Says a word of the moment. */
  say(signal: Uint8Array): void {
    this.#talks.signals.say(signal)
    this.#outgoing.wakeUp()
  }

  /** Whether the member can be asked for what others wrote, and not only for the log. */
  get exchanges(): boolean {
    return this.#may === 'exchange'
  }

  /** A chunk of an attached file is held, or others are wanted than before. */
  chunksChanged(held: ChunkId | undefined): void {
    this.#guarded(() => {
      const { asking, giving } = this.#talks
      if (held === undefined) return asking.changed()
      asking.held(held)
      giving.held(held)
    })
  }

  #conversations(): Conversations {
    const { carried, catalogue, met, clock, log, book, onAddresses } = this.#parts
    const isWhole = this.#may === 'exchange'
    const { documents } = carried
    const blobs = isWhole ? carried.blobs : undefined
    const { signal } = this.#over
    const wake = (): void => this.#outgoing.wakeUp()
    const sending = new Sending({ documents, clock, signal, wake })
    const receiving = new Receiving({
      documents,
      clock,
      log,
      claim: (document) => this.#parts.claim(document),
      release: (document) => this.#parts.release(document),
      onLevel: (document) => sending.following.level(document),
      isEven: (document) => sending.following.isEven(document),
      onDiffering: (document) => sending.offer(document),
      wake,
    })
    return {
      logs: new LogSharing(carried.log, met.known),
      keys: new KeySharing(carried.log.keys, met.device),
      letters: new LetterSharing(carried, met.device),
      places: book && new PlaceSharing({ book, ...met, peer: this.peer, isWhole, clock, onOwn: onAddresses }),
      comparing: new Comparing({
        carried,
        catalogue,
        sending,
        goesFirst: this.#parts.self < this.peer,
        reached: (...reached) => this.#parts.reached(met.member, ...reached),
      }),
      receiving,
      sending,
      asking: new ChunkAsking({ blobs, search: this.#parts.search, clock, wake }),
      giving: new ChunkGiving(blobs, clock, wake),
      signals: new SignalSharing(isWhole ? carried.signals : undefined, met.device, clock),
      acknowledging: new Acknowledging(clock, signal, wake, (document) => receiving.fetches(document)),
    }
  }

  async #begin(): Promise<void> {
    await this.#parts.catalogue.warm(this.#over.signal)
    this.#talks.places?.begin(this.#carried.device)
    this.#outgoing.wakeUp()
    if (this.#may !== 'exchange') return
    for (const frame of this.#talks.comparing.announce()) this.#outgoing.note(frame)
  }

  #next(note: () => SessionFrame | undefined): SessionFrame | undefined {
    const { receiving, logs, keys, letters, places, signals, acknowledging, sending, asking, giving } = this.#talks
    const first = receiving.rest() ?? logs.next() ?? note() ?? places?.next()
    if (first || this.#may !== 'exchange') return first
    return (
      keys.next() ??
      (this.#carried.parent === undefined ? letters.next() : undefined) ??
      signals.next() ??
      acknowledging.next() ??
      receiving.next() ??
      giving.next() ??
      asking.next() ??
      sending.next()
    )
  }

  /** Asks the peer to hold back what it was asked for, since others wait as well; not again before that time is over. */
  #postpone(): void {
    const now = this.#parts.clock.now()
    if (now < this.#postponed || this.#may !== 'exchange') return
    this.#postponed = now + LIMITS.laterAsked
    this.#talks.receiving.postponed()
    this.#outgoing.note({ type: 'later', ms: LIMITS.laterAsked })
  }

  /** What both may do. Who leaves or is removed goes on until the others know, and they end it. */
  #together(): Standing['may'] {
    const { log, device } = this.#carried
    const waits = [device, this.device].some((each) => log.standing(each)?.may === 'log-only')
    return waits ? 'log-only' : 'exchange'
  }

  #isShutOut(): boolean {
    return sessionErrors.is(this.#error, 'left') || sessionErrors.is(this.#error, 'removed')
  }

  async #tend(): Promise<void> {
    for (;;) {
      await this.#parts.clock.sleep(LIMITS.sessionCheck, this.#over.signal)
      this.#outgoing.tend()
      this.#talks.receiving.tend()
      this.#talks.asking.tend()
    }
  }

  /** What happens to a session from outside must not harm who told it. */
  #guarded(work: () => void): void {
    if (this.#over.signal.aborted) return
    try {
      work()
    } catch (error) {
      this.end(error)
    }
  }
}
