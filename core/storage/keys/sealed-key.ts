import sodium from 'libsodium-wrappers-sumo'
import { joinBytes, utf8 } from '../../shared/index.ts'
import { storageErrors } from '../errors.ts'

/**
 * A master key under a passphrase: Argon2id stretches it, XChaCha20-Poly1305 seals the key and vouches for the numbers.
 * Bytes: passes (4, big-endian), memory in KiB (4), salt (16), nonce (24), sealed key (48).
 */
export interface SealedKey {
  readonly bytes: Uint8Array
  readonly key: Uint8Array
}

/** Passes over the memory, and its KiB: 0.3 s on a 2-core machine. More would stay with the process: wasm gives none back. */
const PASSES = 6
const MEMORY = 64 * 1024
/** What a file may ask for, so that a forged one cannot hang the start. */
const MOST_PASSES = 64
const MOST_MEMORY = 1024 * 1024

const NUMBERS = 8
const SALT = 16
const NONCE = 24
const KEY = 32
const LENGTH = NUMBERS + SALT + NONCE + KEY + 16

/** Makes a new key and seals it. Wait for `sodium.ready` before. */
export function sealNewKey(passphrase: string): SealedKey {
  const key = sodium.randombytes_buf(KEY)
  const numbers = new Uint8Array(NUMBERS)
  new DataView(numbers.buffer).setUint32(0, PASSES)
  new DataView(numbers.buffer).setUint32(4, MEMORY)
  const salt = sodium.randombytes_buf(SALT)
  const nonce = sodium.randombytes_buf(NONCE)
  const stretched = stretch(passphrase, salt, PASSES, MEMORY)
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
  const sound = passes >= 1 && passes <= MOST_PASSES && memory >= 8 && memory <= MOST_MEMORY
  if (!sound) throw storageErrors('key-damaged', { details: { place } })
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

function stretch(passphrase: string, salt: Uint8Array, passes: number, memory: number): Uint8Array {
  const text = utf8(passphrase)
  try {
    return sodium.crypto_pwhash(KEY, text, salt, passes, memory * 1024, sodium.crypto_pwhash_ALG_ARGON2ID13)
  } finally {
    text.fill(0)
  }
}
