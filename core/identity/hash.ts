/** Hashes, keyed hashes and key derivation (SHA-256 throughout), each under a domain so that no two uses can be mixed up. */
import { hash, hkdfSync } from 'node:crypto'
import { joinBytes, utf8 } from '../shared/index.ts'

const ZERO = new Uint8Array(1)
const prefixes = new Map<string, Uint8Array>()

/** SHA-256 of `domain ‖ 0 ‖ parts`: 32 bytes. Parts are joined bare, so a caller with several gives them fixed lengths. */
export function digest(domain: Domain, ...parts: readonly Uint8Array[]): Uint8Array {
  return sha256(joinBytes(prefix(domain), ...parts))
}

/** Plain SHA-256: 32 bytes. */
export function sha256(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(hash('sha256', bytes, 'buffer'))
}

/** HMAC-SHA-256 (RFC 2104) of the joined parts: 32 bytes. Two one-shot hashes take a quarter of the time of a Hmac object. */
export function keyedHash(key: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array {
  const { inside, outside } = pads(key)
  return sha256(joinBytes(outside, sha256(joinBytes(inside, ...parts))))
}
const BLOCK_BYTES = 64
const padsOf = new WeakMap<Uint8Array, { readonly inside: Uint8Array; readonly outside: Uint8Array }>()

/** A key is used many times, and never changed. */
function pads(key: Uint8Array): { readonly inside: Uint8Array; readonly outside: Uint8Array } {
  const known = padsOf.get(key)
  if (known) return known
  const short = key.length > BLOCK_BYTES ? sha256(key) : key
  const made = { inside: padded(short, 0x36), outside: padded(short, 0x5c) }
  padsOf.set(key, made)
  return made
}

function padded(key: Uint8Array, pad: number): Uint8Array {
  const out = new Uint8Array(BLOCK_BYTES).fill(pad)
  for (let i = 0; i < key.length; i++) out[i] = (key[i] ?? 0) ^ pad
  return out
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
