/** Decisions about membership as this device makes them. What may not be decided is refused by the rules, and nothing is kept. */
import {
  type ActionId,
  type DeviceId,
  type EpochId,
  fromBase64url,
  LIMITS,
  type MemberId,
  type Random,
} from '../shared/index.ts'
import { CONTENT_KEY_BYTES } from '../identity/index.ts'
import { type Device, type PublicDevice, sealFor } from '../identity/index.ts'
import type { Action } from './action.ts'
import { epochIdOf } from './epoch.ts'
import type { KeyRing } from './key-ring.ts'
import type { MembershipLog } from './log.ts'
import type { MemberRole, Payload, Proof, Rotation, Sealed } from './payload.ts'

export interface DecisionContext {
  readonly log: MembershipLog
  readonly ring: KeyRing
  readonly device: Device
  readonly random: Random
  /** ms */
  readonly now: number
}

/** Bytes of an action that a cut may take where a new epoch stands beside it. */
const CUT_BESIDE_KEYS = 24 * 1024
/** Bytes of an action that are left for a cut alone, or for a cut and keys. */
const PAYLOAD_BYTES = LIMITS.actionBytes - 4 * 1024
/** What one sealed key takes: box key, sealed bytes, and their heads. */
const SEALED_BYTES = 118

/**
 * Removes a member: keys change, and what they wrote counts up to the cut. A cut too long for one action goes on in further ones.
 * @throws membership/refused, membership/full
 */
export function removeMember(context: DecisionContext, target: MemberId, cut: readonly Proof[]): Action {
  const { log, device, now } = context
  const member = bytesOf(target)
  const devices = devicesOf(context, target)
  const [first = [], ...rest] = portionsOf(cut, CUT_BESIDE_KEYS)
  const isAgain = log.state.members.get(target)?.state === 'removed'
  const payloads: Payload[] = [
    isAgain
      ? { type: 'remove', member, cut: first }
      : { type: 'remove', member, cut: first, rotation: newEpoch(context, devices, first) },
    ...rest.map((portion): Payload => ({ type: 'remove', member, cut: portion })),
  ]
  return firstOf(log.appendAll(device, now, payloads))
}

/** Takes another own device's rights, and changes the keys. A cut too long for one action goes on in further ones. */
export function removeDevice(context: DecisionContext, target: DeviceId, cut: readonly Proof[]): Action {
  const { log, device, now } = context
  const removed = bytesOf(target)
  const [first = [], ...rest] = portionsOf(cut, CUT_BESIDE_KEYS)
  const payloads: Payload[] = [
    { type: 'remove-device', device: removed, cut: first, rotation: newEpoch(context, [target], first) },
    ...rest.map((portion): Payload => ({ type: 'remove-device', device: removed, cut: portion })),
  ]
  return firstOf(log.appendAll(device, now, payloads))
}

/** @param cut when it is a step down: the last items in which the old role counts */
export function setRole(context: DecisionContext, target: MemberId, role: MemberRole, cut: readonly Proof[]): Action {
  const [first = []] = portionsOf(cut, PAYLOAD_BYTES)
  return decide(context, { type: 'set-role', member: bytesOf(target), role, cut: first })
}

export function confirmMember(context: DecisionContext, target: MemberId): Action {
  return decide(context, { type: 'confirm', what: 'member', id: bytesOf(target) })
}

/** The second signature under a removal. */
export function signRemoval(context: DecisionContext, removal: ActionId): Action {
  return decide(context, { type: 'confirm', what: 'removal', id: bytesOf(removal) })
}

export function overturn(context: DecisionContext, decision: ActionId): Action {
  return decide(context, { type: 'overturn', action: bytesOf(decision) })
}

/** @param key base64url of the invite's key */
export function revokeInvite(context: DecisionContext, key: string): Action {
  return decide(context, { type: 'revoke-invite', invite: bytesOf(key) })
}

/** Changes the keys, as after somebody left. */
export function rotate(context: DecisionContext): Action {
  return decide(context, { type: 'rotate', rotation: newEpoch(context, [], []) })
}

/** Leaves for good; own items count up to the cut. */
export function leave({ log, device, now }: DecisionContext, cut: readonly Proof[]): Action {
  const portions = portionsOf(cut, PAYLOAD_BYTES)
  const payloads = (portions.length > 0 ? portions : [[]]).map((portion): Payload => ({ type: 'leave', cut: portion }))
  return firstOf(log.appendAll(device, now, payloads))
}

/** Shows that a device signed two things for one place. */
export function showFork(context: DecisionContext, [first, second]: readonly [Proof, Proof]): Action {
  return decide(context, { type: 'fork-evidence', first, second })
}

/** Adds somebody with all their devices to a private space, and hands them all keys, or those of what comes from now on. */
export function addPerson(
  context: DecisionContext,
  devices: readonly PublicDevice[],
  { role, history }: { readonly role: MemberRole; readonly history: 'all' | 'from-joining' },
): Action {
  return decide(context, addition(context, devices, { role, own: false, history }))
}

/** Adds further own devices to a private space. */
export function addOwnDevices(context: DecisionContext, devices: readonly PublicDevice[]): Action {
  return decide(context, addition(context, devices, { role: 'member', own: true, history: 'all' }))
}

function addition(
  { ring }: DecisionContext,
  devices: readonly PublicDevice[],
  { role, own, history }: { role: MemberRole; own: boolean; history: 'all' | 'from-joining' },
): Payload {
  const heads = new Set(ring.heads())
  const held = history === 'all' ? ring.held() : ring.held().filter(({ id }) => heads.has(id))
  const few = devices.slice(0, LIMITS.memberDevices)
  const each = Math.floor(LIMITS.handedEpochs / Math.max(1, few.length))
  const epochs = few.flatMap(({ box }) =>
    ring
      .sealedFor(box, held)
      .slice(0, each)
      .map(([epoch, sealed]) => [epoch, box, sealed] as const),
  )
  return { type: 'add', devices: few.map(({ signing, box }) => [signing, box]), role, own, epochs }
}

/**
 * A new epoch after those in force, its key sealed to every device in use and every recovery key but those shut out: owners' and
 * moderators' first, as many as find room beside the cut.
 */
function newEpoch(context: DecisionContext, shutOut: readonly DeviceId[], cut: readonly Proof[]): Rotation {
  const { log, random } = context
  const key = random.bytes(CONTENT_KEY_BYTES)
  const parents = log.state.epochHeads.slice(0, LIMITS.epochParents)
  const room = Math.floor((PAYLOAD_BYTES - weightOf(cut)) / SEALED_BYTES)
  const boxes = entitledBoxes(context, new Set(shutOut)).slice(0, Math.min(LIMITS.sealedKeys, room))
  return {
    epoch: bytesOf(epochIdOf(key, parents)),
    parents: parents.map((id: EpochId) => bytesOf(id)),
    sealed: boxes.map((box): Sealed => [box, sealFor(box, key)]),
  }
}

function entitledBoxes({ log, device }: DecisionContext, shutOut: ReadonlySet<DeviceId>): Uint8Array[] {
  const { members, devices } = log.state
  const own = devices.get(device.id)?.member
  const weight = (id: MemberId): number => (id === own ? 3 : RANK[members.get(id)?.role ?? 'member'])
  return [...devices.values()]
    .filter(({ id, member, state }) => {
      return state === 'active' && members.get(member)?.state === 'active' && !shutOut.has(id)
    })
    .sort((a, b) => weight(b.member) - weight(a.member))
    .map(({ box }) => box)
}
const RANK: Readonly<Record<MemberRole, number>> = { member: 0, moderator: 1, owner: 2 }

function devicesOf({ log }: DecisionContext, target: MemberId): readonly DeviceId[] {
  return [...log.state.devices.values()].filter(({ member }) => member === target).map(({ id }) => id)
}

/** A cut in portions of so many bytes, each of so many feeds as one action names. */
function portionsOf(cut: readonly Proof[], most: number): Proof[][] {
  const portions: Proof[][] = []
  let left = 0
  for (const proof of cut) {
    const last = portions.at(-1)
    const weight = weightOf([proof])
    if (last && weight <= left && last.length < LIMITS.cutFeeds) last.push(proof)
    else portions.push([proof])
    left = (portions.at(-1) === last ? left : portions.length > 1 ? PAYLOAD_BYTES : most) - weight
  }
  return portions
}

function weightOf(cut: readonly Proof[]): number {
  return cut.reduce((sum, [header]) => sum + header.length + 72, 0)
}

function decide({ log, device, now }: DecisionContext, payload: Payload): Action {
  return log.append(device, now, payload)
}

function firstOf(actions: readonly Action[]): Action {
  const [first] = actions
  if (!first) throw new RangeError('no action')
  return first
}

function bytesOf(id: string): Uint8Array {
  return fromBase64url(id) ?? new Uint8Array(0)
}
