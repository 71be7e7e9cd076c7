import { errorCode, LIMITS } from '../../../shared/index.ts'
import type { Found } from '../transport.ts'
import { openInterfaces } from './interfaces.ts'
import { DiscoverySocket, type SocketParts } from './socket.ts'

/** Finds Folkmoot devices in the local network: one socket for each address, made anew as addresses come and go. */
export class Discovery {
  readonly #parts: SocketParts
  readonly #sockets = new Map<string, DiscoverySocket>()
  /** When each peer was told last, by the peer and where it was heard: one with several addresses says each for itself. */
  readonly #heard = new Map<string, number>()
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
      if (now.has(address) && !socket.failed) continue
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
    const heard = `${found.peer} ${found.addresses.join()}`
    const told = this.#heard.get(heard)
    if (told !== undefined && Math.abs(now - told) < LIMITS.discoveryRepeat) return
    this.#heard.delete(heard)
    for (const oldest of this.#heard.keys()) {
      if (this.#heard.size < LIMITS.discoveredPeers) break
      this.#heard.delete(oldest)
    }
    this.#heard.set(heard, now)
    tell(found)
  }
}
