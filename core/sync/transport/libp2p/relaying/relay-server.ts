import type { Connection, Stream } from '@libp2p/interface'
import { errorCode, LIMITS, type PeerId, utf8 } from '../../../../shared/index.ts'
import { isRelayed, peerOf, straightTo, within, type Station } from '../station.ts'
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

/** Two streams that are to be joined, and whose they are. */
interface Joined {
  readonly near: Words
  readonly far: Words
  readonly between: readonly PeerId[]
}

/** Relays connections of those it is told to: who keeps a reservation here is reached over the connection it has to us. */
export class RelayServer {
  readonly #station: Station
  readonly #gate: (peer: PeerId) => boolean
  readonly #onChange: () => void
  readonly #budget: Budget
  /** Until when each holds a reservation. */
  readonly #reservations = new Map<PeerId, number>()
  /** Who dialled each connection that is relayed now. */
  readonly #circuits = new Map<symbol, PeerId>()
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
  }

  /** Ends all that is relayed. */
  async stop(): Promise<void> {
    this.#over.abort()
    this.#reservations.clear()
    await this.#station.node.unhandle(RELAY_PROTOCOL)
  }

  /** Members with a reservation who are connected. */
  get helped(): number {
    return [...this.#reservations.keys()].filter((peer) => this.#holds(peer)).length
  }

  async #serve(stream: Stream, from: Connection): Promise<void> {
    const words = new Words(stream)
    const circuit = Symbol('circuit')
    try {
      const joined = await within(this.#station, LIMITS.relayAnswer, this.#over.signal, async (signal) => {
        const request = parseRequest(await words.hear(signal))
        if (request?.kind === 'connect') return await this.#connect(words, circuit, from, request.peer, signal)
        await answer(words, request === undefined ? 'refused' : this.#reserve(peerOf(from), from), signal)
        return undefined
      })
      if (joined) await this.#forward(joined)
    } catch (error) {
      this.#station.log.debug('sync.relay-failed', { code: errorCode(error) })
      words.abort()
    } finally {
      this.#circuits.delete(circuit)
    }
  }

  #reserve(peer: PeerId, from: Connection): RelayAnswer {
    if (isRelayed(from) || !this.#gate(peer)) return 'refused'
    const now = this.#station.clock.now()
    for (const [each, until] of this.#reservations) if (until <= now) this.#reservations.delete(each)
    if (!this.#reservations.has(peer) && this.#reservations.size >= LIMITS.relayReservations) return 'full'
    this.#reservations.set(peer, now + LIMITS.relayReservation)
    from.addEventListener('close', this.#onChange, { once: true })
    this.#onChange()
    return 'yes'
  }

  /** The two streams to join, when there is to be a connection. */
  async #connect(
    words: Words,
    circuit: symbol,
    from: Connection,
    target: PeerId,
    signal: AbortSignal,
  ): Promise<Joined | undefined> {
    const dialler = peerOf(from)
    const judged = this.#judge(dialler, target, from)
    const behind = judged === 'yes' ? straightTo(this.#station, target) : undefined
    if (judged === 'yes') this.#circuits.set(circuit, dialler)
    const far = behind && (await this.#bring(behind, dialler, signal))
    if (far) {
      await words.say(answerBytes('yes'), signal)
      return { near: words, far, between: [dialler, target] }
    }
    await answer(words, judged === 'yes' ? 'not-here' : judged, signal)
    return undefined
  }

  async #forward({ near, far, between }: Joined): Promise<void> {
    const spend = (bytes: number): boolean => this.#budget.spend(between, bytes)
    await within(this.#station, LIMITS.relayDuration, this.#over.signal, (signal) =>
      forward(near.rest(), far.rest(), spend, signal),
    )
  }

  #judge(dialler: PeerId, target: PeerId, from: Connection): RelayAnswer {
    if (isRelayed(from) || !this.#gate(dialler) || !this.#gate(target)) return 'refused'
    const ofDialler = [...this.#circuits.values()].filter((each) => each === dialler).length
    if (ofDialler >= LIMITS.relayCircuitsPerPeer || this.#circuits.size >= LIMITS.relayCircuits) return 'full'
    if (!this.#budget.has(dialler) || !this.#budget.has(target)) return 'full'
    return this.#holds(target) ? 'yes' : 'not-here'
  }

  #holds(peer: PeerId): boolean {
    const until = this.#reservations.get(peer) ?? 0
    return until > this.#station.clock.now() && straightTo(this.#station, peer) !== undefined
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
}

async function answer(words: Words, what: RelayAnswer, signal: AbortSignal): Promise<void> {
  await words.say(answerBytes(what), signal)
  await words.end(signal)
}
