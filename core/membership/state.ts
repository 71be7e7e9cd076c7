/**
 * What the log adds up to: a pure fold over valid actions, in any order that keeps parents before children.
 * It knows no secrets, no clock and no "me". The same set of actions gives the same state on every peer.
 */
import { type ActionId, base64url, type CommunityId, type DeviceId, type EpochId, type MemberId } from '../shared/index.ts'
import { deviceId, deviceKey, memberIdOf } from '../identity/index.ts'
import type { Action } from './action.ts'
import type { AdmitPayload, CreatePayload } from './payload.ts'
import { readCertificate } from './invite.ts'

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
  /** Actions that admitted by each invite key (base64url). */
  readonly inviteUses: ReadonlyMap<string, readonly ActionId[]>
  /** For each epoch, its key sealed for each box key (base64url). */
  readonly epochs: ReadonlyMap<EpochId, ReadonlyMap<string, Uint8Array>>
}

/** The state before any action. */
export function emptyState(): MutableState {
  return { community: undefined, founder: undefined, members: new Map(), devices: new Map(), inviteUses: new Map(), epochs: new Map() }
}

export interface MutableState extends MembershipState {
  community: CommunityId | undefined
  founder: DeviceId | undefined
  readonly members: Map<MemberId, Member>
  readonly devices: Map<DeviceId, KnownDevice>
  readonly inviteUses: Map<string, ActionId[]>
  readonly epochs: Map<EpochId, Map<string, Uint8Array>>
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
  for (const [box, sealed] of payload.sealed) addSealed(state, base64url(payload.epoch) as EpochId, box, sealed)
}

function applyAdmit(state: MutableState, action: Action, payload: AdmitPayload): void {
  const certificate = readCertificate(payload.certificate)
  const inviteKey = base64url(certificate.inviteKey)
  state.inviteUses.set(inviteKey, [...(state.inviteUses.get(inviteKey) ?? []), action.id])
  const key = deviceId(payload.device)
  grant(state, action, { key, box: payload.box, member: memberOf(key), role: certificate.role })
  for (const [epoch, sealed] of payload.epochs) addSealed(state, base64url(epoch) as EpochId, payload.box, sealed)
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
  state.devices.set(key, { id: key, member, box: lesserBytes(device?.box, box), grants: [...(device?.grants ?? []), action.id].sort() })
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

function lesserRole(a: MemberRole, b: MemberRole): MemberRole {
  return RANK[a] <= RANK[b] ? a : b
}

function lesserBytes(a: Uint8Array | undefined, b: Uint8Array): Uint8Array {
  return a && base64url(a) <= base64url(b) ? a : b
}

function addSealed(state: MutableState, epoch: EpochId, box: Uint8Array, sealed: Uint8Array): void {
  const all = state.epochs.get(epoch) ?? new Map<string, Uint8Array>()
  const name = base64url(box)
  all.set(name, lesserBytes(all.get(name), sealed))
  state.epochs.set(epoch, all)
}

function memberOf(key: DeviceId): MemberId {
  return memberIdOf(deviceKey(key))
}
