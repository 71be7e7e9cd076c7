import {
  LIMITS,
  Listeners,
  type Log,
  type PeerId,
  REACH_DEFAULTS,
  type ReachSettings,
  type ReachStatus,
} from '../../../shared/index.ts'
import { dialable, type PeerAddress } from '../addresses.ts'
import type { QueuedChannel } from '../channel.ts'
import { transportErrors } from '../errors.ts'
import { Services } from '../serving.ts'
import type { Channel, ConnectionView, Found, RelayOffer, ServeOptions, Transport } from '../transport.ts'
import { abortable } from '../waiting.ts'
import { pathTo, type MemoryConnection, type MemoryHub, type Plug } from './hub.ts'

const quiet: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }

/** A transport for tests and stories: behaves as the real one, over a hub instead of a network. */
export function memoryTransport(hub: MemoryHub, peer: PeerId, options: { readonly log?: Log } = {}): MemoryTransport {
  return new MemoryTransport(hub, peer, options.log ?? quiet)
}

export class MemoryTransport implements Transport, Plug {
  readonly peer: PeerId
  readonly address: string
  readonly #hub: MemoryHub
  readonly #services: Services
  readonly #addressed: Listeners<readonly string[]>
  readonly #discovered: Listeners<Found>
  readonly #connected: Listeners<PeerId>
  readonly #disconnected: Listeners<PeerId>
  readonly #reached: Listeners<void>
  readonly #improved: Listeners<PeerId>
  #gate: (peer: PeerId) => boolean = () => true
  #relayGate: (peer: PeerId) => boolean = () => false
  #settings = REACH_DEFAULTS
  #offers: readonly RelayOffer[] = []
  /** What was told last. */
  #shown = ''
  #running = false

  constructor(hub: MemoryHub, peer: PeerId, log: Log) {
    const report = (): void => log.error('sync.listener-failed')
    this.peer = peer
    this.address = hub.nextAddress(peer)
    this.#hub = hub
    this.#services = new Services(hub.clock, log)
    this.#addressed = new Listeners(report)
    this.#discovered = new Listeners(report)
    this.#connected = new Listeners(report)
    this.#disconnected = new Listeners(report)
    this.#reached = new Listeners(report)
    this.#improved = new Listeners(report)
  }

  async start(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    if (this.#running) return
    this.#running = true
    this.#hub.plug(this)
  }

  async stop(): Promise<void> {
    this.#running = false
    this.#shown = ''
    this.#hub.unplug(this)
    await this.#services.drained()
  }

  addresses(): readonly string[] {
    if (!this.#running) return []
    const relays = this.reservations().flatMap((peer) => this.#hub.addressOf(peer) ?? [])
    const circuits = relays.map((address) => `${address}/p2p-circuit/p2p/${this.peer}`)
    return this.direct ? [this.address, ...circuits] : circuits
  }

  async open(peer: PeerId, addresses: readonly string[], protocol: string, signal: AbortSignal): Promise<Channel> {
    signal.throwIfAborted()
    if (!this.#running) throw transportErrors('closed')
    const known = this.#hub.of(this).some((each) => other(each, this).peer === peer)
    const isOurs = ({ relay }: PeerAddress): boolean => relay === undefined || !this.#settings.lanOnly
    // There is a connection to each relay that keeps a reservation, whatever else may be dialled.
    const relay = this.reservations().includes(peer) ? this.#hub.addressOf(peer) : undefined
    const all = relay === undefined ? addresses : [relay, ...addresses]
    const targets = known
      ? []
      : dialable(all, peer, this.peer)
          .filter(isOurs)
          .map(({ text }) => text)
    const connection = await abortable(this.#hub.connect(this, peer, targets, signal), signal)
    return this.#hub.openChannel(connection, this, protocol)
  }

  serve(protocol: string, handler: (channel: Channel) => Promise<void>, options?: ServeOptions): () => void {
    return this.#services.add(protocol, handler, options)
  }

  onAddresses(listener: (addresses: readonly string[]) => void): () => void {
    return this.#addressed.add(listener)
  }

  onDiscovered(listener: (found: Found) => void): () => void {
    return this.#discovered.add(listener)
  }

  onConnected(listener: (peer: PeerId) => void): () => void {
    return this.#connected.add(listener)
  }

  onDisconnected(listener: (peer: PeerId) => void): () => void {
    return this.#disconnected.add(listener)
  }

  async disconnect(peer: PeerId): Promise<void> {
    for (const each of this.#hub.of(this)) if (other(each, this).peer === peer) this.#hub.leave(each, this)
  }

  connections(): readonly ConnectionView[] {
    return this.#hub.of(this).map((each) => ({
      peer: other(each, this).peer,
      direction: each.dialler === this ? 'outbound' : 'inbound',
      path: pathTo(other(each, this), each),
      since: each.since,
    }))
  }

  setGate(gate: (peer: PeerId) => boolean): void {
    this.#gate = gate
  }

  async configure(settings: ReachSettings, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    const { lanOnly, hideAddress, port } = this.#settings
    const isAnew = lanOnly !== settings.lanOnly || hideAddress !== settings.hideAddress || port !== settings.port
    this.#settings = settings
    if (isAnew && this.#running) for (const each of this.#hub.of(this)) this.#hub.leave(each, this)
    this.#hub.changed()
  }

  reach(): ReachStatus {
    const reserved = new Set(this.reservations())
    const asked = this.#settings.lanOnly || !this.#running ? [] : this.#offers.slice(0, LIMITS.relays)
    return {
      listening: this.#running && this.direct,
      router: this.#settings.openRouter ? 'none' : 'off',
      relays: asked.map(({ peer }) => ({ peer, state: reserved.has(peer) ? 'reserved' : 'asking' })),
      helped: this.#running ? this.#hub.helped(this.peer) : 0,
    }
  }

  onReach(listener: () => void): () => void {
    return this.#reached.add(listener)
  }

  useRelays(offers: readonly RelayOffer[]): void {
    this.#offers = offers
    this.#hub.changed()
  }

  setRelayGate(gate: (peer: PeerId) => boolean): void {
    this.#relayGate = gate
    this.#hub.changed()
  }

  isRelaying(peer: PeerId): boolean {
    return this.#hub.relayedBy(this.peer).some(({ dialler, listener }) => [dialler.peer, listener.peer].includes(peer))
  }

  onBetterPath(listener: (peer: PeerId) => void): () => void {
    return this.#improved.add(listener)
  }

  get direct(): boolean {
    return !this.#settings.hideAddress
  }

  relays(peer: PeerId): boolean {
    const { helpConnect, hideAddress, lanOnly } = this.#settings
    return this.#running && helpConnect && !hideAddress && !lanOnly && this.#relayGate(peer)
  }

  reservations(): readonly PeerId[] {
    if (!this.#running || this.#settings.lanOnly) return []
    const asked = this.#offers.slice(0, LIMITS.relays).map(({ peer }) => peer)
    return asked.filter((peer) => peer !== this.peer && this.#hub.keeps(peer, this))
  }

  improved(peer: PeerId): void {
    this.#improved.tell(peer)
  }

  changed(): void {
    const addresses = this.addresses()
    const shown = JSON.stringify([addresses, this.reach()])
    if (shown === this.#shown) return
    this.#shown = shown
    this.#addressed.tell(addresses)
    this.#reached.tell()
  }

  /** As if that peer had been heard in the local network. */
  discover(found: Found): void {
    this.#discovered.tell(found)
  }

  admits(peer: PeerId): boolean {
    return this.#gate(peer)
  }

  accept(protocol: string, channel: QueuedChannel, open: number): boolean {
    const service = this.#services.get(protocol)
    if (!service) return false
    if (open >= service.streams || !service.admits(channel.remote)) channel.abort()
    else this.#services.run(service, channel)
    return true
  }

  connected(connection: MemoryConnection): void {
    this.#connected.tell(other(connection, this).peer)
  }

  disconnected(connection: MemoryConnection): void {
    this.#disconnected.tell(other(connection, this).peer)
  }
}

const other = (connection: MemoryConnection, self: Plug): Plug =>
  connection.dialler === self ? connection.listener : connection.dialler
