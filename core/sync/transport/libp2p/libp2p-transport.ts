import { setMaxListeners } from 'node:events'
import type { Connection, Stream } from '@libp2p/interface'
import {
  LIMITS,
  Listeners,
  REACH_DEFAULTS,
  errorCode,
  type Clock,
  type Log,
  type PeerId,
  type ReachSettings,
  type ReachStatus,
} from '../../../shared/index.ts'
import { mostAddresses } from '../addresses.ts'
import type { QueuedChannel } from '../channel.ts'
import { Discovery } from '../discovery/discovery.ts'
import { transportErrors } from '../errors.ts'
import { peerOfKey, privateKeyOf } from '../peer-key.ts'
import { Services } from '../serving.ts'
import type { Channel, ConnectionView, Found, RelayOffer, ServeOptions, Transport } from '../transport.ts'
import { Connections } from './connections.ts'
import { listenAddresses, listenError, shownAddresses, type Listen } from './listening.ts'
import { createNode } from './node.ts'
import { openStream, type Opener } from './opening.ts'
import { pathOf } from './path.ts'
import { streamChannel } from './stream-wire.ts'

export interface Libp2pOptions {
  /** What `createPeerKey` made, or libp2p's protobuf form of an Ed25519 private key. */
  readonly privateKey: Uint8Array
  readonly listen: Listen
  /** Whether to look for peers in the local network, and be seen there. */
  readonly discovery: boolean
  readonly log: Log
  readonly clock: Clock
  /** Encryption in the order of preference; TLS, then Noise, unless told. */
  readonly encryption?: readonly ('tls' | 'noise')[]
  /** New inbound connections a second from one host; LIMITS.connectionsPerSecond unless told. */
  readonly connectionsPerSecond?: number
}

/** The transport of the app: libp2p over TCP. @throws sync/bad-peer-key */
export async function libp2pTransport(options: Libp2pOptions): Promise<Transport> {
  return new Libp2pTransport(options, await peerOfKey(options.privateKey))
}

interface Running extends Opener {
  readonly over: AbortController
  readonly discovery: Discovery | undefined
}

class Libp2pTransport implements Transport {
  readonly peer: PeerId
  readonly #options: Libp2pOptions
  readonly #services: Services
  readonly #channels = new Set<QueuedChannel>()
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
    if (!this.#running) return []
    return shownAddresses(this.#running.node.getMultiaddrs().map(String), this.#options.listen)
  }

  async open(peer: PeerId, addresses: readonly string[], protocol: string, signal: AbortSignal): Promise<Channel> {
    signal.throwIfAborted()
    const running = this.#running
    if (!running) throw transportErrors('closed')
    const ended = AbortSignal.any([signal, running.over.signal])
    const target = { peer, addresses: addresses.slice(0, mostAddresses), protocol }
    const [stream, connection] = await openStream(running, target, ended)
    if (!running.over.signal.aborted) return this.#wrap(stream, connection)
    stream.abort(transportErrors('closed'))
    throw transportErrors('closed')
  }

  serve(protocol: string, handler: (channel: Channel) => Promise<void>, options?: ServeOptions): () => void {
    const remove = this.#services.add(protocol, handler, options)
    if (this.#running) this.#handle(this.#running.node, protocol)
    return () => {
      remove()
      if (this.#running && !this.#services.get(protocol)) void this.#quietly(this.#running.node.unhandle(protocol))
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
    for (const channel of this.#channels) if (channel.remote === peer) channel.leave()
    const all = this.#running?.connections.of(peer) ?? []
    await Promise.all(all.map((each) => this.#closeConnection(each)))
  }

  connections(): readonly ConnectionView[] {
    return this.#running?.connections.views() ?? []
  }

  setGate(gate: (peer: PeerId) => boolean): void {
    this.#gate = gate
  }

  async configure(settings: ReachSettings, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    this.#settings = settings
    this.#reached.tell()
  }

  reach(): ReachStatus {
    const router = this.#settings.openRouter ? 'none' : 'off'
    return { listening: this.#running !== undefined, router, relays: [], helped: 0 }
  }

  onReach(listener: () => void): () => void {
    return this.#reached.add(listener)
  }

  useRelays(offers: readonly RelayOffer[]): void {
    this.#offers = offers
  }

  setRelayGate(gate: (peer: PeerId) => boolean): void {
    this.#relayGate = gate
  }

  onBetterPath(listener: (peer: PeerId) => void): () => void {
    return this.#improved.add(listener)
  }

  async #start(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    if (this.#running) return
    const { clock, listen, log } = this.#options
    const { node, upgrader } = await createNode({
      privateKey: await privateKeyOf(this.#options.privateKey),
      listen: listenAddresses(listen),
      admits: (peer) => this.#gate(peer.toString() as PeerId),
      encryption: this.#options.encryption ?? ['tls', 'noise'],
      connectionsPerSecond: this.#options.connectionsPerSecond ?? LIMITS.connectionsPerSecond,
    })
    const tell = (listeners: Listeners<PeerId>) => (peer: PeerId) => listeners.tell(peer)
    const connections = new Connections(node, tell(this.#connected), tell(this.#disconnected))
    for (const protocol of this.#services.protocols()) this.#handle(node, protocol)
    try {
      await node.start()
      signal.throwIfAborted()
    } catch (error) {
      connections.end()
      await this.#quietly(Promise.resolve(node.stop()))
      signal.throwIfAborted()
      throw listenError(error, listen)
    }
    const over = new AbortController()
    setMaxListeners(0, over.signal)
    const addresses = (): readonly string[] => this.addresses()
    const onFound = (found: Found): void => this.#discovered.tell(found)
    const discovery = this.#options.discovery
      ? new Discovery({ peer: this.peer, addresses, onFound, clock, log })
      : undefined
    this.#running = { node, upgrader, connections, self: this.peer, clock, over, discovery }
    discovery?.start()
    void this.#watchAddresses(over.signal)
  }

  async #stop(): Promise<void> {
    const running = this.#running
    if (!running) return
    this.#running = undefined
    running.over.abort(transportErrors('closed'))
    for (const channel of this.#channels) channel.leave()
    await running.discovery?.stop()
    await Promise.all(running.connections.all().map((each) => this.#closeConnection(each)))
    await Promise.all([this.#services.drained(), this.#quietly(Promise.resolve(running.node.stop()))])
    running.connections.end()
  }

  #handle(node: Running['node'], protocol: string): void {
    const accept = (stream: Stream, connection: Connection): void => {
      const service = this.#services.get(protocol)
      const channel = this.#wrap(stream, connection)
      if (service?.admits(channel.remote)) this.#services.run(service, channel)
      else channel.abort()
    }
    const maxInboundStreams = this.#services.get(protocol)?.streams ?? LIMITS.streamsPerProtocol
    const options = { force: true, runOnLimitedConnection: true, maxInboundStreams } as const
    void this.#quietly(node.handle(protocol, accept, { ...options, maxOutboundStreams: LIMITS.streamsPerConnection }))
  }

  #wrap(stream: Stream, connection: Connection): QueuedChannel {
    const { direction } = stream
    const remote = connection.remotePeer.toString() as PeerId
    const channel = streamChannel(stream, { remote, direction, path: pathOf(connection), clock: this.#options.clock })
    this.#channels.add(channel)
    void channel.gone.then(() => this.#channels.delete(channel))
    return channel
  }

  async #closeConnection(connection: Connection): Promise<void> {
    // A stream that is not finished must not look as if it were: closing the connection would end it cleanly.
    for (const stream of connection.streams)
      if (stream.writeStatus === 'writable') stream.abort(transportErrors('closed'))
    const over = new AbortController()
    const late = this.#options.clock.sleep(LIMITS.connectionCloseTimeout, over.signal).catch(() => undefined)
    await Promise.race([connection.close({ signal: over.signal }).catch(() => undefined), late])
    over.abort()
    if (connection.status !== 'closed') connection.abort(transportErrors('closed'))
  }

  /** Interfaces come and go: whoever shows our addresses learns of it. */
  async #watchAddresses(signal: AbortSignal): Promise<void> {
    let before = ''
    while (!signal.aborted) {
      const now = this.addresses()
      if (now.join() !== before) this.#addressed.tell(now)
      before = now.join()
      await this.#options.clock.sleep(LIMITS.discoveryInterval, signal).catch(() => undefined)
    }
  }

  /** Waits for what may fail without harm, LIMITS.stopTimeout at most. */
  async #quietly(work: Promise<void>): Promise<void> {
    const over = new AbortController()
    const late = this.#options.clock.sleep(LIMITS.stopTimeout, over.signal).catch(() => undefined)
    const done = work.catch((error: unknown) =>
      this.#options.log.warn('sync.libp2p-failed', { code: errorCode(error) }),
    )
    await Promise.race([done, late])
    over.abort()
  }
}
