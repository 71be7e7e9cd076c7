import { type Clock, FolkmootError, LIMITS, type PeerId, type Random, sameBytes } from '../../shared/index.ts'
import { deadline } from '../deadline.ts'
import { deviceErrors } from '../../membership/index.ts'
import { joinErrors } from '../errors.ts'
import { logPages } from '../handshake/log-pages.ts'
import { initiatorTag, responderTag } from '../handshake/tags.ts'
import type { JoinRequest } from '../network.ts'
import type { Place } from '../reach/places.ts'
import { type Channel, type Transport, transportErrors } from '../transport/index.ts'
import { JOIN_PROTOCOL, JOIN_VERSION, type JoinTable } from '../wire/join-frames.ts'
import type { Talk } from '../wire/talk.ts'
import { joinTalk } from './join-talk.ts'
import { mostTelling, refusalOf } from './refusals.ts'

export interface JoiningParts {
  readonly transport: Transport
  readonly clock: Clock
  readonly random: Random
  /** A conversation with a peer begins, or is over. */
  readonly onBusy: (peer: PeerId, isBusy: boolean) => void
}

/**
 * The newcomer's side: several members are dialled, one after the other begun, but only one at a time is asked, lest two admit. Whoever
 * refuses is reported, and the others are asked all the same: one who lies must not end it for everybody.
 * @throws the most telling refusal, sync/unreachable, what `request.admitted` throws, the signal's reason
 */
export async function join(
  request: JoinRequest,
  places: readonly Place[],
  parts: JoiningParts,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted()
  const attempts = new Attempts(request, parts, signal)
  await attempts.run(places.slice(0, LIMITS.joinPeers))
}

class Attempts {
  readonly #request: JoinRequest
  readonly #parts: JoiningParts
  readonly #signal: AbortSignal
  readonly #over = new AbortController()
  #turn: Promise<void> = Promise.resolve()
  #isAdmitted = false
  readonly #refusals: FolkmootError[] = []
  /** What was thrown when an answer was stored. */
  #failure: { readonly error: unknown } | undefined

  constructor(request: JoinRequest, parts: JoiningParts, signal: AbortSignal) {
    this.#request = request
    this.#parts = parts
    this.#signal = signal
  }

  async run(places: readonly Place[]): Promise<void> {
    const stop = (): void => this.#over.abort(this.#signal.reason)
    this.#signal.addEventListener('abort', stop, { once: true })
    await Promise.all(places.map((place, at) => this.#attempt(place, at * LIMITS.joinStagger).catch(() => undefined)))
    this.#signal.removeEventListener('abort', stop)
    if (this.#isAdmitted) return
    this.#signal.throwIfAborted()
    if (this.#failure) throw this.#failure.error
    throw mostTelling(this.#refusals) ?? transportErrors('unreachable')
  }

  async #attempt({ peer, addresses }: Place, wait: number): Promise<void> {
    const { clock, transport, onBusy } = this.#parts
    if (wait > 0) await clock.sleep(wait, this.#over.signal)
    const time = deadline(clock, LIMITS.joinTimeout, () => joinErrors('timeout'), this.#over.signal)
    let channel: Channel | undefined
    onBusy(peer, true)
    try {
      channel = await transport.open(peer, addresses, JOIN_PROTOCOL, time.signal)
      const talk = joinTalk(channel, time.signal)
      const nonce = await this.#meet(talk)
      await this.#inTurn(time.signal, () => this.#ask(talk, nonce))
      await this.#tell(talk)
      this.#over.abort(joinErrors('timeout'))
      await this.#thank(channel)
    } catch (error) {
      this.#note(peer, error)
      throw error
    } finally {
      channel?.abort()
      time.clear()
      onBusy(peer, false)
    }
  }

  /** Tells the admitter that all is stored, and lets it close first, so that the word arrives. */
  async #thank(channel: Channel): Promise<void> {
    const late = deadline(
      this.#parts.clock,
      LIMITS.sessionFarewell,
      () => joinErrors('timeout'),
      new AbortController().signal,
    )
    try {
      await joinTalk(channel, late.signal).send({ type: 'thanks' })
      await channel.close(late.signal)
      await channel.receive(late.signal)
    } finally {
      late.clear()
    }
  }

  /** Both show that they know the community; answers the admitter's nonce. */
  async #meet(talk: Talk<JoinTable>): Promise<Uint8Array> {
    const { transport, random } = this.#parts
    const { tagKey } = this.#request
    const meeting = {
      protocol: JOIN_PROTOCOL,
      initiator: transport.peer,
      responder: talk.peer,
      nonceI: random.bytes(32),
    }
    talk.channel.accept(LIMITS.greetingBytes)
    await talk.send({ type: 'hello', version: JOIN_VERSION, nonce: meeting.nonceI, tag: initiatorTag(tagKey, meeting) })
    const { nonce, tag } = await talk.expect('welcome')
    if (!sameBytes(tag, responderTag(tagKey, meeting, nonce))) throw joinErrors('stranger')
    talk.channel.accept(LIMITS.frameBytes)
    return nonce
  }

  async #ask(talk: Talk<JoinTable>, nonce: Uint8Array): Promise<void> {
    const meeting = { nonce, joiner: this.#parts.transport.peer, admitter: talk.peer }
    await talk.send({ type: 'request', bytes: this.#request.ask(meeting) })
    const items: Uint8Array[] = []
    for (let [bytes, more] = [0, true]; more;) {
      const frame = await talk.expect('admitted', 'compare')
      if (frame.type === 'compare') throw this.#compare(talk.peer, frame.nonce)
      items.push(...frame.items)
      bytes += frame.items.reduce((sum, { length }) => sum + length, 0)
      if (frame.items.length === 0 || items.length > LIMITS.logActions || bytes > LIMITS.joinLogBytes)
        throw joinErrors('too-much')
      more = frame.more
    }
    if (this.#isAdmitted) throw joinErrors('timeout')
    try {
      this.#request.admitted(items)
    } catch (error) {
      this.#failure ??= { error }
      if (error instanceof FolkmootError) this.#request.refused(talk.peer, error)
      throw error
    }
    this.#isAdmitted = true
  }

  /** Why it is not admitted yet, or not at all. */
  #compare(peer: PeerId, nonce: Uint8Array): FolkmootError {
    const { compare } = this.#request
    if (!compare) return joinErrors('out-of-turn')
    let answer = deviceErrors('compare')
    try {
      compare(nonce)
    } catch (error) {
      if (!(error instanceof FolkmootError)) throw error
      answer = error
    }
    this.#refusals.push(answer)
    this.#request.refused(peer, answer)
    return answer
  }

  /** Tells what the admitter lacks: it has shown that it is no stranger. */
  async #tell(talk: Talk<JoinTable>): Promise<void> {
    const { missingFor } = this.#request
    if (!missingFor) return
    const { actions } = await talk.expect('sample')
    for (const { items, last } of logPages(missingFor(actions))) await talk.send({ type: 'told', items, more: !last })
  }

  /** One at a time, though nobody waits long for somebody slow; whoever comes after an admission asks no more. */
  async #inTurn(signal: AbortSignal, work: () => Promise<void>): Promise<void> {
    const before = this.#turn
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#turn = before.then(() => promise)
    const patience = new AbortController()
    try {
      await before
      signal.throwIfAborted()
      if (this.#isAdmitted) throw joinErrors('timeout')
      this.#parts.clock.sleep(LIMITS.joinPatience, patience.signal).then(resolve, () => undefined)
      await work()
    } finally {
      patience.abort()
      resolve()
    }
  }

  #note(peer: PeerId, error: unknown): void {
    if (!joinErrors.is(error, 'refused')) return
    const refusal = refusalOf(String(error.details['code']), error)
    if (!refusal) return
    this.#refusals.push(refusal)
    this.#request.refused(peer, refusal)
  }
}
