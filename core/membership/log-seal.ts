/** The sealed form of log items, as stored, sent and exported: opaque to whoever lacks the community's secret. */
import { type CborValue, decodeCanonical, encodeCanonical, joinBytes, LIMITS } from '../shared/index.ts'
import { decrypt, deriveKey, encrypt, keyedHash, NONCE_BYTES, TAG_BYTES } from '../identity/index.ts'
import { type Action, parseAction } from './action.ts'
import { membershipErrors } from './errors.ts'

export interface LogKeys {
  readonly content: Uint8Array
  readonly nonce: Uint8Array
  /** Under which two peers recognise a community without naming it. */
  readonly tag: Uint8Array
}

/** Keys of a community's log from the 16-byte secret of its `create`. */
export function logKeys(secret: Uint8Array): LogKeys {
  return {
    content: deriveKey(secret, 'folkmoot/log/1'),
    nonce: deriveKey(secret, 'folkmoot/log-nonce/1'),
    tag: deriveKey(secret, 'folkmoot/tag/1'),
  }
}

const CONTEXT = new Uint8Array(0)
const LIMIT = { bytes: LIMITS.actionBytes, depth: 1, values: 3 }

/** `nonce ‖ ciphertext` of `[body, signature]`; the same action always seals to the same bytes. */
export function sealAction(keys: LogKeys, action: Action): Uint8Array {
  const plain = encodeCanonical([action.body, action.signature])
  const nonce = keyedHash(keys.nonce, plain).subarray(0, NONCE_BYTES)
  return joinBytes(nonce, encrypt(keys.content, nonce, plain, CONTEXT))
}

/** @throws membership/malformed */
export function openAction(keys: LogKeys, sealed: Uint8Array): Action {
  if (sealed.length < NONCE_BYTES + TAG_BYTES || sealed.length > LIMITS.actionBytes) throw membershipErrors('malformed')
  let value: CborValue
  try {
    const plain = decrypt(keys.content, sealed.subarray(0, NONCE_BYTES), sealed.subarray(NONCE_BYTES), CONTEXT)
    value = decodeCanonical(plain, LIMIT)
  } catch (cause) {
    throw membershipErrors('malformed', { cause })
  }
  if (!Array.isArray(value) || value.length !== 2) throw membershipErrors('malformed')
  const [body, signature] = value as readonly CborValue[]
  if (!(body instanceof Uint8Array) || !(signature instanceof Uint8Array)) throw membershipErrors('malformed')
  return parseAction(body, signature)
}
