/** All communities of this profile: opened at start, founded, joined, left, forgotten. */
import {
  type Clock,
  cleanLine,
  cleanOptionalText,
  type CommunityId,
  FolkmootError,
  LIMITS,
  Listeners,
  type Log,
  type MemberId,
  type Random,
  type SpaceId,
} from '../../shared/index.ts'
import type { Template } from '../../contract/index.ts'
import type { CharterText } from '../../documents/index.ts'
import {
  deviceOf,
  forgetDevice,
  formerDevices,
  keepDevice,
  loadDevice,
  newDeviceSeed,
  retireDevice,
} from '../../identity/index.ts'
import { found, type Invite, isInviteTrue, membershipErrors, MembershipLog, readLink } from '../../membership/index.ts'
import type { Profile } from '../../storage/index.ts'
import { communityErrors, memberErrors } from '../errors.ts'
import type { Network } from '../ports.ts'
import { byPeer } from './acquaintances.ts'
import type { Community } from './community.ts'
import { type FormerSelf, formerSelvesIn } from './former.ts'
import { Joining, type JoinState } from './joining.ts'
import { type CommunityListing, listingOf } from './listing.ts'
import { OpenCommunities } from './open-communities.ts'
import { Registry } from './registry.ts'
import { isOver } from './standing.ts'
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

export class Communities {
  readonly #options: CommunitiesOptions
  readonly #registry: Registry
  readonly #open: OpenCommunities
  readonly #joining = new Map<CommunityId, Joining>()
  /** Communities joined since the start, whose first history may still be coming. */
  readonly #joined = new Set<CommunityId>()
  /** Communities that know how this person is named. */
  readonly #introduced = new Set<CommunityId>()
  readonly #changed: Listeners<CommunityId>
  readonly #tidying: Tidying

  constructor(options: CommunitiesOptions) {
    this.#options = options
    this.#registry = new Registry(options.profile.database)
    this.#changed = new Listeners(() => options.log.error('communities.listener'))
    this.#open = new OpenCommunities({ ...options, onChange: (id) => this.#onChanged(id) })
    this.#tidying = new Tidying({ ...options, communities: () => this.#open.all() })
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
    await this.#open.closeAll()
  }

  list(): CommunityListing[] {
    return this.#registry.all().map((known) => {
      const listed = () => {
        const trouble = this.#open.trouble(known.id)
        return listingOf(known, trouble ? undefined : this.#open.get(known.id), trouble)
      }
      try {
        return listed()
      } catch (error) {
        // What it says of itself could not be read: now it is listed as damaged.
        if (!this.#open.trouble(known.id)) throw error
        return listed()
      }
    })
  }

  /** @throws community/unknown, community/joining, community/damaged */
  get(id: CommunityId): Community {
    if (this.#open.trouble(id)) throw communityErrors('damaged')
    const open = this.#open.get(id)
    if (open) return open
    throw communityErrors(this.#joining.has(id) ? 'joining' : 'unknown')
  }

  /** Who was removed may come back as somebody new, as who left may. */
  standing(id: CommunityId): 'new' | 'joining' | 'member' | 'left' {
    const community = this.#open.trouble(id) ? undefined : this.#open.get(id)
    if (community) return isOver(community.standing()) ? 'left' : 'member'
    return this.#registry.get(id)?.state ?? 'new'
  }

  /** Founds a community and lays out its first rooms. @throws text/… */
  found(text: CharterText, template: Template, displayName: string): { community: CommunityId; space: SpaceId } {
    const charter = cleanCharter(text)
    const name = cleanLine(displayName, LIMITS.nameChars)
    const { clock, random, profile } = this.#options
    const seed = newDeviceSeed(random)
    const founding = found(deviceOf(seed), random, clock.now())
    const { community: id } = founding
    keepDevice(profile.database, id, seed)
    try {
      const { writing } = this.#open.open(id, (options) =>
        MembershipLog.begin(options, founding.secret, [founding.item]),
      )
      writing.charter(charter)
      writing.profile(name)
      const [space] = TEMPLATES[template].map((room) => writing.openRoom(room))
      if (!space) throw communityErrors('unknown')
      this.#registry.put({ id, state: 'member', name: charter.name, displayName: name, link: undefined })
      this.#open.carry(id)
      this.#changed.tell(id)
      return { community: id, space }
    } catch (error) {
      // A community that could not be begun in full was not begun.
      this.#open.abandon(id)
      if (profile.communities().some((file) => file.id === id)) profile.removeCommunity(id)
      forgetDevice(profile.database, id)
      throw error
    }
  }

  /**
   * Begins to join; goes on by itself until admitted or refused. Who left or was removed comes back as somebody new, since keys of those
   * never return: the old copy makes room.
   * @throws invite/…, text/…, community/already-member
   */
  async join(link: string, displayName: string): Promise<CommunityId> {
    const invite = readLink(link)
    const name = cleanLine(displayName, LIMITS.nameChars)
    const { community: id } = invite
    const { profile, random } = this.#options
    const standing = this.standing(id)
    if (standing === 'member') throw communityErrors('already-member')
    if (standing === 'left') {
      await this.#drop(id)
      retireDevice(profile.database, id)
    }
    if (!loadDevice(profile.database, id)) keepDevice(profile.database, id, newDeviceSeed(random))
    this.#registry.put({ id, state: 'joining', name: invite.text.name, displayName: name, link })
    void this.#joining.get(id)?.stop()
    this.#startJoining(id, invite)
    this.#changed.tell(id)
    return id
  }

  /** How a join stands; nothing for one that is not known. */
  joinState(id: CommunityId): JoinState | undefined {
    const community = this.#open.get(id)
    if (!community) return this.#joining.get(id)?.state
    const pending = community.standing() === 'pending'
    const receiving = this.#joined.has(id) && this.#isReceiving(id)
    const step = pending ? 'pending' : receiving ? 'receiving' : 'done'
    return { step, tries: 0, nextTry: undefined, trouble: undefined }
  }

  /** Tries at once to reach somebody: to be let in, or whoever is a member. */
  retry(id: CommunityId): void {
    this.#joining.get(id)?.retry()
    if (this.standing(id) === 'left' && this.#registry.get(id)?.state === 'member') this.#open.carry(id)
    this.#options.network.retry(id)
  }

  /** Leaves, keeping a copy to read or none. @throws community/unknown, community/left */
  async leave(id: CommunityId, keepData: boolean): Promise<void> {
    const community = this.get(id)
    if (isOver(community.standing())) community.assertMayWrite()
    community.decisions.leave()
    const known = this.#registry.get(id)
    if (known)
      this.#registry.put({ ...known, state: 'left', name: community.view.queries.charter()?.name ?? known.name })
    // Whoever is connected learns of it before the line is cut.
    await this.#options.clock.sleep(LIMITS.farewell, AbortSignal.timeout(LIMITS.stopTimeout)).catch(() => undefined)
    if (!keepData) return this.forget(id)
    await this.#open.uncarry(id)
    this.#changed.tell(id)
  }

  /** Removes what this device holds of a community one is not a member of (any more), or that is damaged. @throws community/already-member */
  async forget(id: CommunityId): Promise<void> {
    if (this.standing(id) === 'member' && !this.#open.trouble(id)) throw communityErrors('already-member')
    const damaged = this.#open.trouble(id) !== undefined
    await this.#drop(id)
    // With the key, whoever lost the data is the same member when they come back by an invite, and gets it all again.
    if (!damaged) forgetDevice(this.#options.profile.database, id)
    this.#changed.tell(id)
  }

  /** Shows that this person is who another member was. @throws member/unknown, member/no-key, community/left … */
  claimFormer(id: CommunityId, former: MemberId): void {
    const community = this.get(id)
    community.assertMayWrite()
    if (!community.membership.state.members.has(former)) throw memberErrors('unknown')
    const self = this.formerSelves(id).find(({ member }) => member === former)
    if (!self) throw memberErrors('no-key')
    community.writing.formerly(former, self.device)
  }

  /** Members who left or were removed whose key this profile has. */
  formerSelves(id: CommunityId): FormerSelf[] {
    return formerSelvesIn(this.get(id), formerDevices(this.#options.profile.database, id))
  }

  /** Told when a community was added, changed its standing, or is gone. */
  onChange(listener: (id: CommunityId) => void): () => void {
    return this.#changed.add(listener)
  }

  #onChanged(id: CommunityId): void {
    // Whoever tells of a change is still at work.
    if (!this.#introduced.has(id)) queueMicrotask(() => this.#introduce(id))
    this.#changed.tell(id)
  }

  /** Says how this person is named, as soon as they may write and hold a key to write under. */
  #introduce(id: CommunityId): void {
    const [community, known] = [this.#open.get(id), this.#registry.get(id)]
    if (!community || !known || this.#introduced.has(id)) return
    if (community.standing() !== 'active' || community.ring.heads().length === 0) return
    this.#introduced.add(id)
    if (known.displayName !== '' && !community.view.queries.names().has(community.me))
      community.writing.profile(known.displayName)
  }

  /** Lets go of all but the keys. */
  async #drop(id: CommunityId): Promise<void> {
    await this.#joining.get(id)?.stop()
    this.#joining.delete(id)
    await this.#open.close(id)
    this.#introduced.delete(id)
    const { profile } = this.#options
    if (this.#open.settle(id)) profile.setAsideCommunity(id)
    else if (profile.communities().some((file) => file.id === id)) profile.removeCommunity(id)
    this.#registry.remove(id)
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
      else if (known.state === 'member') this.#open.carry(id)
    } catch (error) {
      if (!(error instanceof FolkmootError)) throw error
      this.#open.note(id, error)
    }
  }

  /** Opens a community whose log is on this disk; nothing when admission had not got so far. */
  #openHeld(id: CommunityId): Community | undefined {
    let begun = true
    try {
      return this.#open.open(id, (options) => {
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

  #startJoining(id: CommunityId, invite: Invite): void {
    const { profile } = this.#options
    const device = loadDevice(profile.database, id)
    if (!device) return
    const joining = new Joining({
      ...this.#options,
      invite,
      device,
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
      community = this.#open.open(id, (options) => MembershipLog.begin(options, invite.communitySecret, items))
    } catch (cause) {
      profile.removeCommunity(id)
      throw membershipErrors('not-admitted', { cause })
    }
    if (!isInviteTrue(invite, community.membership)) {
      this.#open.abandon(id)
      profile.removeCommunity(id)
      throw membershipErrors('wrong-genesis')
    }
    for (const known of byPeer(invite.addresses)) community.acquaintances.remember('', known, this.#options.clock.now())
    this.#becomeMember(community)
  }

  #becomeMember(community: Community): void {
    const { community: id } = community
    const known = this.#registry.get(id)
    if (known) this.#registry.put({ ...known, state: 'member', link: undefined })
    this.#introduce(id)
    this.#joined.add(id)
    this.#joining.delete(id)
    this.#open.carry(id)
    this.#changed.tell(id)
  }

  #isReceiving(id: CommunityId): boolean {
    const { peers } = this.#options.network.status(id)
    return peers.every(({ state }) => state !== 'synced') && this.#open.get(id)?.view.queries.charter() === undefined
  }
}

function cleanCharter(text: CharterText): CharterText {
  return {
    name: cleanLine(text.name, LIMITS.communityNameChars),
    purpose: cleanOptionalText(text.purpose, { chars: LIMITS.purposeChars }),
    rules: cleanOptionalText(text.rules, { chars: LIMITS.rulesChars }),
  }
}
