/** A protocol as a table of frames: each is a canonical CBOR array of its number and its fields, and nothing else is a frame. */
import { type CborValue, decodeCanonical, encodeCanonical, type FolkmootError, LIMITS } from '../../shared/index.ts'
import type { Field } from './fields.ts'

type Fields = Readonly<Record<string, Field<unknown>>>
export type FrameTable = Readonly<Record<string, { readonly number: number; readonly fields: Fields }>>

type FieldsOf<F extends Fields> = { readonly [Name in keyof F]: F[Name] extends Field<infer T> ? T : never }

/** Any frame of a table, told apart by `type`. */
export type FrameOf<Table extends FrameTable> = {
  [Type in keyof Table & string]: { readonly type: Type } & FieldsOf<Table[Type]['fields']>
}[keyof Table & string]

export interface Codec<Table extends FrameTable> {
  encode(frame: FrameOf<Table>): Uint8Array
  /** @throws the protocol's own `malformed` for whatever is not a frame of the table */
  decode(bytes: Uint8Array): FrameOf<Table>
}

/** Enough for the longest page of a list of pairs; nothing is ever nested deeper. */
const LIMIT = { bytes: LIMITS.frameBytes, depth: 3, values: 3 * LIMITS.vectorPage + 64 }

export function defineFrames<const Table extends FrameTable>(
  table: Table,
  malformed: (cause: unknown) => FolkmootError,
): Codec<Table> {
  const types = new Map(
    Object.entries(table).map(([type, { number, fields }]) => [number, { type, fields: Object.entries(fields) }]),
  )

  const read = (bytes: Uint8Array): Record<string, unknown> | undefined => {
    const value = decodeCanonical(bytes, LIMIT)
    if (!Array.isArray(value)) return undefined
    const [number, ...values] = value as readonly CborValue[]
    const found = typeof number === 'number' ? types.get(number) : undefined
    if (!found || found.fields.length !== values.length) return undefined
    const frame: Record<string, unknown> = { type: found.type }
    for (const [at, [name, field]] of found.fields.entries()) frame[name] = field.read(values[at])
    return frame
  }

  return {
    encode(frame) {
      const { number, fields } = table[frame.type] ?? { number: -1, fields: {} }
      const values = frame as Readonly<Record<string, unknown>>
      return encodeCanonical([number, ...Object.entries(fields).map(([name, field]) => field.write(values[name]))])
    },
    decode(bytes) {
      let frame: Record<string, unknown> | undefined
      try {
        frame = read(bytes)
      } catch (cause) {
        throw malformed(cause)
      }
      if (!frame) throw malformed(undefined)
      return frame as FrameOf<Table>
    },
  }
}
