/**
 * A blind keeper: an always-on device that keeps sealed parcels of communities it is no member of. It holds no key of any of them, and
 * answers nobody but devices that a community's roster names, and once whoever has its link.
 */
import {
  type Clock,
  errorCode,
  LIMITS,
  Listeners,
  type Log,
  type PeerId,
  type Random,
  REACH_DEFAULTS,
  type ReachSettings,
  type Stoppable,
} from '../shared/index.ts'
import type { Database } from '../storage/index.ts'
import {
  type Channel,
  endKeepTalk,
  Guard,
  KEEP_PROTOCOL,
  keeperErrors,
  type Transport,
  writeKeeperLink,
} from '../sync/index.ts'
import { type Entering, serveMember } from './keep-session.ts'
import { Shelves } from './shelves.ts'

export interface KeeperOptions {
  /** With `keeperSchema`. */
  readonly database: Database
  /** Not started yet; `start` and `stop` of the keeper start and stop it. */
  readonly transport: Transport
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  /** How it calls itself in its link. */
  readonly name: string
  /** Bytes of parcels it keeps of one community. */
  readonly budget: number
  /** How it may be reached. */
  readonly reach?: ReachSettings
}

/** For the line that tells how it is. */
export interface KeeperStatus {
  readonly communities: number
  /** Devices it talks to now. */
  readonly devices: number
  /** Bytes. */
  readonly used: number
}

export class Keeper implements Stoppable {
  readonly #options: KeeperOptions
  readonly #shelves: Shelves
  readonly #guard: Guard
  /** Devices that have shown who they are, by peer: how many conversations each has. */
  readonly #met = new Map<PeerId, number>()
  /** Peers that have shown who they are since the start, so that strangers cannot take their place. */
  readonly #known = new Set<PeerId>()
  readonly #handlers = new Set<Promise<void>>()
  /** By device, and apart for the shelves of private spaces, how each of its conversations is ended, oldest first. */
  readonly #talks = new Map<string, Set<() => void>>()
  /** How those with devices that no roster names yet are ended, oldest first. */
  readonly #guests = new Set<() => void>()
  /** Conversations of peers in which they have not shown yet who they are. */
  readonly #unproven = new Map<PeerId, number>()
  readonly #changed: Listeners<void>
  readonly #over = new AbortController()
  #ends: (() => void)[] = []

  constructor(options: KeeperOptions) {
    const { transport, clock, log } = options
    this.#options = options
    this.#shelves = new Shelves(options)
    this.#changed = new Listeners((error) => log.error('keeper.listener', { code: errorCode(error) }))
    this.#guard = new Guard({
      transport,
      clock,
      log,
      isBusy: (peer) => this.#met.has(peer),
      isKnown: (peer) => this.#known.has(peer),
    })
  }

  /** @throws sync/port-in-use, sync/cannot-listen, the signal's reason */
  async start(signal: AbortSignal): Promise<void> {
    const { transport } = this.#options
    this.#guard.start()
    transport.setRelayGate((peer) => this.#met.has(peer))
    this.#ends = [
      transport.serve(KEEP_PROTOCOL, (channel) => this.#handle(channel), {
        admits: (peer) =>
          this.#handlers.size < LIMITS.keeperSessions && (this.#unproven.get(peer) ?? 0) < LIMITS.keeperUnproven,
      }),
      transport.onAddresses(() => this.#changed.tell()),
    ]
    await transport.start(signal)
    await transport.configure({ ...REACH_DEFAULTS, ...this.#options.reach, helpConnect: true }, signal)
  }

  /** Never rejects. */
  async stop(): Promise<void> {
    for (const end of this.#ends.splice(0)) end()
    this.#over.abort(keeperErrors('stopped'))
    await Promise.all(this.#handlers)
    this.#guard.stop()
    await this.#options.transport.stop()
    this.#changed.clear()
  }

  /** The link by which one more community can be kept here; nothing when none is open. */
  link(): string | undefined {
    const secret = this.#shelves.claimSecret()
    if (!secret) return undefined
    const { transport, name, budget } = this.#options
    return writeKeeperLink({ peer: transport.peer, secret, addresses: transport.addresses(), name, budget })
  }

  /** Makes a link; one that was not used is good no more. @throws keeper/no-shelf */
  openClaim(): void {
    this.#shelves.openClaim()
    this.#changed.tell()
  }

  status(): KeeperStatus {
    const shelves = this.#shelves.all()
    return {
      communities: this.#shelves.communities().length,
      devices: this.#met.size,
      used: shelves.reduce((sum, { used }) => sum + used, 0),
    }
  }

  /** Told when the link or the status is another. */
  onChange(listener: () => void): () => void {
    return this.#changed.add(listener)
  }

  async #handle(channel: Channel): Promise<void> {
    const { transport, clock, random } = this.#options
    const { remote } = channel
    let isUnproven = true
    const proven = (): void => {
      if (isUnproven) count(this.#unproven, remote, -1)
      isUnproven = false
    }
    count(this.#unproven, remote, 1)
    const parts = {
      shelves: this.#shelves,
      self: transport.peer,
      clock,
      random,
      enter: (peer: PeerId, who: Entering, end: () => void) => {
        proven()
        return this.#enter(peer, who, end)
      },
    }
    const work = serveMember(channel, parts, this.#over.signal)
      .then(() => this.#guard.watch(channel.remote))
      .catch(async (error: unknown) => {
        this.#options.log.debug('keeper.ended', { peer: channel.remote, code: errorCode(error) })
        await endKeepTalk(channel, error, clock)
        if (this.#over.signal.aborted) return
        // Who is met here may ask for the shelf of a private space that is gone, or does not name them yet.
        const isExcused = keeperErrors.is(error, 'refused') && this.#met.has(channel.remote)
        if (isExcused) this.#guard.watch(channel.remote)
        else this.#guard.ended(channel.remote, error)
      })
    this.#handlers.add(work)
    await work
    proven()
    this.#handlers.delete(work)
  }

  #enter(peer: PeerId, { device, isAnnex, isGuest }: Entering, end: () => void): () => void {
    const { log } = this.#options
    log.info('keeper.met', { peer, device })
    const name = isAnnex ? `${device} in private` : device
    const talks = this.#talks.get(name) ?? new Set()
    this.#talks.set(name, talks.add(end))
    endOldest(talks, LIMITS.keeperDeviceSessions)
    if (isGuest) endOldest(this.#guests.add(end), LIMITS.keeperGuestSessions)
    count(this.#met, peer, 1)
    this.#known.add(peer)
    if (this.#known.size > LIMITS.rememberedFailures) this.#known.delete(this.#known.keys().next().value ?? peer)
    this.#changed.tell()
    return () => {
      talks.delete(end)
      this.#guests.delete(end)
      if (talks.size === 0 && this.#talks.get(name) === talks) this.#talks.delete(name)
      count(this.#met, peer, -1)
      this.#changed.tell()
    }
  }
}

/** The oldest is most likely of a connection that is no more. */
function endOldest(talks: Set<() => void>, most: number): void {
  const [oldest] = talks
  if (!oldest || talks.size <= most) return
  talks.delete(oldest)
  oldest()
}

function count(counts: Map<PeerId, number>, peer: PeerId, by: number): void {
  const now = (counts.get(peer) ?? 0) + by
  if (now > 0) counts.set(peer, now)
  else counts.delete(peer)
}
