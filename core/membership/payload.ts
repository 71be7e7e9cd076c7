/** What each kind of membership action says. A payload has exactly its fields, or the action is malformed. */
import { type CborValue, LIMITS } from '../shared/index.ts'
import { membershipErrors } from './errors.ts'
import { type Fields, reader } from './payload-fields.ts'
import type { DeviceKeys, Proof, Sealed } from './payload-parts.ts'

export type { DeviceKeys, Proof, Sealed } from './payload-parts.ts'

export type GrantedRole = 'member' | 'moderator'
export type MemberRole = 'owner' | 'moderator' | 'member'

/** A new epoch: what is written from now on is encrypted under it. */
export interface Rotation {
  readonly epoch: Uint8Array
  /** Epochs it follows, in the order of their ids. */
  readonly parents: readonly Uint8Array[]
  /** Its key for box keys; who is not among them is sealed it by whoever holds it, on request. */
  readonly sealed: readonly Sealed[]
}

/** Founds the community: its secret, the founder's box key, and epoch 1 sealed to the founder. */
export interface CreatePayload {
  readonly type: 'create'
  /** 16 bytes from which the log key and the session tag are derived; invites carry it. */
  readonly secret: Uint8Array
  readonly box: Uint8Array
  readonly epoch: Uint8Array
  /** Epoch 1's key for each box key. */
  readonly sealed: readonly Sealed[]
  /** A private space: people are added to it, and nobody is admitted by invite. Absent in communities. */
  readonly private?: true
}

/** Makes the holder of a device key a member, on the strength of an invite. */
export interface AdmitPayload {
  readonly type: 'admit'
  readonly device: Uint8Array
  readonly box: Uint8Array
  /** The invite's certificate, as in the link. */
  readonly certificate: Uint8Array
  readonly nonce: Uint8Array
  readonly joiner: string
  readonly admitter: string
  readonly inviteSignature: Uint8Array
  readonly deviceSignature: Uint8Array
  /** The key of each epoch the newcomer may read, sealed to `box`: `[epoch id, sealed]`. */
  readonly epochs: readonly Sealed[]
}

/** In a private space: makes somebody with these devices a member, or adds them to the author's own. */
export interface AddPayload {
  readonly type: 'add'
  readonly devices: readonly DeviceKeys[]
  readonly role: MemberRole
  /** Whether the devices are the author's own. */
  readonly own: boolean
  /** `[epoch id, box key, sealed]` */
  readonly epochs: readonly (readonly [epoch: Uint8Array, box: Uint8Array, sealed: Uint8Array])[]
}

/** A device of the author's member joins it, having signed that it wishes to. */
export interface AddDevicePayload {
  readonly type: 'add-device'
  readonly device: Uint8Array
  readonly box: Uint8Array
  /** A recovery key: it outranks the member's devices and writes nothing but decisions about them. */
  readonly recovery: boolean
  /** By the new device, over `addDeviceMessage`. */
  readonly deviceSignature: Uint8Array
  /** `[epoch id, sealed]` */
  readonly epochs: readonly Sealed[]
}

/** A device of the author's member is not to be trusted any more. One more removal can lengthen the cut. */
export interface RemoveDevicePayload {
  readonly type: 'remove-device'
  readonly device: Uint8Array
  readonly cut: readonly Proof[]
  /** Absent only where the device was removed before. */
  readonly rotation?: Rotation
}

/** Somebody who waits becomes a member (`member`), or a removal that needs a second signer is signed (`removal`). */
export interface ConfirmPayload {
  readonly type: 'confirm'
  readonly what: 'member' | 'removal'
  /** 32 bytes: the member's or the action's id. */
  readonly id: Uint8Array
}

export interface SetRolePayload {
  readonly type: 'set-role'
  readonly member: Uint8Array
  readonly role: MemberRole
  /** When it is a step down: the last items in which the old role counts. Empty otherwise. */
  readonly cut: readonly Proof[]
}

/** A member may no longer take part. What they wrote counts up to the cut; one more removal can lengthen it. */
export interface RemovePayload {
  readonly type: 'remove'
  readonly member: Uint8Array
  readonly cut: readonly Proof[]
  /** Absent only where the member was removed before. */
  readonly rotation?: Rotation
}

/** The author's member leaves. Repeated by who left, it lengthens the cut. */
export interface LeavePayload {
  readonly type: 'leave'
  /** The last items of own feeds: they end there. */
  readonly cut: readonly Proof[]
}

/** An action ends as if it had never been made. */
export interface OverturnPayload {
  readonly type: 'overturn'
  readonly action: Uint8Array
}

export interface RevokeInvitePayload {
  readonly type: 'revoke-invite'
  readonly invite: Uint8Array
}

export interface RotatePayload {
  readonly type: 'rotate'
  readonly rotation: Rotation
}

/** One device signed two items for one place. */
export interface ForkEvidencePayload {
  readonly type: 'fork-evidence'
  readonly first: Proof
  readonly second: Proof
}

/** An action of a newer version: kept and passed on, without effect here. */
export interface UnknownPayload {
  readonly type: 'unknown'
  readonly name: string
  readonly value: CborValue
}

export type Payload =
  | CreatePayload
  | AdmitPayload
  | AddPayload
  | AddDevicePayload
  | RemoveDevicePayload
  | ConfirmPayload
  | SetRolePayload
  | RemovePayload
  | LeavePayload
  | OverturnPayload
  | RevokeInvitePayload
  | RotatePayload
  | ForkEvidencePayload
  | UnknownPayload

type PayloadOf<Type extends Payload['type']> = Extract<Payload, { type: Type }>

/** How the fields of each type are read. */
const READERS: { readonly [Type in Exclude<Payload['type'], 'unknown'>]: (field: Fields) => PayloadOf<Type> } = {
  create: (field) => ({
    type: 'create',
    secret: field.bytes('secret', 16),
    box: field.bytes('box', 32),
    epoch: field.bytes('epoch', 32),
    sealed: field.sealed('sealed', 32),
    ...(field.has('private') && { private: field.yes('private') }),
  }),
  admit: (field) => ({
    type: 'admit',
    device: field.bytes('device', 32),
    box: field.bytes('box', 32),
    certificate: field.bytes('certificate'),
    nonce: field.bytes('nonce', 32),
    joiner: field.text('joiner', 128),
    admitter: field.text('admitter', 128),
    inviteSignature: field.bytes('inviteSignature', 64),
    deviceSignature: field.bytes('deviceSignature', 64),
    epochs: field.sealed('epochs', LIMITS.handedEpochs),
  }),
  add: (field) => ({
    type: 'add',
    devices: field.lists('devices', LIMITS.memberDevices, [32, 32]) as readonly DeviceKeys[],
    role: field.oneOf('role', ROLES),
    own: field.flag('own'),
    epochs: field.lists('epochs', LIMITS.handedEpochs, [32, 32, 80]) as AddPayload['epochs'],
  }),
  'add-device': (field) => ({
    type: 'add-device',
    device: field.bytes('device', 32),
    box: field.bytes('box', 32),
    recovery: field.flag('recovery'),
    deviceSignature: field.bytes('deviceSignature', 64),
    epochs: field.sealed('epochs', LIMITS.handedEpochs),
  }),
  'remove-device': (field) => ({
    type: 'remove-device',
    device: field.bytes('device', 32),
    cut: field.proofs('cut'),
    ...(field.has('rotation') && { rotation: readRotation(field.inner('rotation')) }),
  }),
  confirm: (field) => ({
    type: 'confirm',
    what: field.oneOf('what', ['member', 'removal'] as const),
    id: field.bytes('id', 32),
  }),
  'set-role': (field) => ({
    type: 'set-role',
    member: field.bytes('member', 32),
    role: field.oneOf('role', ROLES),
    cut: field.proofs('cut'),
  }),
  remove: (field) => ({
    type: 'remove',
    member: field.bytes('member', 32),
    cut: field.proofs('cut'),
    ...(field.has('rotation') && { rotation: readRotation(field.inner('rotation')) }),
  }),
  leave: (field) => ({ type: 'leave', cut: field.proofs('cut') }),
  overturn: (field) => ({ type: 'overturn', action: field.bytes('action', 32) }),
  'revoke-invite': (field) => ({ type: 'revoke-invite', invite: field.bytes('invite', 32) }),
  rotate: (field) => ({ type: 'rotate', rotation: readRotation(field.inner('rotation')) }),
  'fork-evidence': (field) => ({ type: 'fork-evidence', first: field.proof('first'), second: field.proof('second') }),
}

const ROLES = ['owner', 'moderator', 'member'] as const

/** The type and the fields of a payload as they stand in an action. */
export function encodePayload(payload: Payload): { readonly type: string; readonly value: CborValue } {
  if (payload.type === 'unknown') return { type: payload.name, value: payload.value }
  const { type, ...fields } = payload
  return { type, value: mapOf(fields) }
}

function mapOf(fields: object): CborValue {
  const isMap = (value: unknown): value is object =>
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
  return new Map(
    Object.entries(fields).map(([name, value]: [string, CborValue]) => [name, isMap(value) ? mapOf(value) : value]),
  )
}

/** @throws membership/malformed */
export function parsePayload(type: string, value: CborValue | undefined): Payload {
  if (!isKnown(type)) return { type: 'unknown', name: plainName(type), value: value ?? null }
  const field = reader(value)
  const payload = READERS[type](field)
  field.end()
  return payload
}

function isKnown(type: string): type is keyof typeof READERS {
  return Object.hasOwn(READERS, type)
}

/** A type that may come to be. @throws membership/malformed */
function plainName(type: string): string {
  if (!/^[a-z][a-z-]{0,31}$/.test(type) || type === 'unknown') throw membershipErrors('malformed')
  return type
}

function readRotation(field: Fields): Rotation {
  const rotation = {
    epoch: field.bytes('epoch', 32),
    parents: field.hashes('parents', LIMITS.epochParents),
    sealed: field.sealed('sealed', LIMITS.sealedKeys),
  }
  field.end()
  return rotation
}

/** The rotation an action carries, if it carries one. */
export function rotationOf(payload: Payload): Rotation | undefined {
  return 'rotation' in payload ? payload.rotation : undefined
}

/** The cut an action carries, if it takes something from somebody. */
export function cutOf(payload: Payload): readonly Proof[] | undefined {
  return 'cut' in payload ? payload.cut : undefined
}
