import { setImmediate } from 'node:timers/promises'
import { type CommunityId, LIMITS } from '../../shared/index.ts'
import { sessionErrors } from '../errors.ts'
import type { Standing } from '../ports.ts'
import { type Channel, transportErrors } from '../transport/index.ts'
import { type SessionFrame, sessionFrames } from '../wire/session-frames.ts'
import type { Turns } from './turns.ts'

/**
 * What is said of documents, and of where others are: nothing of it goes to who waits to be let in, since blocks can be read without any key.
 * It can come all the same, and is no offence: the one side may know already that the other was confirmed.
 */
const FOR_MEMBERS = new Set<SessionFrame['type']>([
  'block',
  'offer',
  'want',
  'covered',
  'have',
  'holdings',
  'buckets',
  'differs',
  'lack',
  'keys',
  'letter',
  'signal',
  'later',
  'book',
  'seek',
  'chunk',
  'lacking',
  'holding',
])

export interface IncomingParts {
  readonly channel: Channel
  readonly signal: AbortSignal
  readonly may: Standing['may']
  /** Takes one frame. Throws what ends the session. */
  readonly take: (frame: SessionFrame) => void
  readonly onTaken: (frame: SessionFrame) => void
  readonly community: CommunityId
  readonly turns: Turns
  /** Too many wait already for their turn. */
  readonly onBusy: () => void
}

/** Bytes beyond which a frame waits for its turn to be taken. */
const LARGE = 4096

/** What one session is sent, frame by frame. */
export class Incoming {
  readonly #parts: IncomingParts
  /** Bytes that were said though they may not be yet. */
  #ignored = 0
  #bytes = 0

  constructor(parts: IncomingParts) {
    this.#parts = parts
  }

  /** Bytes of frames that came. */
  get bytes(): number {
    return this.#bytes
  }

  /** Takes whatever comes, until the signal. @throws what a frame makes end the session, what the channel throws, the signal's reason */
  async read(): Promise<never> {
    const { channel, signal, may, take, onTaken, community, turns, onBusy } = this.#parts
    for (let frames = 1; ; frames++) {
      const bytes = await channel.receive(signal, LIMITS.sessionSilence)
      if (!bytes) throw transportErrors('closed')
      this.#bytes += bytes.length
      const frame = sessionFrames.decode(bytes)
      const taking = (): void => {
        if (may === 'exchange' || !FOR_MEMBERS.has(frame.type)) take(frame)
        else this.#ignore(bytes)
        onTaken(frame)
      }
      // Everybody else gets a turn, however fast this peer sends.
      if (bytes.length > LARGE) {
        if (turns.waiting >= LIMITS.turnsWaiting) onBusy()
        await turns.take(community, taking, signal)
      } else {
        taking()
        if (frames % 16 === 0) await setImmediate(undefined, { signal })
      }
    }
  }

  #ignore({ length }: Uint8Array): void {
    this.#ignored += length
    if (this.#ignored > LIMITS.uselessBytes) throw sessionErrors('too-much')
  }
}
