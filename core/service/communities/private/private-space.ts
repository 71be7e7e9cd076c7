/** One private space on this device: a room with a log, keys and a database of its own, among members of a community. */
import {
  base64url,
  type Clock,
  type CommunityId,
  type DeviceId,
  fromBase64url,
  type Log,
  type MemberId,
  type Random,
  type SpaceId,
} from '../../../shared/index.ts'
import type { SpaceView } from '../../../contract/index.ts'
import {
  directEntry,
  documentIdOf,
  Documents,
  type Keys,
  foundingDocument,
  ownEntry,
  roomEntry,
  type RoomText,
} from '../../../documents/index.ts'
import { deviceKey, digest } from '../../../identity/index.ts'
import { EpochKeys, inviteErrors, KeyRing, type Member, type MembershipLog, rotate } from '../../../membership/index.ts'
import { type ParcelSource, WaitingParcels } from '../../../parcels/index.ts'
import type { Database, KeptFiles } from '../../../storage/index.ts'
import { View } from '../../../view/index.ts'
import { privateErrors } from '../../errors.ts'
import { Acquaintances } from '../acquaintances.ts'
import { type Carried, carriedOf, type ExchangeStanding, noMail } from '../carried.ts'
import { isRotationWanted } from '../epochs.ts'
import { PlaceFiles } from '../files/place-files.ts'
import { sayRoomsAgain } from '../restating.ts'
import { PrivateKeeping } from '../keepers/private-keeping.ts'
import { Signals } from '../signals.ts'
import { SleepWatch } from '../sleep.ts'
import { Writing } from '../writing.ts'
import { writeLetter } from './letter.ts'
import type { PrivateParent } from './parent.ts'

export interface PrivateSpaceParts {
  /** The id of its log; in an archive, what this profile calls it. */
  readonly id: CommunityId
  readonly parent: PrivateParent
  readonly database: Database
  /** Where its attached files lie, encrypted. */
  readonly blobs: KeptFiles
  /** Begun: it holds the first action at least. */
  readonly membership: MembershipLog
  /** The sealed first action of its log. */
  readonly genesis: Uint8Array
  /** In an archive: the id of its log, and what its blocks are proven by. */
  readonly archive?: { readonly of: CommunityId; readonly keys: Keys } | undefined
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
}

type PrivateCarried = Carried & { readonly parent: CommunityId }

export class PrivateSpace {
  readonly id: CommunityId
  /** The one room it has: who began it opens it, and its id follows from the log, so that there cannot be another. */
  readonly space: SpaceId
  readonly membership: MembershipLog
  readonly ring: KeyRing
  readonly documents: Documents
  readonly view: View
  readonly writing: Writing
  /** Who is there and who writes, of those who are met. */
  readonly signals: Signals
  readonly acquaintances: Acquaintances
  /** Keepers of its community that carry it, since its people said so. */
  readonly keeping: PrivateKeeping
  readonly carried: PrivateCarried
  /** What files and keepers carry, and where parcels wait whose key is lacking. */
  readonly parcels: ParcelSource
  readonly waiting: WaitingParcels
  readonly everybodyPins = true
  /** Files attached to messages. */
  readonly files: PlaceFiles
  readonly #parts: PrivateSpaceParts
  readonly #sleep: SleepWatch
  readonly #unfollow: (() => void)[]
  /** Devices that take part, by whether what they wrote is shown: not before the community's log knows whose they are, and lets them in. */
  #shown: ReadonlyMap<DeviceId, boolean> = new Map()
  #onTold: () => void = () => undefined

  constructor(parts: PrivateSpaceParts) {
    const { id, parent, database, membership, clock, log, archive } = parts
    const of = archive?.of ?? id
    const device = parent.deviceKeys
    this.id = id
    this.space = roomOf(of, membership.state.founder)
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
    this.view = new View({
      database,
      community: of,
      me: parent.me,
      isPrivate: true,
      log,
      memberOf: (of) => this.authorOf(of),
      mySince: () => (archive ? Number.MAX_SAFE_INTEGER : (this.self()?.since ?? 0)),
      now: () => clock.now(),
    })
    this.documents = new Documents({
      ...parts,
      ...{ community: of, device, ring: archive?.keys ?? this.ring, view: this.view },
    })
    this.view.prepare(() => this.documents.effects())
    this.files = new PlaceFiles({ ...this, log: of, database, kept: parts.blobs, lines: log })
    this.files.sweep()
    this.signals = new Signals(parts)
    const assertMayWrite = () => this.assertMayWrite()
    const role = () => this.self()?.role ?? 'member'
    this.writing = new Writing({
      ...this,
      clock,
      assertMayWrite,
      role,
      me: parent.me,
      introduce: () => this.#changeKeys(),
    })
    this.keeping = new PrivateKeeping({
      ...this,
      ...{ database, device, random: parts.random, log, parent: parent.keeping },
      source: () => this.parcels,
      mayManage: () => this.mayManage(),
      letterTo: (to) => this.#letterTo(to),
    })
    this.carried = this.#carry()
    this.parcels = {
      ...{ community: id, membership, documents: this.documents, ring: this.ring, deviceKeys: device },
      // Whoever has no part in it any more is handed no keys.
      lacking: () => (this.isActive() ? this.carried.log.keys.lacking() : []),
    }
    this.waiting = new WaitingParcels(database, log)
    this.#look()
    this.#unfollow = [
      parent.membership.onChange(() => this.#look()),
      this.waiting.follow(this.parcels, [(told) => membership.onChange(told), (told) => this.ring.onChange(told)]),
      membership.onChange(() => this.#look()),
    ]
  }

  /** The member of the community a device belongs to, if this space's log certifies it. */
  authorOf(device: DeviceId): Member | undefined {
    const { devices, members } = this.#parts.parent.membership.state
    const member = this.membership.state.devices.has(device) ? devices.get(device)?.member : undefined
    return member && members.get(member)
  }

  /** Who a device is in this space's own log. */
  memberOf(device: DeviceId): Member | undefined {
    const { devices, members } = this.membership.state
    const member = devices.get(device)?.member
    return member && members.get(member)
  }

  /** Who this device is in this space's own log. */
  self(): Member | undefined {
    return this.memberOf(this.#parts.parent.device)
  }

  /** Whether this device takes part now. */
  isActive(): boolean {
    return this.membership.isActive(this.#parts.parent.device)
  }

  /** Whether there is anything to show: the log names this device, or it is read from an archive, and what the space is has come. */
  isKnown(): boolean {
    const isMine = this.#parts.archive !== undefined || this.membership.state.devices.has(this.#parts.parent.device)
    return isMine && this.view.queries.space(this.space) !== undefined
  }

  /** Members of the community who take part, sorted. */
  people(): readonly MemberId[] {
    const people = new Set<MemberId>()
    for (const { devices, state } of this.membership.state.members.values()) {
      if (state !== 'active') continue
      for (const member of devices.map((device) => this.authorOf(device)))
        if (member?.state === 'active' || member?.state === 'pending') people.add(member.id)
    }
    return [...people].sort()
  }

  /** When it was begun, as claimed, ms. */
  get founded(): number {
    const { founder } = this.membership.state
    return (founder && this.memberOf(founder)?.since) ?? 0
  }

  /** Whether I may add people, and remove those below me. */
  mayManage(): boolean {
    return this.isActive() && this.self()?.role !== 'member'
  }

  /** @throws private/not-in-it when it is not known */
  look(): SpaceView {
    const record = this.view.queries.space(this.space)
    if (!record) throw privateErrors('not-in-it')
    const { id, name, topic, unread, messages, archived } = record
    const kind = name === '' ? 'direct' : 'private'
    const [mayManage, draft] = [this.mayManage(), this.view.marks.drafted().length > 0]
    return {
      ...{ id, kind, name, topic, unread, messages, archived, draft, mayManage },
      ...{ people: [...this.people()], mayChange: kind === 'private' && mayManage },
    }
  }

  isDirect(): boolean {
    return this.view.queries.space(this.space)?.name === ''
  }

  /** Says what it is: once, by who began it. */
  openRoom(room: RoomText | 'direct' | 'own'): void {
    const random = base64url(roomRandom(this.id))
    const now = this.#parts.clock.now()
    this.documents.open(this.documents.founding('charter'), () =>
      room === 'own'
        ? ownEntry(now, random)
        : room === 'direct'
          ? directEntry(now, random)
          : roomEntry(now, room, random),
    )
  }

  /** What tells a device that takes part of this space. */
  #letterTo(device: DeviceId): Uint8Array | undefined {
    const box = this.membership.isActive(device) ? this.membership.state.devices.get(device)?.box : undefined
    return box && writeLetter(box, { secret: this.membership.secret, genesis: this.#parts.genesis })
  }

  /** Says it once more, for newcomers who cannot read what was said before they came. */
  sayAgain(): void {
    sayRoomsAgain(this.documents, this.#parts.clock.now(), ({ opened }) => opened === this.space)
  }

  /** Asked before anything is written. @throws community/…, private/not-in-it */
  assertMayWrite(): void {
    this.#parts.parent.assertMayWrite()
    if (!this.isActive()) throw privateErrors('not-in-it')
    if (this.#sleep.slept()) this.documents.endFeeds()
  }

  /** Nothing is said under keys that somebody holds who is gone, or that nobody was handed, by whoever may change them. */
  #changeKeys(): void {
    const { parent, random, clock } = this.#parts
    if (!this.mayManage() || !isRotationWanted(this)) return
    rotate({ log: this.membership, ring: this.ring, device: parent.deviceKeys, random, now: clock.now() })
  }

  /** Called when somebody is being told what of the log they lack. */
  onTold(told: () => void): void {
    this.#onTold = told
  }

  /** Saves and lets go of everything but the database. */
  close(): void {
    for (const end of this.#unfollow) end()
    this.signals.close()
    this.files.close()
    try {
      this.documents.close()
      this.view.close()
    } finally {
      this.#parts.database.close()
    }
  }

  /** What a device wrote is shown once the community says whose it is and that they are let in, also when that comes later or is taken back. */
  #look(): void {
    const before = this.#shown
    const isShown = (device: DeviceId): boolean => (this.authorOf(device)?.state ?? 'pending') !== 'pending'
    this.#shown = new Map(this.membership.state.devices.keys().map((device) => [device, isShown(device)]))
    const isOther = this.#shown.entries().some(([device, shown]) => (before.get(device) ?? shown) !== shown)
    if (isOther) this.view.rebuild(() => this.documents.effects())
  }

  /** Only who takes part here and in the community is spoken to. */
  #standing(device: DeviceId): ExchangeStanding | undefined {
    const member = this.authorOf(device)
    if (!member) return undefined
    const isThere = member.state === 'active' && this.#parts.parent.membership.isActive(device)
    const may = isThere && this.membership.isActive(device) ? 'exchange' : 'nothing'
    return { member: member.id, may, left: this.memberOf(device)?.state === 'left' }
  }

  #carry(): PrivateCarried {
    const { parent, clock } = this.#parts
    const carried = carriedOf({
      ...this,
      community: this.id,
      device: parent.deviceKeys,
      now: () => clock.now(),
      reached: (member, heads) => this.view.reached(member, heads),
      admit: () => {
        throw inviteErrors('not-accepted')
      },
      hasOpenInvite: () => false,
      history: () => parent.history(),
      mail: noMail,
    })
    return {
      ...carried,
      parent: parent.community,
      log: {
        ...carried.log,
        missingFor: (...sample: Parameters<typeof carried.log.missingFor>) => {
          this.#onTold()
          return carried.log.missingFor(...sample)
        },
        standing: (device: DeviceId) => this.#standing(device),
      },
    }
  }
}

/** What names the room of a private space. */
function roomOf(id: CommunityId, founder: DeviceId | undefined): SpaceId {
  if (!founder) throw privateErrors('not-a-letter')
  const opener = { document: foundingDocument(id, 'charter'), device: deviceKey(founder) }
  return documentIdOf(id, { kind: 'room-root', opener, random: roomRandom(id) })
}

function roomRandom(id: CommunityId): Uint8Array {
  return digest('folkmoot/private-room/1', fromBase64url(id) ?? new Uint8Array(0)).subarray(0, 16)
}
