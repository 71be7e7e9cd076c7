/** Everybody on their way into a community here: joins that are under way, and what is done when one has come to its end. */
import { type Clock, cleanLine, type CommunityId, LIMITS, type Log, type Random } from '../../shared/index.ts'
import { type Device, deviceOf, keepDevice, loadDevice, newDeviceSeed, retireDevice } from '../../identity/index.ts'
import {
  membershipErrors,
  MembershipLog,
  readDeviceLink,
  readLink,
  readRecoveryKey,
  type RecoveryKey,
} from '../../membership/index.ts'
import type { Profile } from '../../storage/index.ts'
import type { Archive } from '../../archive/index.ts'
import { archivesErrors, communityErrors } from '../errors.ts'
import type { Network } from '../ports.ts'
import { byPeer } from './acquaintances.ts'
import { mergeArchive, sealedLog } from './archives/bringing.ts'
import { isInForceIn } from './archives/recovering.ts'
import type { Community } from './community.ts'
import { Joining, type JoinState } from './joining.ts'
import type { OpenCommunities } from './open-communities.ts'
import { recoverHere, removeOthersLater } from './recovery.ts'
import type { Registered, Registry } from './registry.ts'
import { asDevice, byInvite, byRecovery, type Way, wayOf } from './ways.ts'

export interface ArrivingParts {
  readonly profile: Profile
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly network: Network
  readonly registry: Registry
  readonly open: OpenCommunities
  readonly standing: (id: CommunityId) => 'new' | 'joining' | 'member' | 'left'
  /** Lets go of all that is held of a community but the keys. */
  readonly drop: (id: CommunityId) => Promise<void>
  /** Says how this person is named, as soon as that can be said. */
  readonly introduce: (id: CommunityId) => void
  readonly onChange: (id: CommunityId) => void
}

export class Arriving {
  readonly #parts: ArrivingParts
  readonly #joining = new Map<CommunityId, Joining>()
  /** Communities joined since the start, whose first history may still be coming. */
  readonly #joined = new Set<CommunityId>()
  readonly #stopping = new AbortController()

  constructor(parts: ArrivingParts) {
    this.#parts = parts
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    await Promise.all([...this.#joining.values()].map((joining) => joining.stop()))
  }

  /** Ends a join. */
  async end(id: CommunityId): Promise<void> {
    await this.#joining.get(id)?.stop()
    this.#joining.delete(id)
  }

  has(id: CommunityId): boolean {
    return this.#joining.has(id)
  }

  retry(id: CommunityId): void {
    this.#joining.get(id)?.retry()
  }

  /**
   * Who left or was removed comes back as somebody new, since keys of those never return: the old copy makes room.
   * @throws invite/…, text/…, community/already-member
   */
  async byInvite(link: string, displayName: string): Promise<CommunityId> {
    const invite = readLink(link)
    const name = cleanLine(displayName, LIMITS.nameChars)
    const device = await this.#deviceFor(invite.community)
    return this.#begin(byInvite(invite, device), { displayName: name, link })
  }

  /** As one more device of a member. @throws device/…, community/already-member */
  async asDevice(link: string): Promise<CommunityId> {
    const read = readDeviceLink(link)
    const device = await this.#deviceFor(read.community)
    return this.#begin(asDevice(read, device), { displayName: '', link })
  }

  /**
   * With a recovery key: as a new device, or, where this device's rights were taken, as the same. The key is never on the disk, so a
   * recovery that is under way at the end of the process is begun again by hand.
   * @throws recovery/…
   */
  async byRecovery(text: string, removeOthers: boolean): Promise<CommunityId> {
    const key = readRecoveryKey(text)
    const { open, random, clock, profile } = this.#parts
    const here = open.trouble(key.community) ? undefined : open.get(key.community)
    if (here) {
      recoverHere(here, key, { now: clock.now(), random, removeOthers })
      this.#tell(here, key)
      return here.community
    }
    await this.#parts.drop(key.community)
    retireDevice(profile.database, key.community)
    const way = byRecovery(key, this.#newDevice(key.community))
    const settled = (community: Community): void => this.#thenRemoveOthers(community, key, removeOthers)
    return this.#begin(way, { displayName: '', link: undefined }, settled)
  }

  /**
   * With a recovery key and an archive, with nobody online: the archive's log says who its key belongs to. What others wrote since then, and
   * what this device decides, is exchanged once somebody is met.
   * @throws archives/other-key, archives/not-yet, community/already-member, recovery/…, archive/…, the signal's reason
   */
  async byArchive(archive: Archive, text: string, removeOthers: boolean, signal: AbortSignal): Promise<CommunityId> {
    const key = readRecoveryKey(text)
    const { registry, standing, drop, profile } = this.#parts
    const { community: id } = key
    if (id !== archive.community) throw archivesErrors('other-key')
    if (standing(id) === 'member') throw communityErrors('already-member')
    const items = await sealedLog(archive, key.communitySecret, signal)
    if (!(await isInForceIn(archive, key, { ...this.#parts, signal }))) throw archivesErrors('not-yet')
    await drop(id)
    retireDevice(profile.database, id)
    registry.put({ id, state: 'joining', name: key.name, displayName: '', link: undefined })
    const community = this.#admittedBy(byRecovery(key, this.#newDevice(id)), items)
    try {
      await mergeArchive(archive, community, { random: this.#parts.random, signal })
    } finally {
      // What has not come from the archive comes from others.
      this.arrived(community)
    }
    this.#thenRemoveOthers(community, key, removeOthers)
    return id
  }

  /** How a join stands; nothing for one that is not known. */
  state(id: CommunityId): JoinState | undefined {
    const community = this.#parts.open.get(id)
    if (!community) return this.#joining.get(id)?.state
    const pending = community.standing() === 'pending'
    const receiving = this.#joined.has(id) && this.#isReceiving(community)
    const step = pending ? 'pending' : receiving ? 'receiving' : 'done'
    return { step, tries: 0, nextTry: undefined, trouble: undefined }
  }

  /** Goes on with what was begun before this start; what was not kept is not gone on with. */
  resume({ id, link }: Registered): void {
    const { profile, registry } = this.#parts
    const device = loadDevice(profile.database, id)
    if (link !== undefined && device) this.#start(wayOf(link, device))
    else registry.remove(id)
  }

  /** This device is a member's from now on. */
  arrived(community: Community): void {
    const { registry, open, introduce, onChange } = this.#parts
    const { community: id } = community
    const known = registry.get(id)
    if (known) registry.put({ ...known, state: 'member', link: undefined })
    this.#joined.add(id)
    this.#joining.delete(id)
    introduce(id)
    open.carry(id)
    onChange(id)
  }

  #begin(
    way: Way,
    kept: { readonly displayName: string; readonly link: string | undefined },
    settled: (community: Community) => void = () => undefined,
  ): CommunityId {
    const { registry, onChange } = this.#parts
    const { community: id } = way
    registry.put({ id, state: 'joining', name: way.name, ...kept })
    void this.#joining.get(id)?.stop()
    this.#start(way, settled)
    onChange(id)
    return id
  }

  #start(way: Way, settled: (community: Community) => void = () => undefined): void {
    const joining = new Joining({
      ...this.#parts,
      way,
      onChange: () => this.#parts.onChange(way.community),
      admitted: (items) => {
        const community = this.#admitted(way, items)
        this.arrived(community)
        settled(community)
      },
    })
    this.#joining.set(way.community, joining)
    joining.start()
  }

  /** The device that joins: one that was begun with, or a new one. @throws community/already-member */
  async #deviceFor(id: CommunityId): Promise<Device> {
    const { profile, standing, drop } = this.#parts
    const before = standing(id)
    if (before === 'member') throw communityErrors('already-member')
    if (before === 'left') {
      await drop(id)
      retireDevice(profile.database, id)
    }
    return loadDevice(profile.database, id) ?? this.#newDevice(id)
  }

  /**
   * What was just decided with the recovery key is told by the key itself: others hold until then that this device has no rights, and do
   * not listen to it.
   */
  #tell(community: Community, key: RecoveryKey): void {
    const { open, onChange } = this.#parts
    const { community: id, membership } = community
    const known = community.acquaintances.all().flatMap(({ addresses }) => addresses)
    const way = byRecovery({ ...key, addresses: [...known, ...key.addresses] }, deviceOf(key.seed))
    way.arrive(membership, 0)
    const admitted = (items: readonly Uint8Array[]): void => {
      membership.receive(items)
      this.#joining.delete(id)
      void open.uncarry(id).then(() => open.carry(id))
      onChange(id)
    }
    void this.#joining.get(id)?.stop()
    const telling = new Joining({ ...this.#parts, way, onChange: () => undefined, admitted })
    this.#joining.set(id, telling)
    telling.start()
    onChange(id)
  }

  #newDevice(id: CommunityId): Device {
    const { profile, random } = this.#parts
    const seed = newDeviceSeed(random)
    keepDevice(profile.database, id, seed)
    return deviceOf(seed)
  }

  #thenRemoveOthers(community: Community, key: RecoveryKey, removeOthers: boolean): void {
    if (removeOthers) void removeOthersLater(community, key, { ...this.#parts, signal: this.#stopping.signal })
  }

  /** As #admitted; what failed is not on its way in any more. */
  #admittedBy(way: Way, items: readonly Uint8Array[]): Community {
    try {
      return this.#admitted(way, items)
    } catch (error) {
      this.#parts.registry.remove(way.community)
      throw error
    }
  }

  /** Stores what lets this device in, or throws and stores nothing. @throws membership/not-admitted, membership/wrong-genesis, storage/… */
  #admitted(way: Way, items: readonly Uint8Array[]): Community {
    const { profile, open, clock } = this.#parts
    const { community: id } = way
    try {
      const community = open.open(id, (options) =>
        options.database.transaction('authored', () => {
          const log = MembershipLog.begin(options, way.communitySecret, items)
          way.arrive(log, clock.now())
          return log
        }),
      )
      for (const known of byPeer(way.addresses)) community.acquaintances.remember('', known, clock.now())
      return community
    } catch (cause) {
      if (open.get(id)) open.abandon(id)
      if (profile.communities().some((file) => file.id === id)) profile.removeCommunity(id)
      throw isOwnTrouble(cause) ? cause : membershipErrors('not-admitted', { cause })
    }
  }

  #isReceiving({ community, view }: Community): boolean {
    const { peers } = this.#parts.network.status(community)
    return peers.every(({ state }) => state !== 'synced') && view.queries.charter() === undefined
  }
}

/** What says nothing about who answered. */
function isOwnTrouble(error: unknown): boolean {
  const code = (error as { code?: unknown }).code
  return typeof code === 'string' && (code.startsWith('storage/') || code === 'membership/wrong-genesis')
}
