/**
 * A block: runs of items of several feeds of one document, as members store and exchange them. Hashes, nonces and ciphertexts are left
 * out, since the reader computes them; one signature ends each run. Layout (canonical CBOR, deflated when that is shorter):
 *
 *   [document,
 *    runs:     [[device, session, first seq, previous hash, signature of the run's last item] ...],
 *    contexts: [[epochs, heads] ...],
 *    columns:  run of each item, context of each item, seen of each item,
 *    entries:  shapes, shape of each item, what is no entry, values of each field of each shape]
 *
 * Runs and contexts stand in the order of their first use, each once; no feed has two runs; epochs and heads are sorted. `seen` is 0 for
 * none, n for "the item n places back", or a list of such numbers and of `[feed, seq, hash]`.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import {
  type ActionId,
  base64url,
  type CborValue,
  decodeCanonical,
  type DocumentId,
  encodeCanonical,
  type EpochId,
  type FeedId,
  fromBase64url,
  hex,
  joinBytes,
  LIMITS,
} from '../../shared/index.ts'
import { documentErrors } from '../errors.ts'
import { fromColumns, toColumns } from './entry-columns.ts'
import { type Context, FEED_ID_BYTES, feedBytes, SEEN_HASH_BYTES, type Seen, SESSION_BYTES } from './item.ts'

export interface BlockRun {
  readonly device: Uint8Array
  readonly session: Uint8Array
  readonly firstSeq: number
  /** Hash of the item before the first, 32 bytes; empty when that is seq 1. */
  readonly prev: Uint8Array
  /** Over the hash of the run's last item. */
  readonly signature: Uint8Array
}

/** A pointer as it stands in a block: so many places back, or spelled out. */
export type BlockSeen = number | Seen

export interface BlockItem {
  /** Index into the runs; items of one run follow each other by seq. */
  readonly run: number
  readonly context: Context
  readonly seen: readonly BlockSeen[]
  readonly entry: Uint8Array
}

export interface Block {
  readonly document: DocumentId
  readonly runs: readonly BlockRun[]
  readonly items: readonly BlockItem[]
}

const VERSION = 1
const STORED = 0
const DEFLATED = 1
const LIMIT = { bytes: LIMITS.blockInflatedBytes, depth: 6, values: 1024 * 1024 }

export function encodeBlock(block: Block): Uint8Array {
  const contexts = new Map<string, number>()
  const table: CborValue[] = []
  const contextColumn = block.items.map(({ context }) => {
    const value = [context.epochs.map(idBytes), context.heads.map(idBytes)]
    const name = contextName(context)
    let index = contexts.get(name)
    if (index === undefined) {
      index = table.push(value) - 1
      contexts.set(name, index)
    }
    return index
  })
  const entries = toColumns(block.items.map(({ entry }) => entry))
  const payload = encodeCanonical([
    idBytes(block.document),
    block.runs.map((run) => [run.device, run.session, run.firstSeq, run.prev, run.signature]),
    table,
    block.items.map(({ run }) => run),
    contextColumn,
    block.items.map(({ seen }) => encodeSeen(seen)),
    entries.shapes,
    entries.shapeOf,
    entries.others,
    entries.values,
  ])
  const deflated = deflateRawSync(payload, { level: 6 })
  return deflated.length < payload.length
    ? joinBytes(Uint8Array.of(VERSION, DEFLATED), deflated)
    : joinBytes(Uint8Array.of(VERSION, STORED), payload)
}

/** Reads a block from anyone; nothing in it is believed yet. @throws documents/malformed */
export function decodeBlock(bytes: Uint8Array): Block {
  if (bytes.length > LIMITS.blockBytes || bytes[0] !== VERSION) throw documentErrors('malformed')
  const [document, runs, contexts, runColumn, contextColumn, seenColumn, ...columns] = list(parse(inflate(bytes)), 10)
  const table = list(contexts).map(readContext)
  const blockRuns = list(runs).map(readRun)
  assertOnce(table.map(contextName))
  assertOnce(blockRuns.map(({ device, session }) => hex(device) + hex(session)))
  const [runOf, contextOf, seenOf, shapeOf] = [list(runColumn), list(contextColumn), list(seenColumn), list(columns[1])]
  const count = shapeOf.length
  const fits = count > 0 && count <= LIMITS.blockEntries && blockRuns.length <= LIMITS.blockFeeds
  if (!fits || [runOf, contextOf, seenOf].some((column) => column.length !== count)) throw documentErrors('malformed')
  assertUsed(runOf, blockRuns.length)
  assertUsed(contextOf, table.length)
  const entries = readEntries(columns)
  const items = entries.map((entry, at): BlockItem => {
    const context = table[number(contextOf[at])]
    if (!context) throw documentErrors('malformed')
    return { run: number(runOf[at]), context, seen: readSeen(seenOf[at], at), entry }
  })
  return { document: base64url(binary(document, 32)) as DocumentId, runs: blockRuns, items }
}

function inflate(bytes: Uint8Array): Uint8Array {
  const packed = bytes.subarray(2)
  if (bytes[1] === STORED) return packed
  if (bytes[1] !== DEFLATED) throw documentErrors('malformed')
  let payload: Uint8Array
  try {
    payload = inflateRawSync(packed, { maxOutputLength: LIMITS.blockInflatedBytes })
  } catch (cause) {
    throw documentErrors('malformed', { cause })
  }
  // Blocks rest as they came: what only pads them is not taken in.
  if (packed.length >= payload.length) throw documentErrors('malformed')
  return payload
}

function contextName({ epochs, heads }: Context): string {
  return `${epochs.join()}|${heads.join()}`
}

function assertOnce(names: readonly string[]): void {
  if (new Set(names).size !== names.length) throw documentErrors('malformed')
}

/** Every place of a table is used, for the first time in its order. */
function assertUsed(column: readonly CborValue[], length: number): void {
  let next = 0
  for (const index of column) {
    if (number(index) > next) throw documentErrors('malformed')
    if (index === next) next += 1
  }
  if (next !== length) throw documentErrors('malformed')
}

function parse(payload: Uint8Array): CborValue {
  try {
    return decodeCanonical(payload, LIMIT)
  } catch (cause) {
    throw documentErrors('malformed', { cause })
  }
}

function readEntries([shapes, shapeOf, others, values]: readonly CborValue[]): Uint8Array[] {
  return fromColumns({
    shapes: list(shapes).map((names) => list(names).map(name)),
    shapeOf: list(shapeOf).map(number),
    others: list(others).map((bytes) => binary(bytes)),
    values: list(values).map((columns) => list(columns).map((column) => list(column))),
  })
}

function encodeSeen(seen: readonly BlockSeen[]): CborValue {
  if (seen.length === 0) return 0
  const [only] = seen
  if (seen.length === 1 && typeof only === 'number') return only
  return seen.map((each) => (typeof each === 'number' ? each : [feedBytes(each.feed), each.seq, each.hash]))
}

function readSeen(value: CborValue | undefined, at: number): readonly BlockSeen[] {
  if (value === 0) return []
  if (typeof value === 'number') return [placesBack(value, at)]
  const all = list(value)
  const shorter = all.length === 0 || (all.length === 1 && typeof all[0] === 'number')
  if (shorter || all.length > LIMITS.seenPointers) throw documentErrors('malformed')
  return all.map((each): BlockSeen => {
    if (typeof each === 'number') return placesBack(each, at)
    const [feed, seq, hash] = list(each, 3)
    return { feed: hex(binary(feed, FEED_ID_BYTES)) as FeedId, seq: number(seq), hash: binary(hash, SEEN_HASH_BYTES) }
  })
}

function placesBack(value: number, at: number): number {
  if (value < 1 || value > at) throw documentErrors('malformed')
  return value
}

function readRun(value: CborValue): BlockRun {
  const [device, session, firstSeq, prev, signature] = list(value, 5)
  const first = number(firstSeq)
  if (first < 1 || first > LIMITS.feedEntries) throw documentErrors('malformed')
  return {
    device: binary(device, 32),
    session: binary(session, SESSION_BYTES),
    firstSeq: first,
    prev: binary(prev, first === 1 ? 0 : 32),
    signature: binary(signature, 64),
  }
}

function readContext(value: CborValue): Context {
  const [epochs, heads] = list(value, 2)
  const [some, seen] = [list(epochs), list(heads)]
  if (some.length === 0 || some.length > LIMITS.envelopeEpochs || seen.length > LIMITS.envelopeHeads)
    throw documentErrors('malformed')
  return { epochs: ids(some) as EpochId[], heads: ids(seen) as ActionId[] }
}

/** Ids in the order of their texts, each once. */
function ids(values: readonly CborValue[]): string[] {
  const all = values.map((id) => base64url(binary(id, 32)))
  if (all.some((id, at) => at > 0 && (all[at - 1] ?? '') >= id)) throw documentErrors('malformed')
  return all
}

function list(value: CborValue | undefined, length?: number): readonly CborValue[] {
  if (!Array.isArray(value) || (length !== undefined && value.length !== length)) throw documentErrors('malformed')
  return value as readonly CborValue[]
}

function binary(value: CborValue | undefined, length?: number): Uint8Array {
  if (!(value instanceof Uint8Array) || (length !== undefined && value.length !== length))
    throw documentErrors('malformed')
  return value
}

function number(value: CborValue | undefined): number {
  if (typeof value !== 'number' || value < 0) throw documentErrors('malformed')
  return value
}

function name(value: CborValue): string {
  if (typeof value !== 'string') throw documentErrors('malformed')
  return value
}

function idBytes(id: string): Uint8Array {
  return fromBase64url(id) ?? new Uint8Array(0)
}
