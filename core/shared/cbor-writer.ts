/** The encoder of the canonical form: for the plain values all is made of it takes a fraction of the time of one that can be extended. */
import type { CborValue } from './cbor-value.ts'

/** Bytes of the buffer that is kept between values. */
const KEPT = 256 * 1024
const UTF8 = new TextEncoder()

let buffer = new Uint8Array(KEPT)
let at = 0

/** The bytes of a value; nothing when it holds what the canonical form does not, or what is not plain. */
export function writePlain(value: CborValue): Uint8Array | undefined {
  at = 0
  const bytes = write(value) ? buffer.slice(0, at) : undefined
  // What was written may be secret.
  if (buffer.length > KEPT) buffer = new Uint8Array(KEPT)
  else buffer.fill(0, 0, at)
  return bytes
}

function write(value: CborValue): boolean {
  if (typeof value === 'string') return writeText(value)
  if (typeof value === 'number') return writeNumber(value)
  if (value instanceof Uint8Array) return writeBytes(value)
  if (value instanceof Map) return writeMap(value as ReadonlyMap<string, CborValue>)
  if (Array.isArray(value)) {
    head(4, value.length)
    // A hole in it is no value either.
    for (let n = 0; n < value.length; n++) if (!write((value as readonly CborValue[])[n] as CborValue)) return false
    return true
  }
  if (value !== null && typeof value !== 'boolean') return false
  room(1)
  buffer[at++] = value === null ? 0xf6 : value ? 0xf5 : 0xf4
  return true
}

function writeNumber(value: number): boolean {
  if (!Number.isSafeInteger(value)) return false
  if (value < 0) head(1, -1 - value)
  else head(0, value)
  return true
}

function writeBytes(value: Uint8Array): boolean {
  head(2, value.length)
  room(value.length)
  buffer.set(value, at)
  at += value.length
  return true
}

function writeText(text: string): boolean {
  // A sign takes at most three bytes for each unit of UTF-16; the head is put before once it is known how many they are.
  room(9 + 3 * text.length)
  if (text.length < 24 && writeShort(text)) return true
  const from = at + headBytes(text.length)
  let { written } = UTF8.encodeInto(text, buffer.subarray(from))
  const start = at + headBytes(written)
  if (start !== from) ({ written } = UTF8.encodeInto(text, buffer.subarray(start)))
  head(3, written)
  at += written
  return true
}

/** Most texts are names of fields. Answers whether it is ASCII. */
function writeShort(text: string): boolean {
  for (let n = 0; n < text.length; n++) {
    const code = text.charCodeAt(n)
    if (code > 127) return false
    buffer[at + 1 + n] = code
  }
  buffer[at] = 0x60 | text.length
  at += 1 + text.length
  return true
}

/** Shorter keys first, then by their bytes, heads included. */
function writeMap(map: ReadonlyMap<string, CborValue>): boolean {
  const keys: string[] = []
  for (const key of map.keys()) {
    if (typeof key !== 'string' || !ASCII.test(key)) return false
    keys.push(key)
  }
  head(5, keys.length)
  keys.sort((a, b) => a.length - b.length || (a < b ? -1 : 1))
  for (const key of keys) if (!writeText(key) || !write(map.get(key) as CborValue)) return false
  return true
}
const ASCII = /^\p{ASCII}*$/u

/** What a head of so many bytes begins with. */
const INFO = [0, 0, 24, 25, 0, 26, 0, 0, 0, 27]

function headBytes(argument: number): number {
  if (argument < 24) return 1
  if (argument < 2 ** 8) return 2
  if (argument < 2 ** 16) return 3
  return argument < 2 ** 32 ? 5 : 9
}

function head(major: number, argument: number): void {
  room(9)
  const bytes = headBytes(argument)
  buffer[at] = (major << 5) | (bytes === 1 ? argument : (INFO[bytes] ?? 0))
  let rest = argument
  for (let place = at + bytes - 1; place > at; place--) {
    buffer[place] = rest % 256
    rest = Math.floor(rest / 256)
  }
  at += bytes
}

function room(more: number): void {
  if (at + more <= buffer.length) return
  const larger = new Uint8Array(Math.max(2 * buffer.length, at + more))
  larger.set(buffer.subarray(0, at))
  buffer = larger
}
