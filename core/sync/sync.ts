import {
  type CommunityId,
  errorCode,
  LIMITS,
  Listeners,
  type MemberId,
  type PeerId,
  type ReachSettings,
  type ReachStatus,
} from '../shared/index.ts'
import { sessionErrors } from './errors.ts'
import { welcome } from './exchange/conversing.ts'
import { Turns } from './exchange/turns.ts'
import { Admitting } from './join/admitting.ts'
import { join } from './join/joining.ts'
import { Soon } from './exchange/soon.ts'
import {
  claimShelf,
  Gates,
  keeperErrors,
  type KeeperLink,
  type KeeperPlace,
  Keeping,
  readKeeperLink,
} from './keeping/index.ts'
import type { JoinRequest, NetworkStatus, ReachTest, Sync, SyncOptions } from './network.ts'
import type { Carried } from './ports.ts'
import { Carrying, STATUS_TICK } from './reach/carrying.ts'
import { Guard } from './reach/guard.ts'
import { Neighbours } from './reach/neighbours.ts'
import { isPermitted } from './reach/permitted.ts'
import { byPeer, merged, withRelays } from './reach/places.ts'
import { PrivateSpaces } from './reach/private-spaces.ts'
import { type Helper, RelayOffers } from './reach/relay-offers.ts'
import { Switches } from './reach/switches.ts'
import { watchWaking } from './reach/wake-watch.ts'
import { testWays } from './reach/way-tests.ts'
import { type Channel, parseAddress } from './transport/index.ts'
import { JOIN_PROTOCOL } from './wire/join-frames.ts'
import { SYNC_PROTOCOL } from './wire/session-frames.ts'

/** Members find each other, prove who they are and exchange what they hold, over a transport. */
export function createSync(options: SyncOptions): Sync {
  return new Syncing(options)
}

class Syncing implements Sync {
  readonly #options: SyncOptions
  readonly #guard: Guard
  readonly #admitting: Admitting
  readonly #neighbours = new Neighbours()
  readonly #carrying = new Map<CommunityId, Carrying>()
  readonly #keeping = new Map<CommunityId, Keeping>()
  readonly #gate = new Gates(LIMITS.keeperAnnexesAtOnce)
  readonly #private: PrivateSpaces
  readonly #changed: Listeners<CommunityId | undefined>
  readonly #joining = new Map<PeerId, number>()
  readonly #handlers = new Set<Promise<void>>()
  /** Streams each peer has open with us, that it opened. */
  readonly #streams = new Map<PeerId, number>()
  readonly #over = new AbortController()
  readonly #relays: RelayOffers
  /** Relays, books or connections may have changed. */
  readonly #relaysChanged: Soon
  readonly #switches: Switches
  /** Whose turn it is to have something large taken. */
  readonly #turns = new Turns()
  /** The own addresses but those over relays, which come and go for no reason of this device's. */
  #direct = ''
  #watching: Promise<void> | undefined
  #ends: (() => void)[] = []

  constructor(options: SyncOptions) {
    const { transport, clock, random, log } = options
    this.#options = options
    this.#changed = new Listeners((error) => log.error('sync.listener-failed', { code: errorCode(error) }))
    this.#guard = new Guard({
      transport,
      clock,
      log,
      isBusy: (peer) => this.#isBusy(peer),
      isKnown: (peer) => this.#all().some(({ redial }) => redial.knows(peer)),
    })
    this.#private = new PrivateSpaces({
      turns: this.#turns,
      transport,
      clock,
      random,
      log,
      guard: this.#guard,
      parent: (community) => this.#carrying.get(community)?.exchange,
      onStatus: (community) => this.#changed.tell(community),
    })
    const { signal } = this.#over
    this.#switches = new Switches(transport, log, signal)
    const helpers = () => [...this.#all().flatMap((carrying) => carrying.helpers()), ...this.#relayingKeepers()]
    this.#relays = new RelayOffers({ transport, clock, random, helpers, signal })
    this.#relaysChanged = new Soon(clock, STATUS_TICK, () => this.#relays.look(), signal)
    const communities = (): Carried[] => this.#all().map(({ exchange }) => exchange.carried)
    this.#admitting = new Admitting({ self: transport.peer, clock, random, log, communities })
  }

  get peer(): PeerId {
    return this.#options.transport.peer
  }

  async start(signal: AbortSignal): Promise<void> {
    const { transport, clock, random } = this.#options
    const parts = { self: transport.peer, clock, random }
    const own = () => this.#all().map(({ exchange }) => exchange)
    const known = (peer: PeerId) => [...own(), ...this.#private.speakableWith(peer)]
    this.#guard.start()
    this.#watching = watchWaking(clock, () => this.#woke(), this.#over.signal)
    // Members reach one another over us before they have met us, so that the address book vouches for them as well.
    transport.setRelayGate((peer) => this.#vouchesFor(peer))
    this.#ends = [
      transport.serve(
        SYNC_PROTOCOL,
        (channel) => this.#handle(channel, () => welcome(channel, known(channel.remote), parts, this.#over.signal)),
        {
          streams: LIMITS.sessionStreams,
          admits: (peer) => this.#isMet(peer) || (this.#streams.get(peer) ?? 0) < LIMITS.strangerStreams,
        },
      ),
      transport.serve(
        JOIN_PROTOCOL,
        (channel) => this.#handle(channel, () => this.#admitting.serve(channel, this.#over.signal)),
        { streams: 2, admits: () => this.#admitting.isOpen() },
      ),
      transport.onDiscovered((found) => {
        if (found.peer === transport.peer || this.#guard.isBanned(found.peer)) return
        this.#neighbours.heard(found)
        for (const { redial } of this.#all()) redial.heard(found, transport.peer < found.peer ? 0 : LIMITS.politeWait)
      }),
      transport.onAddresses(() => this.#addressed()),
      transport.onReach(() => {
        this.#relaysChanged.ask()
        this.#changed.tell(undefined)
      }),
      transport.onConnected(() => this.#relaysChanged.ask()),
      transport.onBetterPath((peer) => {
        for (const { moving } of this.#all()) moving.better(peer)
      }),
    ]
    await transport.start(signal)
  }

  async stop(): Promise<void> {
    for (const end of this.#ends.splice(0)) end()
    this.#over.abort(sessionErrors('stopped'))
    const keeping = [...this.#keeping.values()]
    await Promise.all([this.#private.stop(), ...[...this.#all(), ...keeping].map((each) => each.stop())])
    this.#carrying.clear()
    await Promise.all([...this.#handlers, this.#watching, this.#switches.settled()])
    this.#guard.stop()
    await this.#options.transport.stop()
    this.#changed.clear()
  }

  addresses(community?: CommunityId): readonly string[] {
    const all = this.#options.transport.addresses()
    const carrying = community === undefined ? undefined : this.#carrying.get(community)
    return carrying ? carrying.own.meant(all) : all
  }

  carry(carried: Carried): () => Promise<void> {
    const { transport, clock, random, log } = this.#options
    const { community, parent } = carried
    if (this.#over.signal.aborted) return async () => undefined
    if (parent !== undefined) return this.#carryPrivate(carried, parent)
    this.#switches.belong()
    const before = this.#carrying.get(community)
    const onChange = (): void => this.#changed.tell(community)
    const onSessions = (): void => this.#private.look()
    const onBook = (): void => this.#relaysChanged.ask()
    const told = { settings: () => this.#switches.settings, onChange, onSessions, onBook }
    const carrying = new Carrying(carried, {
      turns: this.#turns,
      transport,
      clock,
      random,
      log,
      guard: this.#guard,
      ...told,
    })
    this.#carrying.set(community, carrying)
    carrying.start()
    for (const place of this.#neighbours.all()) carrying.redial.heard(place, 0)
    void before?.stop()
    const keeping = carried.keeping && this.#keep(carried, carried.keeping, onChange)
    return async () => {
      await this.#unkeep(community, keeping)
      if (this.#carrying.get(community) === carrying) this.#carrying.delete(community)
      onBook()
      await carrying.stop()
    }
  }

  async join(request: JoinRequest, signal: AbortSignal): Promise<void> {
    const { transport, clock, random } = this.#options
    const heard = this.#neighbours.all()
    const named = byPeer(withRelays(request.addresses), transport.peer).map(({ peer, addresses }) => ({
      peer,
      addresses: merged(addresses, heard.find((each) => each.peer === peer)?.addresses ?? []),
    }))
    const isAsked = (peer: PeerId): boolean => named.some((each) => each.peer === peer)
    const near = heard.filter(({ peer }) => !isAsked(peer))
    const { only } = request
    const places = [...named, ...near]
      .filter(({ peer }) => only === undefined || peer === only)
      .map(({ peer, addresses }) => ({ peer, addresses: addresses.filter((each) => this.#permits(each)) }))
    const onBusy = (peer: PeerId, isBusy: boolean): void => {
      const times = (this.#joining.get(peer) ?? 0) + (isBusy ? 1 : -1)
      if (times > 0) this.#joining.set(peer, times)
      else this.#joining.delete(peer)
      if (!isBusy) this.#guard.watch(peer)
    }
    const ended = AbortSignal.any([signal, this.#over.signal])
    await join(request, places, { transport, clock, random, onBusy }, ended)
  }

  retry(community: CommunityId): void {
    this.#carrying.get(community)?.retry()
    this.#keeping.get(community)?.retry()
  }

  status(community: CommunityId): NetworkStatus {
    const carrying = this.#carrying.get(community)
    const exchange = carrying?.exchange ?? this.#private.exchange(community)
    const scopes = this.addresses().map((text) => parseAddress(text)?.scope)
    return {
      connected: scopes.some((scope) => scope !== undefined && scope !== 'loopback'),
      dialling: carrying?.redial.dialling ?? 0,
      peers: carrying?.statuses() ?? exchange?.statuses() ?? [],
      unreached: carrying?.unreached() ?? [],
      waitingForKey: exchange?.waitingForKey ?? 0,
      keepers: this.#keeping.get(community)?.statuses() ?? [],
    }
  }

  async configure(settings: ReachSettings, signal: AbortSignal): Promise<void> {
    await this.#switches.configure(settings, signal)
    for (const { own, redial } of this.#all()) {
      own.look()
      redial.retry()
    }
    this.#relaysChanged.ask()
    this.#changed.tell(undefined)
  }

  reach(): ReachStatus {
    return this.#options.transport.reach()
  }

  async *test(community: CommunityId, signal: AbortSignal): AsyncGenerator<ReachTest> {
    const carrying = this.#carrying.get(community)
    if (!carrying) return
    const { transport, clock } = this.#options
    const isBusy = (peer: PeerId): boolean => this.#isBusy(peer)
    const parts = { transport, clock, isBusy, isPermitted: (address: string) => this.#permits(address) }
    try {
      yield* testWays(carrying.ways(), parts, AbortSignal.any([signal, this.#over.signal]))
    } finally {
      carrying.redial.retry()
    }
  }

  onChange(listener: (community: CommunityId | undefined) => void): () => void {
    return this.#changed.add(listener)
  }

  readKeeper(link: string): KeeperLink {
    return readKeeperLink(link)
  }

  async claimKeeper(community: CommunityId, link: string, signal: AbortSignal): Promise<KeeperPlace> {
    const carried = this.#carrying.get(community)?.exchange.carried
    if (!carried?.keeping) throw keeperErrors('stopped')
    const ended = AbortSignal.any([signal, this.#over.signal])
    return claimShelf(readKeeperLink(link), carried, carried.keeping, this.#options, ended)
  }

  dropKeeper(community: CommunityId, place: KeeperPlace): void {
    this.#keeping.get(community)?.drop(place)
  }

  #carryPrivate(carried: Carried, parent: CommunityId): () => Promise<void> {
    const { community } = carried
    const stop = this.#private.carry(carried, parent)
    const keeping = carried.keeping && this.#keep(carried, carried.keeping, () => this.#changed.tell(community))
    return async () => {
      await this.#unkeep(community, keeping)
      await stop()
    }
  }

  async #unkeep(community: CommunityId, keeping: Keeping | undefined): Promise<void> {
    if (this.#keeping.get(community) === keeping) this.#keeping.delete(community)
    await keeping?.stop()
  }

  #keep(carried: Carried, keeping: NonNullable<Carried['keeping']>, onStatus: () => void): Keeping {
    const before = this.#keeping.get(carried.community)
    const told = (): void => {
      onStatus()
      this.#relaysChanged.ask()
    }
    const made = new Keeping(keeping, { ...this.#options, carried, onStatus: told, gate: this.#gate })
    this.#keeping.set(carried.community, made)
    void before?.stop()
    return made
  }

  #all(): Carrying[] {
    return [...this.#carrying.values()]
  }

  /** Keepers relay for those they keep for, each as if it were a member of its own. */
  #relayingKeepers(): Helper[] {
    return [...this.#keeping].flatMap(([community, keeping]) =>
      keeping.relays().map((relay) => ({ ...relay, community, member: relay.peer as string as MemberId })),
    )
  }

  #permits(address: string): boolean {
    return isPermitted(address, this.#switches.settings)
  }

  /** Interfaces or relays came or went. */
  #addressed(): void {
    const direct = this.addresses().filter((text) => parseAddress(text)?.relay === undefined)
    const isElsewhere = direct.join() !== this.#direct
    this.#direct = direct.join()
    for (const { own, redial } of this.#all()) {
      own.look()
      if (isElsewhere) redial.retry()
    }
    if (isElsewhere) for (const keeping of this.#keeping.values()) keeping.retry()
    this.#changed.tell(undefined)
  }

  /** Whatever was to be done at a time by the clock is done now. */
  #woke(): void {
    this.#options.log.info('sync.woke')
    this.#private.woke()
    for (const { own, redial } of this.#all()) {
      own.wake()
      redial.retry()
    }
    for (const keeping of this.#keeping.values()) keeping.retry()
    this.#relaysChanged.ask()
  }

  /** Whether a peer is a member’s, as far as is known. */
  #vouchesFor(peer: PeerId): boolean {
    return this.#all().some((carrying) => carrying.vouchesFor(peer))
  }

  #isMet(peer: PeerId): boolean {
    return this.#all().some(({ exchange }) => exchange.meets(peer))
  }

  #isBusy(peer: PeerId): boolean {
    const isMet = this.#all().some(({ exchange }) => exchange.meets(peer) || exchange.doors.has(peer))
    const isKeeper = [...this.#keeping.values()].some((each) => each.isBusy(peer))
    // What hangs on a connection that is relayed here is not ours to see.
    const { transport } = this.#options
    const isHelped = (this.#switches.settings.helpConnect && this.#vouchesFor(peer)) || transport.isRelaying(peer)
    return isMet || isKeeper || isHelped || this.#joining.has(peer) || this.#admitting.isBusy(peer)
  }

  /** Serves a channel somebody opened, and judges its peer by how that ended. */
  async #handle(channel: Channel, serve: () => Promise<void>): Promise<void> {
    const work = serve().then(
      () => this.#guard.watch(channel.remote),
      (error: unknown) => {
        if (!this.#over.signal.aborted) this.#guard.ended(channel.remote, error)
        throw error
      },
    )
    const handled = work.catch(() => undefined)
    this.#handlers.add(handled)
    this.#count(channel.remote, 1)
    try {
      await work
    } finally {
      this.#handlers.delete(handled)
      this.#count(channel.remote, -1)
      this.#private.look()
      for (const { redial } of this.#all()) redial.look()
    }
  }

  #count(peer: PeerId, by: 1 | -1): void {
    const streams = (this.#streams.get(peer) ?? 0) + by
    if (streams > 0) this.#streams.set(peer, streams)
    else this.#streams.delete(peer)
  }
}
