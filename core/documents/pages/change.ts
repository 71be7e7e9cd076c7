/**
 * The Automerge change an entry stands for. Every peer derives the same one from the same entry, so Automerge bytes are never sent and
 * hostile ones can never reach it: actor is the feed, seq the entry's seq, deps the feed's own previous change or the genesis, time 0,
 * one new map under `entries` named `<feed>.<seq>`. Texts are immutable strings.
 */
import { type CborValue, type DocumentId, type FeedId, fromBase64url, hex, entryId } from '../../shared/index.ts'
import { digest } from '../../identity/index.ts'
import type { Entry } from '../codec/entry.ts'
import { type ChangeOp, encodeChange, encodeGenesis, MAKE_LIST, MAKE_MAP, SET } from './change-encoder.ts'

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

interface Genesis extends DerivedChange {
  readonly actor: string
}

/** The change every page begins with: it makes the map of entries, and depends on the document's id alone. */
export function genesisChange(document: DocumentId): Genesis {
  const known = geneses.get(document)
  if (known) return known
  const actor = hex(digest('folkmoot/genesis/1', fromBase64url(document) ?? new Uint8Array(0)).subarray(0, 16))
  const { bytes, hash } = encodeGenesis(actor)
  const made = { bytes, actor, head: { hash, maxOp: 1 } }
  if (geneses.size >= KEPT) geneses.clear()
  geneses.set(document, made)
  return made
}
const KEPT = 1000
const geneses = new Map<DocumentId, Genesis>()

/** The change of one entry, standing after `head`. */
export function entryChange(
  document: DocumentId,
  feed: FeedId,
  seq: number,
  entry: Entry,
  head: ChangeHead,
): DerivedChange {
  const startOp = head.maxOp + 1
  const ops: ChangeOp[] = []
  const put = (object: number, key: string | null, after: number | null, value: CborValue): void => {
    const own = startOp + ops.length
    if (value instanceof Map) {
      ops.push({ action: MAKE_MAP, object, key, after, value: null })
      for (const [name, each] of sorted(value)) put(own, name, null, each)
    } else if (Array.isArray(value)) {
      ops.push({ action: MAKE_LIST, object, key, after, value: null })
      let before = 0
      for (const each of value as readonly CborValue[]) {
        const element = startOp + ops.length
        put(own, null, before, each)
        before = element
      }
    } else {
      ops.push({ action: SET, object, key, after, value: value as ChangeOp['value'] })
    }
  }
  const record = new Map<string, CborValue>([['kind', entry.kind], ['at', entry.at], ...entry.fields])
  put(0, entryId(feed, seq), null, record)
  const genesisActor = genesisChange(document).actor
  const { bytes, hash } = encodeChange({ actor: feed, seq, startOp, dependency: head.hash, genesisActor, ops })
  return { bytes, head: { hash, maxOp: startOp + ops.length - 1 } }
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

function sorted(map: ReadonlyMap<string, CborValue>): readonly (readonly [string, CborValue])[] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1))
}
