/**
 * Entries of a block by columns: those with the same names of fields share a shape, and the values of one field stand together, which
 * deflates far better than records. Whatever is no entry stands as it is. Reading gives back the very same bytes.
 */
import { type CborValue, encodeCanonical, LIMITS } from '../../shared/index.ts'
import { documentErrors } from '../errors.ts'
import { readEntry } from './entry.ts'

export interface EntryColumns {
  /** Names of fields, each list once, in the order of first use. */
  readonly shapes: readonly (readonly string[])[]
  /** For each entry 0 when it is not one, else the place of its shape, from 1. */
  readonly shapeOf: readonly number[]
  /** What is no entry, in order. */
  readonly others: readonly Uint8Array[]
  /** For each shape and each of its fields the values in order; moments (`at`) as differences from the one before. */
  readonly values: readonly (readonly (readonly CborValue[])[])[]
}

const MOMENT = 'at'

export function toColumns(entries: readonly Uint8Array[]): EntryColumns {
  const shapes: (readonly string[])[] = []
  const places = new Map<string, number>()
  const others: Uint8Array[] = []
  const values: CborValue[][][] = []
  let last = 0
  const shapeOf = entries.map((bytes) => {
    const entry = readEntry(bytes)
    if (!entry) {
      others.push(bytes)
      return 0
    }
    const names = ['at', 'kind', ...entry.fields.keys()]
    const place = places.get(names.join()) ?? shapes.push(names)
    places.set(names.join(), place)
    const columns = (values[place - 1] ??= names.map(() => []))
    columns[0]?.push(entry.at - last)
    last = entry.at
    columns[1]?.push(entry.kind)
    let column = 2
    for (const value of entry.fields.values()) columns[column++]?.push(value)
    return place
  })
  return { shapes, shapeOf, others, values }
}

/**
 * A name of a field stands once in the columns and in each of a thousand entries, so what they come to is bounded, too.
 * @throws documents/malformed when a column is too long or too short, or the entries come to more than a block may
 */
export function fromColumns({ shapes, shapeOf, others, values }: EntryColumns): Uint8Array[] {
  const taken = shapes.map(() => 0)
  let other = 0
  let last = 0
  let bytes = 0
  const next = (place: number): Uint8Array => {
    const [names, columns, row] = [shapes[place - 1], values[place - 1], taken[place - 1] ?? 0]
    if (!names || !columns) throw documentErrors('malformed')
    taken[place - 1] = row + 1
    const record = new Map<string, CborValue>()
    for (const [at, name] of names.entries()) {
      const value = columns[at]?.[row]
      if (value === undefined) throw documentErrors('malformed')
      if (name === MOMENT) last = moment(last, value)
      record.set(name, name === MOMENT ? last : value)
    }
    return encodeCanonical(record)
  }
  const entries = shapeOf.map((place) => {
    const entry = place === 0 ? others[other++] : next(place)
    bytes += entry?.length ?? 0
    if (!entry || bytes > LIMITS.blockInflatedBytes) throw documentErrors('malformed')
    return entry
  })
  const used = shapes.every((names, at) => taken[at] !== 0 && new Set(names).size === names.length)
  const exact = values.every(
    (columns, at) => columns.length === shapes[at]?.length && columns.every(({ length }) => length === taken[at]),
  )
  if (!used || !exact || values.length !== shapes.length || other !== others.length) throw documentErrors('malformed')
  return entries
}

function moment(last: number, difference: CborValue): number {
  const at = typeof difference === 'number' ? last + difference : Number.NaN
  if (!Number.isSafeInteger(at)) throw documentErrors('malformed')
  return at
}
