import type { DocumentId } from '../../shared/index.ts'
import { sessionErrors } from '../errors.ts'
import type { FeedHead } from '../ports.ts'
import type { SessionFrame } from '../wire/session-frames.ts'
import type { Acknowledging } from './acknowledging.ts'
import type { ChunkAsking } from './chunk-asking.ts'
import type { ChunkGiving } from './chunk-giving.ts'
import type { Comparing } from './comparing.ts'
import type { KeySharing } from './key-sharing.ts'
import type { LetterSharing } from './letter-sharing.ts'
import type { LogSharing } from './log-sharing.ts'
import type { PlaceSharing } from './place-sharing.ts'
import type { Receiving } from './receiving.ts'
import type { Sending } from './sending.ts'
import type { SignalSharing } from './signal-sharing.ts'
import { Wanting } from './wanting.ts'

/** The conversations that go on within a session, each with state of its own. */
export interface Conversations {
  readonly logs: LogSharing
  readonly keys: KeySharing
  readonly letters: LetterSharing
  /** Nothing in a private space. */
  readonly places: PlaceSharing | undefined
  readonly comparing: Comparing
  readonly receiving: Receiving
  readonly sending: Sending
  readonly acknowledging: Acknowledging
  readonly signals: SignalSharing
  readonly asking: ChunkAsking
  readonly giving: ChunkGiving
}

export interface TakingParts {
  readonly conversations: Conversations
  /** Of a private space not all is spoken: what concerns the devices themselves belongs into their community's session. */
  readonly isPrivate: boolean
  /** Runs while items of this session are being taken. */
  readonly taking: (work: () => void) => void
  /** The peer is so far in a document, by its own word. */
  readonly reached: (document: DocumentId, heads: readonly FeedHead[]) => void
  readonly note: (frame: SessionFrame | undefined) => void
  readonly wake: () => void
}

/** Gives each frame that comes to whom it concerns. */
export class Taking {
  readonly #parts: TakingParts
  readonly #wanting = new Wanting()

  constructor(parts: TakingParts) {
    this.#parts = parts
  }

  /** @throws what ends the session */
  take(frame: SessionFrame): void {
    if (this.#wanting.hasBegun && frame.type !== 'want' && frame.type !== 'end') throw sessionErrors('out-of-turn')
    const { taking, note, wake, reached } = this.#parts
    const { logs, keys, letters, places, comparing, receiving, sending, acknowledging, signals, asking, giving } =
      this.#parts.conversations
    switch (frame.type) {
      case 'log':
        return taking(() => logs.received(frame.items, frame.heads))
      case 'block':
        return taking(() => receiving.block(frame.bytes))
      case 'offer':
        receiving.offered(frame.documents)
        comparing.offered(frame.documents)
        return frame.more ? undefined : comparing.listed()
      case 'want':
        return this.#want(frame)
      case 'covered':
        receiving.covered(frame.document, frame.digest)
        return acknowledging.fetched()
      case 'have':
        sending.holds(frame.document, frame.heads)
        return reached(frame.document, frame.heads)
      case 'holdings':
        return note(comparing.holdings(frame))
      case 'buckets':
        return note(comparing.buckets(frame))
      case 'differs':
        return comparing.differs(frame)
      case 'book':
        if (!places) throw sessionErrors('out-of-turn')
        places.compared(frame)
        return wake()
      case 'places':
        if (!places) throw sessionErrors('out-of-turn')
        return places.received(frame.entries)
      case 'lack':
        keys.lacked(frame.epochs)
        return wake()
      case 'keys':
        keys.received(frame.keys)
        return wake()
      case 'letter':
        this.#notOfPrivate()
        return letters.received(frame.bytes)
      case 'signal':
        return signals.received(frame.bytes)
      case 'seek':
        return giving.sought(frame.chunks)
      case 'chunk':
        return asking.received(frame.bytes)
      case 'lacking':
        return asking.lacking(frame.chunks)
      case 'holding':
        return asking.holding(frame.chunks)
      case 'later':
        return sending.rest(frame.ms)
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

  #want(frame: Extract<SessionFrame, { type: 'want' }>): void {
    this.#parts.reached(frame.document, frame.vector)
    const whole = this.#wanting.add(frame)
    if (whole) this.#parts.conversations.sending.want(frame.document, whole)
  }

  #notOfPrivate(): void {
    if (this.#parts.isPrivate) throw sessionErrors('out-of-turn')
  }
}
