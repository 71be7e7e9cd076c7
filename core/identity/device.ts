/** A device's keys in one community: one pair to sign with and one to be sealed for. No two communities share a key. */
import { base64url, type DeviceId, fromBase64url, type MemberId, type Random } from '../shared/index.ts'
import { deriveKey, digest } from './hash.ts'
import { type BoxKeys, boxKeys } from './sealing.ts'
import { assertSigningKey, type SigningKeys, signingKeys } from './signing.ts'

export interface Device {
  readonly id: DeviceId
  readonly signing: SigningKeys
  readonly box: BoxKeys
}

/** What others know of a device: two public keys of 32 bytes. */
export interface PublicDevice {
  readonly signing: Uint8Array
  readonly box: Uint8Array
}

/** 32 bytes from which a device's keys are made; the only thing that is stored of them. */
export function newDeviceSeed(random: Random): Uint8Array {
  return random.bytes(32)
}

export function deviceOf(seed: Uint8Array): Device {
  const signing = signingKeys(deriveKey(seed, 'folkmoot/device-signing/1'))
  const box = boxKeys(deriveKey(seed, 'folkmoot/device-box/1'))
  return { id: deviceId(signing.publicKey), signing, box }
}

export function publicDevice(device: Device): PublicDevice {
  return { signing: device.signing.publicKey, box: device.box.publicKey }
}

export function deviceId(signingKey: Uint8Array): DeviceId {
  return base64url(signingKey) as DeviceId
}

/** The 32-byte signing key a device id spells. @throws identity/bad-key */
export function deviceKey(id: DeviceId): Uint8Array {
  const key = fromBase64url(id) ?? new Uint8Array(0)
  assertSigningKey(key)
  return key
}

/** A member is named by the hash of their first device's signing key. */
export function memberIdOf(firstSigningKey: Uint8Array): MemberId {
  return base64url(digest('folkmoot/member/1', firstSigningKey)) as MemberId
}
