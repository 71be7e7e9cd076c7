import makeMdns, { type MulticastDNS } from 'multicast-dns'
import { errorCode, type Clock, type Log, type PeerId } from '../../../shared/index.ts'
import { announcement, parseAnnouncement, SERVICE } from './announcement.ts'
import type { Interface } from './interfaces.ts'
import type { Found } from '../transport.ts'

export interface SocketParts {
  readonly peer: PeerId
  readonly addresses: () => readonly string[]
  readonly onFound: (found: Found) => void
  readonly clock: Clock
  readonly log: Log
}

/** Milliseconds between two answers: one reaches everybody, however many ask. */
const answerEvery = 1000

/** Multicast DNS on one interface. Without a default route only a socket that names its interface hears and is heard. */
export class DiscoverySocket {
  readonly #parts: SocketParts
  readonly #interface: Interface
  readonly #mdns: MulticastDNS
  #answered = -Infinity
  #asked = -Infinity
  #closed = false

  constructor(parts: SocketParts, onInterface: Interface) {
    this.#parts = parts
    this.#interface = onInterface
    this.#mdns = makeMdns({ interface: onInterface.address, bind: '0.0.0.0' })
    const report = (error: Error): void => parts.log.debug('sync.discovery-trouble', { code: errorCode(error) })
    this.#mdns.on('error', report)
    this.#mdns.on('warning', report)
    this.#mdns.on('query', ({ questions = [] }, { address }) => {
      if (!this.#near(address) || !questions.some(({ name }) => name.toLowerCase() === SERVICE)) return
      this.#asked = parts.clock.now()
      this.announce()
    })
    this.#mdns.on('response', ({ answers = [] }, { address }) => {
      if (!this.#near(address)) return
      const found = parseAnnouncement(answers, address)
      if (found && found.peer !== parts.peer) parts.onFound(found)
    })
  }

  /** Says where we are, unless it was just said. */
  announce(): void {
    const now = this.#parts.clock.now()
    const here = this.#parts.addresses().filter((address) => address.startsWith(`/ip4/${this.#interface.address}/`))
    if (this.#closed || here.length === 0 || Math.abs(now - this.#answered) < answerEvery) return
    this.#answered = now
    this.#mdns.respond({ answers: announcement(this.#parts.peer, here) })
  }

  /** Asks who is there, unless someone else did within so many milliseconds: the answers go to all. */
  ask(unlessWithin: number): void {
    const now = this.#parts.clock.now()
    if (this.#closed || Math.abs(now - this.#asked) < unlessWithin) return
    this.#asked = now
    this.#mdns.query(SERVICE, 'PTR')
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#mdns.removeAllListeners('query')
    this.#mdns.removeAllListeners('response')
    try {
      this.#mdns.destroy(resolve)
      await promise
    } catch (error) {
      // A socket that could not be bound cannot be closed either.
      this.#parts.log.debug('sync.discovery-trouble', { code: errorCode(error) })
    }
  }

  /** Whether a packet comes from the network of this interface: what was sent from afar is no announcement. */
  #near(address: string): boolean {
    return !this.#closed && this.#interface.near(address)
  }
}
