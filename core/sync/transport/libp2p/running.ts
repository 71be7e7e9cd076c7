import { setMaxListeners } from 'node:events'
import type { Connection, Upgrader } from '@libp2p/interface'
import {
  errorCode,
  LIMITS,
  type Clock,
  type Log,
  type PeerId,
  type ReachSettings,
  type ReachStatus,
} from '../../../shared/index.ts'
import { parseAddress, placesOf } from '../addresses.ts'
import { Discovery } from '../discovery/discovery.ts'
import { transportErrors } from '../errors.ts'
import { ipScope } from '../ip-scope.ts'
import { privateKeyOf } from '../peer-key.ts'
import type { Found, RelayOffer } from '../transport.ts'
import { closeInOrder } from './closing.ts'
import { Connections } from './connections.ts'
import { announcedAddresses, listenAddresses, listenError, oneHost, shownAddresses, type Listen } from './listening.ts'
import { createNode, type MadeNode, type Node } from './node.ts'
import type { Opener } from './opening.ts'
import type { Libp2pOptions } from './options.ts'
import { pathOf } from './path.ts'
import { Settling } from './paths/settling.ts'
import { Upgrades } from './paths/upgrades.ts'
import { Permitted } from './permitted.ts'
import { probe } from './probe.ts'
import { Punching } from './punching/punching.ts'
import { Helping } from './relaying/helping.ts'
import { Reservations } from './relaying/reservations.ts'
import { serveCircuits } from './relaying/circuits.ts'
import { RouterAccess } from './router/router-access.ts'
import { isRelayed, straightTo } from './station.ts'

/** What the transport around it knows and wants to know. */
export interface Surroundings {
  readonly admits: (peer: PeerId) => boolean
  readonly relays: (peer: PeerId) => boolean
  readonly onConnected: (peer: PeerId) => void
  readonly onDisconnected: (peer: PeerId) => void
  readonly onDiscovered: (found: Found) => void
  readonly onBetterPath: (peer: PeerId) => void
  /** Addresses, or what `reach` says, may be others now. */
  readonly onChange: () => void
  /** Serves what there is to serve, before anybody can ask. */
  readonly prepare: (node: Node) => void
  /** Whether channels run on a connection. */
  readonly inUse: (connection: Connection) => boolean
}

/** A node that runs, with all that finds paths to it and to others. */
export class Running implements Opener {
  readonly node: Node
  readonly upgrader: Upgrader
  readonly connections: Connections
  readonly self: PeerId
  readonly clock: Clock
  readonly log: Log
  readonly signal: AbortSignal
  readonly connect: Opener['connect']
  readonly dialling: Opener['dialling'] = { straight: new Map(), relayed: new Map() }
  readonly #over = new AbortController()
  readonly #listen: Listen
  readonly #listened: () => readonly string[]
  readonly #permitted: Permitted
  readonly #around: Surroundings
  readonly #discovery: Discovery | undefined
  readonly #reservations: Reservations
  readonly #settling: Settling
  readonly #upgrades: Upgrades
  readonly #punching: Punching | undefined
  readonly #stopTaking: () => Promise<void>
  #helping: Helping | undefined
  #router: RouterAccess | undefined
  #settings: ReachSettings
  #started = false
  /** Switches are followed one after another. Never rejects. */
  #following: Promise<void> = Promise.resolve()

  private constructor(
    options: Libp2pOptions,
    self: PeerId,
    settings: ReachSettings,
    around: Surroundings,
    made: MadeNode,
  ) {
    setMaxListeners(0, this.#over.signal)
    this.signal = this.#over.signal
    this.node = made.node
    this.upgrader = made.upgrader
    this.connect = made.connect
    this.self = self
    this.clock = options.clock
    this.log = options.log
    this.#listen = options.listen
    this.#listened = made.listened
    this.#settings = settings
    this.#around = around
    this.#permitted = new Permitted(settings, options.listen, made.listened)
    this.connections = new Connections({
      node: made.node,
      self,
      onConnected: around.onConnected,
      onDisconnected: around.onDisconnected,
      onChange: (peer) => this.#onConnections(peer),
      probe: (connection) => probe(this, connection),
    })
    const close = (connection: Connection): Promise<void> => this.close(connection)
    this.#settling = new Settling({ station: this, inUse: around.inUse, onBetterPath: around.onBetterPath, close })
    this.#reservations = new Reservations(this, this.#permitted.relay, around.onChange)
    this.#punching = settings.hideAddress || settings.lanOnly ? undefined : this.#makePunching(options.listen)
    this.#upgrades = new Upgrades({ station: this, punching: this.#punching, mayDial: this.#permitted.peer })
    const isOurs = (relay: PeerId): boolean => this.#reservations.has(relay)
    this.#stopTaking = settings.lanOnly ? async () => undefined : serveCircuits(this, isOurs, around.admits)
    this.#discovery =
      options.discovery && !settings.hideAddress
        ? new Discovery({
            peer: self,
            addresses: () => this.addresses(),
            onFound: around.onDiscovered,
            clock: options.clock,
            log: options.log,
          })
        : undefined
  }

  /** @throws sync/port-in-use, sync/cannot-listen, the signal's reason */
  static async start(
    options: Libp2pOptions,
    self: PeerId,
    settings: ReachSettings,
    around: Surroundings,
    signal: AbortSignal,
  ): Promise<Running> {
    signal.throwIfAborted()
    const listen = settings.port === 0 ? options.listen : { ...options.listen, port: settings.port }
    const inbound = (host: string): boolean => new Permitted(settings, listen, () => []).inbound(host)
    const made = await createNode({
      privateKey: await privateKeyOf(options.privateKey),
      listen: settings.hideAddress ? [] : listenAddresses(listen),
      admits: (peer) => around.admits(peer.toString() as PeerId),
      inbound,
      encryption: options.encryption ?? ['tls', 'noise'],
      connectionsPerSecond: options.connectionsPerSecond ?? LIMITS.connectionsPerSecond,
      inactivity: options.inactivity,
    })
    const running = new Running(options, self, settings, around, made)
    around.prepare(made.node)
    try {
      await made.node.start()
      signal.throwIfAborted()
    } catch (error) {
      await running.stop(Promise.resolve())
      signal.throwIfAborted()
      throw listenError(error, listen)
    }
    running.#begin()
    return running
  }

  /** Applies switches that need no new beginning. */
  async apply(settings: ReachSettings): Promise<void> {
    this.#settings = settings
    await this.#inTurn()
    this.#around.onChange()
  }

  readonly mayDial = (address: Parameters<Permitted['peer']>[0]): boolean => this.#permitted.peer(address)

  /** Where a peer is said to be: when it is met over a relay, that is tried too. */
  know(peer: PeerId, addresses: readonly string[]): void {
    const places = placesOf(addresses, peer, this.self)
    if (places.length > 0) this.#upgrades.know(peer, places)
  }

  useRelays(offers: readonly RelayOffer[]): void {
    if (this.#reservations.use(this.#settings.lanOnly ? [] : offers)) this.#upgrades.again()
  }

  addresses(): string[] {
    if (!this.#started) return []
    const { hideAddress, lanOnly, addresses } = this.#settings
    const told = lanOnly ? [] : [...announcedAddresses(addresses), ...(this.#router?.addresses() ?? [])]
    const direct = hideAddress ? [] : shownAddresses([...told, ...this.#listened()], this.#listen)
    return [...direct.map((text) => `${text}/p2p/${this.self}`), ...this.#reservations.addresses()]
  }

  reach(): ReachStatus {
    return {
      listening: this.#started && this.#listened().length > 0,
      router: this.#router?.state ?? 'off',
      relays: this.#reservations.status(),
      helped: this.#helping?.helped ?? 0,
    }
  }

  isRelaying(peer: PeerId): boolean {
    return this.#helping?.isRelaying(peer) ?? false
  }

  /** The addresses that are listened on now. */
  listened(): readonly string[] {
    return this.#listened()
  }

  /** What lies before the network of this device has changed: whoever does not answer any more is let go of. */
  networkChanged(): void {
    for (const each of this.connections.all()) void probe(this, each)
    this.#upgrades.again()
  }

  async close(connection: Connection): Promise<void> {
    await closeInOrder(connection, this.clock)
  }

  /** Ends all, once the channels are done. Never rejects. */
  async stop(channelsDone: Promise<void>): Promise<void> {
    this.#over.abort(transportErrors('closed'))
    // What is being begun can be ended when it has.
    await this.#following
    await Promise.all([this.#discovery?.stop(), this.#router?.stop(), this.#helping?.stop()])
    await Promise.all([this.#quietly(this.#stopTaking()), this.#quietly(this.#punching?.stop())])
    await Promise.all([this.#reservations.stopped(), this.#upgrades.stopped(), this.#settling.stopped()])
    const [relayed, straight] = [true, false].map((is) =>
      this.connections.all().filter((each) => isRelayed(each) === is),
    )
    await Promise.all(relayed?.map((each) => this.close(each)) ?? [])
    await Promise.all(straight?.map((each) => this.close(each)) ?? [])
    await Promise.all([channelsDone, this.#quietly(Promise.resolve(this.node.stop()))])
    this.connections.end()
  }

  #begin(): void {
    this.#started = true
    this.#discovery?.start()
    this.#punching?.start()
    this.#reservations.start()
    this.#upgrades.start()
    void this.#quietly(this.#inTurn())
  }

  #inTurn(): Promise<void> {
    const followed = this.#following.then(() => this.#follow())
    this.#following = followed.catch(() => undefined)
    return followed
  }

  /** Relaying and the router, as the person wants them. */
  async #follow(): Promise<void> {
    if (this.signal.aborted) return
    const { helpConnect, openRouter, hideAddress, lanOnly } = this.#settings
    const isOutside = !hideAddress && !lanOnly
    const host = oneHost(this.#listen)
    const helps = helpConnect && isOutside
    if (helps && !this.#helping) {
      this.#helping = new Helping(this, this.#listened(), host, this.#around.relays, this.#around.onChange)
      await this.#helping.start()
    }
    if (!helps && this.#helping) {
      const ended = this.#helping
      this.#helping = undefined
      await ended.stop()
    }
    const port = parseAddress(this.#listened().find((text) => text.startsWith('/ip4/')) ?? '')?.port
    const asks = openRouter && isOutside && port !== undefined && (host === undefined || ipScope(host) === 'lan')
    if (asks && !this.#router) {
      this.#router = new RouterAccess(this, port, this.#around.onChange)
      this.#router.start()
    }
    if (!asks && this.#router) {
      const ended = this.#router
      this.#router = undefined
      await ended.stop()
    }
  }

  #onConnections(peer: PeerId): void {
    this.#settling.look(peer)
    this.#upgrades.look()
    this.#around.onChange()
  }

  #makePunching(listen: Listen): Punching {
    return new Punching({ station: this, servers: () => this.#stunServers(), bind: oneHost(listen) })
  }

  /** Those whom we have dialled and who relay: they tell by UDP, at the port of the same number, how we are seen. */
  #stunServers(): { host: string; port: number }[] {
    const relayed = this.connections.all().flatMap((each) => pathOf(each).relay ?? [])
    return [...new Set([...this.#reservations.reserved(), ...relayed])].flatMap((relay) => {
      const connection = straightTo(this, relay)
      const address = connection?.direction === 'outbound' ? parseAddress(connection.remoteAddr.toString()) : undefined
      return address ? { host: address.host, port: address.port } : []
    })
  }

  /** Waits for what may fail without harm, LIMITS.stopTimeout at most. */
  async #quietly(work: Promise<void> | undefined): Promise<void> {
    const over = new AbortController()
    const late = this.clock.sleep(LIMITS.stopTimeout, over.signal).catch(() => undefined)
    const done = work?.catch((error: unknown) => this.log.warn('sync.libp2p-failed', { code: errorCode(error) }))
    await Promise.race([done, late])
    over.abort()
  }
}
