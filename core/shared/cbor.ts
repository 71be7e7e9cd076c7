/**
 * Canonical CBOR (RFC 8949 section 4.2.3, length-first map keys), the one encoding of all that is signed or hashed.
 * A value has exactly one encoding; any other spelling of it is refused, so that what was read encodes to the very same bytes.
 * No floats, tags, undefined or indefinite lengths; integers are safe in JavaScript; texts are well-formed UTF-8, as are map keys,
 * which are texts only. Maps read as `Map`, so no key can touch a prototype.
 */
import { encode } from 'cborg'
import type { CborValue } from './cbor-value.ts'
import { writePlain } from './cbor-writer.ts'
import { defineErrors } from './errors.ts'

export type { CborValue } from './cbor-value.ts'

export const cborErrors = defineErrors('cbor', {
  malformed: 'These bytes are not in the form Folkmoot writes.',
  'too-deep': 'These bytes are nested deeper than allowed.',
  'too-large': 'These bytes hold more than allowed.',
})

export interface CborLimits {
  /** Bytes of the whole. */
  readonly bytes: number
  /** How many arrays and maps may stand inside one another, empty ones included. */
  readonly depth: number
  /** How many values there may be in all, keys included. */
  readonly values: number
}

/** The one encoding of a value. */
export function encodeCanonical(value: CborValue): Uint8Array {
  const plain = writePlain(value)
  if (plain) return plain
  const bytes = encode(value)
  // The encoder answers with a Buffer when it is large, whose `slice` does not copy.
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length)
}

/**
 * Reads canonical bytes from an untrusted source; what is built never exceeds the limits. Nothing read shares memory with `bytes`.
 * @throws cbor/malformed, cbor/too-deep, cbor/too-large
 */
export function decodeCanonical(bytes: Uint8Array, limits: CborLimits): CborValue {
  if (bytes.length > limits.bytes) throw cborErrors('too-large')
  const reader = new Reader(bytes, limits)
  const value = reader.value(0)
  if (reader.at !== bytes.length) throw cborErrors('malformed')
  return value
}

const TEXT = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
/** The least argument that needs 1, 2, 4 or 8 bytes after the head. */
const LEAST = [24, 2 ** 8, 2 ** 16, 2 ** 32] as const

class Reader {
  at = 0
  readonly #bytes: Uint8Array
  readonly #limits: CborLimits
  #count = 0

  constructor(bytes: Uint8Array, limits: CborLimits) {
    this.#bytes = bytes
    this.#limits = limits
  }

  /** @param depth arrays and maps this value stands in */
  value(depth: number): CborValue {
    if (++this.#count > this.#limits.values) throw cborErrors('too-large')
    const first = this.#byte()
    const info = first & 31
    switch (first >> 5) {
      case 0:
        return this.#argument(info)
      case 1:
        return this.#negative(info)
      case 2:
        return new Uint8Array(this.#take(this.#argument(info)))
      case 3:
        return this.#text(info)
      case 4:
        return this.#array(this.#argument(info), depth + 1)
      case 5:
        return this.#map(this.#argument(info), depth + 1)
      case 7:
        if (info === 22) return null
        if (info === 20 || info === 21) return info === 21
    }
    throw cborErrors('malformed')
  }

  #array(length: number, depth: number): CborValue[] {
    this.#enter(length, depth)
    const out: CborValue[] = []
    for (let i = 0; i < length; i++) out.push(this.value(depth))
    return out
  }

  #map(size: number, depth: number): Map<string, CborValue> {
    this.#enter(2 * size, depth)
    const out = new Map<string, CborValue>()
    let before: Uint8Array | undefined
    for (let i = 0; i < size; i++) {
      if (++this.#count > this.#limits.values) throw cborErrors('too-large')
      const head = this.#byte()
      if (head >> 5 !== 3) throw cborErrors('malformed')
      const key = this.#take(this.#argument(head & 31))
      if (before && !standsBefore(before, key)) throw cborErrors('malformed')
      before = key
      out.set(text(key), this.value(depth))
    }
    return out
  }

  #enter(children: number, depth: number): void {
    if (depth > this.#limits.depth) throw cborErrors('too-deep')
    if (this.#count + children > this.#limits.values) throw cborErrors('too-large')
  }

  #negative(info: number): number {
    const argument = this.#argument(info)
    if (argument >= Number.MAX_SAFE_INTEGER) throw cborErrors('malformed')
    return -1 - argument
  }

  #text(info: number): string {
    return text(this.#take(this.#argument(info)))
  }

  #argument(info: number): number {
    if (info < 24) return info
    const least = LEAST[info - 24]
    if (least === undefined) throw cborErrors('malformed')
    let argument = 0
    for (let left = 1 << (info - 24); left > 0; left--) argument = argument * 256 + this.#byte()
    if (argument < least || argument > Number.MAX_SAFE_INTEGER) throw cborErrors('malformed')
    return argument
  }

  #byte(): number {
    const byte = this.#bytes[this.at++]
    if (byte === undefined) throw cborErrors('malformed')
    return byte
  }

  #take(length: number): Uint8Array {
    if (length > this.#bytes.length - this.at) throw cborErrors('malformed')
    return this.#bytes.subarray(this.at, (this.at += length))
  }
}

function text(bytes: Uint8Array): string {
  try {
    return TEXT.decode(bytes)
  } catch (cause) {
    throw cborErrors('malformed', { cause })
  }
}

/** Length first, then bytewise; equal keys do not stand before each other. */
function standsBefore(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return a.length < b.length
  for (let i = 0; i < a.length; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0)
    if (difference !== 0) return difference < 0
  }
  return false
}
