import type { Connection, Stream } from '@libp2p/interface'
import {
  LIMITS,
  Listeners,
  REACH_DEFAULTS,
  errorCode,
  type PeerId,
  type ReachSettings,
  type ReachStatus,
} from '../../../shared/index.ts'
import { mostAddresses } from '../addresses.ts'
import type { QueuedChannel } from '../channel.ts'
import { transportErrors } from '../errors.ts'
import { peerOfKey } from '../peer-key.ts'
import { Services } from '../serving.ts'
import type { Channel, ConnectionView, Found, RelayOffer, ServeOptions, Transport } from '../transport.ts'
import type { Node } from './node.ts'
import { openStream } from './opening.ts'
import type { Libp2pOptions } from './options.ts'
import { pathOf } from './path.ts'
import { probe } from './probe.ts'
import { Running } from './running.ts'
import { streamChannel } from './stream-wire.ts'

/** The transport of the app: libp2p over TCP. @throws sync/bad-peer-key */
export async function libp2pTransport(options: Libp2pOptions): Promise<Transport> {
  return new Libp2pTransport(options, await peerOfKey(options.privateKey))
}

/** Until the person's switches are known, no router is asked for anything. */
const atFirst: ReachSettings = { ...REACH_DEFAULTS, openRouter: false }

class Libp2pTransport implements Transport {
  readonly peer: PeerId
  readonly #options: Libp2pOptions
  readonly #services: Services
  /** The channels, and the connection each runs on. */
  readonly #channels = new Map<QueuedChannel, Connection>()
  readonly #addressed: Listeners<readonly string[]>
  readonly #discovered: Listeners<Found>
  readonly #connected: Listeners<PeerId>
  readonly #disconnected: Listeners<PeerId>
  readonly #reached: Listeners<void>
  readonly #improved: Listeners<PeerId>
  #gate: (peer: PeerId) => boolean = () => true
  #relayGate: (peer: PeerId) => boolean = () => false
  #settings = atFirst
  #offers: readonly RelayOffer[] = []
  /** What was told last. */
  #shown = { addresses: '', reach: '' }
  #running: Running | undefined
  /** Starts and stops happen one after another. */
  #turn: Promise<void> = Promise.resolve()

  constructor(options: Libp2pOptions, peer: PeerId) {
    const report = (error: unknown): void => options.log.error('sync.listener-failed', { code: errorCode(error) })
    this.peer = peer
    this.#options = options
    this.#services = new Services(options.clock, options.log)
    this.#addressed = new Listeners(report)
    this.#discovered = new Listeners(report)
    this.#connected = new Listeners(report)
    this.#disconnected = new Listeners(report)
    this.#reached = new Listeners(report)
    this.#improved = new Listeners(report)
  }

  start(signal: AbortSignal): Promise<void> {
    const started = this.#turn.then(() => this.#start(signal))
    this.#turn = started.catch(() => undefined)
    return started
  }

  stop(): Promise<void> {
    this.#turn = this.#turn.then(() => this.#stop())
    return this.#turn
  }

  addresses(): readonly string[] {
    return this.#running?.addresses() ?? []
  }

  async open(peer: PeerId, addresses: readonly string[], protocol: string, signal: AbortSignal): Promise<Channel> {
    signal.throwIfAborted()
    const running = this.#running
    if (!running) throw transportErrors('closed')
    const ended = AbortSignal.any([signal, running.signal])
    const target = { peer, addresses: addresses.slice(0, mostAddresses), protocol }
    running.know(peer, target.addresses)
    const [stream, connection] = await openStream(running, target, ended)
    if (!running.signal.aborted) return this.#wrap(stream, connection)
    stream.abort(transportErrors('closed'))
    throw transportErrors('closed')
  }

  serve(protocol: string, handler: (channel: Channel) => Promise<void>, options?: ServeOptions): () => void {
    const remove = this.#services.add(protocol, handler, options)
    if (this.#running) this.#handle(this.#running.node, protocol)
    return () => {
      remove()
      if (this.#running && !this.#services.get(protocol)) this.#unhandle(this.#running.node, protocol)
    }
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
    for (const channel of this.#channels.keys()) if (channel.remote === peer) channel.leave()
    const running = this.#running
    await Promise.all(running?.connections.to(peer).map((each) => running.close(each)) ?? [])
  }

  connections(): readonly ConnectionView[] {
    return this.#running?.connections.views() ?? []
  }

  setGate(gate: (peer: PeerId) => boolean): void {
    this.#gate = gate
  }

  configure(settings: ReachSettings, signal: AbortSignal): Promise<void> {
    const configured = this.#turn.then(() => this.#configure(settings, signal))
    this.#turn = configured.catch(() => undefined)
    return configured
  }

  reach(): ReachStatus {
    return this.#running?.reach() ?? { listening: false, router: 'off', relays: [], helped: 0 }
  }

  onReach(listener: () => void): () => void {
    return this.#reached.add(listener)
  }

  useRelays(offers: readonly RelayOffer[]): void {
    this.#offers = offers
    this.#running?.useRelays(offers)
  }

  setRelayGate(gate: (peer: PeerId) => boolean): void {
    this.#relayGate = gate
  }

  isRelaying(peer: PeerId): boolean {
    return this.#running?.isRelaying(peer) ?? false
  }

  onBetterPath(listener: (peer: PeerId) => void): () => void {
    return this.#improved.add(listener)
  }

  async #configure(settings: ReachSettings, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    const before = this.#settings
    this.#settings = settings
    if (!this.#running) return
    const { port, lanOnly, hideAddress } = settings
    if (port === before.port && lanOnly === before.lanOnly && hideAddress === before.hideAddress)
      return await this.#running.apply(settings)
    await this.#stop()
    try {
      await this.#start(signal)
    } catch (error) {
      this.#settings = before
      await this.#start(new AbortController().signal).catch((again: unknown) =>
        this.#options.log.warn('sync.not-begun-again', { code: errorCode(again) }),
      )
      throw error
    }
  }

  async #start(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    if (this.#running) return
    const running = await Running.start(
      this.#options,
      this.peer,
      this.#settings,
      {
        admits: (peer) => this.#gate(peer),
        relays: (peer) => this.#relayGate(peer),
        onConnected: (peer) => this.#connected.tell(peer),
        onDisconnected: (peer) => this.#disconnected.tell(peer),
        onDiscovered: (found) => this.#discovered.tell(found),
        onBetterPath: (peer) => this.#improved.tell(peer),
        onChange: () => this.#show(),
        prepare: (node) => {
          for (const protocol of this.#services.protocols()) this.#handle(node, protocol)
        },
        inUse: (connection) => [...this.#channels.values()].includes(connection),
      },
      signal,
    )
    this.#running = running
    running.useRelays(this.#offers)
    void this.#watchNetworks(running)
  }

  async #stop(): Promise<void> {
    const running = this.#running
    if (!running) return
    this.#running = undefined
    this.#shown = { addresses: '', reach: '' }
    for (const channel of this.#channels.keys()) channel.leave()
    await running.stop(this.#services.drained())
  }

  #handle(node: Node, protocol: string): void {
    const accept = (stream: Stream, connection: Connection): void => {
      const service = this.#services.get(protocol)
      const channel = this.#wrap(stream, connection)
      if (service?.admits(channel.remote)) this.#services.run(service, channel)
      else channel.abort()
    }
    const maxInboundStreams = this.#services.get(protocol)?.streams ?? LIMITS.streamsPerProtocol
    const options = { force: true, runOnLimitedConnection: true, maxInboundStreams } as const
    this.#quietly(node.handle(protocol, accept, { ...options, maxOutboundStreams: LIMITS.streamsPerConnection }))
  }

  #unhandle(node: Node, protocol: string): void {
    this.#quietly(node.unhandle(protocol))
  }

  #wrap(stream: Stream, connection: Connection): QueuedChannel {
    const { direction } = stream
    const remote = connection.remotePeer.toString() as PeerId
    const answers = async (): Promise<boolean> => {
      const running = this.#running
      return running !== undefined && (await probe(running, connection, LIMITS.connectionProof))
    }
    const channel = streamChannel(stream, {
      ...{ remote, direction, answers, path: pathOf(connection), clock: this.#options.clock },
      // In the first moment of a start it is not known, and no other is older.
      connection: this.#running?.connections.numberOf(connection) ?? 0,
    })
    this.#channels.set(channel, connection)
    void channel.gone.then(() => this.#channels.delete(channel))
    return channel
  }

  /** Interfaces come and go: whoever shows our addresses learns of it, and connections that went with them are found out. */
  async #watchNetworks(running: Running): Promise<void> {
    let before = running.listened().join()
    while (!running.signal.aborted) {
      this.#show()
      await this.#options.clock.sleep(LIMITS.discoveryInterval, running.signal).catch(() => undefined)
      if (running.signal.aborted) break
      const now = running.listened().join()
      if (now !== before) running.networkChanged()
      before = now
    }
  }

  /** Tells of what is another now than when it was told last. */
  #show(): void {
    if (!this.#running) return
    const addresses = this.addresses()
    const before = this.#shown
    this.#shown = { addresses: addresses.join(), reach: JSON.stringify(this.reach()) }
    if (this.#shown.addresses !== before.addresses) this.#addressed.tell(addresses)
    if (this.#shown.reach !== before.reach) this.#reached.tell()
  }

  #quietly(work: Promise<void>): void {
    work.catch((error: unknown) => this.#options.log.warn('sync.libp2p-failed', { code: errorCode(error) }))
  }
}
