/**
 * `/folkmoot/sync/3`: one stream per pair of peers and community or private space. I is who opened it, R the other.
 *
 *   I hello → R welcome → [I sample → R sample, when the logs differ] → I proof, [log …] → R proof, [log …] → [I log …] → I ready
 *
 * or, when R is to name its device first: I after → R proof, [log …] → I proof, [log …] → [R log …] → I ready. Who goes first is said in
 * handshake.ts. Who may not take part is sent `log …`, `plead` (which it answers by `log …`) and `end` in place of what it waits for.
 *
 * From then on both sides alike, in any order: log, holdings, buckets, differs, offer, want, block, covered, have, book, places, lack, keys, letter,
 * signal, later, seek, lacking, holding, chunk, ping; `end` at any time after the welcome.
 */
import type { ActionId, ChunkId, DeviceId, DocumentId, EpochId } from '../../shared/index.ts'
import { LIMITS } from '../../shared/index.ts'
import { TAG_BYTES } from '../../identity/index.ts'
import { sessionErrors } from '../errors.ts'
import { binary, bytes, code, count, feedHead, flag, id, list, pairOf } from './fields.ts'
import { defineFrames, type FrameOf, type FrameTable } from './frames.ts'

export const SYNC_PROTOCOL = '/folkmoot/sync/3'
export const SYNC_VERSION = 3
/** Bytes of the keyed hash by which the holder of an epoch's key is recognised. */
export const VOUCH_BYTES = 8
/** Bytes of an epoch's key sealed for a device. */
const SEALED_KEY_BYTES = 80
/** Bytes of the longest chunk on the wire, with the tag of its encryption, or of a root if that is longer. */
const CHUNK_BYTES = Math.max(LIMITS.chunkBytes + TAG_BYTES, LIMITS.blobRootBytes)

const action = id<ActionId>()
const document = id<DocumentId>()
const device = id<DeviceId>()
const epoch = id<EpochId>()
const chunks = list(id<ChunkId>(), LIMITS.chunksNamed)
const vouches = list(bytes(VOUCH_BYTES), LIMITS.vouches)
const sealed = binary(1, LIMITS.actionBytes)

const table = {
  /**
   * I begins; the tag shows who knows the community's key that this one does too, and tells others nothing. Each of `vouches` shows to
   * the holder of one epoch's key that I holds it; some are made up, so that their number says little.
   */
  hello: { number: 0, fields: { version: count(255), nonce: bytes(32), tag: bytes(16), vouches } },
  /** R knows the community; `heads` is a hash of the heads of its log, `recognised` tells what it made of the vouches. */
  welcome: {
    number: 1,
    fields: { nonce: bytes(32), tag: bytes(16), heads: bytes(32), vouches, recognised: count(2) },
  },
  /** Actions from which the other sees what both logs share. */
  sample: { number: 2, fields: { actions: list(action, LIMITS.logSample) } },
  /** The device's signature over the transcript of this conversation; `log`: what the other lacks of the log follows now. */
  proof: { number: 3, fields: { device, signature: bytes(64), log: flag } },
  /** Actions the other lacks, parents first. The last frame of a run names the sender's heads, those before it name none. */
  log: { number: 4, fields: { items: list(sealed, LIMITS.logPage), heads: list(action, LIMITS.logSample) } },
  /** R has been verified, and so has I: both may speak freely now. */
  ready: { number: 5, fields: {} },
  /** The session is over; nothing follows. */
  end: { number: 6, fields: { code } },
  /** Says only that somebody is there. */
  ping: { number: 7, fields: {} },
  /** Once: all the sender holds, as a number of documents and one hash. */
  holdings: { number: 9, fields: { documents: count(LIMITS.communityDocuments), digest: bytes(32) } },
  /** At most once, when holdings differ, by the smaller peer id: 16 bytes of hash for each of the 2^bits groups the documents fall into by their first bits. */
  buckets: { number: 10, fields: { bits: count(12), digests: binary(16, 16 << 12) } },
  /** Documents and their digests: one by one as they change; all of the groups that differ after `differs`, `more` but in the last. */
  offer: { number: 11, fields: { documents: list(pairOf(document, bytes(32)), LIMITS.vectorPage), more: flag } },
  /** Asks for all beyond the vector, now and from now on. A long vector takes several frames in a row, `more` but in the last. */
  want: { number: 12, fields: { document, vector: list(feedHead, LIMITS.vectorPage), more: flag } },
  /** Items of one document. */
  block: { number: 13, fields: { bytes: binary(1, LIMITS.blockBytes) } },
  /** All that was wanted of a document has been sent; its digest at the sender's now. */
  covered: { number: 14, fields: { document, digest: bytes(32) } },
  /** The sender keeps these on its disk. */
  have: { number: 15, fields: { document, heads: list(feedHead, LIMITS.vectorPage) } },
  /** In the handshake: R is to name its device first. */
  after: { number: 16, fields: {} },
  /** Epochs whose keys the sender is meant to have and does not. */
  lack: { number: 17, fields: { epochs: list(epoch, LIMITS.keysPage) } },
  /** Keys of epochs the other lacks, sealed for its device. */
  keys: { number: 18, fields: { keys: list(pairOf(epoch, bytes(SEALED_KEY_BYTES)), LIMITS.keysPage) } },
  /** In the session of a community: sealed for the other device, it tells of a private space it is in. */
  letter: { number: 19, fields: { bytes: binary(1, LIMITS.letterBytes) } },
  /** In the handshake, to one that may do nothing: before it is refused it may show what it decided itself, once. */
  plead: { number: 20, fields: {} },
  /** In the session of a community: entries of its address book, the sender's own or anybody's. Number 8 said the same unsigned once. */
  places: { number: 21, fields: { entries: list(binary(1, LIMITS.placeBytes), LIMITS.placesPage) } },
  /**
   * In the session of a community, first with a hash of all entries of its address book that the sender holds; then, when the hashes
   * differ, once more with the names of all, so that each sends what the other lacks.
   */
  book: { number: 24, fields: { digest: bytes(16), held: list(bytes(8), LIMITS.places) } },
  /** A word that is kept nowhere, such as that somebody writes: what it means is not sync's to know. */
  signal: { number: 22, fields: { bytes: binary(1, LIMITS.signalBytes) } },
  /** The sender is busy: what it asked for had better wait for so many milliseconds; what is new may come all the same. */
  later: { number: 23, fields: { ms: count(LIMITS.laterMost) } },
  /** At most once, in answer to `buckets`: a bit for each group, from the lowest of the first byte on, set where the hashes differ. */
  differs: { number: 25, fields: { groups: binary(1, (1 << 12) / 8) } },
  /** Asks for chunks of attached files; each is answered by `chunk` or named in `lacking`. */
  seek: { number: 26, fields: { chunks } },
  /** Bytes that were asked for: their SHA-256 says which. A chunk with its tag, or the list of a file's chunks. */
  chunk: { number: 27, fields: { bytes: binary(1, CHUNK_BYTES) } },
  /** Chunks that were asked for and are not here. */
  lacking: { number: 28, fields: { chunks } },
  /**
   * To who was told that something is lacking: these have come to be here since. None: more than can be named, so that what is sought is
   * asked for once more.
   */
  holding: { number: 29, fields: { chunks } },
} as const satisfies FrameTable

export type SessionTable = typeof table
export type SessionFrame = FrameOf<SessionTable>
export const sessionFrames = defineFrames(table, (cause) => sessionErrors('malformed', { cause }))
