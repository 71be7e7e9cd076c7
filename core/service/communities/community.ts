/** One community on this device: its database and what stands on it. This is also what sync carries. */
import {
  type ActionId,
  type Clock,
  type CommunityId,
  type DeviceId,
  type DocumentId,
  type EntryId,
  type Log,
  type MemberId,
  type Random,
  type SpaceId,
} from '../../shared/index.ts'
import {
  charterEntry,
  type CharterText,
  Documents,
  documentsSchema,
  type FeedHead,
  messageEntry,
  profileEntry,
  roomEntry,
  type RoomText,
} from '../../documents/index.ts'
import { type Device, deviceKey, identityErrors, sign, verify } from '../../identity/index.ts'
import {
  admit,
  KeyRing,
  type Meeting,
  type Member,
  type MembershipLog,
  membershipSchema,
} from '../../membership/index.ts'
import type { Database, Schema } from '../../storage/index.ts'
import { markSchema, View, viewSchema } from '../../view/index.ts'
import { communityErrors, spaceErrors } from '../errors.ts'
import { Acquaintances, acquaintanceSchema } from './acquaintances.ts'
import { SleepWatch } from './sleep.ts'

export const communitySchemas: readonly Schema[] = [
  membershipSchema,
  documentsSchema,
  viewSchema,
  markSchema,
  acquaintanceSchema,
]

export interface CommunityParts {
  readonly id: CommunityId
  readonly database: Database
  readonly device: Device
  readonly membership: MembershipLog
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
}

export class Community {
  readonly community: CommunityId
  readonly membership: MembershipLog
  readonly documents: Documents
  readonly view: View
  readonly me: MemberId
  readonly #parts: CommunityParts
  readonly #ring: KeyRing
  readonly #acquaintances: Acquaintances
  readonly #sleep: SleepWatch

  /** @throws membership/not-a-member when the log does not know this device, and what storage throws */
  constructor(parts: CommunityParts) {
    const { id, database, device, membership, clock, log } = parts
    const me = membership.state.devices.get(device.id)?.member
    if (!me) throw communityErrors('unknown')
    this.community = id
    this.#parts = parts
    this.membership = membership
    this.me = me
    this.#ring = new KeyRing(device, () => membership.state)
    this.#acquaintances = new Acquaintances(database)
    this.#sleep = new SleepWatch(clock)
    this.view = new View({
      database,
      me,
      log,
      memberOf: (of) => this.#memberOf(of),
      mySince: () => this.member().since,
      now: () => clock.now(),
    })
    this.documents = new Documents({ ...parts, community: id, ring: this.#ring, view: this.view })
    this.view.prepare(() => this.documents.effects())
    membership.onChange(() => this.view.peopleChanged())
  }

  get tagKey(): Uint8Array {
    return this.membership.tagKey
  }

  get device(): DeviceId {
    return this.#parts.device.id
  }

  /** This person as a member. */
  member(): Member {
    const member = this.membership.state.members.get(this.me)
    if (!member) throw communityErrors('unknown')
    return member
  }

  /** For signing invites and certificates. */
  get deviceKeys(): Device {
    return this.#parts.device
  }

  readonly log = {
    heads: (): readonly ActionId[] => this.membership.heads(),
    sample: (): readonly ActionId[] => this.membership.sample(),
    missingFor: (sample: readonly ActionId[]): readonly Uint8Array[] => this.membership.missingFor(sample),
    receive: (items: readonly Uint8Array[]) => this.membership.receive(items),
    has: (id: ActionId): boolean => this.membership.has(id),
    memberOf: (device: DeviceId) => {
      const member = this.#memberOf(device)
      return member && { member: member.id, left: member.state === 'left' }
    },
    isSessionSigned: (device: DeviceId, transcript: Uint8Array, signature: Uint8Array): boolean => {
      try {
        return verify(deviceKey(device), transcript, signature)
      } catch (error) {
        if (identityErrors.is(error, 'bad-key')) return false
        throw error
      }
    },
    onChange: (listener: () => void) => this.membership.onChange(listener),
  }

  signSession(transcript: Uint8Array): Uint8Array {
    return sign(this.#parts.device.signing, transcript)
  }

  admit(request: Uint8Array, meeting: Meeting): void {
    this.#assertMember()
    const { device, clock } = this.#parts
    admit({ log: this.membership, ring: this.#ring, device, now: clock.now() }, request, meeting)
  }

  /** Any member may admit on any member's invite, and invites of others are not known here: so a member is always open to be asked. */
  hasOpenInvite(): boolean {
    return this.member().state === 'active'
  }

  reached(member: MemberId, _document: DocumentId, heads: readonly FeedHead[]): void {
    this.view.reached(member, heads)
  }

  remember(device: DeviceId | '', peer: string, addresses: readonly string[]): void {
    this.#acquaintances.remember(device, { peer, addresses }, this.#parts.clock.now())
  }

  acquaintances(): readonly { readonly peer: string; readonly addresses: readonly string[] }[] {
    return this.#acquaintances.all()
  }

  /** Says what the community is. */
  writeCharter(text: CharterText): void {
    this.#append(this.documents.founding('charter'), charterEntry(this.#now(), text))
  }

  /** Says how this person wishes to be named here. */
  writeProfile(name: string): void {
    this.#append(this.documents.founding('profiles'), profileEntry(this.#now(), name))
  }

  /** @throws community/not-allowed */
  openRoom(room: RoomText): SpaceId {
    this.#assertMember()
    if (this.member().role === 'member') throw communityErrors('not-allowed')
    return this.documents.open(this.documents.founding('charter'), (random) => roomEntry(this.#now(), room, random))
  }

  /**
   * Writes a message; it is on the disk when this returns. The same key writes it once.
   * @throws space/unknown, community/left, and what documents throw
   */
  send(space: SpaceId, text: string, clientKey: string): EntryId {
    this.#assertMember()
    const done = this.view.marks.sent(clientKey)
    if (done) return done
    if (!this.view.queries.space(space)) throw spaceErrors('unknown')
    const page = this.documents.writablePage(space)
    const seen = this.view.queries.lastOfOthers(page)
    return this.documents.append(page, messageEntry(this.#now(), text), seen, (id) =>
      this.view.marks.keepSent(clientKey, id),
    )
  }

  /** Leaves for good: from now on nothing is written here. */
  leave(): void {
    this.#assertMember()
    this.membership.append(this.#parts.device, this.#now(), { type: 'leave', cut: [] })
  }

  /** Saves and lets go of everything but the database, which the profile closes. */
  close(): void {
    try {
      this.documents.close()
      this.view.close()
    } finally {
      this.#parts.database.close()
    }
  }

  #append(document: DocumentId, entry: Parameters<Documents['append']>[1]): void {
    this.#assertMember()
    this.documents.append(document, entry, undefined)
  }

  /** Asked before anything is written. */
  #assertMember(): void {
    if (this.member().state === 'left') throw communityErrors('left')
    // A feed that may live on in a copy of this machine is not gone on with, so that two copies never fork it.
    if (this.#sleep.slept()) this.documents.endFeeds()
  }

  #memberOf(device: DeviceId): Member | undefined {
    const { devices, members } = this.membership.state
    const member = devices.get(device)?.member
    return member && members.get(member)
  }

  #now(): number {
    return this.#parts.clock.now()
  }
}
