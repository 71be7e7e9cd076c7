import { type Clock, errorCode, fromBase64url, LIMITS, type Log, type PeerId, type Random } from '../../shared/index.ts'
import { deviceErrors, requestKind } from '../../membership/index.ts'
import { deadline } from '../deadline.ts'
import { joinErrors } from '../errors.ts'
import { logPages } from '../handshake/log-pages.ts'
import { recognise, responderTag } from '../handshake/tags.ts'
import type { Carried } from '../ports.ts'
import type { Channel } from '../transport/index.ts'
import { JOIN_PROTOCOL, JOIN_VERSION, type JoinTable } from '../wire/join-frames.ts'
import type { Talk } from '../wire/talk.ts'
import { joinTalk } from './join-talk.ts'
import { toldCode } from './refusals.ts'

/** A request of one who belongs here already, and comes back for the log. */
const RETURNING = 3

export interface AdmittingParts {
  readonly self: PeerId
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly communities: () => readonly Carried[]
}

/** The member's side of a join: few at once, each for a short while, and only while an invite is open. */
export class Admitting {
  readonly #parts: AdmittingParts
  readonly #joiners = new Set<PeerId>()

  constructor(parts: AdmittingParts) {
    this.#parts = parts
  }

  isBusy(peer: PeerId): boolean {
    return this.#joiners.has(peer)
  }

  /** Whether anybody may ask now. */
  isOpen(): boolean {
    return this.#joiners.size < LIMITS.joinersAtOnce && this.#parts.communities().some((each) => each.hasOpenInvite())
  }

  /** From the first frame to the last. @throws why nobody was admitted */
  async serve(channel: Channel, signal: AbortSignal): Promise<void> {
    const { clock } = this.#parts
    const first = deadline(clock, LIMITS.handshakeTimeout, () => joinErrors('timeout'), signal)
    const whole = deadline(clock, LIMITS.joinTimeout, () => joinErrors('timeout'), signal)
    try {
      const { carried, request, nonce } = await this.#meet(channel, first.signal)
      await this.#answer(channel, carried, request, nonce, whole.signal)
    } finally {
      first.clear()
      whole.clear()
      this.#joiners.delete(channel.remote)
    }
  }

  async #meet(
    channel: Channel,
    signal: AbortSignal,
  ): Promise<{ carried: Carried; request: Uint8Array; nonce: Uint8Array }> {
    const { self, random, communities } = this.#parts
    channel.accept(LIMITS.greetingBytes)
    const talk = joinTalk(channel, signal)
    const hello = await talk.expect('hello')
    const meeting = { protocol: JOIN_PROTOCOL, initiator: talk.peer, responder: self, nonceI: hello.nonce }
    const open = communities().filter((each) => each.hasOpenInvite())
    const carried = hello.version === JOIN_VERSION ? recognise(open, meeting, hello.tag) : undefined
    if (!carried || this.#joiners.has(talk.peer) || this.#joiners.size >= LIMITS.joinersAtOnce)
      throw joinErrors('stranger')
    this.#joiners.add(talk.peer)
    channel.accept(LIMITS.frameBytes)
    const nonce = random.bytes(32)
    await talk.send({ type: 'welcome', nonce, tag: responderTag(carried.tagKey, meeting, nonce) })
    const { bytes } = await talk.expect('request')
    return { carried, request: bytes, nonce }
  }

  async #answer(
    channel: Channel,
    carried: Carried,
    request: Uint8Array,
    nonce: Uint8Array,
    signal: AbortSignal,
  ): Promise<void> {
    const { self, log } = this.#parts
    const { community } = carried
    const talk = joinTalk(channel, signal)
    try {
      carried.admit(request, { nonce, joiner: channel.remote, admitter: self })
    } catch (error) {
      const code = errorCode(error)
      log.info('join.refused', { community, peer: channel.remote, code })
      const nonce = nonceOf(error)
      await talk.send(nonce ? { type: 'compare', nonce } : { type: 'refused', code: toldCode(code) })
      return
    }
    log.info('join.admitted', { community, peer: channel.remote })
    for (const { items, last } of logPages(carried.log.missingFor([])))
      await talk.send({ type: 'admitted', items, more: !last })
    if (requestKind(request) === RETURNING) await this.#hear(talk, carried)
    await talk.expect('thanks')
  }

  /** Takes what one who belonged before knows of the log, and this device does not. @throws join/too-much */
  async #hear(talk: Talk<JoinTable>, { log }: Carried): Promise<void> {
    await talk.send({ type: 'sample', actions: log.sample() })
    let [actions, bytes, refused] = [0, 0, 0]
    for (let more = true; more;) {
      const frame = await talk.expect('told')
      actions += frame.items.length
      bytes += frame.items.reduce((sum, { length }) => sum + length, 0)
      if (actions > LIMITS.strangerActions || bytes > LIMITS.strangerBytes) throw joinErrors('too-much')
      if (frame.items.length > 0) refused += log.receive(frame.items).refused
      if (refused > LIMITS.strangerRefused || (frame.more && frame.items.length === 0)) throw joinErrors('too-much')
      more = frame.more
    }
  }
}

/** What a device is shown that another is to compare codes with first. */
function nonceOf(error: unknown): Uint8Array | undefined {
  return deviceErrors.is(error, 'compare') ? fromBase64url(String(error.details['nonce'])) : undefined
}
