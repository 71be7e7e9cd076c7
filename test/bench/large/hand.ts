/** The hand of all who write: signs what they say into their own feeds and puts it into blocks, as these come from a peer. */
import {
  type BlockItem,
  type BlockRun,
  encodeBlock,
  encodeEntry,
  type Entry,
  feedIdOf,
  itemHash,
  placeOf,
  SEEN_HASH_BYTES,
  signItem,
} from '../../../core/documents/index.ts'
import type { Device } from '../../../core/identity/index.ts'
import type { KeyRing, MembershipLog } from '../../../core/membership/index.ts'
import { type CommunityId, type DocumentId, entryId, type EntryId, type FeedId } from '../../../core/shared/index.ts'

export interface Said {
  readonly device: Device
  readonly entry: Entry
  /** Told what the entry is called. */
  readonly as?: (id: EntryId) => void
}

interface OpenFeed {
  readonly id: FeedId
  readonly session: Uint8Array
  prev: Uint8Array
  seq: number
}

interface Parts {
  readonly community: CommunityId
  readonly membership: MembershipLog
  readonly ring: KeyRing
  readonly bytes: (length: number) => Uint8Array
}

/** Writes in one document; everybody in a feed of their own, having seen what stands before. */
export class Hand {
  readonly document: DocumentId
  readonly #parts: Parts
  readonly #feeds = new Map<Device, OpenFeed>()

  constructor(parts: Parts, document: DocumentId) {
    this.#parts = parts
    this.document = document
  }

  /** A block of what is said one after the other; each is asked for when those before it have their names. */
  block(said: Iterable<Said>): Uint8Array {
    const { community, membership, ring } = this.#parts
    const epochs = ring.heads()
    const keys = ring.contentKeys(epochs)
    if (!keys) throw new TypeError('no key')
    const later = { epochs, heads: [] }
    const runs: BlockRun[] = []
    const runOf = new Map<Device, number>()
    const items: BlockItem[] = []
    let before: { readonly device: Device; readonly feed: OpenFeed } | undefined
    for (const { device, entry: plain, as } of said) {
      const feed = this.#feed(device)
      const name = { document: this.document, device: device.signing.publicKey, session: feed.session }
      const run =
        runOf.get(device) ??
        runs.push({
          ...{ device: name.device, session: name.session, firstSeq: feed.seq + 1, prev: feed.prev },
          signature: new Uint8Array(64),
        }) - 1
      runOf.set(device, run)
      const context = feed.seq === 0 ? { epochs, heads: membership.heads() } : later
      const other = before && before.device !== device ? before.feed : undefined
      const seen = other ? [{ feed: other.id, seq: other.seq, hash: other.prev.subarray(0, SEEN_HASH_BYTES) }] : []
      const entry = encodeEntry(plain)
      feed.prev = itemHash(placeOf(community, name), keys, {
        ...{ seq: feed.seq + 1, prev: feed.prev, context, seen, entry },
      })
      feed.seq += 1
      as?.(entryId(feed.id, feed.seq))
      // By its distance, where the one pointed at is in the same block.
      items.push({ run, context, seen: other ? [1] : [], entry })
      before = { device, feed }
    }
    // One signature ends the run of each.
    const signed = [...runOf].flatMap(([device, at]) => {
      const run = runs[at]
      return run ? [{ ...run, signature: signItem(device.signing, this.#feed(device).prev) }] : []
    })
    return encodeBlock({ document: this.document, runs: signed, items })
  }

  #feed(device: Device): OpenFeed {
    const known = this.#feeds.get(device)
    if (known) return known
    const session = this.#parts.bytes(16)
    const id = feedIdOf({ document: this.document, device: device.signing.publicKey, session })
    const feed: OpenFeed = { id, session, prev: new Uint8Array(0), seq: 0 }
    this.#feeds.set(device, feed)
    return feed
  }
}
