import { errorCode, LIMITS, type PeerId } from '../../../shared/index.ts'
import type { Found } from '../transport.ts'
import { openInterfaces } from './interfaces.ts'
import { DiscoverySocket, type SocketParts } from './socket.ts'

/** Finds Folkmoot devices in the local network: one socket for each interface, made anew as interfaces come and go. */
export class Discovery {
  readonly #parts: SocketParts
  readonly #sockets = new Map<string, DiscoverySocket>()
  readonly #heard = new Map<PeerId, { addresses: string; told: number }>()
  readonly #over = new AbortController()
  #running: Promise<void> = Promise.resolve()

  constructor(parts: SocketParts) {
    this.#parts = { ...parts, onFound: (found) => this.#onFound(found, parts.onFound) }
  }

  start(): void {
    this.#running = this.#run()
  }

  /** Never rejects. */
  async stop(): Promise<void> {
    this.#over.abort()
    await this.#running
    await Promise.all([...this.#sockets.values()].map((each) => each.close()))
    this.#sockets.clear()
  }

  async #run(): Promise<void> {
    const { signal } = this.#over
    while (!signal.aborted) {
      await this.#followInterfaces()
      // A little less than the interval, and never in step with the others.
      for (const socket of this.#sockets.values()) socket.ask(LIMITS.discoveryInterval * 0.8)
      const pause = LIMITS.discoveryInterval * (0.9 + 0.2 * Math.random())
      await this.#parts.clock.sleep(pause, signal).catch(() => undefined)
    }
  }

  async #followInterfaces(): Promise<void> {
    const now = openInterfaces()
    for (const [address, socket] of this.#sockets) {
      if (now.has(address)) continue
      this.#sockets.delete(address)
      await socket.close()
    }
    for (const [address, each] of now) {
      if (this.#sockets.has(address) || this.#over.signal.aborted) continue
      try {
        const socket = new DiscoverySocket(this.#parts, each)
        this.#sockets.set(address, socket)
        socket.announce()
      } catch (error) {
        this.#parts.log.debug('sync.discovery-trouble', { code: errorCode(error) })
      }
    }
  }

  /** Tells of a peer when it is new, moved, or still there after a while. */
  #onFound(found: Found, tell: (found: Found) => void): void {
    const now = this.#parts.clock.now()
    const addresses = found.addresses.join()
    const before = this.#heard.get(found.peer)
    if (before?.addresses === addresses && Math.abs(now - before.told) < LIMITS.discoveryRepeat) return
    this.#heard.delete(found.peer)
    for (const oldest of this.#heard.keys()) {
      if (this.#heard.size < LIMITS.discoveredPeers) break
      this.#heard.delete(oldest)
    }
    this.#heard.set(found.peer, { addresses, told: now })
    tell(found)
  }
}
