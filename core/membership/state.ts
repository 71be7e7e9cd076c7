/**
 * What the log adds up to: a pure fold over valid actions, in any order that keeps parents before children.
 * It knows no secrets, no clock and no "me". The same set of actions gives the same state on every peer.
 */
import {
  type ActionId,
  base64url,
  type CommunityId,
  compareBytes,
  type DeviceId,
  type EpochId,
  type MemberId,
  sameBytes,
} from '../shared/index.ts'
import { deviceId, deviceKey, memberIdOf } from '../identity/index.ts'
import type { Action } from './action.ts'
import type { AdmitPayload, CreatePayload } from './payload.ts'
import { parseCertificate } from './invite.ts'

export type MemberRole = 'owner' | 'moderator' | 'member'

export interface Member {
  readonly id: MemberId
  readonly role: MemberRole
  readonly state: 'active' | 'left'
  /** As claimed by who admitted, ms. */
  readonly since: number
  readonly devices: readonly DeviceId[]
  /** Actions that made this member one. */
  readonly grants: readonly ActionId[]
  readonly leaves: readonly ActionId[]
}

export interface KnownDevice {
  readonly id: DeviceId
  readonly member: MemberId
  /** X25519 key secrets are sealed to. */
  readonly box: Uint8Array
  /** Actions that certified it. */
  readonly grants: readonly ActionId[]
}

export interface MembershipState {
  readonly community: CommunityId | undefined
  readonly founder: DeviceId | undefined
  readonly members: ReadonlyMap<MemberId, Member>
  readonly devices: ReadonlyMap<DeviceId, KnownDevice>
  /** Actions that admitted by each invite key (base64url), sorted. */
  readonly inviteUses: ReadonlyMap<string, readonly ActionId[]>
  /**
   * For each epoch, its key as sealed for each device. Who seals can seal rubbish, and several may have sealed for one device, so all
   * are kept, sorted; only actions the device itself agreed to count.
   */
  readonly epochs: ReadonlyMap<EpochId, ReadonlyMap<DeviceId, readonly Uint8Array[]>>
}

/** The state before any action. */
export function emptyState(): MutableState {
  return {
    community: undefined,
    founder: undefined,
    members: new Map(),
    devices: new Map(),
    inviteUses: new Map(),
    epochs: new Map(),
  }
}

export interface MutableState extends MembershipState {
  community: CommunityId | undefined
  founder: DeviceId | undefined
  readonly members: Map<MemberId, Member>
  readonly devices: Map<DeviceId, KnownDevice>
  readonly inviteUses: Map<string, ActionId[]>
  readonly epochs: Map<EpochId, Map<DeviceId, readonly Uint8Array[]>>
}

/** Adds one valid action to the state. */
export function applyAction(state: MutableState, action: Action): void {
  const { payload } = action
  switch (payload.type) {
    case 'create':
      return applyCreate(state, action, payload)
    case 'admit':
      return applyAdmit(state, action, payload)
    case 'leave':
      return applyLeave(state, action)
  }
}

function applyCreate(state: MutableState, action: Action, payload: CreatePayload): void {
  state.community = action.id as string as CommunityId
  state.founder = action.device
  grant(state, action, { key: action.device, box: payload.box, member: memberOf(action.device), role: 'owner' })
  const epoch = base64url(payload.epoch) as EpochId
  state.epochs.set(epoch, new Map())
  for (const [box, sealed] of payload.sealed)
    if (sameBytes(box, payload.box)) addSealed(state, epoch, action.device, sealed)
}

function applyAdmit(state: MutableState, action: Action, payload: AdmitPayload): void {
  const certificate = parseCertificate(payload.certificate)
  const inviteKey = base64url(certificate.inviteKey)
  state.inviteUses.set(inviteKey, [...(state.inviteUses.get(inviteKey) ?? []), action.id].sort())
  const key = deviceId(payload.device)
  grant(state, action, { key, box: payload.box, member: memberOf(key), role: certificate.role })
  for (const [epoch, sealed] of payload.epochs) addSealed(state, base64url(epoch) as EpochId, key, sealed)
}

function applyLeave(state: MutableState, action: Action): void {
  const id = state.devices.get(action.device)?.member
  const member = id && state.members.get(id)
  if (member) state.members.set(member.id, { ...member, state: 'left', leaves: [...member.leaves, action.id].sort() })
}

interface Grant {
  readonly key: DeviceId
  readonly box: Uint8Array
  readonly member: MemberId
  readonly role: MemberRole
}

/** Two admitters may admit one device at the same time: the grants add up, and the lesser role and later claim count. */
function grant(state: MutableState, action: Action, { key, box, member, role }: Grant): void {
  const device = state.devices.get(key)
  const known = state.members.get(member)
  state.devices.set(key, {
    id: key,
    member,
    box: lesserBytes(device?.box, box),
    grants: [...(device?.grants ?? []), action.id].sort(),
  })
  state.members.set(member, {
    id: member,
    role: known ? lesserRole(known.role, role) : role,
    state: known?.state ?? 'active',
    since: Math.max(known?.since ?? 0, action.at),
    devices: known ? [...new Set([...known.devices, key])].sort() : [key],
    grants: [...(known?.grants ?? []), action.id].sort(),
    leaves: known?.leaves ?? [],
  })
}

const RANK: Readonly<Record<MemberRole, number>> = { member: 0, moderator: 1, owner: 2 }

/** Whether role `a` stands strictly above `b`. */
export function outranks(a: MemberRole, b: MemberRole): boolean {
  return RANK[a] > RANK[b]
}

/** The role an action gives to whom it makes a member; nothing for other actions. */
export function roleGranted({ payload }: Action): MemberRole | undefined {
  if (payload.type === 'create') return 'owner'
  return payload.type === 'admit' ? parseCertificate(payload.certificate).role : undefined
}

export function lesserRole(a: MemberRole, b: MemberRole): MemberRole {
  return RANK[a] <= RANK[b] ? a : b
}

function lesserBytes(a: Uint8Array | undefined, b: Uint8Array): Uint8Array {
  return a && base64url(a) <= base64url(b) ? a : b
}

function addSealed(state: MutableState, epoch: EpochId, device: DeviceId, sealed: Uint8Array): void {
  const all = state.epochs.get(epoch)
  all?.set(device, [...(all.get(device) ?? []), sealed].sort(compareBytes))
}

function memberOf(key: DeviceId): MemberId {
  return memberIdOf(deviceKey(key))
}
