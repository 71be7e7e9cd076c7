import type { Connection } from '@libp2p/interface'
import type { PeerId } from '../../../shared/index.ts'
import type { ConnectionView } from '../transport.ts'
import type { Node } from './node.ts'
import { pathOf } from './path.ts'

/** The connections of a node, so that a peer is told of exactly once when it comes and once when it goes. */
export class Connections {
  readonly #open = new Map<PeerId, Set<Connection>>()
  readonly #node: Node
  readonly #onConnected: (peer: PeerId) => void
  readonly #onDisconnected: (peer: PeerId) => void

  constructor(node: Node, onConnected: (peer: PeerId) => void, onDisconnected: (peer: PeerId) => void) {
    this.#node = node
    this.#onConnected = onConnected
    this.#onDisconnected = onDisconnected
    node.addEventListener('connection:open', this.#opened)
    node.addEventListener('connection:close', this.#closed)
  }

  /** Forgets all, and tells of each peer that it is gone. */
  end(): void {
    this.#node.removeEventListener('connection:open', this.#opened)
    this.#node.removeEventListener('connection:close', this.#closed)
    for (const all of [...this.#open.values()]) for (const each of [...all]) this.#remove(each)
  }

  /** The connections to a peer that can be used, the oldest first. */
  of(peer: PeerId): Connection[] {
    return [...(this.#open.get(peer) ?? [])].filter(({ status }) => status === 'open')
  }

  all(): Connection[] {
    return [...this.#open.values()].flatMap((each) => [...each])
  }

  views(): ConnectionView[] {
    return [...this.#open].flatMap(([peer, all]) =>
      [...all].map((each) => ({ peer, direction: each.direction, path: pathOf(each), since: each.timeline.open })),
    )
  }

  readonly #opened = ({ detail: connection }: CustomEvent<Connection>): void => {
    if (connection.status !== 'open') return
    const peer = connection.remotePeer.toString() as PeerId
    const all = this.#open.get(peer) ?? new Set()
    all.add(connection)
    this.#open.set(peer, all)
    if (all.size === 1) this.#onConnected(peer)
  }

  readonly #closed = ({ detail: connection }: CustomEvent<Connection>): void => this.#remove(connection)

  #remove(connection: Connection): void {
    const peer = connection.remotePeer.toString() as PeerId
    const all = this.#open.get(peer)
    if (!all?.delete(connection) || all.size > 0) return
    this.#open.delete(peer)
    this.#onDisconnected(peer)
  }
}
