import * as A from '@automerge/automerge'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Entry, entryChange, genesisChange } from '../../../core/documents/index.ts'
import { base64url, type CborValue, type DocumentId, entryId, type FeedId, hex } from '../../../core/shared/index.ts'
import { someEntry } from '../../support/some-entry.ts'

type Op = Record<string, unknown>

/** The same change by Automerge's own encoder. */
function byAutomerge(
  document: DocumentId,
  feed: FeedId,
  seq: number,
  entry: Entry,
  head: { hash: string; maxOp: number },
): Uint8Array {
  const startOp = head.maxOp + 1
  const ops: Op[] = []
  const put = (obj: string, place: Op, value: CborValue): void => {
    const own = `${startOp + ops.length}@${feed}`
    if (value instanceof Map) {
      ops.push({ action: 'makeMap', obj, ...place, pred: [] })
      const fields = [...(value as ReadonlyMap<string, CborValue>)].sort(([a], [b]) => (a < b ? -1 : 1))
      for (const [key, each] of fields) put(own, { key }, each)
    } else if (Array.isArray(value)) {
      ops.push({ action: 'makeList', obj, ...place, pred: [] })
      let elemId = '_head'
      for (const each of value as readonly CborValue[]) {
        const element = `${startOp + ops.length}@${feed}`
        put(own, { elemId, insert: true }, each)
        elemId = element
      }
    } else {
      ops.push({
        action: 'set',
        obj,
        ...place,
        value,
        ...(typeof value === 'number' ? { datatype: 'int' } : {}),
        pred: [],
      })
    }
  }
  const record = new Map<string, CborValue>([['kind', entry.kind], ['at', entry.at], ...entry.fields])
  put(`1@${genesisChange(document).actor}`, { key: entryId(feed, seq) }, record)
  return encode({ actor: feed, seq, startOp, deps: [head.hash], ops })
}

function encode(change: Op): Uint8Array {
  const whole: unknown = { author: null, time: 0, message: null, ...change }
  return A.encodeChange(whole as Parameters<typeof A.encodeChange>[0])
}

const document = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => base64url(bytes) as DocumentId)
const feed = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => hex(bytes) as FeedId)

describe('the change of an entry', () => {
  it('is what Automerge would write, byte for byte', () => {
    const maxOp = fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 32_768 }))
    fc.assert(
      fc.property(document, feed, fc.integer({ min: 1, max: 1000 }), someEntry, maxOp, (id, of, seq, entry, after) => {
        const head = { hash: genesisChange(id).head.hash, maxOp: after }
        const ours = entryChange(id, of, seq, entry, head)
        expect(ours.bytes).toEqual(byAutomerge(id, of, seq, entry, head))
        const { hash, ops, startOp } = A.decodeChange(ours.bytes)
        expect(ours.head).toEqual({ hash, maxOp: startOp + ops.length - 1 })
      }),
      { numRuns: 600 },
    )
  })

  it('stands on a beginning that Automerge would write too', () => {
    fc.assert(
      fc.property(document, (id) => {
        const { bytes, actor, head } = genesisChange(id)
        expect(bytes).toEqual(
          encode({
            actor,
            seq: 1,
            startOp: 1,
            deps: [],
            ops: [{ action: 'makeMap', obj: '_root', key: 'entries', pred: [] }],
          }),
        )
        expect(A.decodeChange(bytes).hash).toBe(head.hash)
      }),
      { numRuns: 50 },
    )
  })
})
