/**
 * Canonical CBOR (RFC 8949 section 4.2.3, length-first map keys), the one encoding of all that is signed or hashed.
 * A value has exactly one encoding: what is read must encode to the very same bytes, or it is refused.
 * No floats, tags, undefined or indefinite lengths; map keys are texts. Maps read as `Map`, so no key can touch a prototype.
 */
import { decode, encode } from 'cborg'
import { sameBytes } from './bytes.ts'
import { defineErrors } from './errors.ts'

export type CborValue = null | boolean | number | string | Uint8Array | readonly CborValue[] | ReadonlyMap<string, CborValue>

export const cborErrors = defineErrors('cbor', {
  malformed: 'These bytes are not in the form Folkmoot writes.',
  'too-deep': 'These bytes are nested deeper than allowed.',
  'too-large': 'These bytes hold more than allowed.',
})

export interface CborLimits {
  /** Bytes of the whole. */
  readonly bytes: number
  /** How many arrays and maps may stand inside one another. */
  readonly depth: number
  /** How many values there may be in all, keys included. */
  readonly values: number
}

/** The one encoding of a value. */
export function encodeCanonical(value: CborValue): Uint8Array {
  return encode(value)
}

/**
 * Reads canonical bytes from an untrusted source; size, depth and count are checked before anything is built.
 * @throws cbor/malformed, cbor/too-deep, cbor/too-large
 */
export function decodeCanonical(bytes: Uint8Array, limits: CborLimits): CborValue {
  if (bytes.length > limits.bytes) throw cborErrors('too-large')
  scan(bytes, limits)
  let value: CborValue
  let again: Uint8Array
  try {
    value = decode(bytes, STRICT) as CborValue
    again = encode(value)
  } catch (cause) {
    throw cborErrors('malformed', { cause })
  }
  if (!sameBytes(again, bytes)) throw cborErrors('malformed')
  return value
}

const STRICT = {
  strict: true,
  useMaps: true,
  rejectDuplicateMapKeys: true,
  allowIndefinite: false,
  allowUndefined: false,
  allowInfinity: false,
  allowNaN: false,
  allowBigInt: false,
}

/** Walks the heads of all values without building any, so that deep or huge ones cost nothing. */
function scan(bytes: Uint8Array, limits: CborLimits): void {
  const open: number[] = []
  let at = 0
  for (let count = 0; ; ) {
    if (++count > limits.values) throw cborErrors('too-large')
    const head = readHead(bytes, at)
    at = head.next
    if (head.children > 0) {
      if (open.length >= limits.depth) throw cborErrors('too-deep')
      if (head.children > limits.values) throw cborErrors('too-large')
      open.push(head.children)
      continue
    }
    while (open.length > 0) {
      const left = (open.pop() ?? 0) - 1
      if (left > 0) {
        open.push(left)
        break
      }
    }
    if (open.length === 0) break
  }
  if (at !== bytes.length) throw cborErrors('malformed')
}

/** One value's head: where what follows it begins, and how many values it holds. */
function readHead(bytes: Uint8Array, at: number): { next: number; children: number } {
  const first = bytes[at]
  if (first === undefined) throw cborErrors('malformed')
  const major = first >> 5
  const info = first & 31
  if (major === 7) {
    if (info !== 20 && info !== 21 && info !== 22) throw cborErrors('malformed')
    return { next: at + 1, children: 0 }
  }
  if (major === 6 || info > 27) throw cborErrors('malformed')
  const width = info < 24 ? 0 : 1 << (info - 24)
  let argument = info
  if (width > 0) {
    if (at + 1 + width > bytes.length) throw cborErrors('malformed')
    argument = 0
    for (let i = 1; i <= width; i++) argument = argument * 256 + (bytes[at + i] ?? 0)
  }
  if (argument > Number.MAX_SAFE_INTEGER) throw cborErrors('malformed')
  const next = at + 1 + width
  if (major === 2 || major === 3) {
    if (next + argument > bytes.length) throw cborErrors('malformed')
    return { next: next + argument, children: 0 }
  }
  if (major === 4) return { next, children: argument }
  if (major === 5) return { next, children: argument * 2 }
  return { next, children: 0 }
}
