/** Sealing a small secret for one device: X25519 sealed boxes of libsodium (anonymous sender). */
import { identityErrors } from './errors.ts'
import { sodium } from './sodium.ts'

export const BOX_KEY_BYTES = 32
/** What sealing adds to a secret, bytes. */
export const SEAL_OVERHEAD = 48

export interface BoxKeys {
  /** 32 bytes. */
  readonly publicKey: Uint8Array
  /** 32 bytes. */
  readonly secretKey: Uint8Array
}

/** The key pair of a 32-byte seed. */
export function boxKeys(seed: Uint8Array): BoxKeys {
  const pair = sodium.crypto_box_seed_keypair(seed)
  return { publicKey: pair.publicKey, secretKey: pair.privateKey }
}

/**
 * Refuses keys of small order, for which nothing can be sealed: one of them in the log would stop every change of keys.
 * @throws identity/bad-key
 */
export function assertBoxKey(publicKey: Uint8Array): void {
  if (publicKey.length !== BOX_KEY_BYTES) throw identityErrors('bad-key')
  try {
    sodium.crypto_scalarmult(ANY_SCALAR, publicKey)
  } catch (cause) {
    throw identityErrors('bad-key', { cause })
  }
}
const ANY_SCALAR = new Uint8Array(32).fill(1)

/** Seals a secret so that only the holder of the box key can open it. @throws identity/bad-key */
export function sealFor(publicKey: Uint8Array, secret: Uint8Array): Uint8Array {
  if (publicKey.length !== BOX_KEY_BYTES) throw identityErrors('bad-key')
  try {
    return sodium.crypto_box_seal(secret, publicKey)
  } catch (cause) {
    throw identityErrors('bad-key', { cause })
  }
}

/** @throws identity/not-for-us */
export function openSealed(keys: BoxKeys, sealed: Uint8Array): Uint8Array {
  try {
    return sodium.crypto_box_seal_open(sealed, keys.publicKey, keys.secretKey)
  } catch (cause) {
    throw identityErrors('not-for-us', { cause })
  }
}
