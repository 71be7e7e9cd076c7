/**
 * Automerge's binary form of a change (chunk type 1 of its format, columnar), for just the shapes of change that entries become: values
 * set and maps and lists made where nothing was before. Automerge's own encoder takes several times as long as applying the change; a test
 * keeps the two equal byte for byte.
 */
import { sha256 } from '../../identity/index.ts'
import { fromHex, hex } from '../../shared/index.ts'
import { ByteWriter } from './byte-writer.ts'

export const MAKE_MAP = 0
export const SET = 1
export const MAKE_LIST = 2

export interface ChangeOp {
  readonly action: typeof MAKE_MAP | typeof SET | typeof MAKE_LIST
  /** Counter of the op of this change that made the object; 0 for the map of entries. */
  readonly object: number
  /** Key in a map; nothing in a list. */
  readonly key: string | null
  /** Counter of the op that inserted the element before in a list, 0 for the list's beginning; nothing in a map. */
  readonly after: number | null
  /** What is set. */
  readonly value: null | boolean | number | string
}

export interface ChangeToEncode {
  /** 32 hex digits, as are `genesisActor`. */
  readonly actor: string
  readonly seq: number
  readonly startOp: number
  /** Hash of the one change this one depends on, hex. */
  readonly dependency: string
  /** The actor whose first op made the map of entries. */
  readonly genesisActor: string
  /** At least one. */
  readonly ops: readonly ChangeOp[]
}

/** The chunk, and its hash as hex. */
export function encodeChange(change: ChangeToEncode): { readonly bytes: Uint8Array; readonly hash: string } {
  writeColumns(change.ops)
  body.clear()
  body.byte(1)
  body.raw(bytesOf(change.dependency))
  writeActor(change.actor)
  body.unsigned(change.seq)
  body.unsigned(change.startOp)
  body.byte(0) // time
  body.byte(0) // message
  body.byte(1) // other actors
  writeActor(change.genesisActor)
  const used = lengths.filter(([, length]) => length > 0)
  body.unsigned(used.length)
  for (const [column, length] of used) {
    body.unsigned(column)
    body.unsigned(length)
  }
  body.raw(data.written)
  return chunk(body.written)
}

/**
 * The chunk of the one change without a dependency: the actor's op 1 makes the map `entries` in the root. Its columns: key, insert,
 * action, value meta and predecessors of one op.
 */
export function encodeGenesis(actor: string): { readonly bytes: Uint8Array; readonly hash: string } {
  body.clear()
  body.byte(0) // dependencies
  writeActor(actor)
  for (const byte of [1, 1, 0, 0, 0]) body.byte(byte) // seq, first op, time, message, other actors
  for (const byte of [5, 0x15, 9, 0x34, 1, 0x42, 2, 0x56, 2, 0x70, 2]) body.byte(byte) // columns and their lengths
  body.byte(0x7f)
  body.byte(7)
  body.text('entries')
  for (const byte of [1, 0x7f, MAKE_MAP, 0x7f, 0, 0x7f, 0]) body.byte(byte)
  return chunk(body.written)
}

const MAGIC = Uint8Array.of(0x85, 0x6f, 0x4a, 0x83)
const HEAD_BYTES = 8
const CHANGE = 1
const body = new ByteWriter()
const data = new ByteWriter()
const values = new ByteWriter()
const head = new ByteWriter()
/** Each column written, by its number in the format. */
const lengths: [column: number, length: number][] = []

/** Magic, checksum, type and length before the body; the hash is that of type, length and body. */
function chunk(content: Uint8Array): { bytes: Uint8Array; hash: string } {
  head.clear()
  head.byte(CHANGE)
  head.unsigned(content.length)
  const bytes = new Uint8Array(HEAD_BYTES + head.length + content.length)
  bytes.set(MAGIC)
  bytes.set(head.written, HEAD_BYTES)
  bytes.set(content, HEAD_BYTES + head.length)
  const hash = sha256(bytes.subarray(HEAD_BYTES))
  bytes.set(hash.subarray(0, 4), MAGIC.length)
  return { bytes, hash: hex(hash) }
}

function writeActor(actor: string): void {
  const bytes = bytesOf(actor)
  body.unsigned(bytes.length)
  body.raw(bytes)
}

function bytesOf(text: string): Uint8Array {
  return fromHex(text) ?? new Uint8Array(0)
}

function writeColumns(ops: readonly ChangeOp[]): void {
  data.clear()
  values.clear()
  lengths.length = 0
  column(0x01, () =>
    runs(
      ops.map(({ object }) => (object === 0 ? 1 : 0)),
      unsigned,
    ),
  )
  column(0x02, () =>
    runs(
      ops.map(({ object }) => (object === 0 ? 1 : object)),
      unsigned,
    ),
  )
  column(0x11, () =>
    runs(
      ops.map(({ after }) => (after ? 0 : null)),
      unsigned,
    ),
  )
  column(0x13, () => runs(differences(ops.map(({ after }) => after)), signed))
  column(0x15, () =>
    runs(
      ops.map(({ key }) => key),
      keyText,
    ),
  )
  column(0x34, () => booleans(ops))
  column(0x42, () =>
    runs(
      ops.map(({ action }) => action),
      unsigned,
    ),
  )
  column(0x56, () =>
    runs(
      ops.map(({ value }) => writeValue(value)),
      unsigned,
    ),
  )
  column(0x57, () => data.raw(values.written))
  column(0x70, () =>
    runs(
      ops.map(() => 0),
      unsigned,
    ),
  )
}

function column(number: number, write: () => void): void {
  const before = data.length
  write()
  lengths.push([number, data.length - before])
}

/** Writes a value's bytes and answers its meta: its length, and its type in the low four bits. */
function writeValue(value: ChangeOp['value']): number {
  if (value === null) return 0
  if (typeof value === 'boolean') return value ? 2 : 1
  const before = values.length
  if (typeof value === 'string') return values.text(value) * 16 + 6
  values.signed(value)
  return (values.length - before) * 16 + 4
}

/** How many ops in turn do not insert and do, beginning with those that do not. */
function booleans(ops: readonly ChangeOp[]): void {
  let inserts = false
  let count = 0
  for (const { after } of ops) {
    if ((after !== null) !== inserts) {
      data.unsigned(count)
      inserts = !inserts
      count = 0
    }
    count += 1
  }
  data.unsigned(count)
}

function differences(all: readonly (number | null)[]): (number | null)[] {
  let last = 0
  return all.map((value) => {
    if (value === null) return null
    const difference = value - last
    last = value
    return difference
  })
}

/** Run lengths: n > 1 and a value repeated, -n and n different values, 0 and how many nulls. A column of nulls alone is empty. */
function runs<T>(all: readonly (T | null)[], write: (value: T) => void): void {
  for (let at = 0; at < all.length;) {
    const value = all[at] as T | null
    const end = endOfRun(all, at)
    if (value === null) {
      if (at === 0 && end === all.length) return
      data.byte(0)
      data.unsigned(end - at)
    } else if (end - at > 1) {
      data.signed(end - at)
      write(value)
    } else {
      const literals = endOfLiterals(all, at)
      data.signed(at - literals)
      for (; at < literals; at++) write(all[at] as T)
      continue
    }
    at = end
  }
}

function endOfRun(all: readonly unknown[], from: number): number {
  let end = from + 1
  while (end < all.length && all[end] === all[from]) end++
  return end
}

/** Values that differ from the next one, up to a null. */
function endOfLiterals(all: readonly unknown[], from: number): number {
  let end = from
  while (end < all.length && all[end] !== null && (end + 1 === all.length || all[end] !== all[end + 1])) end++
  return end
}

const unsigned = (value: number): void => data.unsigned(value)
const signed = (value: number): void => data.signed(value)
const keyText = (key: string): void => {
  // Keys are names of fields and entries, all ASCII.
  data.unsigned(key.length)
  data.text(key)
}
