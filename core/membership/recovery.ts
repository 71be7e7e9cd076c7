/**
 * The recovery key: a seed on paper, or wherever the person keeps it, whose key is one of the member's own and outranks their devices.
 * Who lost every device comes back with it as the member they were. Nothing of it stays on a device.
 */
import {
  base64url,
  cleanOptionalLine,
  type CommunityId,
  type DeviceId,
  encodeCanonical,
  fromBase64url,
  LIMITS,
  type Random,
} from '../shared/index.ts'
import {
  type Device,
  deviceId,
  deviceOf,
  digest,
  newDeviceSeed,
  publicDevice,
  sign,
  verify,
} from '../identity/index.ts'
import type { AdmitContext, Meeting } from './admission.ts'
import { recoveryErrors } from './errors.ts'
import { addressesOf, bytesOf, type LinkForm, packLink, textOf, unpackLink } from './link-form.ts'
import { KeyRing } from './key-ring.ts'
import type { MembershipLog } from './log.ts'
import { proveDevice } from './device-proof.ts'
import { addDevice } from './pairing.ts'
import { readParts } from './request-form.ts'

const EMPTY = new Uint8Array(0)

/** What the person keeps. */
export interface RecoveryKey {
  readonly community: CommunityId
  readonly communitySecret: Uint8Array
  /** 32 bytes, from which the key is made as a device's is. */
  readonly seed: Uint8Array
  readonly name: string
  /** Where members may be; unchecked texts. */
  readonly addresses: readonly string[]
}

const FORM: LinkForm = {
  kind: 'recovery',
  version: 1,
  checksum: 'folkmoot/recovery-checksum/1',
  foreign: (kind) =>
    recoveryErrors(kind === 'invite' ? 'invite-link' : kind === 'device' ? 'device-link' : 'not-a-key'),
  damaged: (cause) => recoveryErrors('damaged', { cause }),
  newer: () => recoveryErrors('newer-version'),
}

export function writeRecoveryKey(key: RecoveryKey): string {
  return packLink(FORM, [
    fromBase64url(key.community) ?? EMPTY,
    key.communitySecret,
    key.seed,
    key.name,
    key.addresses.slice(0, LIMITS.inviteAddresses),
  ])
}

/** @throws recovery/not-a-key, recovery/invite-link, recovery/device-link, recovery/damaged, recovery/newer-version */
export function readRecoveryKey(text: string): RecoveryKey {
  return unpackLink(FORM, text, 5, ([community, secret, seed, name, addresses]) => ({
    community: base64url(bytesOf(FORM, community, 32)) as CommunityId,
    communitySecret: bytesOf(FORM, secret, 16),
    seed: bytesOf(FORM, seed, 32),
    name: cleanOptionalLine(textOf(FORM, name), LIMITS.communityNameChars),
    addresses: addressesOf(FORM, addresses),
  }))
}

/** Gives the author's member a recovery key, and every key held to it; answers its seed. @throws recovery/exists, membership/refused */
export function addRecovery(context: AdmitContext, random: Random): Uint8Array {
  const { log, device } = context
  const { devices, members } = log.state
  const member = devices.get(device.id)?.member
  if (member && members.get(member)?.recovery) throw recoveryErrors('exists')
  const seed = newDeviceSeed(random)
  const key = deviceOf(seed)
  const deviceSignature = proveDevice(log.community, device.id, key, true)
  addDevice(context, { device: publicDevice(key), recovery: true, deviceSignature })
  return seed
}

/** Who holds a recovery key makes a new device one of their member's own. @throws recovery/unknown, membership/refused */
export function addRecovered(log: MembershipLog, key: Device, device: Device, now: number): void {
  if (!isInForce(log, key)) throw recoveryErrors('unknown')
  const ring = new KeyRing(key, () => log.state)
  const deviceSignature = proveDevice(log.community, key.id, device, false)
  addDevice({ log, ring, device: key, now }, { device: publicDevice(device), recovery: false, deviceSignature })
}

/** Whether a key is a member's recovery key here, and not taken back. */
export function isInForce(log: MembershipLog, key: Device): boolean {
  return stands(log, key.id) && log.state.devices.get(key.id)?.recovery === true
}

/** Its member belongs here, and it was not taken from them. Two that revoked each other are both still heard. */
function stands({ state }: MembershipLog, id: DeviceId): boolean {
  const known = state.devices.get(id)
  const standing = known && state.members.get(known.member)?.state
  return (standing === 'active' || standing === 'pending') && known?.state !== 'removed'
}

/** Asks for the log as one who belongs here: canonical `[3, device, signature]`. */
export function writeReturn(community: CommunityId, device: Device, meeting: Meeting): Uint8Array {
  const key = device.signing.publicKey
  return encodeCanonical([3, key, sign(device.signing, returnMessage(community, key, meeting))])
}

/**
 * Whether who asks holds a key that the log knows and that was not taken back: they may have the log again, which they had before.
 * @throws recovery/unknown
 */
export function assertReturning(log: MembershipLog, bytes: Uint8Array, meeting: Meeting): void {
  const [key, signature] = readParts(bytes, 3, [32, 64]) ?? []
  if (!key || !signature || !verify(key, returnMessage(log.community, key, meeting), signature))
    throw recoveryErrors('unknown')
  if (!stands(log, deviceId(key))) throw recoveryErrors('unknown')
}

function returnMessage(community: CommunityId, key: Uint8Array, { nonce, joiner, admitter }: Meeting): Uint8Array {
  const of = fromBase64url(community) ?? EMPTY
  return digest('folkmoot/return/1', encodeCanonical([of, key, nonce, joiner, admitter]))
}
