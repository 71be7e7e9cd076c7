/** One community on this device: its database and what stands on it. */
import type { Clock, CommunityId, DeviceId, EntryId, Log, MemberId, Random, SpaceId } from '../../shared/index.ts'
import { blobsSchema } from '../../blobs/index.ts'
import { Documents, documentsSchema, type HistorySetting, type Keys } from '../../documents/index.ts'
import type { Device } from '../../identity/index.ts'
import {
  admit,
  EpochKeys,
  assertReturning,
  KeyRing,
  type Meeting,
  type Member,
  type MembershipLog,
  membershipSchema,
  requestKind,
} from '../../membership/index.ts'
import { type Mail, parcelSchema, type ParcelSource, WaitingParcels } from '../../parcels/index.ts'
import type { Database, KeptFiles, Schema } from '../../storage/index.ts'
import { markSchema, type SpaceRecord, View, viewSchema } from '../../view/index.ts'
import { communityErrors } from '../errors.ts'
import { Acquaintances, acquaintanceSchema } from './acquaintances.ts'
import { readerId, readerOf } from './archives/reader.ts'
import { type Carried, carriedOf } from './carried.ts'
import { Decisions } from './decisions.ts'
import { PlaceFiles } from './files/place-files.ts'
import { CommunityKeeping } from './keepers/keeping.ts'
import { keepingSchema } from './keepers/schema.ts'
import { KeptInvites, madeInviteSchema } from './invites-kept.ts'
import { importingSchema } from './importing/schema.ts'
import { type Lost, LostMessages, lostSchema } from './lost.ts'
import type { PrivateSpaces } from './private/private-spaces.ts'
import { Pairings } from './pairing.ts'
import type { Place } from './place.ts'
import { Restating, restatingSchema } from './restating.ts'
import { Signals } from './signals.ts'
import { SleepWatch } from './sleep.ts'
import { assertActive, isOver, type Standing, standingOf } from './standing.ts'
import { Writing } from './writing.ts'

export const communitySchemas: readonly Schema[] = [
  membershipSchema,
  documentsSchema,
  viewSchema,
  markSchema,
  acquaintanceSchema,
  madeInviteSchema,
  lostSchema,
  restatingSchema,
  keepingSchema,
  parcelSchema,
  importingSchema,
  blobsSchema,
]

export interface CommunityParts {
  readonly id: CommunityId
  readonly database: Database
  readonly device: Device
  readonly membership: MembershipLog
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  /** Where its attached files lie, encrypted. */
  readonly blobs: KeptFiles
  /** Makes what holds its private spaces; asked once, when the rest is there. */
  readonly privates: (parent: Community) => PrivateSpaces
  /** When it is an archive, which is read and belongs to nobody here: what it is of, and what its blocks are proven by. */
  readonly archive?: { readonly of: CommunityId; readonly keys: Keys } | undefined
}

export class Community {
  /** What this profile calls it: its id, unless it is an archive, which may lie beside the community it is of. */
  readonly community: CommunityId
  /** Of an archive: the community it is of. */
  readonly archiveOf: CommunityId | undefined
  readonly me: MemberId
  readonly membership: MembershipLog
  readonly ring: KeyRing
  readonly documents: Documents
  readonly view: View
  readonly writing: Writing
  /** Who is there and who writes, of those who are met. */
  readonly signals: Signals
  readonly everybodyPins = false
  /** Files attached to messages. */
  readonly files: PlaceFiles
  readonly decisions: Decisions
  readonly restating: Restating
  readonly invites: KeptInvites
  /** Devices of this person that are being added. */
  readonly pairings: Pairings
  readonly acquaintances: Acquaintances
  readonly keeping: CommunityKeeping
  /** What sync is handed. */
  readonly carried: Carried
  /** What files and keepers carry, and where parcels wait whose key is lacking. */
  readonly parcels: ParcelSource
  readonly waiting: WaitingParcels
  /** Private rooms and conversations among its members. */
  readonly privates: PrivateSpaces
  readonly #parts: CommunityParts
  readonly #sleep: SleepWatch
  readonly #lost: LostMessages
  readonly #unfollow: () => void

  /** @throws community/unknown when the log does not know this device, and what storage throws */
  constructor(parts: CommunityParts) {
    const { id, database, device, membership, clock, log, archive } = parts
    const me = archive ? readerId(device) : membership.state.devices.get(device.id)?.member
    if (!me) throw communityErrors('unknown')
    this.community = id
    this.archiveOf = archive?.of
    const of = archive?.of ?? id
    this.me = me
    this.#parts = parts
    this.#sleep = new SleepWatch(clock)
    this.membership = membership
    this.ring = new KeyRing(
      device,
      () => membership.state,
      new EpochKeys(database),
      () => log.error('keys.listener'),
    )
    this.acquaintances = new Acquaintances(database)
    this.invites = new KeptInvites(database, log)
    this.view = new View({
      database,
      community: of,
      me,
      log,
      memberOf: (of) => this.#memberOf(of),
      mySince: () => (archive ? Number.MAX_SAFE_INTEGER : this.member().since),
      now: () => clock.now(),
    })
    this.documents = new Documents({ ...parts, community: of, ring: archive?.keys ?? this.ring, view: this.view })
    this.view.prepare(() => this.documents.effects())
    this.files = new PlaceFiles({ ...this, log: of, database, kept: parts.blobs, lines: log })
    this.files.sweep()
    membership.onChange(() => this.view.peopleChanged())
    this.signals = new Signals(parts)
    const assertMayWrite = () => this.assertMayWrite()
    this.writing = new Writing({
      ...this,
      ...{ clock, assertMayWrite },
      role: () => this.member().role,
      introduce: () => this.#beforeWriting(),
    })
    this.restating = new Restating({ ...this, database, clock, device: device.id })
    this.decisions = new Decisions({ ...parts, ...this, device, assertMayWrite, history: () => this.history() })
    this.pairings = new Pairings({ ...parts, ...this, device, assertMayWrite })
    this.keeping = new CommunityKeeping({
      ...{ ...parts, ...this, source: () => this.parcels, device },
      called: (under, shelf, letter) => this.privates.called(under, shelf, letter),
    })
    const mail: Mail = {
      letters: (of) => this.privates.letters(of),
      takeLetter: (letter) => this.privates.takeLetter(letter),
    }
    this.carried = carriedOf({
      ...this,
      device,
      now: () => clock.now(),
      reached: (member, heads) => this.view.reached(member, heads),
      admit: (request, meeting) => this.#admit(request, meeting),
      // Any member may admit on any member's invite, and invites of others are not known here.
      hasOpenInvite: () => this.standing() === 'active',
      history: () => this.history(),
      mail,
    })
    this.parcels = {
      ...{ community: id, membership, documents: this.documents, ring: this.ring, deviceKeys: device },
      // Whoever has no part in it any more is handed no keys.
      lacking: () => (isOver(this.standing()) ? [] : this.carried.log.keys.lacking()),
      mail,
    }
    this.waiting = new WaitingParcels(database, log)
    this.#unfollow = this.waiting.follow(this.parcels, [
      (told) => membership.onChange(told),
      (told) => this.ring.onChange(told),
    ])
    this.privates = parts.privates(this)
    this.#lost = new LostMessages(database, () => [this, ...this.privates.all()])
  }

  get device(): DeviceId {
    return this.#parts.device.id
  }

  /** For signing invites, certificates and decisions. */
  get deviceKeys(): Device {
    return this.#parts.device
  }

  get database(): Database {
    return this.#parts.database
  }

  /** This person as a member. */
  member(): Member {
    if (this.archiveOf !== undefined) return readerOf(this.me)
    const member = this.membership.state.members.get(this.me)
    if (!member) throw communityErrors('unknown')
    return member
  }

  /** How this device stands here now. */
  standing(): Standing {
    return this.archiveOf === undefined ? standingOf(this.membership.state, this.device) : 'archive'
  }

  /** Asked before anything is written. @throws community/left, community/removed, community/pending, community/device-…, community/archive */
  assertMayWrite(): void {
    assertActive(this.standing())
    // A feed that may live on in a copy of this machine is not gone on with, so that two copies never fork it.
    if (this.#sleep.slept()) this.documents.endFeeds()
  }

  /** Keys that others have to hand over before everything that is here can be read. */
  missingKeys(): number {
    return this.documents.isWaiting ? this.carried.log.keys.lacking().length : 0
  }

  /** What newcomers may read. */
  history(): HistorySetting {
    return this.view.queries.history()
  }

  /** @throws community/owners-only, community/left … */
  setHistory(history: HistorySetting): void {
    this.assertMayWrite()
    if (this.member().role !== 'owner') throw communityErrors('owners-only')
    if (history === this.history()) return
    // What was written until now is not for those who come from now on.
    if (history === 'from-joining') this.decisions.rotate()
    this.writing.history(history)
    this.restating.restate()
  }

  /** Own messages that others do not see any more and that were not settled, the oldest first. */
  lost(most: number): readonly Lost[] {
    return this.#lost.all(most)
  }

  /** Writes such messages again, or lets go of them. */
  settleLost(ids: readonly EntryId[], again: boolean): void {
    this.assertMayWrite()
    this.#lost.settle(ids, again)
    this.view.peopleChanged()
  }

  /** What holds a room: a private space, or for rooms of all the community itself. */
  place(space: SpaceId): Place {
    return this.privates.at(space) ?? this
  }

  /** Rooms of all members, in the order they were laid out. */
  rooms(): SpaceRecord[] {
    return this.view.queries.spaces().filter(({ name }) => name !== '')
  }

  /** Told whenever anything of it may have changed. */
  onChange(told: () => void): () => void {
    const ends = [this.view.onChange(told), this.ring.onChange(told), this.documents.onChange(told)]
    return () => ends.forEach((end) => end())
  }

  /** Saves and lets go of everything but the database, which the profile closes. */
  close(): void {
    this.pairings.close()
    this.#unfollow()
    this.signals.close()
    this.files.close()
    try {
      this.documents.close()
      this.view.close()
    } finally {
      this.#parts.database.close()
    }
  }

  #admit(request: Uint8Array, meeting: Meeting): void {
    this.assertMayWrite()
    const { device, clock } = this.#parts
    const kind = requestKind(request)
    if (kind === 2) this.pairings.answer(request, meeting)
    else if (kind === 3) assertReturning(this.membership, request, meeting)
    else {
      const history = this.history()
      const context = { log: this.membership, ring: this.ring, device, now: clock.now(), history }
      admit({ ...context, prepare: () => this.#beforeNewcomers() }, request, meeting)
      this.restating.restate()
    }
  }

  /** What was said until now is to be under keys a newcomer is not handed. Members cannot change the keys: by them one reads a little more. */
  #beforeNewcomers(): void {
    if (this.history() === 'from-joining' && this.member().role !== 'member') this.decisions.rotate()
  }

  /** Whoever changed the keys and handed them to nobody keeps nobody from writing who may change them again. */
  #beforeWriting(): void {
    if (this.ring.heads().length === 0 && this.member().role !== 'member') this.decisions.rotate()
    this.restating.introduce()
  }

  #memberOf(device: DeviceId): Member | undefined {
    const { devices, members } = this.membership.state
    const member = devices.get(device)?.member
    return member && members.get(member)
  }
}
