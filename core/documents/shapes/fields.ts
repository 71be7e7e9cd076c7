/** How the fields of an entry are made and read. What does not fit is not there. */
import { base64url, type CborValue, type EntryId, fromBase64url, parseEntryId } from '../../shared/index.ts'
import type { Entry } from '../codec/entry.ts'

export const entry = (kind: string, at: number, fields: Readonly<Record<string, CborValue>>): Entry => ({
  kind,
  at,
  fields: new Map(Object.entries(fields)),
})

/** The name of another entry. */
export function entryName(of: Entry, name: string): EntryId | undefined {
  const value = text(of, name, 64)
  return value !== undefined && parseEntryId(value) ? (value as EntryId) : undefined
}

/** 32 bytes as base64url, spelt in the one way they are spelt. */
export function key(of: Entry, name: string): string | undefined {
  const value = text(of, name, 43)
  const bytes = value === undefined ? undefined : fromBase64url(value)
  return bytes?.length === 32 && base64url(bytes) === value ? value : undefined
}

/** A text field of at most so many characters. */
export function text(of: Entry, name: string, most: number): string | undefined {
  const value = of.fields.get(name)
  return typeof value === 'string' && value.length <= 2 * most && [...value].length <= most ? value : undefined
}
