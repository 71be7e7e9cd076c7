import { createSocket } from 'node:dgram'
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

/** Where multicast DNS is spoken in IPv6 (RFC 6762). */
const groupOfIpv6 = 'ff02::fb'

/** Multicast DNS on one interface. Without a default route only a socket that names its interface hears and is heard. */
export class DiscoverySocket {
  readonly #parts: SocketParts
  readonly #interface: Interface
  readonly #ear: MulticastDNS
  /** Speaks from the very address it tells of, since no other is believed. With IPv4 the ear does. */
  readonly #voice: MulticastDNS
  #failed = false
  #answered = -Infinity
  #asked = -Infinity
  #closed = false

  constructor(parts: SocketParts, onInterface: Interface) {
    this.#parts = parts
    this.#interface = onInterface
    const { address: own, zone } = onInterface
    this.#ear = zone === undefined ? makeMdns({ interface: own, bind: '0.0.0.0' }) : mdnsOfIpv6(zone, '::')
    this.#voice = zone === undefined ? this.#ear : mdnsOfIpv6(zone, own)
    const report = (error: Error): void => parts.log.debug('sync.discovery-trouble', { code: errorCode(error) })
    for (const each of new Set([this.#ear, this.#voice])) {
      each.on('warning', report)
      each.on('error', (error) => {
        this.#failed = true
        report(error)
      })
    }
    this.#ear.on('query', ({ questions = [] }, { address }) => {
      if (!this.#near(address) || !questions.some(({ name }) => name.toLowerCase() === SERVICE)) return
      this.#asked = parts.clock.now()
      this.announce()
    })
    this.#ear.on('response', ({ answers = [] }, { address }) => {
      if (!this.#near(address)) return
      const found = parseAnnouncement(answers, address)
      if (found && found.peer !== parts.peer) parts.onFound(found)
    })
  }

  /** Whether it could not be opened: the port is somebody else's, or a new IPv6 address is not to be used yet. */
  get failed(): boolean {
    return this.#failed
  }

  /** Says where we are, unless it was just said. */
  announce(): void {
    const now = this.#parts.clock.now()
    const own = `/${this.#interface.zone === undefined ? 'ip4' : 'ip6'}/${this.#interface.address}/`
    const here = this.#parts.addresses().filter((address) => address.startsWith(own))
    if (this.#closed || here.length === 0 || Math.abs(now - this.#answered) < answerEvery) return
    this.#answered = now
    this.#voice.respond({ answers: announcement(this.#parts.peer, here) })
  }

  /** Asks who is there, unless someone else did within so many milliseconds: the answers go to all. */
  ask(unlessWithin: number): void {
    const now = this.#parts.clock.now()
    if (this.#closed || Math.abs(now - this.#asked) < unlessWithin) return
    this.#asked = now
    this.#voice.query(SERVICE, 'PTR')
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#ear.removeAllListeners('query')
    this.#ear.removeAllListeners('response')
    await Promise.all([...new Set([this.#ear, this.#voice])].map((each) => this.#end(each)))
  }

  async #end(mdns: MulticastDNS): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    try {
      mdns.destroy(resolve)
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

function mdnsOfIpv6(zone: string, bind: string): MulticastDNS {
  // Else it would hear IPv4 too.
  const socket = createSocket({ type: 'udp6', reuseAddr: true, ipv6Only: true })
  return makeMdns({ type: 'udp6', ip: groupOfIpv6, interface: zone, bind, socket })
}
