/** The communities whose databases are open: carried by the network while this device takes part, and let go of when they prove damaged. */
import {
  type Clock,
  type CommunityId,
  errorCode,
  type FolkmootError,
  LIMITS,
  type Log,
  type Random,
} from '../../shared/index.ts'
import { ArchiveKeys } from '../../archive/index.ts'
import { type Device, loadDevice } from '../../identity/index.ts'
import { membershipErrors, type MembershipLog } from '../../membership/index.ts'
import type { Profile } from '../../storage/index.ts'
import type { Network } from '../ports.ts'
import { archiveSchemas } from './archives/bringing.ts'
import type { KeptArchive } from './archives/kept.ts'
import { newReader } from './archives/reader.ts'
import { Community, communitySchemas } from './community.ts'
import { Duties } from './duties.ts'
import { PrivateSpaces } from './private/private-spaces.ts'
import { isOver } from './standing.ts'

export interface OpenOptions {
  readonly profile: Profile
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly network: Network
  /** A community's standing or content changed. */
  readonly onChange: (id: CommunityId) => void
}

type LogOptions = Parameters<typeof MembershipLog.open>[0]

interface Open {
  readonly community: Community
  /** Ends what follows its membership log. */
  readonly unfollow: () => void
  readonly duties: Duties
  /** While it is carried: stops that. */
  stopCarrying: (() => Promise<void>) | undefined
}

export class OpenCommunities {
  readonly #options: OpenOptions
  readonly #open = new Map<CommunityId, Open>()
  readonly #troubles = new Map<CommunityId, FolkmootError>()
  readonly #stopping = new AbortController()

  constructor(options: OpenOptions) {
    this.#options = options
  }

  all(): Community[] {
    return [...this.#open.values()].map(({ community }) => community)
  }

  get(id: CommunityId): Community | undefined {
    return this.#open.get(id)?.community
  }

  /** Why a community cannot be opened, or was closed. */
  trouble(id: CommunityId): FolkmootError | undefined {
    return this.#troubles.get(id)
  }

  /** Notes why a community cannot be opened. */
  note(id: CommunityId, trouble: FolkmootError): void {
    this.#options.log.error('community.damaged', { community: id, code: trouble.code })
    this.#troubles.set(id, trouble)
  }

  /** Forgets what troubled a community; whether anything did. */
  settle(id: CommunityId): boolean {
    return this.#troubles.delete(id)
  }

  /** Opens a community on a log that is begun, or opened. @throws membership/not-a-member, and what `log` and storage throw */
  open(id: CommunityId, log: (options: LogOptions) => MembershipLog): Community {
    const device = loadDevice(this.#options.profile.database, id)
    if (!device) throw membershipErrors('not-a-member')
    return this.#openAs(id, device, log)
  }

  #openAs(
    id: CommunityId,
    device: Device,
    log: (options: LogOptions) => MembershipLog,
    archiveOf?: CommunityId,
  ): Community {
    const { profile, clock, random, log: lines } = this.#options
    const schemas = archiveOf === undefined ? communitySchemas : archiveSchemas
    const database = profile.openCommunity(id, schemas, (trouble) => this.#damaged(id, trouble))
    try {
      const membership = log({ database, community: archiveOf ?? id, log: lines })
      const archive = archiveOf === undefined ? undefined : { of: archiveOf, keys: new ArchiveKeys(database) }
      const privates = (parent: Community) => new PrivateSpaces({ parent, schemas, ...this.#options })
      const community = new Community({
        id,
        database,
        blobs: profile.filesOf(id),
        device,
        membership,
        clock,
        random,
        log: lines,
        privates,
        archive,
      })
      const unfollow = membership.onChange(() => this.#follow(id))
      const duties = new Duties({ community, clock, random, log: lines })
      this.#open.set(id, { community, unfollow, duties, stopCarrying: undefined })
      community.view.onChange(() => this.#options.onChange(id))
      community.ring.onChange(() => this.#options.onChange(id))
      community.privates.onChange(() => this.#options.onChange(id))
      community.privates.start()
      return community
    } catch (error) {
      database.close()
      throw error
    }
  }

  /** Opens what is kept of an archive, to be read. @throws what `log` and storage throw */
  openArchive({ place, of }: KeptArchive, log: (options: LogOptions) => MembershipLog): Community {
    return this.#openAs(place, newReader(this.#options.random), log, of)
  }

  /** Hands a community to the network. */
  carry(id: CommunityId): void {
    const open = this.#open.get(id)
    if (!open || open.stopCarrying) return
    open.stopCarrying = this.#options.network.carry(open.community.carried)
    open.community.privates.carry()
    open.duties.start()
    // Whoever was removed asks for a while after each start, since that may have been overturned.
    if (isOver(open.community.standing())) void this.#uncarryLater(id, LIMITS.secondLook)
  }

  async uncarry(id: CommunityId): Promise<void> {
    const open = this.#open.get(id)
    const stop = open?.stopCarrying
    if (open) open.stopCarrying = undefined
    await open?.community.privates.uncarry()
    await stop?.()
  }

  async close(id: CommunityId): Promise<void> {
    const open = this.#open.get(id)
    if (!open) return
    this.#open.delete(id)
    open.unfollow()
    await open.duties.stop()
    await open.community.privates.close()
    await open.stopCarrying?.()
    this.#shut(open)
  }

  /** Closes one that was not carried yet. */
  abandon(id: CommunityId): void {
    const open = this.#open.get(id)
    this.#open.delete(id)
    open?.unfollow()
    void open?.community.privates.close()
    void open?.stopCarrying?.()
    if (open) this.#shut(open)
  }

  async closeAll(): Promise<void> {
    this.#stopping.abort()
    await Promise.all([...this.#open.keys()].map((id) => this.close(id)))
  }

  #shut({ community }: Open): void {
    try {
      community.close()
    } catch (error) {
      this.#options.log.error('community.close', { community: community.community, code: errorCode(error) })
    }
  }

  /** Who may not take part any more is carried no longer than it takes others to learn of it; who may again, is. */
  #follow(id: CommunityId): void {
    const open = this.#open.get(id)
    if (!open) return
    if (!isOver(open.community.standing())) this.carry(id)
    else if (open.stopCarrying) void this.#uncarryLater(id, LIMITS.farewell)
  }

  async #uncarryLater(id: CommunityId, pause: number): Promise<void> {
    await this.#options.clock.sleep(pause, this.#stopping.signal).catch(() => undefined)
    // Whoever stops lets go of all by themselves.
    if (this.#stopping.signal.aborted) return
    const community = this.get(id)
    if (community && isOver(community.standing())) await this.uncarry(id)
  }

  /** Its data turned out to be damaged while it was open: nothing more is asked of it, and it is listed with its trouble. */
  #damaged(id: CommunityId, trouble: FolkmootError): void {
    if (!this.#open.has(id) || this.#troubles.has(id)) return
    this.note(id, trouble)
    // Whoever came upon it is still at work.
    queueMicrotask(() => {
      this.#options.onChange(id)
      void this.close(id)
    })
  }
}
