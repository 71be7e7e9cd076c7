import sodium from 'libsodium-wrappers-sumo'
import { joinBytes } from '../../shared/index.ts'
import { storageErrors } from '../errors.ts'
import { isBearable, STRETCH_KIB, STRETCH_PASSES, stretch } from './stretch.ts'

/**
 * A master key under a passphrase: Argon2id stretches it, XChaCha20-Poly1305 seals the key and vouches for the numbers.
 * Bytes: passes (4, big-endian), memory in KiB (4), salt (16), nonce (24), sealed key (48).
 */
export interface SealedKey {
  readonly bytes: Uint8Array
  readonly key: Uint8Array
}

const NUMBERS = 8
const SALT = 16
const NONCE = 24
const KEY = 32
const LENGTH = NUMBERS + SALT + NONCE + KEY + 16

/** Makes a new key and seals it. Wait for `sodium.ready` before. */
export function sealNewKey(passphrase: string): SealedKey {
  const key = sodium.randombytes_buf(KEY)
  const numbers = new Uint8Array(NUMBERS)
  new DataView(numbers.buffer).setUint32(0, STRETCH_PASSES)
  new DataView(numbers.buffer).setUint32(4, STRETCH_KIB)
  const salt = sodium.randombytes_buf(SALT)
  const nonce = sodium.randombytes_buf(NONCE)
  const stretched = stretch(passphrase, salt, STRETCH_PASSES, STRETCH_KIB)
  const box = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(key, numbers, null, nonce, stretched)
  stretched.fill(0)
  return { key, bytes: joinBytes(numbers, salt, nonce, box) }
}

/**
 * The key, or nothing when the passphrase is another one. Wait for `sodium.ready` before.
 * @throws storage/key-damaged when the bytes have another form or ask for more work than we do
 */
export function unsealKey(passphrase: string, bytes: Uint8Array, place: string): Uint8Array | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const passes = bytes.length === LENGTH ? view.getUint32(0) : 0
  const memory = bytes.length === LENGTH ? view.getUint32(4) : 0
  if (!isBearable(passes, memory)) throw storageErrors('key-damaged', { details: { place } })
  const stretched = stretch(passphrase, bytes.subarray(NUMBERS, NUMBERS + SALT), passes, memory)
  const nonce = bytes.subarray(NUMBERS + SALT, NUMBERS + SALT + NONCE)
  const box = bytes.subarray(NUMBERS + SALT + NONCE)
  try {
    return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, box, bytes.subarray(0, NUMBERS), nonce, stretched)
  } catch {
    return undefined
  } finally {
    stretched.fill(0)
  }
}
