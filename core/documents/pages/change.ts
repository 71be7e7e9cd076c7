/**
 * The Automerge change an entry stands for. Every peer derives the same one from the same entry, so Automerge bytes are never sent and
 * hostile ones can never reach it: actor is the feed, seq the entry's seq, deps the feed's own previous change or the genesis, time 0,
 * one new map under `entries` named `<feed>.<seq>`. Texts are immutable strings.
 */
import * as A from '@automerge/automerge'
import { type CborValue, type DocumentId, type FeedId, fromBase64url, hex, entryId } from '../../shared/index.ts'
import { digest, sha256 } from '../../identity/index.ts'
import type { Entry } from '../codec/entry.ts'

/** Where a feed's changes have got to in its page's document. */
export interface ChangeHead {
  /** Automerge hash of the feed's last change, hex; of the genesis when there is none. */
  readonly hash: string
  /** Highest op counter used so far. */
  readonly maxOp: number
}

export interface DerivedChange {
  readonly bytes: Uint8Array
  readonly head: ChangeHead
}

type Op = Record<string, unknown>
/** Automerge's own type of an op leaves out most of what the binary format has and `encodeChange` takes. */
type ChangeToEncode = Parameters<typeof A.encodeChange>[0]

/** The change every page begins with: it makes the map of entries, and depends on the document's id alone. */
export function genesisChange(document: DocumentId): DerivedChange {
  const actor = genesisActor(document)
  const ops: Op[] = [{ action: 'makeMap', obj: '_root', key: 'entries', pred: [] }]
  return encode(actor, 1, 1, [], ops)
}

/** The object id of the map of entries. */
function entriesMap(document: DocumentId): string {
  return `1@${genesisActor(document)}`
}

/** The change of one entry, standing after `head`. */
export function entryChange(
  document: DocumentId,
  feed: FeedId,
  seq: number,
  entry: Entry,
  head: ChangeHead,
): DerivedChange {
  const startOp = head.maxOp + 1
  const ops: Op[] = []
  const put = (obj: string, place: Op, value: CborValue): void => {
    const own = `${startOp + ops.length}@${feed}`
    if (value instanceof Map) {
      ops.push({ action: 'makeMap', obj, ...place, pred: [] })
      for (const [key, each] of sorted(value)) put(own, { key }, each)
    } else if (Array.isArray(value)) {
      ops.push({ action: 'makeList', obj, ...place, pred: [] })
      let before = '_head'
      for (const each of value as readonly CborValue[]) {
        const element = `${startOp + ops.length}@${feed}`
        put(own, { elemId: before, insert: true }, each)
        before = element
      }
    } else {
      ops.push({ action: 'set', obj, ...place, ...scalar(value), pred: [] })
    }
  }
  const record = new Map<string, CborValue>([['kind', entry.kind], ['at', entry.at], ...entry.fields])
  put(entriesMap(document), { key: entryId(feed, seq) }, record)
  return encode(feed, seq, startOp, [head.hash], ops)
}

/** How many operations an entry's change has: one for the record and one for every value in it. */
export function operationsOf({ fields }: Entry): number {
  return 3 + [...fields.values()].reduce<number>((sum, value) => sum + count(value), 0)
}

function count(value: CborValue): number {
  const within = value instanceof Map || Array.isArray(value) ? inner(value) : []
  return within.reduce<number>((sum, each) => sum + count(each), 1)
}

function inner(value: ReadonlyMap<string, CborValue> | readonly CborValue[]): readonly CborValue[] {
  return value instanceof Map
    ? [...(value as ReadonlyMap<string, CborValue>).values()]
    : (value as readonly CborValue[])
}

function encode(actor: string, seq: number, startOp: number, deps: string[], ops: Op[]): DerivedChange {
  const change: unknown = { actor, author: null, seq, startOp, time: 0, message: null, deps, ops }
  const bytes = A.encodeChange(change as ChangeToEncode)
  // A change's hash is SHA-256 of its chunk after magic and checksum (Automerge binary format, "chunk").
  return { bytes, head: { hash: hex(sha256(bytes.subarray(8))), maxOp: startOp + ops.length - 1 } }
}

function scalar(value: CborValue): Op {
  return typeof value === 'number' ? { value, datatype: 'int' } : { value }
}

function sorted(map: ReadonlyMap<string, CborValue>): readonly (readonly [string, CborValue])[] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1))
}

function genesisActor(document: DocumentId): string {
  return hex(digest('folkmoot/genesis/1', fromBase64url(document) ?? new Uint8Array(0)).subarray(0, 16))
}
