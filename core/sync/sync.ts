import { type CommunityId, errorCode, LIMITS, Listeners, type PeerId } from '../shared/index.ts'
import { sessionErrors } from './errors.ts'
import { welcome } from './exchange/conversing.ts'
import { Admitting } from './join/admitting.ts'
import { join } from './join/joining.ts'
import type { JoinRequest, NetworkStatus, Sync, SyncOptions } from './network.ts'
import type { Carried } from './ports.ts'
import { Carrying } from './reach/carrying.ts'
import { Guard } from './reach/guard.ts'
import { Neighbours } from './reach/neighbours.ts'
import { byPeer, merged } from './reach/places.ts'
import { PrivateSpaces } from './reach/private-spaces.ts'
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
  readonly #private: PrivateSpaces
  readonly #changed: Listeners<CommunityId | undefined>
  readonly #joining = new Map<PeerId, number>()
  readonly #handlers = new Set<Promise<void>>()
  /** Streams each peer has open with us, that it opened. */
  readonly #streams = new Map<PeerId, number>()
  readonly #over = new AbortController()
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
      transport,
      clock,
      random,
      log,
      guard: this.#guard,
      parent: (community) => this.#carrying.get(community)?.exchange,
      onStatus: (community) => this.#changed.tell(community),
    })
    const communities = (): Carried[] => this.#all().map(({ exchange }) => exchange.carried)
    this.#admitting = new Admitting({ self: transport.peer, clock, random, log, communities })
  }

  get peer(): PeerId {
    return this.#options.transport.peer
  }

  async start(signal: AbortSignal): Promise<void> {
    const { transport, clock, random } = this.#options
    const parts = { self: transport.peer, clock, random }
    const known = (peer: PeerId) => [
      ...this.#all().map(({ exchange }) => exchange),
      ...this.#private.speakableWith(peer),
    ]
    this.#guard.start()
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
      transport.onAddresses(() => {
        for (const { exchange, redial } of this.#all()) {
          exchange.addressed()
          redial.retry()
        }
        this.#changed.tell(undefined)
      }),
    ]
    await transport.start(signal)
  }

  async stop(): Promise<void> {
    for (const end of this.#ends.splice(0)) end()
    this.#over.abort(sessionErrors('stopped'))
    await Promise.all([this.#private.stop(), ...this.#all().map((each) => each.stop())])
    this.#carrying.clear()
    await Promise.all(this.#handlers)
    this.#guard.stop()
    await this.#options.transport.stop()
    this.#changed.clear()
  }

  addresses(): readonly string[] {
    return this.#options.transport.addresses()
  }

  carry(carried: Carried): () => Promise<void> {
    const { transport, clock, random, log } = this.#options
    const { community, parent } = carried
    if (this.#over.signal.aborted) return async () => undefined
    if (parent !== undefined) return this.#private.carry(carried, parent)
    const before = this.#carrying.get(community)
    const onChange = (): void => this.#changed.tell(community)
    const onSessions = (): void => this.#private.look()
    const carrying = new Carrying(carried, { transport, clock, random, log, guard: this.#guard, onChange, onSessions })
    this.#carrying.set(community, carrying)
    carrying.start()
    for (const place of this.#neighbours.all()) carrying.redial.heard(place, 0)
    void before?.stop()
    return async () => {
      if (this.#carrying.get(community) === carrying) this.#carrying.delete(community)
      await carrying.stop()
    }
  }

  async join(request: JoinRequest, signal: AbortSignal): Promise<void> {
    const { transport, clock, random } = this.#options
    const heard = this.#neighbours.all()
    const named = byPeer(request.addresses, transport.peer).map(({ peer, addresses }) => ({
      peer,
      addresses: merged(addresses, heard.find((each) => each.peer === peer)?.addresses ?? []),
    }))
    const isAsked = (peer: PeerId): boolean => named.some((each) => each.peer === peer)
    const near = heard.filter(({ peer }) => !isAsked(peer))
    const { only } = request
    const places = [...named, ...near].filter(({ peer }) => only === undefined || peer === only)
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
  }

  status(community: CommunityId): NetworkStatus {
    const carrying = this.#carrying.get(community)
    const exchange = carrying?.exchange ?? this.#private.exchange(community)
    const scopes = this.addresses().map((text) => parseAddress(text)?.scope)
    return {
      connected: scopes.some((scope) => scope !== undefined && scope !== 'loopback'),
      dialling: carrying?.redial.dialling ?? 0,
      peers: exchange?.statuses() ?? [],
      waitingForKey: exchange?.waitingForKey ?? 0,
    }
  }

  onChange(listener: (community: CommunityId | undefined) => void): () => void {
    return this.#changed.add(listener)
  }

  #all(): Carrying[] {
    return [...this.#carrying.values()]
  }

  #isMet(peer: PeerId): boolean {
    return this.#all().some(({ exchange }) => exchange.meets(peer))
  }

  #isBusy(peer: PeerId): boolean {
    const isMet = this.#all().some(({ exchange }) => exchange.meets(peer) || exchange.doors.has(peer))
    return isMet || this.#joining.has(peer) || this.#admitting.isBusy(peer)
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
