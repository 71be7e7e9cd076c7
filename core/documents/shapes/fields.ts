/** How the fields of an entry are made and read. What does not fit is not there. */
import {
  base64url,
  type CborValue,
  cleanOptionalLine,
  distinctTags,
  type EntryId,
  fromBase64url,
  parseEntryId,
} from '../../shared/index.ts'
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

/** A line as it may be shown: nobody else's program is trusted to have cleaned it. */
export function lineOf(value: CborValue | undefined, most: number): string | undefined {
  if (typeof value !== 'string' || value.length > 2 * most) return undefined
  const line = cleanOptionalLine(value, Number.POSITIVE_INFINITY)
  return [...line].length <= most ? line : undefined
}

/** Few short lines, each once. */
export function lines(value: CborValue | undefined, most: number, chars: number): string[] | undefined {
  if (value === undefined) return []
  if (!isList(value) || value.length > most) return undefined
  const all = value.map((each) => lineOf(each, chars))
  return all.every((each) => each !== undefined) ? distinctTags(all) : undefined
}

export function isList(value: CborValue): value is readonly CborValue[] {
  return Array.isArray(value)
}

export function isMap(value: CborValue): value is ReadonlyMap<string, CborValue> {
  return value instanceof Map
}
