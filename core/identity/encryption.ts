/** XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03) by libsodium; node:crypto in Electron has no ChaCha20. */
import { identityErrors } from './errors.ts'
import { sodium } from './sodium.ts'

export const CONTENT_KEY_BYTES = 32
export const NONCE_BYTES = 24
/** What encryption adds to a plaintext, bytes. */
export const TAG_BYTES = 16

/** Ciphertext with its tag; `context` is authenticated along with it. */
export function encrypt(key: Uint8Array, nonce: Uint8Array, plaintext: Uint8Array, context: Uint8Array): Uint8Array {
  return sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(plaintext, context, null, nonce, key)
}

/** @throws identity/not-authentic */
export function decrypt(key: Uint8Array, nonce: Uint8Array, ciphertext: Uint8Array, context: Uint8Array): Uint8Array {
  try {
    return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, ciphertext, context, nonce, key)
  } catch (cause) {
    throw identityErrors('not-authentic', { cause })
  }
}
