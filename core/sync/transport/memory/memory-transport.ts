import { Listeners, type Log, type PeerId } from '../../../shared/index.ts'
import { dialable } from '../addresses.ts'
import type { QueuedChannel } from '../channel.ts'
import { transportErrors } from '../errors.ts'
import { Services } from '../serving.ts'
import type { Channel, ConnectionView, Found, ServeOptions, Transport } from '../transport.ts'
import { abortable } from '../waiting.ts'
import type { MemoryConnection, MemoryHub, Plug } from './hub.ts'

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
  #gate: (peer: PeerId) => boolean = () => true
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
  }

  async start(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    if (this.#running) return
    this.#running = true
    this.#hub.plug(this)
    this.#addressed.tell(this.addresses())
  }

  async stop(): Promise<void> {
    this.#running = false
    this.#hub.unplug(this)
    await this.#services.drained()
  }

  addresses(): readonly string[] {
    return this.#running ? [this.address] : []
  }

  async open(peer: PeerId, addresses: readonly string[], protocol: string, signal: AbortSignal): Promise<Channel> {
    signal.throwIfAborted()
    if (!this.#running) throw transportErrors('closed')
    const known = this.#hub.of(this).some((each) => other(each, this).peer === peer)
    const targets = known ? [] : dialable(addresses, peer, this.peer).map(({ text }) => text)
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
      path: { kind: 'memory', address: other(each, this).address },
      since: each.since,
    }))
  }

  setGate(gate: (peer: PeerId) => boolean): void {
    this.#gate = gate
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
