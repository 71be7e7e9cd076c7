import type { MultiaddrConnection } from '@libp2p/interface'
import { LIMITS } from '../../../shared/index.ts'

/**
 * Connections that are still being set up, by the host they come from. libp2p counts them for all hosts together, so that
 * one host which opens connections and says nothing would keep everybody else out.
 */
export class PendingHosts {
  readonly #counts = new Map<string, number>()
  readonly #pending = new Map<MultiaddrConnection, string>()

  /** Whether one more may be set up from that host; if so it counts until `settled` or closed. */
  admits(connection: MultiaddrConnection): boolean {
    const host = connection.remoteAddr.toString().split('/')[2] ?? ''
    const count = this.#counts.get(host) ?? 0
    if (count >= LIMITS.pendingConnectionsPerHost) return false
    this.#counts.set(host, count + 1)
    this.#pending.set(connection, host)
    connection.addEventListener('close', () => this.settled(connection), { once: true })
    return true
  }

  /** The encryption is done, or the connection is gone. */
  settled(connection: MultiaddrConnection): void {
    const host = this.#pending.get(connection)
    if (host === undefined) return
    this.#pending.delete(connection)
    const left = (this.#counts.get(host) ?? 1) - 1
    if (left > 0) this.#counts.set(host, left)
    else this.#counts.delete(host)
  }
}
