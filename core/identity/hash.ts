/** Hashes, keyed hashes and key derivation (SHA-256 throughout), each under a domain so that no two uses can be mixed up. */
import { createHmac, hash, hkdfSync } from 'node:crypto'
import { joinBytes, utf8 } from '../shared/index.ts'

const ZERO = new Uint8Array(1)
const prefixes = new Map<string, Uint8Array>()

/** SHA-256 of `domain ‖ 0 ‖ parts`: 32 bytes. Parts are joined bare, so a caller with several gives them fixed lengths. */
export function digest(domain: Domain, ...parts: readonly Uint8Array[]): Uint8Array {
  return sha256(joinBytes(prefix(domain), ...parts))
}

/** Plain SHA-256: 32 bytes. */
export function sha256(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from(hash('sha256', bytes, 'buffer'))
}

/** HMAC-SHA-256 of the joined parts: 32 bytes. */
export function keyedHash(key: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array {
  const mac = createHmac('sha256', key)
  for (const part of parts) mac.update(part)
  return Uint8Array.from(mac.digest())
}

/** HKDF-SHA-256 (RFC 5869) without salt: `length` bytes from a key for one purpose. */
export function deriveKey(key: Uint8Array, purpose: Domain, length = 32): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', key, new Uint8Array(0), utf8(purpose), length))
}

/** Every use of a hash or derivation; the number is the format's version. */
export type Domain = `folkmoot/${string}/1`

function prefix(domain: Domain): Uint8Array {
  let bytes = prefixes.get(domain)
  if (!bytes) {
    bytes = joinBytes(utf8(domain), ZERO)
    prefixes.set(domain, bytes)
  }
  return bytes
}
