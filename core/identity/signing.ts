/** Ed25519 (RFC 8032) by node:crypto: the one signer and verifier of Folkmoot, since libraries differ in which odd keys they take. */
import { createPrivateKey, createPublicKey, type KeyObject, sign as nodeSign, verify as nodeVerify } from 'node:crypto'
import { base64url, joinBytes } from '../shared/index.ts'
import { identityErrors } from './errors.ts'
import { sodium } from './sodium.ts'

export const SIGNATURE_BYTES = 64
export const PUBLIC_KEY_BYTES = 32

export interface SigningKeys {
  /** 32 bytes. */
  readonly publicKey: Uint8Array
  readonly privateKey: KeyObject
}

/** DER headers of RFC 8410 that stand before a raw 32-byte key. */
const PKCS8 = Uint8Array.from([0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20])
const SPKI = Uint8Array.from([0x30, 0x2a, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 3, 0x21, 0])

/** The key pair of a 32-byte seed. */
export function signingKeys(seed: Uint8Array): SigningKeys {
  const privateKey = createPrivateKey({ key: Buffer.from(joinBytes(PKCS8, seed)), format: 'der', type: 'pkcs8' })
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' })
  return { publicKey: Uint8Array.from(spki.subarray(SPKI.length)), privateKey }
}

/** 64 bytes. */
export function sign(keys: SigningKeys, message: Uint8Array): Uint8Array {
  return Uint8Array.from(nodeSign(null, message, keys.privateKey))
}

/** Whether the signature is that key's over the message. False, never an error, for anything malformed. */
export function verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== PUBLIC_KEY_BYTES || signature.length !== SIGNATURE_BYTES) return false
  try {
    return nodeVerify(null, message, keyObject(publicKey), signature)
  } catch {
    return false
  }
}

/**
 * Refuses keys that are no point, not canonical, or of small order (under which anyone can sign).
 * @throws identity/bad-key
 */
export function assertSigningKey(publicKey: Uint8Array): void {
  if (publicKey.length !== PUBLIC_KEY_BYTES) throw identityErrors('bad-key')
  const name = base64url(publicKey)
  if (sound.has(name)) return
  try {
    sodium.crypto_sign_ed25519_pk_to_curve25519(publicKey)
  } catch (cause) {
    throw identityErrors('bad-key', { cause })
  }
  if (sound.size >= KEPT) sound.clear()
  sound.add(name)
}

/** Keys found sound: a key is looked at again and again, and looking costs half as much as a verification. */
const sound = new Set<string>()

const KEPT = 4096
const keyObjects = new Map<string, KeyObject>()

/** Parsing a key costs as much as a tenth of a verification; the last few thousand are kept. */
function keyObject(publicKey: Uint8Array): KeyObject {
  const name = base64url(publicKey)
  let key = keyObjects.get(name)
  if (!key) {
    key = createPublicKey({ key: Buffer.from(joinBytes(SPKI, publicKey)), format: 'der', type: 'spki' })
    if (keyObjects.size >= KEPT) keyObjects.delete(keyObjects.keys().next().value ?? '')
    keyObjects.set(name, key)
  }
  return key
}
