/** Who one is: device keys, signing, sealing, encryption and the hashes all formats are built on. */
export {
  type Device,
  type PublicDevice,
  deviceId,
  deviceKey,
  deviceOf,
  memberIdOf,
  newDeviceSeed,
  publicDevice,
} from './device.ts'
export { CONTENT_KEY_BYTES, NONCE_BYTES, TAG_BYTES, decrypt, encrypt } from './encryption.ts'
export { identityErrors } from './errors.ts'
export { type Domain, deriveKey, digest, keyedHash, sha256 } from './hash.ts'
export { BOX_KEY_BYTES, type BoxKeys, SEAL_OVERHEAD, assertBoxKey, openSealed, sealFor } from './sealing.ts'
export {
  PUBLIC_KEY_BYTES,
  SIGNATURE_BYTES,
  type SigningKeys,
  assertSigningKey,
  sign,
  signingKeys,
  verify,
} from './signing.ts'
export { forgetDevice, formerDevices, identitySchema, keepDevice, loadDevice, retireDevice } from './store.ts'
