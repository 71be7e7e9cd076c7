/**
 * `/folkmoot/sync/1`: one stream per pair of peers and community. I is who opened it, R the other.
 *
 *   I hello → R welcome → [I sample → R sample, when the logs differ] → I proof, [log …] → R proof, [log …] → I ready
 *
 * and from then on both sides alike, in any order: log, holdings, buckets, offer, want, block, covered, have, addresses, ping; `end` at
 * any time after the welcome.
 */
import type { ActionId, DeviceId, DocumentId } from '../../shared/index.ts'
import { LIMITS } from '../../shared/index.ts'
import { sessionErrors } from '../errors.ts'
import { addressText, binary, bytes, code, count, feedHead, flag, id, list, pairOf } from './fields.ts'
import { defineFrames, type FrameOf, type FrameTable } from './frames.ts'

export const SYNC_PROTOCOL = '/folkmoot/sync/1'
export const SYNC_VERSION = 1

const action = id<ActionId>()
const document = id<DocumentId>()
const device = id<DeviceId>()
const sealed = binary(1, LIMITS.actionBytes)

const table = {
  /** I begins; the tag shows who knows the community's key that this one does too, and tells others nothing. */
  hello: { number: 0, fields: { version: count(255), nonce: bytes(32), tag: bytes(16) } },
  /** R knows the community; `heads` is a hash of the heads of its log. */
  welcome: { number: 1, fields: { nonce: bytes(32), tag: bytes(16), heads: bytes(32) } },
  /** Actions from which the other sees what both logs share. */
  sample: { number: 2, fields: { actions: list(action, LIMITS.logSample) } },
  /** The device's signature over the transcript of this conversation. */
  proof: { number: 3, fields: { device, signature: bytes(64) } },
  /** Actions the other lacks, parents first. The last frame of a run names the sender's heads, those before it name none. */
  log: { number: 4, fields: { items: list(sealed, LIMITS.logPage), heads: list(action, LIMITS.logSample) } },
  /** I has verified R: both may speak freely now. */
  ready: { number: 5, fields: {} },
  /** The session is over; nothing follows. */
  end: { number: 6, fields: { code } },
  /** Says only that somebody is there. */
  ping: { number: 7, fields: {} },
  /** Where the sender can be dialled. */
  addresses: { number: 8, fields: { addresses: list(addressText, LIMITS.peerAddresses) } },
  /** Once: all the sender holds, as a number of documents and one hash. */
  holdings: { number: 9, fields: { documents: count(LIMITS.communityDocuments), digest: bytes(32) } },
  /** At most once, when holdings differ: 16 bytes of hash for each of the 2^bits groups the documents fall into by their first bits. */
  buckets: { number: 10, fields: { bits: count(12), digests: binary(16, 16 << 12) } },
  /** Documents and their digests: one by one as they change; all of the groups that differ after `buckets`, `more` but in the last. */
  offer: { number: 11, fields: { documents: list(pairOf(document, bytes(32)), LIMITS.vectorPage), more: flag } },
  /** Asks for all beyond the vector, now and from now on. A long vector takes several frames in a row, `more` but in the last. */
  want: { number: 12, fields: { document, vector: list(feedHead, LIMITS.vectorPage), more: flag } },
  /** Items of one document. */
  block: { number: 13, fields: { bytes: binary(1, LIMITS.blockBytes) } },
  /** All that was wanted of a document has been sent; its digest at the sender's now. */
  covered: { number: 14, fields: { document, digest: bytes(32) } },
  /** The sender keeps these on its disk. */
  have: { number: 15, fields: { document, heads: list(feedHead, LIMITS.vectorPage) } },
} as const satisfies FrameTable

export type SessionTable = typeof table
export type SessionFrame = FrameOf<SessionTable>
export const sessionFrames = defineFrames(table, (cause) => sessionErrors('malformed', { cause }))
