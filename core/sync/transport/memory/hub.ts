import type { Clock, PeerId } from '../../../shared/index.ts'
import { transportErrors } from '../errors.ts'
import { QueuedChannel } from '../channel.ts'
import { wallClock } from '../waiting.ts'
import { Link, type LinkSpeed } from './link.ts'
import { joinWires, MemoryWire, type WiredEnd } from './wire.ts'

/** What the hub knows of one transport plugged into it. */
export interface Plug {
  readonly peer: PeerId
  readonly address: string
  /** Whether an inbound connection from that peer is let in. */
  admits(peer: PeerId): boolean
  /** A new stream: false when the protocol is not served. The channel is aborted when over a limit. */
  accept(protocol: string, channel: QueuedChannel, open: number): boolean
  connected(connection: MemoryConnection): void
  disconnected(connection: MemoryConnection): void
}

/** One connection between two plugs and the channels on it. */
export interface MemoryConnection {
  readonly dialler: Plug
  readonly listener: Plug
  readonly since: number
  readonly channels: Set<MemoryStream>
}

interface MemoryStream {
  readonly protocol: string
  readonly opener: Plug
  /** The opener's end first. */
  readonly ends: readonly [WiredEnd, WiredEnd]
}

/** The network that memory transports share: who is plugged in, what lies between them, and what flows. */
export class MemoryHub {
  readonly clock: Clock
  readonly #plugs = new Map<PeerId, Plug>()
  readonly #links = new Map<string, Link>()
  readonly #connections = new Set<MemoryConnection>()
  #addresses = 0

  constructor(options: { readonly clock?: Clock } = {}) {
    this.clock = options.clock ?? wallClock
  }

  /** Breaks what there is between two peers and lets nothing new come up. */
  cut(a: PeerId, b: PeerId): void {
    this.#link(a, b).cut = true
    for (const connection of this.#between(a, b))
      this.#end(connection, ({ channel }) => channel.fail(transportErrors('closed')))
  }

  /** Nothing arrives any more, and neither side is told. */
  silence(a: PeerId, b: PeerId): void {
    this.#link(a, b).silent = true
  }

  /** Undoes `cut` and `silence`. What one side gave up meanwhile breaks for the other now. */
  heal(a: PeerId, b: PeerId): void {
    this.#link(a, b).heal()
    for (const { channels } of this.#between(a, b)) {
      for (const { ends } of channels) {
        if (ends.every(({ channel }) => channel.open)) continue
        for (const { channel } of ends) channel.fail(transportErrors('closed'))
      }
    }
  }

  /** Makes what lies between two peers slow, from now on. */
  slow(a: PeerId, b: PeerId, speed: LinkSpeed): void {
    this.#link(a, b).slow(speed)
  }

  /** Connections and channels that are up: both 0 when all transports have stopped. */
  counts(): { connections: number; channels: number } {
    let channels = 0
    for (const connection of this.#connections) channels += connection.channels.size
    return { connections: this.#connections.size, channels }
  }

  /** An address as a real one looks, so that it passes wherever addresses are checked. For the memory transport alone. */
  nextAddress(peer: PeerId): string {
    const n = ++this.#addresses
    return `/ip4/10.77.${(n >> 8) & 255}.${n & 255}/tcp/4001/p2p/${peer}`
  }

  plug(plug: Plug): void {
    this.#plugs.set(plug.peer, plug)
  }

  unplug(plug: Plug): void {
    if (this.#plugs.get(plug.peer) === plug) this.#plugs.delete(plug.peer)
    for (const connection of this.of(plug)) this.leave(connection, plug)
  }

  of(plug: Plug): MemoryConnection[] {
    return [...this.#connections].filter(({ dialler, listener }) => dialler === plug || listener === plug)
  }

  /** The connection there is, or a new one. @throws sync/unreachable, the signal's reason */
  async connect(
    dialler: Plug,
    peer: PeerId,
    addresses: readonly string[],
    signal: AbortSignal,
  ): Promise<MemoryConnection> {
    const [existing] = this.#between(dialler.peer, peer)
    if (existing) return existing
    const link = this.#link(dialler.peer, peer)
    if (link.latencyMs > 0) await this.clock.sleep(2 * link.latencyMs, signal)
    const listener = this.#plugs.get(peer)
    const reachable = listener && !link.cut && !link.silent && addresses.includes(listener.address)
    if (!reachable || !this.#plugs.has(dialler.peer) || !listener.admits(dialler.peer))
      throw transportErrors('unreachable')
    const [raced] = this.#between(dialler.peer, peer)
    if (raced) return raced
    const connection: MemoryConnection = { dialler, listener, since: this.clock.now(), channels: new Set() }
    this.#connections.add(connection)
    dialler.connected(connection)
    listener.connected(connection)
    return connection
  }

  /** @throws sync/no-such-protocol */
  openChannel(connection: MemoryConnection, opener: Plug, protocol: string): QueuedChannel {
    const other = connection.dialler === opener ? connection.listener : connection.dialler
    const link = this.#link(opener.peer, other.peer)
    const { clock } = this
    const make = (remote: Plug, direction: 'inbound' | 'outbound'): WiredEnd => {
      const wire = new MemoryWire(link, clock)
      const path = { kind: 'memory', address: remote.address } as const
      return { wire, channel: new QueuedChannel({ remote: remote.peer, direction, path, clock }, wire) }
    }
    const near = make(other, 'outbound')
    const far = make(opener, 'inbound')
    joinWires(near, far)
    const entry = { protocol, opener, ends: [near, far] as const }
    const open = [...connection.channels].filter((each) => each.opener === opener && each.protocol === protocol).length
    connection.channels.add(entry)
    void Promise.all([near.channel.gone, far.channel.gone]).then(() => connection.channels.delete(entry))
    if (!other.accept(protocol, far.channel, open)) {
      near.channel.abort()
      throw transportErrors('no-such-protocol')
    }
    return near.channel
  }

  /** One side ends a connection in good order: what it has sent and closed still arrives. */
  leave(connection: MemoryConnection, plug: Plug): void {
    this.#end(connection, (end, opposite, owner) => {
      if (owner === plug) end.channel.leave()
      else if (opposite.wire.finished) end.channel.cannotSend()
      else end.channel.fail(transportErrors('closed'))
    })
  }

  #end(connection: MemoryConnection, how: (end: WiredEnd, opposite: WiredEnd, owner: Plug) => void): void {
    if (!this.#connections.delete(connection)) return
    const { dialler, listener, channels } = connection
    for (const { opener, ends } of [...channels]) {
      const other = opener === dialler ? listener : dialler
      how(ends[0], ends[1], opener)
      how(ends[1], ends[0], other)
    }
    channels.clear()
    dialler.disconnected(connection)
    listener.disconnected(connection)
  }

  #between(a: PeerId, b: PeerId): MemoryConnection[] {
    return [...this.#connections].filter(({ dialler, listener }) => pair(dialler.peer, listener.peer) === pair(a, b))
  }

  #link(a: PeerId, b: PeerId): Link {
    const key = pair(a, b)
    const link = this.#links.get(key) ?? new Link(this.clock)
    this.#links.set(key, link)
    return link
  }
}

const pair = (a: PeerId, b: PeerId): string => (a < b ? `${a} ${b}` : `${b} ${a}`)
