import type { Clock, PeerId } from '../../../shared/index.ts'
import { parseAddress } from '../addresses.ts'
import { transportErrors } from '../errors.ts'
import { QueuedChannel } from '../channel.ts'
import type { Path } from '../transport.ts'
import { wallClock } from '../waiting.ts'
import { Link, type LinkSpeed } from './link.ts'
import { joinWires, MemoryWire, type WiredEnd } from './wire.ts'

/** What the hub knows of one transport plugged into it. */
export interface Plug {
  readonly peer: PeerId
  readonly address: string
  /** Whether it can be dialled without a relay. */
  readonly direct: boolean
  /** Whether an inbound connection from that peer is let in. */
  admits(peer: PeerId): boolean
  /** Whether it relays connections of that peer. */
  relays(peer: PeerId): boolean
  /** Relays it is to be reached over. */
  reservations(): readonly PeerId[]
  /** A new stream: false when the protocol is not served. The channel is aborted when over a limit. */
  accept(protocol: string, channel: QueuedChannel, open: number): boolean
  connected(connection: MemoryConnection): void
  disconnected(connection: MemoryConnection): void
  /** There is a better connection to that peer beside the one it has. */
  improved(peer: PeerId): void
  /** Somebody was plugged in or out, or relays or does no longer. */
  changed(): void
}

/** One connection between two plugs and the channels on it. */
export interface MemoryConnection {
  readonly dialler: Plug
  readonly listener: Plug
  /** Who relays it, and where they were dialled. */
  readonly relay?: PeerId
  readonly via?: string
  readonly since: number
  /** Larger the later it came up. */
  readonly number: number
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
  #count = 0

  constructor(options: { readonly clock?: Clock } = {}) {
    this.clock = options.clock ?? wallClock
  }

  /** Breaks what there is between two peers and lets nothing new come up. */
  cut(a: PeerId, b: PeerId): void {
    this.#link(a, b).cut = true
    for (const connection of this.#between(a, b))
      if (connection.relay === undefined)
        this.#end(connection, ({ channel }) => channel.fail(transportErrors('closed')))
    this.changed()
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
    this.changed()
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

  /** Makes a direct connection beside the relayed one there is, and tells both of it, as when their routers were opened. */
  straighten(a: PeerId, b: PeerId): void {
    const [worse] = this.#between(a, b)
    if (worse?.relay === undefined) return
    const { dialler, listener } = worse
    this.#connections.add(this.#newConnection(dialler, listener))
    dialler.improved(listener.peer)
    listener.improved(dialler.peer)
  }

  plug(plug: Plug): void {
    this.#plugs.set(plug.peer, plug)
    this.changed()
  }

  unplug(plug: Plug): void {
    if (this.#plugs.get(plug.peer) === plug) this.#plugs.delete(plug.peer)
    for (const connection of this.of(plug)) this.leave(connection, plug)
    this.changed()
  }

  /** What hangs on a relay that is gone, or relays no more, ends; all others look again at theirs. */
  changed(): void {
    for (const connection of [...this.#connections]) {
      const { dialler, listener, relay } = connection
      if (relay === undefined || this.carries(relay, dialler, listener)) continue
      this.#end(connection, ({ channel }) => channel.fail(transportErrors('closed')))
    }
    for (const plug of this.#plugs.values()) plug.changed()
  }

  /** How a peer can be dialled without a relay, while it is there. */
  addressOf(peer: PeerId): string | undefined {
    const plug = this.#plugs.get(peer)
    return plug?.direct ? plug.address : undefined
  }

  /** Whether that peer would keep a reservation for the plug. */
  keeps(relay: PeerId, plug: Plug): boolean {
    const { cut, silent } = this.#link(relay, plug.peer)
    return !cut && !silent && this.#plugs.get(relay)?.relays(plug.peer) === true
  }

  /** How many keep a reservation at that peer. */
  helped(relay: PeerId): number {
    return [...this.#plugs.values()].filter((plug) => plug.reservations().includes(relay)).length
  }

  relayedBy(relay: PeerId): MemoryConnection[] {
    return [...this.#connections].filter((each) => each.relay === relay)
  }

  /** Whether that peer relays from one to the other. */
  carries(relay: PeerId, dialler: Plug, listener: Plug): boolean {
    return this.keeps(relay, dialler) && this.keeps(relay, listener) && listener.reservations().includes(relay)
  }

  /** The connections of a plug, the best first. */
  of(plug: Plug): MemoryConnection[] {
    return bestFirst([...this.#connections].filter(({ dialler, listener }) => dialler === plug || listener === plug))
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
    if (!listener || !this.#plugs.has(dialler.peer) || !listener.admits(dialler.peer))
      throw transportErrors('unreachable')
    // Who hides dials nobody straight but who relays for them.
    const mayDial = dialler.direct || dialler.reservations().includes(peer)
    const isNear = !link.cut && !link.silent && listener.direct && mayDial && addresses.includes(listener.address)
    const relays = addresses.map((each) => parseAddress(each)?.relay)
    const relay = relays.find((each) => each !== undefined && this.carries(each, dialler, listener))
    if (!isNear && relay === undefined) throw transportErrors('unreachable')
    const [raced] = this.#between(dialler.peer, peer)
    if (raced) return raced
    const how = isNear || relay === undefined ? {} : { relay, via: this.addressOf(relay) ?? '' }
    const connection: MemoryConnection = { ...this.#newConnection(dialler, listener), ...how }
    this.#connections.add(connection)
    dialler.connected(connection)
    listener.connected(connection)
    return connection
  }

  /** @throws sync/no-such-protocol */
  openChannel(connection: MemoryConnection, opener: Plug, protocol: string): QueuedChannel {
    const other = connection.dialler === opener ? connection.listener : connection.dialler
    // What is relayed does not lie between the two.
    const link = connection.relay === undefined ? this.#link(opener.peer, other.peer) : new Link(this.clock)
    const { clock } = this
    const make = (remote: Plug, direction: 'inbound' | 'outbound'): WiredEnd => {
      const wire = new MemoryWire(link, clock)
      const path = pathTo(remote, connection)
      const parts = { remote: remote.peer, direction, path, clock, connection: connection.number }
      const answers = async (): Promise<boolean> => !link.silent && this.#connections.has(connection)
      return { wire, channel: new QueuedChannel({ ...parts, answers }, wire) }
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
    if (this.#between(dialler.peer, listener.peer).length > 0) return
    dialler.disconnected(connection)
    listener.disconnected(connection)
  }

  #newConnection(dialler: Plug, listener: Plug): MemoryConnection {
    return { dialler, listener, since: this.clock.now(), number: ++this.#count, channels: new Set() }
  }

  #between(a: PeerId, b: PeerId): MemoryConnection[] {
    const isTheirs = ({ dialler, listener }: MemoryConnection): boolean =>
      pair(dialler.peer, listener.peer) === pair(a, b)
    return bestFirst([...this.#connections].filter(isTheirs))
  }

  #link(a: PeerId, b: PeerId): Link {
    const key = pair(a, b)
    const link = this.#links.get(key) ?? new Link(this.clock)
    this.#links.set(key, link)
    return link
  }
}

const pair = (a: PeerId, b: PeerId): string => (a < b ? `${a} ${b}` : `${b} ${a}`)

const bestFirst = (all: MemoryConnection[]): MemoryConnection[] =>
  all.toSorted((a, b) => Number(a.relay !== undefined) - Number(b.relay !== undefined))

/** How one reaches the other end of a connection. */
export function pathTo({ peer, address }: Plug, { relay, via }: MemoryConnection): Path {
  if (relay === undefined) return { kind: 'memory', address }
  return { kind: 'relayed', address: `${via}/p2p-circuit/p2p/${peer}`, relay }
}
