/** All communities of this profile: opened at start, founded, joined, left, forgotten. */
import {
  type Clock,
  cleanLine,
  cleanOptionalText,
  type CommunityId,
  errorCode,
  FolkmootError,
  LIMITS,
  Listeners,
  type Log,
  type Random,
  type SpaceId,
} from '../../shared/index.ts'
import type { Template } from '../../contract/index.ts'
import type { CharterText } from '../../documents/index.ts'
import { deviceOf, forgetDevice, keepDevice, loadDevice, newDeviceSeed } from '../../identity/index.ts'
import { found, type Invite, isInviteTrue, membershipErrors, MembershipLog, readLink } from '../../membership/index.ts'
import type { Profile } from '../../storage/index.ts'
import { communityErrors } from '../errors.ts'
import type { Network } from '../ports.ts'
import { byPeer } from './acquaintances.ts'
import { Community, communitySchemas } from './community.ts'
import { Joining, type JoinState } from './joining.ts'
import { type Registered, Registry } from './registry.ts'
import { TEMPLATES } from './templates.ts'
import { Tidying } from './tidying.ts'

export type { JoinState } from './joining.ts'

export interface CommunitiesOptions {
  readonly profile: Profile
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly network: Network
}

/** One place in the rail. */
export interface CommunityListing {
  readonly id: CommunityId
  readonly name: string
  readonly state: 'joining' | 'member' | 'left' | 'damaged'
  /** Present unless joining or damaged. */
  readonly community: Community | undefined
  readonly charter: CharterText | undefined
  readonly unread: number
  readonly invite: Invite | undefined
  readonly trouble: FolkmootError | undefined
}

interface Open {
  readonly community: Community
  readonly stopCarrying: () => Promise<void>
}

export class Communities {
  readonly #options: CommunitiesOptions
  readonly #registry: Registry
  readonly #open = new Map<CommunityId, Open>()
  readonly #troubles = new Map<CommunityId, FolkmootError>()
  readonly #joining = new Map<CommunityId, Joining>()
  /** Communities joined since the start, whose first history may still be coming. */
  readonly #joined = new Set<CommunityId>()
  readonly #changed: Listeners<CommunityId>
  readonly #tidying: Tidying

  constructor(options: CommunitiesOptions) {
    this.#options = options
    this.#registry = new Registry(options.profile.database)
    this.#changed = new Listeners(() => options.log.error('communities.listener'))
    const communities = () => [...this.#open.values()].map(({ community }) => community)
    this.#tidying = new Tidying({ ...options, communities })
  }

  /** Opens what is there and goes on with what was begun. One that cannot be opened is listed with its trouble. */
  start(): void {
    for (const { id } of this.#registry.all()) this.#resume(id)
    this.#tidying.start()
  }

  async stop(): Promise<void> {
    this.#changed.clear()
    await this.#tidying.stop()
    await Promise.all([...this.#joining.values()].map((joining) => joining.stop()))
    await Promise.all([...this.#open.keys()].map((id) => this.#close(id)))
  }

  list(): CommunityListing[] {
    return this.#registry.all().map((known) => {
      try {
        return this.#place(known)
      } catch (error) {
        // What it says of itself could not be read: now it is listed as damaged.
        if (!this.#troubles.has(known.id)) throw error
        return this.#place(known)
      }
    })
  }

  /** @throws community/unknown, community/joining, community/damaged */
  get(id: CommunityId): Community {
    if (this.#troubles.has(id)) throw communityErrors('damaged')
    const open = this.#open.get(id)
    if (open) return open.community
    throw communityErrors(this.#joining.has(id) ? 'joining' : 'unknown')
  }

  standing(id: CommunityId): 'new' | 'joining' | 'member' | 'left' {
    return this.#registry.get(id)?.state ?? 'new'
  }

  /** Founds a community and lays out its first rooms. @throws text/… */
  found(text: CharterText, template: Template, displayName: string): { community: CommunityId; space: SpaceId } {
    const charter = cleanCharter(text)
    const name = cleanLine(displayName, LIMITS.nameChars)
    const { clock, random, profile } = this.#options
    const seed = newDeviceSeed(random)
    const device = deviceOf(seed)
    const founding = found(device, random, clock.now())
    const { community: id } = founding
    keepDevice(profile.database, id, seed)
    try {
      const community = this.#openWith(id, (options) => MembershipLog.begin(options, founding.secret, [founding.item]))
      community.writeCharter(charter)
      community.writeProfile(name)
      const [space] = TEMPLATES[template].map((room) => community.openRoom(room))
      if (!space) throw communityErrors('unknown')
      this.#registry.put({ id, state: 'member', name: charter.name, displayName: name, link: undefined })
      this.#carry(community)
      this.#changed.tell(id)
      return { community: id, space }
    } catch (error) {
      // A community that could not be begun in full was not begun.
      this.#open.get(id)?.community.close()
      this.#open.delete(id)
      if (profile.communities().some((file) => file.id === id)) profile.removeCommunity(id)
      forgetDevice(profile.database, id)
      throw error
    }
  }

  /**
   * Begins to join; goes on by itself until admitted or refused. Who left before comes back as somebody new, since keys of those
   * who left never return: the old copy makes room.
   * @throws invite/…, text/…, community/already-member
   */
  async join(link: string, displayName: string): Promise<CommunityId> {
    const invite = readLink(link)
    const name = cleanLine(displayName, LIMITS.nameChars)
    const { community: id } = invite
    const { profile, random } = this.#options
    const standing = this.standing(id)
    if (standing === 'member') throw communityErrors('already-member')
    if (standing === 'left') await this.forget(id)
    if (!loadDevice(profile.database, id)) keepDevice(profile.database, id, newDeviceSeed(random))
    this.#registry.put({ id, state: 'joining', name: invite.text.name, displayName: name, link })
    void this.#joining.get(id)?.stop()
    this.#startJoining(id, invite)
    this.#changed.tell(id)
    return id
  }

  /** How a join stands; nothing for one that is not known. */
  joinState(id: CommunityId): JoinState | undefined {
    const open = this.#open.get(id)
    if (open)
      return {
        step: this.#joined.has(id) && this.#isReceiving(id) ? 'receiving' : 'done',
        tries: 0,
        nextTry: undefined,
        trouble: undefined,
      }
    return this.#joining.get(id)?.state
  }

  /** Tries at once to reach somebody: to be let in, or whoever is a member. */
  retry(id: CommunityId): void {
    this.#joining.get(id)?.retry()
    this.#options.network.retry(id)
  }

  /** Leaves, keeping a copy to read or none. @throws community/unknown, community/left */
  async leave(id: CommunityId, keepData: boolean): Promise<void> {
    const community = this.get(id)
    community.leave()
    const known = this.#registry.get(id)
    if (known)
      this.#registry.put({ ...known, state: 'left', name: community.view.queries.charter()?.name ?? known.name })
    // Whoever is connected learns of it before the line is cut.
    await this.#options.clock.sleep(LIMITS.farewell, AbortSignal.timeout(LIMITS.stopTimeout)).catch(() => undefined)
    if (!keepData) return this.forget(id)
    await this.#open.get(id)?.stopCarrying()
    this.#changed.tell(id)
  }

  /** Removes what this device holds of a community one is not a member of (any more), or that is damaged. @throws community/already-member */
  async forget(id: CommunityId): Promise<void> {
    if (this.standing(id) === 'member' && !this.#troubles.has(id)) throw communityErrors('already-member')
    await this.#joining.get(id)?.stop()
    this.#joining.delete(id)
    await this.#close(id)
    const { profile } = this.#options
    const damaged = this.#troubles.delete(id)
    if (damaged) profile.setAsideCommunity(id)
    else if (profile.communities().some((file) => file.id === id)) profile.removeCommunity(id)
    this.#registry.remove(id)
    // With the key, whoever lost the data is the same member when they come back by an invite, and gets it all again.
    if (!damaged) forgetDevice(profile.database, id)
    this.#changed.tell(id)
  }

  /** Told when a community was added, changed its standing, or is gone. */
  onChange(listener: (id: CommunityId) => void): () => void {
    return this.#changed.add(listener)
  }

  #place({ id, name, state, link }: Registered): CommunityListing {
    const trouble = this.#troubles.get(id)
    const community = trouble ? undefined : this.#open.get(id)?.community
    const charter = community?.view.queries.charter()
    return {
      id,
      name: charter?.name ?? name,
      state: trouble ? 'damaged' : state,
      community,
      charter,
      unread: community?.view.queries.spaces().reduce((sum, { unread }) => sum + unread, 0) ?? 0,
      invite: link === undefined ? undefined : readLink(link),
      trouble,
    }
  }

  /** Its data turned out to be damaged while it was open: nothing more is asked of it, and it is listed with its trouble. */
  #damaged(id: CommunityId, trouble: FolkmootError): void {
    if (!this.#open.has(id) || this.#troubles.has(id)) return
    this.#options.log.error('community.damaged', { community: id, code: trouble.code })
    this.#troubles.set(id, trouble)
    // Whoever came upon it is still at work.
    queueMicrotask(() => {
      this.#changed.tell(id)
      void this.#close(id)
    })
  }

  #resume(id: CommunityId): void {
    const known = this.#registry.get(id)
    if (!known) return
    try {
      const held = this.#options.profile.communities().some((file) => file.id === id)
      const community = held || known.state !== 'joining' ? this.#openHeld(id) : undefined
      if (!community) {
        if (known.link !== undefined) this.#startJoining(id, readLink(known.link))
        return
      }
      if (known.state === 'joining') this.#becomeMember(community)
      else if (known.state === 'member') this.#carry(community)
    } catch (error) {
      if (!(error instanceof FolkmootError)) throw error
      this.#options.log.error('community.damaged', { community: id, code: error.code })
      this.#troubles.set(id, error)
    }
  }

  /** Opens a community whose log is on this disk; nothing when admission had not got so far. */
  #openHeld(id: CommunityId): Community | undefined {
    let begun = true
    try {
      return this.#openWith(id, (options) => {
        const log = MembershipLog.open(options)
        begun = log !== undefined
        if (!log) throw communityErrors('unknown')
        return log
      })
    } catch (error) {
      if (!begun && this.#registry.get(id)?.state === 'joining') return undefined
      throw error
    }
  }

  #openWith(id: CommunityId, log: (options: LogOptions) => MembershipLog): Community {
    const { profile, clock, random, log: lines } = this.#options
    const device = loadDevice(profile.database, id)
    if (!device) throw membershipErrors('not-a-member')
    const database = profile.openCommunity(id, communitySchemas, (trouble) => this.#damaged(id, trouble))
    try {
      const membership = log({ database, community: id, log: lines })
      const community = new Community({ id, database, device, membership, clock, random, log: lines })
      this.#open.set(id, { community, stopCarrying: async () => undefined })
      community.view.onChange(() => this.#changed.tell(id))
      return community
    } catch (error) {
      database.close()
      throw error
    }
  }

  #carry(community: Community): void {
    const stopCarrying = this.#options.network.carry(community)
    this.#open.set(community.community, { community, stopCarrying })
  }

  #startJoining(id: CommunityId, invite: Invite): void {
    const { profile, network, clock, random, log } = this.#options
    const device = loadDevice(profile.database, id)
    if (!device) return
    const joining = new Joining({
      invite,
      device,
      network,
      clock,
      random,
      log,
      onChange: () => this.#changed.tell(id),
      admitted: (items) => this.#admitted(invite, items),
    })
    this.#joining.set(id, joining)
    joining.start()
  }

  /** Stores what admits this device, or throws and stores nothing. @throws membership/not-admitted, membership/wrong-genesis */
  #admitted(invite: Invite, items: readonly Uint8Array[]): void {
    const { community: id } = invite
    const { profile } = this.#options
    let community: Community
    try {
      community = this.#openWith(id, (options) => MembershipLog.begin(options, invite.communitySecret, items))
    } catch (cause) {
      profile.removeCommunity(id)
      throw membershipErrors('not-admitted', { cause })
    }
    if (!isInviteTrue(invite, community.membership)) {
      community.close()
      this.#open.delete(id)
      profile.removeCommunity(id)
      throw membershipErrors('wrong-genesis')
    }
    for (const known of byPeer(invite.addresses)) community.remember('', known.peer, known.addresses)
    this.#becomeMember(community)
  }

  #becomeMember(community: Community): void {
    const { community: id } = community
    const known = this.#registry.get(id)
    if (known) {
      community.writeProfile(known.displayName)
      this.#registry.put({ ...known, state: 'member', link: undefined })
    }
    this.#joined.add(id)
    this.#joining.delete(id)
    this.#carry(community)
    this.#changed.tell(id)
  }

  #isReceiving(id: CommunityId): boolean {
    const { peers } = this.#options.network.status(id)
    return (
      peers.every(({ state }) => state !== 'synced') &&
      this.#open.get(id)?.community.view.queries.charter() === undefined
    )
  }

  async #close(id: CommunityId): Promise<void> {
    const open = this.#open.get(id)
    if (!open) return
    this.#open.delete(id)
    await open.stopCarrying()
    try {
      open.community.close()
    } catch (error) {
      this.#options.log.error('community.close', { community: id, code: errorCode(error) })
    }
  }
}

type LogOptions = Parameters<typeof MembershipLog.open>[0]

function cleanCharter(text: CharterText): CharterText {
  return {
    name: cleanLine(text.name, LIMITS.communityNameChars),
    purpose: cleanOptionalText(text.purpose, { chars: LIMITS.purposeChars }),
    rules: cleanOptionalText(text.rules, { chars: LIMITS.rulesChars }),
  }
}
