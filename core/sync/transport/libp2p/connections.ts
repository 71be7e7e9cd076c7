import type { Connection } from '@libp2p/interface'
import { PATH_KINDS, type PeerId } from '../../../shared/index.ts'
import type { ConnectionView } from '../transport.ts'
import type { Node } from './node.ts'
import { pathOf } from './path.ts'

export interface ConnectionsParts {
  readonly node: Node
  readonly self: PeerId
  readonly onConnected: (peer: PeerId) => void
  readonly onDisconnected: (peer: PeerId) => void
  /** A connection came or went. */
  readonly onChange: (peer: PeerId) => void
  /** Asks over a new path whether something answers there. Never rejects. */
  readonly probe: (connection: Connection) => Promise<boolean>
}

/** The connections of a node, so that a peer is told of exactly once when it comes and once when it goes. */
export class Connections {
  readonly #open = new Map<PeerId, Set<Connection>>()
  /** Those nobody has answered on yet. */
  readonly #unproven = new Set<Connection>()
  /** In which order they came up. */
  readonly #numbers = new WeakMap<Connection, number>()
  readonly #parts: ConnectionsParts
  #count = 0

  constructor(parts: ConnectionsParts) {
    this.#parts = parts
    parts.node.addEventListener('connection:open', this.#opened)
    parts.node.addEventListener('connection:close', this.#closed)
  }

  /** Forgets all, and tells of each peer that it is gone. */
  end(): void {
    this.#parts.node.removeEventListener('connection:open', this.#opened)
    this.#parts.node.removeEventListener('connection:close', this.#closed)
    this.#unproven.clear()
    for (const all of [...this.#open.values()]) for (const each of [...all]) this.#remove(each)
  }

  /**
   * The proven connections to a peer that can be used, the best first; both ends agree on which that is. Of two alike it is the newer:
   * who has moved connects again, and the older one is dead though nobody has noticed.
   */
  of(peer: PeerId): Connection[] {
    return [...(this.#open.get(peer) ?? [])]
      .filter(({ status }) => status === 'open')
      .toSorted((a, b) => this.#rank(a) - this.#rank(b) || b.timeline.open - a.timeline.open)
  }

  all(): Connection[] {
    return [...this.#unproven, ...[...this.#open.values()].flatMap((each) => [...each])]
  }

  /** All to a peer, proven or not. */
  to(peer: PeerId): Connection[] {
    return this.all().filter(({ remotePeer }) => remotePeer.toString() === peer)
  }

  /** Larger the later a connection came up. */
  numberOf(connection: Connection): number {
    const known = this.#numbers.get(connection) ?? ++this.#count
    this.#numbers.set(connection, known)
    return known
  }

  peers(): PeerId[] {
    return [...this.#open.keys()]
  }

  views(): ConnectionView[] {
    return [...this.#open].flatMap(([peer, all]) =>
      [...all].map((each) => ({ peer, direction: each.direction, path: pathOf(each), since: each.timeline.open })),
    )
  }

  /** The better the kind, the lower; of two alike, the one that the peer with the smaller id has dialled. */
  #rank(connection: Connection): number {
    const { self } = this.#parts
    const isOurs = connection.direction === 'outbound'
    const bySmaller = isOurs === self < connection.remotePeer.toString()
    return 2 * PATH_KINDS.indexOf(pathOf(connection).kind) + (bySmaller ? 0 : 1)
  }

  readonly #opened = ({ detail: connection }: CustomEvent<Connection>): void => {
    this.numberOf(connection)
    if (connection.status !== 'open') return
    // The encryption of all others has asked and been answered on that very path.
    if (connection.remoteAddr.toString().includes('/webrtc')) void this.#prove(connection)
    else this.#add(connection)
  }

  async #prove(connection: Connection): Promise<void> {
    this.#unproven.add(connection)
    const isProven = await this.#parts.probe(connection)
    if (this.#unproven.delete(connection) && isProven && connection.status === 'open') this.#add(connection)
  }

  #add(connection: Connection): void {
    const peer = connection.remotePeer.toString() as PeerId
    const all = this.#open.get(peer) ?? new Set()
    all.add(connection)
    this.#open.set(peer, all)
    if (all.size === 1) this.#parts.onConnected(peer)
    this.#parts.onChange(peer)
  }

  readonly #closed = ({ detail: connection }: CustomEvent<Connection>): void => this.#remove(connection)

  #remove(connection: Connection): void {
    this.#unproven.delete(connection)
    const peer = connection.remotePeer.toString() as PeerId
    const all = this.#open.get(peer)
    if (!all?.delete(connection)) return
    if (all.size === 0) {
      this.#open.delete(peer)
      this.#parts.onDisconnected(peer)
    }
    this.#parts.onChange(peer)
  }
}
