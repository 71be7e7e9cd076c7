/** The private rooms and conversations this device has in one community. Nothing about them is in the community's log or documents. */
import {
  type Clock,
  type DeviceId,
  errorCode,
  FolkmootError,
  LIMITS,
  Listeners,
  type Log,
  type MemberId,
  type Random,
  type SpaceId,
} from '../../../shared/index.ts'
import type { SpaceView } from '../../../contract/index.ts'
import type { RoomText } from '../../../documents/index.ts'
import { foundPrivate, type MemberRole, readPrivateGenesis } from '../../../membership/index.ts'
import type { Profile, Schema } from '../../../storage/index.ts'
import { privateErrors, spaceErrors } from '../../errors.ts'
import type { Network } from '../../ports.ts'
import { conversationOf, listed } from './conversations.ts'
import { readLetter, writeLetter } from './letter.ts'
import { OpenSpaces } from './open-spaces.ts'
import type { PrivateParent } from './parent.ts'
import { Participation } from './participation.ts'
import type { PrivateSpace } from './private-space.ts'
import { devicesInUse } from './upkeep.ts'

export interface PrivateSpacesOptions {
  readonly parent: PrivateParent
  /** Tables of each space’s database. */
  readonly schemas: readonly Schema[]
  readonly profile: Profile
  readonly network: Network
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
}

export class PrivateSpaces {
  readonly #options: PrivateSpacesOptions
  readonly #spaces: OpenSpaces
  readonly #participation: Participation
  readonly #changed: Listeners<void>
  /** Letters written, by space and device: the same bytes as long as they say the same. */
  readonly #letters = new Map<string, Uint8Array>()
  readonly #stopping = new AbortController()
  readonly #unfollow: () => void
  /** Those to look after as soon as what is going on is on the disk. */
  readonly #due = new Set<PrivateSpace>()

  constructor(options: PrivateSpacesOptions) {
    this.#options = options
    this.#changed = new Listeners((error) => options.log.error('private.listener', { code: errorCode(error) }))
    this.#participation = new Participation(options)
    this.#spaces = new OpenSpaces({
      ...options,
      onChange: () => this.#changed.tell(),
      onNews: (space) => this.#careSoon([space]),
    })
    this.#unfollow = options.parent.membership.onChange(() => this.#careSoon(this.all()))
  }

  start(): void {
    this.#spaces.start()
    for (const space of this.#spaces.leaving()) void this.#say(space)
  }

  /** The space a room belongs to; nothing for rooms of all. */
  at(space: SpaceId): PrivateSpace | undefined {
    return this.#spaces.at(space)
  }

  all(): readonly PrivateSpace[] {
    return this.#spaces.all()
  }

  /** As they are shown, those begun first at the top. */
  list(): SpaceView[] {
    const known = this.all().filter((space) => space.isKnown())
    const sorted = known.toSorted((a, b) => a.founded - b.founded || (a.space < b.space ? -1 : 1))
    return listed(sorted.map((space) => space.look()))
  }

  /** Own messages no other member is known to hold. */
  waiting(): number {
    return this.all().reduce((sum, { view }) => sum + view.queries.waiting(), 0)
  }

  /** Told when a private space came, went or changed. */
  onChange(listener: () => void): () => void {
    return this.#changed.add(listener)
  }

  /** A room for some members and me. @throws private/…, community/… */
  create(room: RoomText, people: readonly MemberId[]): SpaceId {
    return this.#make(room, this.#others(people), 'member')
  }

  /** The conversation these members and I have, made if there is none. @throws private/…, community/… */
  direct(people: readonly MemberId[]): SpaceId {
    const { parent } = this.#options
    const others = this.#others(people)
    if (others.length === 0) throw privateErrors('nobody')
    const mine = this.all().filter((space) => space.isKnown() && space.isActive())
    const known = conversationOf(
      mine.map((space) => space.look()),
      [parent.me, ...others],
    )
    return known?.id ?? this.#make('direct', others, 'moderator')
  }

  /** Where my devices tell each other what was read; it is shown nowhere. @throws private/full, community/… */
  beginOwn(): SpaceId {
    return this.#make('own', [], 'member')
  }

  /** A conversation of two stays one of two: with more people it is a new one. @throws private/…, community/… */
  addPeople(id: SpaceId, people: readonly MemberId[]): void {
    const space = this.#mine(id)
    const there = space.people()
    const added = this.#others(people).filter((member) => !there.includes(member))
    if (added.length === 0) return
    if (space.isDirect() && there.length <= 2) return void this.direct([...there, ...added])
    if (there.length + added.length > LIMITS.privatePeople) throw tooMany()
    this.#participation.add(space, added, space.isDirect() ? 'moderator' : 'member')
  }

  /** @throws private/not-allowed, private/… */
  removePerson(id: SpaceId, member: MemberId): void {
    const space = this.#mine(id)
    if (space.isDirect() && space.people().length <= 2) throw privateErrors('not-allowed')
    this.#participation.remove(space, member)
  }

  /** Leaves, and forgets what is here once others have been told; who was removed has nothing to tell. */
  async leave(id: SpaceId): Promise<void> {
    const space = this.#private(id)
    if (!space.isActive()) {
      await this.#spaces.drop(space.id)
      return this.#changed.tell()
    }
    this.#options.parent.assertMayWrite()
    let told = false
    space.onTold(() => (told = true))
    this.#participation.leave(space)
    this.#spaces.hide(space)
    this.#changed.tell()
    // Whoever is connected learns of it before the line is cut.
    await this.#pause()
    if (told) return this.#spaces.drop(space.id)
    await this.#say(space)
  }

  /** What tells a device of the private spaces it is in and has not shown yet to know. */
  letters(device: DeviceId): Uint8Array[] {
    return this.all().flatMap((space) => {
      const known = space.membership.state.devices.get(device)
      const name = `${space.id}/${device}`
      if (!known || !space.membership.isActive(device) || space.acquaintances.knows(device)) {
        this.#letters.delete(name)
        return []
      }
      const letter = this.#letters.get(name) ?? this.#write(space, known.box)
      this.#letters.set(name, letter)
      return [letter]
    })
  }

  /** Takes up what a letter tells of, unless it is for somebody else or known already. What it says is believed once the log came. */
  takeLetter(bytes: Uint8Array): void {
    const { parent, log } = this.#options
    try {
      const { secret, genesis } = readLetter(parent.deviceKeys.box, bytes)
      const { id, founder } = readPrivateGenesis(secret, genesis) ?? {}
      if (!id || !founder) throw privateErrors('not-a-letter')
      if (this.#spaces.knows(id)) return
      this.#assertWelcome(founder)
      this.#makeRoom()
      if (this.#spaces.isFull()) throw privateErrors('full', { details: { most: LIMITS.privateSpaces } })
      this.#spaces.takeUp({ id, secret, genesis })
      this.#changed.tell()
    } catch (error) {
      if (!(error instanceof FolkmootError) || error.code.startsWith('storage/')) throw error
      log.warn('private.letter', { community: parent.community, code: error.code })
    }
  }

  /** A keeper calls this device to the shelf of a private space, beside one of the community's; a letter tells which, if it is for this device. */
  called(under: Uint8Array, shelf: Uint8Array, letter: Uint8Array): void {
    const id = this.#told(letter)
    if (id === undefined) return
    this.takeLetter(letter)
    this.all()
      .find((space) => space.id === id)
      ?.keeping.called(under, shelf)
  }

  carry(): void {
    this.#spaces.carry()
  }

  uncarry(): Promise<void> {
    return this.#spaces.uncarry()
  }

  /** Stops carrying, saves and closes all. */
  async close(): Promise<void> {
    this.#stopping.abort()
    this.#unfollow()
    this.#changed.clear()
    await this.#spaces.close()
  }

  /** The space a letter tells of; nothing when it is for somebody else. */
  #told(letter: Uint8Array): PrivateSpace['id'] | undefined {
    try {
      const { secret, genesis } = readLetter(this.#options.parent.deviceKeys.box, letter)
      return readPrivateGenesis(secret, genesis)?.id
    } catch (error) {
      if (privateErrors.is(error, 'not-a-letter')) return undefined
      throw error
    }
  }

  #make(room: RoomText | 'direct' | 'own', others: readonly MemberId[], role: MemberRole): SpaceId {
    const { parent, random, clock } = this.#options
    parent.assertMayWrite()
    const { community: id, secret, item: genesis } = foundPrivate(parent.deviceKeys, random, clock.now())
    const made = this.#spaces.make({ id, secret, genesis }, (space) => {
      space.openRoom(room)
      this.#participation.addOwn(space)
      this.#participation.begin(space, others, role)
    })
    this.#changed.tell()
    return made.space
  }

  /** The others among these, each once. @throws private/not-a-member, private/too-many-people */
  #others(people: readonly MemberId[]): MemberId[] {
    const { me, membership } = this.#options.parent
    const others = [...new Set(people)].filter((member) => member !== me)
    const { state } = membership
    if (others.some((id) => state.members.get(id)?.state !== 'active' || devicesInUse(state, id).length === 0))
      throw privateErrors('not-a-member')
    if (others.length >= LIMITS.privatePeople) throw tooMany()
    return others
  }

  /** @throws space/unknown, private/not-private */
  #private(id: SpaceId): PrivateSpace {
    const space = this.at(id)
    if (space) return space
    throw this.#options.parent.view.queries.space(id) ? privateErrors('not-private') : spaceErrors('unknown')
  }

  #mine(id: SpaceId): PrivateSpace {
    const space = this.#private(id)
    space.assertMayWrite()
    if (!space.mayManage()) throw privateErrors('not-allowed')
    return space
  }

  #write(space: PrivateSpace, box: Uint8Array): Uint8Array {
    return writeLetter(box, { secret: space.membership.secret, genesis: this.#spaces.genesis(space) })
  }

  /** Only a member of the community begins private spaces in it, and one member not so many that others find no room. */
  #assertWelcome(founder: DeviceId): void {
    const { me, membership } = this.#options.parent
    const { devices } = membership.state
    const member = devices.get(founder)?.member
    if (!member) throw privateErrors('not-a-member')
    if (member === me) return
    const theirs = this.all().filter(({ membership: { state } }) => {
      return state.founder && devices.get(state.founder)?.member === member
    })
    if (theirs.length >= LIMITS.privateSpacesOfOne)
      throw privateErrors('full', { details: { most: LIMITS.privateSpacesOfOne } })
  }

  /** Of those that only a letter told of so far, the one that has been awaited longest makes room. */
  #makeRoom(): void {
    const { parent, log } = this.#options
    const awaited = this.all().filter((space) => !space.isKnown() && !space.view.inbox.isOwn())
    const [oldest] = awaited
    if (!oldest || awaited.length < LIMITS.awaitedSpaces) return
    log.warn('private.awaited', { community: parent.community, code: 'private/full' })
    this.#spaces.forget(oldest)
  }

  /** Keeps of a space that was left only what tells the others so, until one of them has been told. */
  async #say(space: PrivateSpace): Promise<void> {
    const { log } = this.#options
    try {
      const shell = await this.#spaces.shed(space)
      shell?.onTold(() => void this.#pause().then(() => this.#spaces.drop(shell.id)))
    } catch (error) {
      log.warn('private.leaving', { space: space.id, code: errorCode(error) })
    }
  }

  #pause(): Promise<void> {
    return this.#options.clock.sleep(LIMITS.farewell, this.#stopping.signal).catch(() => undefined)
  }

  #careSoon(spaces: readonly PrivateSpace[]): void {
    if (this.#due.size === 0) queueMicrotask(() => this.#care())
    for (const space of spaces) this.#due.add(space)
  }

  #care(): void {
    const due = [...this.#due]
    this.#due.clear()
    if (this.#stopping.signal.aborted || this.#options.parent.standing() !== 'active') return
    for (const space of due) {
      if (this.#spaces.leaving().includes(space)) {
        // What was left comes back only when the word of it was lost.
        if (space.isActive()) this.#participation.leave(space)
      } else if (this.#spaces.has(space)) {
        // Another device of mine has left for us both.
        if (space.self()?.state === 'left') void this.#spaces.drop(space.id).then(() => this.#changed.tell())
        else this.#participation.care(space)
      }
    }
  }
}

function tooMany(): FolkmootError {
  return privateErrors('too-many-people', { details: { most: LIMITS.privatePeople } })
}
