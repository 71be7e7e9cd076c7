/** Whoever holds a member's device and the keys of a community, and does with them as they please: any item, any block, rightly signed. */
import {
  type Block,
  type BlockItem,
  type BlockRun,
  encodeBlock,
  encodeEntry,
  type Entry,
  feedIdOf,
  itemHash,
  placeOf,
  pointsAt,
  type Seen,
  signItem,
} from '../../core/documents/index.ts'
import { hashOfHeader, sealItem } from '../../core/documents/codec/item.ts'
import type { Device } from '../../core/identity/index.ts'
import type { ContentKeys, KeyRing, MembershipLog, Proof } from '../../core/membership/index.ts'
import type { ActionId, CommunityId, DocumentId, EpochId, FeedId, Random } from '../../core/shared/index.ts'

type Context = BlockItem['context']

export interface Author {
  readonly device: Device
  readonly membership: MembershipLog
  readonly ring: KeyRing
}

/** An item as built, whole enough to stand in any block. */
export interface BuiltItem {
  readonly by: Device
  readonly document: DocumentId
  readonly session: Uint8Array
  readonly feed: FeedId
  readonly seq: number
  readonly prev: Uint8Array
  readonly context: Context
  readonly seen: readonly Seen[]
  readonly entry: Uint8Array
  readonly hash: Uint8Array
}

/** What an item may be made to say instead of what it should. */
export interface Twist {
  readonly seq?: number
  readonly prev?: Uint8Array
  readonly context?: Partial<Context>
  readonly seen?: readonly Seen[]
  readonly keys?: ContentKeys
  readonly community?: CommunityId
}

export class HostileFeed {
  readonly id: FeedId
  readonly items: BuiltItem[] = []
  readonly session: Uint8Array
  readonly #author: Author
  readonly #document: DocumentId

  constructor(author: Author, document: DocumentId, session: Uint8Array) {
    this.#author = author
    this.#document = document
    this.session = session
    this.id = feedIdOf({ document, device: author.device.signing.publicKey, session })
  }

  /** The next item; bytes are taken as they are, whether they are an entry or not. */
  write(entry: Entry | Uint8Array, twist: Twist = {}): BuiltItem {
    const { device, membership, ring } = this.#author
    const last = this.items.at(-1)
    const epochs: readonly EpochId[] = twist.context?.epochs ?? ring.heads()
    const heads: readonly ActionId[] = twist.context?.heads ?? (last ? [] : membership.heads())
    const keys = twist.keys ?? ring.contentKeys(epochs)
    if (!keys) throw new TypeError('no key to write with')
    const content = {
      seq: twist.seq ?? (last?.seq ?? 0) + 1,
      prev: twist.prev ?? last?.hash ?? new Uint8Array(0),
      context: { epochs, heads },
      seen: twist.seen ?? [],
      entry: entry instanceof Uint8Array ? entry : encodeEntry(entry),
    }
    const name = { document: this.#document, device: device.signing.publicKey, session: this.session }
    const hash = itemHash(placeOf(twist.community ?? membership.community, name), keys, content)
    const item = { ...content, by: device, document: this.#document, session: this.session, feed: this.id, hash }
    this.items.push(item)
    return item
  }

  /** Another feed that says the same so far and may go on otherwise. */
  fork(after = this.items.length): HostileFeed {
    const other = new HostileFeed(this.#author, this.#document, this.session)
    other.items.push(...this.items.slice(0, after))
    return other
  }
}

export function hostileFeed(author: Author, document: DocumentId, random: Random): HostileFeed {
  return new HostileFeed(author, document, random.bytes(16))
}

/** A pointer to an item. */
export function pointerTo({ feed, seq, hash }: BuiltItem): Seen {
  return { feed, seq, hash: hash.subarray(0, 16) }
}

/** A block of items in the order given, every run rightly signed; then whatever `change` makes of it. */
export function blockOf(items: readonly BuiltItem[], change: (block: Block) => Block = (block) => block): Uint8Array {
  return encodeBlock(change(plainBlock(items)))
}

export function plainBlock(items: readonly BuiltItem[]): Block {
  const [first] = items
  if (!first) throw new TypeError('a block has items')
  const runs: BlockRun[] = []
  const runOf = new Map<FeedId, number>()
  const packed = items.map((item, at): BlockItem => {
    let run = runOf.get(item.feed)
    const known = run === undefined ? undefined : runs[run]
    const { session, prev, by } = item
    const signature = signItem(by.signing, item.hash)
    if (run === undefined || !known) {
      run = runs.push({ device: by.signing.publicKey, session, firstSeq: item.seq, prev, signature }) - 1
      runOf.set(item.feed, run)
    } else {
      runs[run] = { ...known, signature }
    }
    const seen = item.seen.map((pointer) => {
      const target = items.findIndex(
        ({ feed, seq, hash }) => feed === pointer.feed && seq === pointer.seq && pointsAt(pointer, hash),
      )
      return target >= 0 && target < at ? at - target : pointer
    })
    return { run, context: item.context, seen, entry: item.entry }
  })
  return { document: first.document, runs, items: packed }
}

/** An item's signed header, as evidence and cuts carry it. */
export function proofOf({ membership, ring }: Author, item: BuiltItem): Proof {
  const keys = ring.contentKeys(item.context.epochs)
  if (!keys) throw new TypeError('no key')
  const name = { document: item.document, device: item.by.signing.publicKey, session: item.session }
  return [sealItem(placeOf(membership.community, name), keys, item).header, signItem(item.by.signing, item.hash)]
}

/** A device's signature under any header, whosever item it is of. */
export function signHeader(device: Device, header: Uint8Array): Uint8Array {
  return signItem(device.signing, hashOfHeader(header))
}
