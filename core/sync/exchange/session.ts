import { setImmediate } from 'node:timers/promises'
import {
  type Clock,
  type DocumentId,
  FolkmootError,
  LIMITS,
  type Log,
  type MemberId,
  type PeerId,
} from '../../shared/index.ts'
import { sessionErrors } from '../errors.ts'
import type { Met } from '../handshake/handshake.ts'
import { welcomeOf } from '../handshake/judge.ts'
import type { PeerStatus } from '../network.ts'
import type { Carried, FeedHead, Standing } from '../ports.ts'
import { type Channel, transportErrors } from '../transport/index.ts'
import { sessionFrames, type SessionFrame } from '../wire/session-frames.ts'
import { Acknowledging } from './acknowledging.ts'
import type { Catalogue } from './catalogue.ts'
import { Comparing } from './comparing.ts'
import { farewell, toldCode } from './farewell.ts'
import { KeySharing } from './key-sharing.ts'
import { LetterSharing } from './letter-sharing.ts'
import { LogSharing } from './log-sharing.ts'
import { Receiving } from './receiving.ts'
import { Sending } from './sending.ts'
import { Wanting } from './wanting.ts'

export interface SessionParts {
  readonly carried: Carried
  readonly catalogue: Catalogue
  readonly channel: Channel
  readonly met: Met
  readonly clock: Clock
  readonly log: Log
  readonly addresses: () => readonly string[]
  /** The peer told where it can be dialled. */
  readonly onAddresses: (addresses: readonly string[]) => void
  /** A member is so far in a document, by its own word. */
  readonly reached: (member: MemberId, document: DocumentId, heads: readonly FeedHead[]) => void
  readonly claim: (document: DocumentId, session: Session) => boolean
  readonly release: (document: DocumentId, session: Session) => void
  /** Runs while items of this session are being taken. */
  readonly taking: (session: Session, work: () => void) => void
  readonly onStatus: () => void
  /** The session counts no more, though the channel may still be closing. */
  readonly onOver: (session: Session) => void
}

/** What is said of documents: nothing of it goes to who waits to be let in, since blocks can be read without any key. */
const OF_DOCUMENTS = new Set<SessionFrame['type']>([
  'block',
  'offer',
  'want',
  'covered',
  'have',
  'holdings',
  'buckets',
  'lack',
  'keys',
  'letter',
])

/** Two devices that know each other exchange what they hold until either ends it. Memory is bounded whatever the other side does. */
export class Session {
  readonly device: Met['device']
  readonly member: Met['member']
  readonly peer: PeerId
  readonly #parts: SessionParts
  readonly #carried: Carried
  readonly #channel: Channel
  readonly #over = new AbortController()
  readonly #logs: LogSharing
  readonly #sending: Sending
  readonly #receiving: Receiving
  readonly #acknowledging: Acknowledging
  readonly #comparing: Comparing
  readonly #keys: KeySharing
  readonly #letters: LetterSharing
  /** What the two may say to each other; when that changes they begin anew. */
  readonly #may: Standing['may']
  /** Bytes that were said of documents though nothing of them may be. */
  #ignored = 0
  /** Small frames that are sent once. */
  readonly #notes: SessionFrame[] = []
  #wake = Promise.withResolvers<void>()
  readonly #wanting = new Wanting()
  #lastSent = 0
  /** When anything but a sign of life was sent or taken last. */
  #moved: number
  #sendingSince: number | undefined
  #error: unknown
  /** Where the peer said last that it is, and how often it said so. */
  #told: string | undefined
  #tellings = 0

  constructor(parts: SessionParts) {
    const { carried, channel, met, clock, log } = parts
    const { signal } = this.#over
    const wake = (): void => this.#wakeUp()
    this.#parts = parts
    this.#carried = carried
    this.#channel = channel
    this.device = met.device
    this.member = met.member
    this.peer = channel.remote
    this.#may = this.#together()
    this.#moved = clock.now()
    this.#logs = new LogSharing(carried.log, met.known)
    this.#keys = new KeySharing(carried.log.keys, met.device)
    this.#letters = new LetterSharing(carried, met.device)
    this.#sending = new Sending({ documents: carried.documents, clock, signal, wake })
    this.#acknowledging = new Acknowledging(clock, signal, wake, (document) => this.#receiving.fetches(document))
    this.#comparing = new Comparing(carried, parts.catalogue, this.#sending, (...reached) =>
      parts.reached(met.member, ...reached),
    )
    this.#receiving = new Receiving({
      documents: carried.documents,
      clock,
      log,
      claim: (document) => parts.claim(document, this),
      release: (document) => parts.release(document, this),
      onLevel: (document) => this.#sending.following.level(document),
      isEven: (document) => this.#sending.following.isEven(document),
      onDiffering: (document) => this.#sending.offer(document),
      wake,
    })
  }

  status(): PeerStatus {
    const [receiving, sending] = [this.#receiving.pending, this.#sending.pending]
    const isLevel = this.#comparing.isDone && receiving === 0 && !this.#sending.isAsked
    const state = isLevel || this.#may !== 'exchange' ? 'synced' : 'authenticated'
    return { member: this.member, device: this.device, path: this.#channel.path, state, receiving, sending }
  }

  /** Documents of which the peer holds something that cannot be read here for want of a key. */
  get keyless(): ReadonlySet<DocumentId> {
    return this.#receiving.keyless
  }

  /** Since when nothing is to be said, ms; nothing while something is. */
  idleSince(): number | undefined {
    const { state, sending } = this.status()
    return state === 'synced' && sending === 0 ? this.#moved : undefined
  }

  /** Lasts as long as the session; answers why it ended. Never rejects. */
  async run(signal: AbortSignal): Promise<unknown> {
    const stop = (): void => this.end(sessionErrors('stopped'))
    signal.addEventListener('abort', stop, { once: true })
    if (signal.aborted) stop()
    const parts = [this.#begin(), this.#read(), this.#write(), this.#tend()]
    await Promise.all(parts.map((part) => part.catch((error: unknown) => this.end(error))))
    signal.removeEventListener('abort', stop)
    this.#receiving.stop()
    this.#sending.stop()
    const why = this.#isShutOut() ? this.#logs.explanation(this.device) : []
    await farewell(this.#channel, toldCode(this.#error), this.#parts.clock, why)
    return this.#error
  }

  /** Ends it; the other side is told the code, if it is one of a session. */
  end(error: unknown): void {
    if (this.#over.signal.aborted) return
    this.#error = error instanceof FolkmootError ? error : sessionErrors('storage', { cause: error })
    this.#over.abort(this.#error)
    this.#parts.onOver(this)
    this.#wakeUp()
  }

  /** The log grew: who left is met no longer, and what waited for it is tried again. */
  logChanged(): void {
    this.#guarded(() => {
      welcomeOf(this.#carried.log, this.device)
      if (this.#together() !== this.#may) throw sessionErrors('standing')
      this.#logs.changed()
      this.#keys.changed()
      this.#receiving.logChanged()
      this.#wakeUp()
    })
  }

  /** Keys were gained: what waited for them is asked for again, and who asked for them is answered. */
  keysGained(): void {
    this.#guarded(() => {
      this.#keys.changed()
      this.#receiving.keysGained()
      this.#wakeUp()
    })
  }

  /** There may be a letter for this device. */
  lettersChanged(): void {
    this.#letters.changed()
    this.#wakeUp()
  }

  /** What is held of a document is another than before, though nothing came. */
  anew(document: DocumentId): void {
    this.#guarded(() => this.#sending.anew(document))
  }

  /** A document grew, or became known. */
  changed(document: DocumentId, items: readonly FeedHead[], from: 'own' | 'peer' | 'others'): void {
    this.#guarded(() => {
      if (items.length === 0) this.#receiving.known(document)
      const { following } = this.#sending
      const concerns = from === 'peer' || (from === 'others' && following.takesPart(document))
      if (concerns && items.length > 0) this.#acknowledging.kept(document, items)
      this.#sending.changed(document, items, from)
    })
  }

  /** Somebody else is done fetching a document. */
  free(document: DocumentId): void {
    this.#guarded(() => this.#receiving.free(document))
  }

  /** The own addresses changed. */
  addressed(): void {
    if (this.#carried.parent !== undefined) return
    this.#note({ type: 'addresses', addresses: this.#parts.addresses().slice(0, LIMITS.peerAddresses) })
  }

  async #begin(): Promise<void> {
    await this.#parts.catalogue.warm(this.#over.signal)
    this.addressed()
    if (this.#may === 'exchange') this.#note({ type: 'holdings', ...this.#parts.catalogue.holdings() })
  }

  async #read(): Promise<void> {
    const { signal } = this.#over
    for (let frames = 1; ; frames++) {
      const bytes = await this.#channel.receive(signal, LIMITS.sessionSilence)
      if (!bytes) throw transportErrors('closed')
      const frame = sessionFrames.decode(bytes)
      if (frame.type !== 'ping') this.#moved = this.#parts.clock.now()
      if (this.#may === 'exchange' || !OF_DOCUMENTS.has(frame.type)) this.#take(frame)
      else this.#ignore(bytes)
      this.#parts.onStatus()
      // Everybody else gets a turn, however fast this peer sends.
      if (bytes.length > 4096 || frames % 16 === 0) await setImmediate(undefined, { signal })
    }
  }

  #ignore({ length }: Uint8Array): void {
    this.#ignored += length
    if (this.#ignored > LIMITS.uselessBytes) throw sessionErrors('too-much')
  }

  #take(frame: SessionFrame): void {
    if (this.#wanting.hasBegun && frame.type !== 'want' && frame.type !== 'end') throw sessionErrors('out-of-turn')
    switch (frame.type) {
      case 'log':
        return this.#parts.taking(this, () => this.#logs.received(frame.items, frame.heads))
      case 'block':
        return this.#parts.taking(this, () => this.#receiving.block(frame.bytes))
      case 'offer':
        this.#receiving.offered(frame.documents)
        return frame.more ? undefined : this.#comparing.listed()
      case 'want':
        return this.#want(frame)
      case 'covered':
        this.#receiving.covered(frame.document, frame.digest)
        return this.#acknowledging.fetched()
      case 'have':
        this.#sending.holds(frame.document, frame.heads)
        return this.#parts.reached(this.member, frame.document, frame.heads)
      case 'holdings':
        return this.#note(this.#comparing.holdings(frame))
      case 'buckets':
        return this.#comparing.buckets(frame)
      case 'addresses':
        if (this.#carried.parent !== undefined) throw sessionErrors('out-of-turn')
        return this.#addresses(frame.addresses)
      case 'lack':
        this.#keys.lacked(frame.epochs)
        return this.#wakeUp()
      case 'keys':
        this.#keys.received(frame.keys)
        return this.#wakeUp()
      case 'letter':
        // Private spaces are told of by their community alone.
        if (this.#carried.parent !== undefined) throw sessionErrors('out-of-turn')
        return this.#letters.received(frame.bytes)
      case 'ping':
        return
      case 'end':
        throw sessionErrors('ended', { details: { code: frame.code } })
      case 'hello':
      case 'welcome':
      case 'sample':
      case 'proof':
      case 'after':
      case 'ready':
      case 'plead':
        throw sessionErrors('out-of-turn')
    }
  }

  #addresses(addresses: readonly string[]): void {
    if (addresses.join() === this.#told) return
    if (++this.#tellings > LIMITS.addressTellings) throw sessionErrors('too-much')
    this.#told = addresses.join()
    this.#parts.onAddresses(addresses)
  }

  #want(frame: Extract<SessionFrame, { type: 'want' }>): void {
    this.#parts.reached(this.member, frame.document, frame.vector)
    const whole = this.#wanting.add(frame)
    if (whole) this.#sending.want(frame.document, whole)
  }

  async #write(): Promise<void> {
    const { signal } = this.#over
    const { clock } = this.#parts
    for (;;) {
      signal.throwIfAborted()
      const woken = this.#wake.promise
      const frame = this.#next()
      if (frame) {
        this.#sendingSince = clock.now()
        await this.#channel.send(sessionFrames.encode(frame), signal)
        this.#sendingSince = undefined
        this.#lastSent = clock.now()
        if (frame.type !== 'ping') this.#moved = this.#lastSent
      } else {
        this.#parts.onStatus()
        await woken
      }
    }
  }

  /** What is to be sent next; made only now, so that nothing piles up before a slow peer. */
  #next(): SessionFrame | undefined {
    const first = this.#receiving.rest() ?? this.#logs.next() ?? this.#notes.shift()
    if (first || this.#may !== 'exchange') return first
    return (
      this.#keys.next() ??
      (this.#carried.parent === undefined ? this.#letters.next() : undefined) ??
      this.#acknowledging.next() ??
      this.#receiving.next() ??
      this.#sending.next()
    )
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
    const { clock } = this.#parts
    for (;;) {
      await clock.sleep(LIMITS.sessionCheck, this.#over.signal)
      const now = clock.now()
      if (this.#sendingSince !== undefined && now - this.#sendingSince > LIMITS.sessionStall)
        throw sessionErrors('silent')
      if (this.#sendingSince === undefined && now - this.#lastSent >= LIMITS.keepAlive) this.#note({ type: 'ping' })
      this.#receiving.tend()
    }
  }

  #note(frame: SessionFrame | undefined): void {
    if (!frame) return
    this.#notes.push(frame)
    this.#wakeUp()
  }

  #wakeUp(): void {
    const { resolve } = this.#wake
    this.#wake = Promise.withResolvers()
    resolve()
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
