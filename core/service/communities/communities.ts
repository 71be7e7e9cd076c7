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
  type MemberId,
  type Random,
  type SpaceId,
} from '../../shared/index.ts'
import type { Archive } from '../../archive/index.ts'
import type { Template } from '../../contract/index.ts'
import { type CharterText, proveFormerly, provePast } from '../../documents/index.ts'
import { deviceOf, forgetDevice, formerDevices, keepDevice, loadDevice, newDeviceSeed } from '../../identity/index.ts'
import { found, MembershipLog } from '../../membership/index.ts'
import type { Profile } from '../../storage/index.ts'
import { communityErrors, memberErrors } from '../errors.ts'
import type { Network } from '../ports.ts'
import { dropArchive, keepArchive, takeFiles } from './archives/bringing.ts'
import { type KeptArchive, KeptArchives } from './archives/kept.ts'
import { Arriving } from './arriving.ts'
import { BundleImports } from './bundle-imports.ts'
import type { Community } from './community.ts'
import { type FormerSelf, formerSelvesIn, type PastSelf, pastSelvesIn } from './former.ts'
import type { JoinState } from './joining.ts'
import { type CommunityListing, listingOf } from './listing.ts'
import { OpenCommunities } from './open-communities.ts'
import { forgetPrivateSpaces } from './private/open-spaces.ts'
import { type Registered, Registry } from './registry.ts'
import { isOver } from './standing.ts'
import { type Laid, TEMPLATES } from './templates.ts'
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
  readonly #archives: KeptArchives
  readonly #open: OpenCommunities
  readonly #arriving: Arriving
  /** Communities that know how this person is named. */
  readonly #introduced = new Set<CommunityId>()
  readonly #changed: Listeners<CommunityId>
  readonly #tidying: Tidying
  /** Files that are being brought in. */
  readonly imports: BundleImports

  constructor(options: CommunitiesOptions) {
    this.#options = options
    this.#registry = new Registry(options.profile.database)
    this.#archives = new KeptArchives(options.profile.database)
    this.#changed = new Listeners(() => options.log.error('communities.listener'))
    this.#open = new OpenCommunities({ ...options, onChange: (id) => this.#onChanged(id) })
    this.#arriving = new Arriving({
      ...options,
      registry: this.#registry,
      open: this.#open,
      standing: (id) => this.standing(id),
      drop: (id) => this.#drop(id),
      introduce: (id) => this.#introduce(id),
      onChange: (id) => this.#changed.tell(id),
    })
    this.#tidying = new Tidying({ ...options, communities: () => this.#open.all() })
    const carried = () => this.#open.all().filter(({ archiveOf }) => archiveOf === undefined)
    this.imports = new BundleImports({ ...options, communities: carried })
  }

  /** Opens what is there and goes on with what was begun. One that cannot be opened is listed with its trouble. */
  start(): void {
    for (const { id } of this.#registry.all()) this.#resume(id)
    for (const { place } of this.#archives.unfinished()) dropArchive({ ...this.#options, kept: this.#archives }, place)
    for (const archive of this.#archives.all()) this.#resumeArchive(archive)
    this.#tidying.start()
  }

  async stop(): Promise<void> {
    this.#changed.clear()
    await this.#tidying.stop()
    await this.imports.stop()
    await this.#arriving.stop()
    await this.#open.closeAll()
  }

  list(): CommunityListing[] {
    const archives = this.#archives.all().map(({ place: id, name }) => ({ ...NOT_JOINED, id, name }))
    return [...this.#registry.all(), ...archives].map((known) => {
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

  /** Those that are open, archives among them. */
  all(): readonly Community[] {
    return this.#open.all()
  }

  /** Archives kept to be read. */
  get kept(): KeptArchives {
    return this.#archives
  }

  /** Keeps an archive to be read. @throws archives/…, archive/…, storage/…, the signal's reason */
  async keepArchive(archive: Archive, signal: AbortSignal): Promise<CommunityId> {
    const made = await keepArchive(archive, { ...this.#options, kept: this.#archives, signal })
    this.#archives.finish(made.place)
    this.#resumeArchive(made)
    this.#changed.tell(made.place)
    const kept = this.#open.get(made.place)
    try {
      if (kept) await takeFiles(archive, kept, { random: this.#options.random, signal })
    } catch (error) {
      // Nothing more is ever brought into it: rather none than one without its pictures.
      await this.forget(made.place)
      throw error
    }
    return made.place
  }

  /** Comes back with a recovery key, with what an archive holds and nobody online. @throws archives/…, recovery/…, archive/… */
  async restore(archive: Archive, text: string, removeOthers: boolean, signal: AbortSignal): Promise<CommunityId> {
    return this.#arriving.byArchive(archive, text, removeOthers, signal)
  }

  /** @throws community/unknown, community/joining, community/damaged */
  get(id: CommunityId): Community {
    if (this.#open.trouble(id)) throw communityErrors('damaged')
    const open = this.#open.get(id)
    if (open) return open
    throw communityErrors(this.#arriving.has(id) ? 'joining' : 'unknown')
  }

  /** Who was removed may come back as somebody new, as who left may. */
  standing(id: CommunityId): 'new' | 'joining' | 'member' | 'left' {
    const community = this.#open.trouble(id) ? undefined : this.#open.get(id)
    if (community) return isOver(community.standing()) ? 'left' : 'member'
    return this.#registry.get(id)?.state ?? 'new'
  }

  /** Founds a community and lays out its first rooms. @throws text/… */
  found(text: CharterText, template: Template, displayName: string): { community: CommunityId; space: SpaceId } {
    return this.foundWith(text, TEMPLATES[template], displayName)
  }

  /** The same with these rooms and boards. @param from the community it goes on from @throws text/… */
  foundWith(
    text: CharterText,
    laid: readonly Laid[],
    displayName: string,
    from?: CommunityId,
  ): { community: CommunityId; space: SpaceId } {
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
      const [space] = laid.map(({ kind, categories = [], ...room }) => {
        if (kind === 'room') return writing.openRoom(room)
        const board = writing.boards.open(room)
        if (categories.length > 0) writing.boards.settings({ board, categories })
        return board
      })
      if (from !== undefined) writing.origin(from)
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

  /** Begins to join; goes on by itself until admitted or refused. @throws invite/…, text/…, community/already-member */
  join(link: string, displayName: string): Promise<CommunityId> {
    return this.#arriving.byInvite(link, displayName)
  }

  /** Begins to add this device to a member. @throws device/…, community/already-member */
  joinAsDevice(link: string): Promise<CommunityId> {
    return this.#arriving.asDevice(link)
  }

  /** Comes back with a recovery key. @throws recovery/… */
  recover(text: string, removeOthers: boolean): Promise<CommunityId> {
    return this.#arriving.byRecovery(text, removeOthers)
  }

  /** How a join stands; nothing for one that is not known. */
  joinState(id: CommunityId): JoinState | undefined {
    return this.#arriving.state(id)
  }

  /** Tries at once to reach somebody: to be let in, or whoever is a member. */
  retry(id: CommunityId): void {
    this.#arriving.retry(id)
    if (this.standing(id) === 'left' && this.#registry.get(id)?.state === 'member') this.#open.carry(id)
    this.#options.network.retry(id)
  }

  /** Leaves, keeping a copy to read or none. @throws community/unknown, community/left */
  async leave(id: CommunityId, keepData: boolean): Promise<void> {
    const community = this.get(id)
    // Who waits to be let in may go, too.
    if (community.standing() !== 'pending') community.assertMayWrite()
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
    const damaged = this.#open.trouble(id) !== undefined
    const standing = damaged ? undefined : this.#open.get(id)?.standing()
    if (standing === 'active' || standing === 'pending') throw communityErrors('already-member')
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
    community.writing.formerly(proveFormerly(self.device, id, community.me))
  }

  /** Members who left or were removed whose key this profile has. */
  formerSelves(id: CommunityId): FormerSelf[] {
    return formerSelvesIn(this.get(id), formerDevices(this.#options.profile.database, id))
  }

  /** Who this person was in the community this one goes on from, by keys of this profile. */
  pastSelves(id: CommunityId): PastSelf[] {
    const { database } = this.#options.profile
    return pastSelvesIn(this.get(id), this.#open.all(), (of) => {
      const device = loadDevice(database, of)
      return [...(device ? [device] : []), ...formerDevices(database, of)]
    })
  }

  /** Shows who this person was there. @throws member/no-key, community/left … */
  claimPast(id: CommunityId, past: MemberId): void {
    const community = this.get(id)
    community.assertMayWrite()
    const self = this.pastSelves(id).find(({ member }) => member === past)
    if (!self) throw memberErrors('no-key')
    community.writing.past(provePast(self.device, self.of, id, community.me))
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
    try {
      if (known.displayName !== '' && !community.view.queries.names().has(community.me))
        community.writing.profile(known.displayName)
    } catch (error) {
      // It is tried again with the next change, and after the next start.
      this.#introduced.delete(id)
      this.#options.log.warn('community.introduce', { community: id, code: errorCode(error) })
    }
  }

  /** Lets go of all but the keys. */
  async #drop(id: CommunityId): Promise<void> {
    await this.#arriving.end(id)
    await this.#open.close(id)
    this.#introduced.delete(id)
    const { profile } = this.#options
    if (this.#open.settle(id)) profile.setAsideCommunity(id)
    else {
      if (profile.communities().some((file) => file.id === id)) profile.removeCommunity(id)
      forgetPrivateSpaces(profile, id)
    }
    this.#registry.remove(id)
    this.#archives.remove(id)
  }

  #resumeArchive(archive: KeptArchive): void {
    try {
      this.#open.openArchive(archive, (options) => {
        const log = MembershipLog.open(options)
        if (!log) throw communityErrors('unknown')
        return log
      })
    } catch (error) {
      if (!(error instanceof FolkmootError)) throw error
      this.#open.note(archive.place, error)
    }
  }

  #resume(id: CommunityId): void {
    const known = this.#registry.get(id)
    if (!known) return
    try {
      const held = this.#options.profile.communities().some((file) => file.id === id)
      const community = held || known.state !== 'joining' ? this.#openHeld(id) : undefined
      if (!community) {
        this.#arriving.resume(known)
        return
      }
      if (known.state === 'joining') this.#arriving.arrived(community)
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
}

const NOT_JOINED: Omit<Registered, 'id' | 'name'> = { state: 'left', displayName: '', link: undefined }

function cleanCharter(text: CharterText): CharterText {
  return {
    name: cleanLine(text.name, LIMITS.communityNameChars),
    purpose: cleanOptionalText(text.purpose, { chars: LIMITS.purposeChars }),
    rules: cleanOptionalText(text.rules, { chars: LIMITS.rulesChars }),
  }
}
