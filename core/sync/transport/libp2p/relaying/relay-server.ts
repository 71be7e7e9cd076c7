import type { Connection, Stream } from '@libp2p/interface'
import { errorCode, LIMITS, type PeerId, utf8 } from '../../../../shared/index.ts'
import { transportErrors } from '../../errors.ts'
import { isRelayed, peerOf, within, type Station } from '../station.ts'
import { Budget } from './budget.ts'
import { forward } from './forwarding.ts'
import {
  answerBytes,
  parseAnswer,
  parseRequest,
  RELAY_PROTOCOL,
  RELAYED_PROTOCOL,
  Words,
  type RelayAnswer,
} from './words.ts'

/** A connection that is relayed, or about to be. */
interface Circuit {
  readonly dialler: PeerId
  readonly target: PeerId
  /** Whether who dials is one of those connections are relayed for: others may come to join. */
  readonly isKnown: boolean
  readonly over: AbortController
}

interface Reservation {
  /** The connection it was asked for on. */
  readonly from: Connection
  readonly over: AbortController
}

/** Two streams that are to be joined. */
interface Joined {
  readonly near: Words
  readonly far: Words
}

/**
 * Relays connections to those it is told to help: who keeps a reservation here, a stream that stays open, is reached over the
 * connection it has to us. Whoever may connect to us may dial them, if not known then little and shortly, to join.
 */
export class RelayServer {
  readonly #station: Station
  readonly #gate: (peer: PeerId) => boolean
  readonly #onChange: () => void
  readonly #budget: Budget
  readonly #reservations = new Map<PeerId, Reservation>()
  readonly #circuits = new Set<Circuit>()
  readonly #over = new AbortController()

  constructor(station: Station, gate: (peer: PeerId) => boolean, onChange: () => void) {
    this.#station = station
    this.#gate = gate
    this.#onChange = onChange
    this.#budget = new Budget(station.clock)
  }

  start(): void {
    const { node, log } = this.#station
    const limits = { maxInboundStreams: LIMITS.relayCircuitsPerPeer + 2, maxOutboundStreams: 1 }
    const served = node.handle(RELAY_PROTOCOL, (stream, from) => this.#serve(stream, from), { force: true, ...limits })
    served.catch((error: unknown) => log.warn('sync.libp2p-failed', { code: errorCode(error) }))
    void this.#watch()
  }

  /** Ends all that is relayed. */
  async stop(): Promise<void> {
    this.#over.abort(transportErrors('closed'))
    await this.#station.node.unhandle(RELAY_PROTOCOL)
  }

  /** Members with a reservation. */
  get helped(): number {
    return this.#reservations.size
  }

  isRelaying(peer: PeerId): boolean {
    return [...this.#circuits].some(({ dialler, target }) => dialler === peer || target === peer)
  }

  /** Who is no longer one to be helped is let go of. */
  async #watch(): Promise<void> {
    const signal = AbortSignal.any([this.#over.signal, this.#station.signal])
    while (!signal.aborted) {
      await this.#station.clock.sleep(LIMITS.relayAnswer, signal).catch(() => undefined)
      for (const [peer, { over }] of this.#reservations) if (!this.#gate(peer)) over.abort(transportErrors('closed'))
      for (const { dialler, target, isKnown, over } of this.#circuits)
        if (!this.#gate(target) || (isKnown && !this.#gate(dialler))) over.abort(transportErrors('closed'))
    }
  }

  async #serve(stream: Stream, from: Connection): Promise<void> {
    const words = new Words(stream)
    try {
      const request = await this.#soon((signal) => words.hear(signal).then(parseRequest))
      if (request?.kind === 'reserve') await this.#reserve(words, from)
      else if (request) await this.#connect(words, from, request.peer)
      else words.abort()
    } catch (error) {
      this.#station.log.debug('sync.relay-failed', { code: errorCode(error) })
      words.abort()
    }
  }

  /** Keeps a reservation as long as the stream on which it was asked for stays open, LIMITS.relayReservation at most. */
  async #reserve(words: Words, from: Connection): Promise<void> {
    const peer = peerOf(from)
    const earlier = this.#reservations.get(peer)
    const isFull = earlier === undefined && this.#reservations.size >= LIMITS.relayReservations
    if (isRelayed(from) || !this.#gate(peer) || isFull)
      return await this.#soon((signal) => answer(words, isFull ? 'full' : 'refused', signal))
    earlier?.over.abort(transportErrors('closed'))
    const over = new AbortController()
    this.#reservations.set(peer, { from, over })
    this.#onChange()
    try {
      await this.#soon((signal) => words.say(answerBytes('yes'), signal))
      const either = AbortSignal.any([over.signal, this.#over.signal])
      await within(this.#station, LIMITS.relayReservation, either, (signal) => words.ended(signal))
    } finally {
      if (this.#reservations.get(peer)?.over === over) this.#reservations.delete(peer)
      words.abort()
      this.#onChange()
    }
  }

  async #connect(words: Words, from: Connection, target: PeerId): Promise<void> {
    const dialler = peerOf(from)
    const circuit = { dialler, target, isKnown: this.#gate(dialler), over: new AbortController() }
    const judged = this.#judge(circuit, from)
    if (judged !== 'yes') return await this.#soon((signal) => answer(words, judged, signal))
    this.#circuits.add(circuit)
    try {
      const joined = await this.#soon((signal) => this.#join(words, circuit, signal))
      if (joined) await this.#forward(joined, circuit)
    } finally {
      this.#circuits.delete(circuit)
    }
  }

  async #join(words: Words, { dialler, target }: Circuit, signal: AbortSignal): Promise<Joined | undefined> {
    const behind = this.#reservations.get(target)?.from
    const far = behind && (await this.#bring(behind, dialler, signal))
    if (far === undefined) {
      await answer(words, 'not-here', signal)
      return undefined
    }
    await words.say(answerBytes('yes'), signal)
    return { near: words, far }
  }

  async #forward({ near, far }: Joined, { dialler, target, isKnown, over }: Circuit): Promise<void> {
    let left: number = LIMITS.joinLogBytes
    const spend = (bytes: number): boolean => {
      left -= bytes
      return this.#budget.spend(isKnown ? [dialler, target] : [target], bytes) && (isKnown || left >= 0)
    }
    const either = AbortSignal.any([over.signal, this.#over.signal])
    const time = isKnown ? LIMITS.relayDuration : LIMITS.relayStrangerDuration
    await within(this.#station, time, either, (signal) => forward(near.rest(), far.rest(), spend, signal))
  }

  #judge({ dialler, target, isKnown }: Circuit, from: Connection): RelayAnswer {
    if (isRelayed(from) || !this.#gate(target)) return 'refused'
    const all = [...this.#circuits]
    const ofDialler = all.filter((each) => each.dialler === dialler).length
    const most = isKnown ? LIMITS.relayCircuitsPerPeer : 1
    if (ofDialler >= most || all.length >= LIMITS.relayCircuits) return 'full'
    if (!isKnown && all.filter((each) => !each.isKnown).length >= LIMITS.relayStrangers) return 'full'
    if (!this.#budget.has(dialler) || !this.#budget.has(target)) return 'full'
    return this.#reservations.has(target) ? 'yes' : 'not-here'
  }

  /** A stream to the one who is dialled, when that takes the connection. */
  async #bring(behind: Connection, dialler: PeerId, signal: AbortSignal): Promise<Words | undefined> {
    const stream = await behind.newStream(RELAYED_PROTOCOL, { signal, maxOutboundStreams: LIMITS.relayCircuits })
    const words = new Words(stream)
    try {
      await words.say(utf8(dialler), signal)
      if (parseAnswer(await words.hear(signal)) === 'yes') return words
    } catch (error) {
      this.#station.log.debug('sync.relay-failed', { code: errorCode(error) })
    }
    words.abort()
    return undefined
  }

  async #soon<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return await within(this.#station, LIMITS.relayAnswer, this.#over.signal, work)
  }
}

async function answer(words: Words, what: RelayAnswer, signal: AbortSignal): Promise<void> {
  await words.say(answerBytes(what), signal)
  await words.end(signal)
}
