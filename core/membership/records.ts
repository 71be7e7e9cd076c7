/** The accepted actions of a log, found by whom they are about. Nothing is judged here, and nothing is ever taken out. */
import { type ActionId, base64url, type DeviceId, type EpochId, type FeedId, type MemberId } from '../shared/index.ts'
import { deviceId, deviceKey, memberIdOf } from '../identity/index.ts'
import type { Action } from './action.ts'
import { type Certificate, parseCertificate } from './invite.ts'
import { readProof } from './item-proof.ts'
import {
  cutOf,
  type MemberRole,
  type OverturnPayload,
  type Payload,
  type RemoveDevicePayload,
  type RemovePayload,
  type RevokeInvitePayload,
  rotationOf,
  type SetRolePayload,
} from './payload.ts'
import { compareText, FOUNDING, type Rank } from './rank.ts'
import { SealedKeys } from './sealed-keys.ts'

/** Tells whether an action is in the set that is looked at. */
export type Seen = (id: ActionId) => boolean

/** Keys of what is void: an action's id, or what `roleKey` names. */
export type Voids = ReadonlySet<string>

/** An accepted action with what was settled about it when it was, from what it had seen alone. */
export interface Settled {
  readonly action: Action
  /** Its place in the order of arrival: parents before children. */
  readonly index: number
  /** Actions on the longest path to the first. */
  readonly depth: number
  /** Its author's member and rank there. */
  readonly member: MemberId
  readonly rank: Rank
  /** Keys of the grants that gave the author that rank (or made them a member); one that holds will do. Empty: none needed. */
  readonly supports: readonly string[]
  /** Whether a recovery key wrote it. */
  readonly byRecovery: boolean
  /** Of a device's addition: how many devices stand between it and the member's first. */
  readonly generation: number
  /** The latest moment its device has claimed, ms. */
  readonly clock: number
  /** What its device has written in the log so far, bytes. */
  readonly bytes: number
  /** Of an admission: whether a moderator must confirm it. */
  readonly approval: boolean
  /** Of an admission: whose invite it was, and their rank there. */
  readonly inviter: Inviter | undefined
}

export interface Inviter {
  readonly member: MemberId
  readonly rank: Rank
  /** What gave them that rank, and what made them a member. */
  readonly supports: readonly string[]
  readonly membership: readonly string[]
}

/** One reason for which a member has a role. */
export interface Grant {
  /** The action's id; with `role:` before it where an invite's certificate gives the role. */
  readonly key: string
  readonly action: ActionId
  readonly role: MemberRole
  /** Of who gives it. */
  readonly rank: Rank
  readonly depth: number
}

export interface MemberRecord {
  readonly id: MemberId
  readonly devices: Set<DeviceId>
  /** Create, admit, add: what made them one. */
  readonly admissions: Settled[]
  readonly confirms: Settled[]
  readonly roles: Grant[]
  readonly roleChanges: Settled[]
  readonly removals: Settled[]
  readonly leaves: Settled[]
  /** Removals of devices by one of theirs. */
  readonly deviceRemovals: Settled[]
  /** What they wrote themselves. */
  readonly authored: Settled[]
}

export interface DeviceGrant {
  readonly by: Settled
  readonly member: MemberId
  readonly box: Uint8Array
  readonly recovery: boolean
  /** 0 for a first device, then one more than of the device that added it. */
  readonly generation: number
}

export interface DeviceRecord {
  readonly id: DeviceId
  /** By the member's id, then by the action's. */
  readonly grants: DeviceGrant[]
  readonly removals: Settled[]
  readonly evidence: Settled[]
}

export interface InviteUse {
  readonly by: Settled
  readonly certificate: Certificate
}

export class Records {
  readonly members = new Map<MemberId, MemberRecord>()
  readonly devices = new Map<DeviceId, DeviceRecord>()
  readonly settled = new Map<ActionId, Settled>()
  readonly overturns = new Map<ActionId, Settled[]>()
  readonly signatures = new Map<ActionId, Settled[]>()
  /** By invite key, base64url. */
  readonly uses = new Map<string, InviteUse[]>()
  readonly revocations = new Map<string, Settled[]>()
  /** Admissions by the member whose invite it was. */
  readonly invited = new Map<MemberId, InviteUse[]>()
  readonly epochs = new Map<EpochId, { by: Settled; parents: readonly EpochId[] }[]>()
  readonly sealed = new SealedKeys()
  readonly unknown: Settled[] = []
  readonly #cuts = new WeakMap<Action, ReadonlyMap<FeedId, number>>()
  readonly #order: Settled[] = []

  get size(): number {
    return this.#order.length
  }

  /** In the order of arrival. */
  all(): readonly Settled[] {
    return this.#order
  }

  member(id: MemberId): MemberRecord {
    const known = this.members.get(id)
    if (known) return known
    const made: MemberRecord = {
      id,
      devices: new Set(),
      admissions: [],
      confirms: [],
      roles: [],
      roleChanges: [],
      removals: [],
      leaves: [],
      deviceRemovals: [],
      authored: [],
    }
    this.members.set(id, made)
    return made
  }

  /** The last item of each feed an action lets count. */
  cut(action: Action): ReadonlyMap<FeedId, number> {
    const known = this.#cuts.get(action)
    if (known) return known
    const feeds = new Map<FeedId, number>()
    for (const proof of cutOf(action.payload) ?? []) {
      const item = action.community && readProof(action.community, proof)
      if (item) feeds.set(item.feed, Math.max(feeds.get(item.feed) ?? 0, item.seq))
    }
    this.#cuts.set(action, feeds)
    return feeds
  }

  targetOf({ action }: OverturnPayload): ActionId {
    return base64url(action) as ActionId
  }

  targetMember({ member }: RemovePayload | SetRolePayload): MemberId {
    return idOf(member)
  }

  targetDevice({ device }: RemoveDevicePayload): DeviceId {
    return deviceId(device)
  }

  inviteName({ invite }: RevokeInvitePayload): string {
    return base64url(invite)
  }

  /** The key of the invite somebody was admitted by. */
  inviteOf({ payload }: Action): string | undefined {
    return payload.type === 'admit' ? base64url(parseCertificate(payload.certificate).inviteKey) : undefined
  }

  add(settled: Settled): void {
    const { action } = settled
    this.settled.set(action.id, settled)
    this.#order.push(settled)
    this.member(settled.member).authored.push(settled)
    this.#file(settled, action.payload)
    this.sealed.add(action.payload)
    const rotation = rotationOf(action.payload)
    if (rotation) this.#epoch(settled, rotation.epoch, rotation.parents)
  }

  #file(settled: Settled, payload: Payload): void {
    switch (payload.type) {
      case 'create':
        this.#admit(settled, settled.action.device, payload.box)
        this.member(settled.member).roles.push(grantOf(settled, settled.action.id, 'owner'))
        return this.#epoch(settled, payload.epoch, [])
      case 'admit':
        return this.#admitted(settled, payload)
      case 'add':
        return this.#added(settled, payload)
      case 'add-device':
        return this.#device(settled, settled.member, payload.device, payload.box, payload.recovery)
      case 'remove-device':
        this.member(settled.member).deviceRemovals.push(settled)
        return void this.device(deviceId(payload.device)).removals.push(settled)
      case 'confirm':
        if (payload.what === 'member') this.member(idOf(payload.id)).confirms.push(settled)
        else put(this.signatures, base64url(payload.id) as ActionId, settled)
        return
      case 'set-role': {
        const record = this.member(idOf(payload.member))
        record.roles.push(grantOf(settled, settled.action.id, payload.role))
        return void record.roleChanges.push(settled)
      }
      case 'remove':
        return void this.member(idOf(payload.member)).removals.push(settled)
      case 'leave':
        return void this.member(settled.member).leaves.push(settled)
      case 'overturn':
        return put(this.overturns, base64url(payload.action) as ActionId, settled)
      case 'revoke-invite':
        return put(this.revocations, base64url(payload.invite), settled)
      case 'fork-evidence': {
        const item = settled.action.community && readProof(settled.action.community, payload.first)
        if (item) this.device(item.device).evidence.push(settled)
        return
      }
      case 'unknown':
        return void this.unknown.push(settled)
      case 'rotate':
    }
  }

  #admitted(settled: Settled, payload: Extract<Payload, { type: 'admit' }>): void {
    const certificate = parseCertificate(payload.certificate)
    const device = deviceId(payload.device)
    const use = { by: settled, certificate }
    this.#admit(settled, device, payload.box)
    put(this.uses, base64url(certificate.inviteKey), use)
    const { inviter, depth, action } = settled
    if (!inviter) return
    put(this.invited, inviter.member, use)
    // What an invite's certificate gives is given by the inviter, not by whoever happens to admit.
    const { role } = certificate
    const { rank } = inviter
    if (role !== 'member')
      this.member(memberIdOf(payload.device)).roles.push({
        key: roleKey(action.id),
        action: action.id,
        role,
        rank,
        depth,
      })
  }

  #added(settled: Settled, { devices, role, own }: Extract<Payload, { type: 'add' }>): void {
    const [first] = devices
    if (!first) return
    const member = own ? settled.member : memberIdOf(first[0])
    for (const [signing, box] of devices) this.#device(settled, member, signing, box, false)
    if (own) return
    const record = this.member(member)
    record.admissions.push(settled)
    if (role !== 'member') record.roles.push(grantOf(settled, settled.action.id, role))
  }

  #admit(settled: Settled, device: DeviceId, box: Uint8Array): void {
    const member = memberIdOf(deviceKey(device))
    this.#device(settled, member, deviceKey(device), box, false)
    this.member(member).admissions.push(settled)
  }

  device(id: DeviceId): DeviceRecord {
    const known = this.devices.get(id)
    if (known) return known
    const made: DeviceRecord = { id, grants: [], removals: [], evidence: [] }
    this.devices.set(id, made)
    return made
  }

  #device(by: Settled, member: MemberId, key: Uint8Array, box: Uint8Array, recovery: boolean): void {
    const id = deviceId(key)
    const { grants } = this.device(id)
    grants.push({ by, member, box, recovery, generation: by.generation })
    grants.sort((a, b) => compareText(a.member, b.member) || compareText(a.by.action.id, b.by.action.id))
    this.member(member).devices.add(id)
  }

  #epoch(by: Settled, epoch: Uint8Array, parents: readonly Uint8Array[]): void {
    put(this.epochs, base64url(epoch) as EpochId, { by, parents: parents.map((id) => base64url(id) as EpochId) })
  }
}

/** Names what an admission's invite gives besides membership. */
export function roleKey(admission: ActionId): string {
  return ROLE + admission
}

/** The action a key is of. */
export function actionOf(key: string): ActionId {
  return (key.startsWith(ROLE) ? key.slice(ROLE.length) : key) as ActionId
}
const ROLE = 'role:'

function grantOf({ action, rank, depth }: Settled, key: string, role: MemberRole): Grant {
  return { key, action: action.id, role, rank: action.payload.type === 'create' ? FOUNDING : rank, depth }
}

function idOf(bytes: Uint8Array): MemberId {
  return base64url(bytes) as MemberId
}

function put<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const all = map.get(key)
  if (all) all.push(value)
  else map.set(key, [value])
}
