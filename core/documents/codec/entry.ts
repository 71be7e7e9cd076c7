/**
 * An entry: the small immutable record all social content is made of. The gate of version 1 judges its shape alone, and is frozen:
 * canonical CBOR map of named fields, bounded in size, depth and count. What the fields mean is for `shapes`, which may learn more.
 */
import { type CborValue, decodeCanonical, encodeCanonical, LIMITS } from '../../shared/index.ts'
import { documentErrors } from '../errors.ts'

export interface Entry {
  /** What the entry is, such as `message`. */
  readonly kind: string
  /** The author's clock, ms since 1970; shown, never trusted. */
  readonly at: number
  /** All other fields. */
  readonly fields: ReadonlyMap<string, CborValue>
}

const LIMIT = { bytes: LIMITS.entryBytes, depth: LIMITS.entryDepth, values: LIMITS.entryValues }
const NAME = /^[a-z][a-zA-Z0-9]{0,31}$/
const KIND = /^[a-z][a-z0-9-]{0,31}$/
/** The last moment a JavaScript date can name, ms. */
const LAST_MOMENT = 8.64e15

/** Canonical bytes of an entry. */
export function encodeEntry(entry: Entry): Uint8Array {
  return encodeCanonical(new Map<string, CborValue>([['kind', entry.kind], ['at', entry.at], ...entry.fields]))
}

/** Reads an entry, or nothing when it is not one: then the effect of its feed ends here, on every peer alike. */
export function readEntry(bytes: Uint8Array): Entry | undefined {
  const known = readings.get(bytes)
  if (known) return known
  let value: CborValue
  try {
    value = decodeCanonical(bytes, LIMIT)
  } catch {
    return undefined
  }
  if (!isMap(value) || value.size > LIMITS.entryFields || !isSound(value)) return undefined
  const fields = new Map(value)
  const [kind, at] = [fields.get('kind'), fields.get('at')]
  if (typeof kind !== 'string' || !KIND.test(kind)) return undefined
  if (typeof at !== 'number' || at < 0 || at > LAST_MOMENT) return undefined
  fields.delete('kind')
  fields.delete('at')
  return { kind, at, fields }
}

/** Bytes that were just made here, which nobody changes: they are read again where they are kept, and where they are packed. @throws documents/not-an-entry */
export function assertEntry(bytes: Uint8Array): void {
  const entry = readEntry(bytes)
  if (!entry) throw documentErrors('not-an-entry')
  readings.set(bytes, entry)
}
const readings = new WeakMap<Uint8Array, Entry>()

/**
 * Names of fields are plain words, so none can be `__proto__`; texts are well-formed Unicode; bytes are written as base64url text, so
 * that an entry is the same in CBOR, in Automerge and in JSON.
 */
function isSound(value: CborValue): boolean {
  if (typeof value === 'string') return value.isWellFormed()
  if (value instanceof Uint8Array) return false
  if (isMap(value)) return [...value].every(([name, each]) => NAME.test(name) && isSound(each))
  if (Array.isArray(value)) return value.every((each: CborValue) => isSound(each))
  return true
}

function isMap(value: CborValue): value is ReadonlyMap<string, CborValue> {
  return value instanceof Map
}
