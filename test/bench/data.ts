/** A community of many authors, made through the real formats: every item is signed by its author and taken through the gate. */
import {
  type Block,
  type BlockItem,
  type BlockRun,
  encodeBlock,
  encodeEntry,
  feedIdOf,
  itemHash,
  messageEntry,
  placeOf,
  SEEN_HASH_BYTES,
  signItem,
} from '../../core/documents/index.ts'
import type { Device } from '../../core/identity/index.ts'
import { type DocumentId, type FeedId, LIMITS } from '../../core/shared/index.ts'
import { realLines } from '../support/real-text.ts'
import { type SmallCommunity, smallCommunity } from '../support/small-community.ts'
import { seededRandom } from '../support/surroundings.ts'

export interface BenchText {
  readonly author: string
  readonly at: number
  readonly text: string
}

export interface BenchCommunity {
  readonly village: SmallCommunity
  /** Blocks of 250 items by page, in order. */
  readonly blocks: readonly Uint8Array[]
  readonly pages: readonly DocumentId[]
  readonly texts: readonly BenchText[]
}

const PER_BLOCK = 250

interface Author {
  readonly name: string
  readonly device: Device
  readonly session: Uint8Array
  prev: Uint8Array
  seq: number
}

/** Messages by so many authors in turn, as a conversation: most have seen the one before. Held by `ada`. */
export function benchCommunity(messages: number, authors = 50): BenchCommunity {
  const village = smallCommunity('bench')
  const random = seededRandom('bench-authors')
  const ada = village.person('ada')
  const devices = Array.from({ length: authors }, (_, index) => ({
    name: `author ${index}`,
    device: village.admit(`author ${index}`, 'ada'),
  }))
  const lines = realLines(messages)
  const [blocks, pages, texts]: [Uint8Array[], DocumentId[], BenchText[]] = [[], [], []]
  for (let at = 0; at < messages; at += LIMITS.pageEntries) {
    const page = ada.documents.writablePage(village.room)
    pages.push(page)
    const writers = devices.map((each): Author => ({
      ...each,
      session: random.bytes(16),
      prev: new Uint8Array(0),
      seq: 0,
    }))
    const count = Math.min(LIMITS.pageEntries, messages - at)
    for (let from = 0; from < count; from += PER_BLOCK) {
      const said = lines
        .slice(at + from, at + Math.min(from + PER_BLOCK, count))
        .map((text, index): BenchText & { author: string; writer: number } => {
          const writer = pick(random, authors)
          return {
            author: devices[writer]?.name ?? '',
            writer,
            at: village.clock.now() + (at + from + index) * 7000,
            text,
          }
        })
      const block = blockOf(village, page, writers, said)
      ada.documents.receive(block)
      blocks.push(block)
      texts.push(...said.map(({ author, at: when, text }) => ({ author, at: when, text })))
    }
  }
  return { village, blocks, pages, texts }
}

function blockOf(
  village: SmallCommunity,
  document: DocumentId,
  writers: readonly Author[],
  said: readonly (BenchText & { writer: number })[],
): Uint8Array {
  const { ring, membership } = village.person('ada')
  const epochs = ring.heads()
  const keys = ring.contentKeys(epochs)
  if (!keys) throw new TypeError('no key')
  const runs: BlockRun[] = []
  const runOf = new Map<number, number>()
  const items: BlockItem[] = []
  let last: { feed: FeedId; seq: number; hash: Uint8Array; writer: number } | undefined
  for (const { writer, at, text } of said) {
    const author = writers[writer]
    if (!author) continue
    const name = { document, device: author.device.signing.publicKey, session: author.session }
    let run = runOf.get(writer)
    if (run === undefined) {
      run =
        runs.push({
          device: name.device,
          session: name.session,
          firstSeq: author.seq + 1,
          prev: author.prev,
          signature: new Uint8Array(64),
        }) - 1
      runOf.set(writer, run)
    }
    const context = { epochs, heads: author.seq === 0 ? membership.heads() : [] }
    const entry = encodeEntry(messageEntry(at, text))
    const before = last && last.writer !== writer ? last : undefined
    const seen = before ? [{ feed: before.feed, seq: before.seq, hash: before.hash.subarray(0, SEEN_HASH_BYTES) }] : []
    const hash = itemHash(placeOf(village.community, name), keys, {
      seq: author.seq + 1,
      prev: author.prev,
      context,
      seen,
      entry,
    })
    author.seq += 1
    author.prev = hash
    const known = runs[run]
    if (known) runs[run] = { ...known, signature: signItem(author.device.signing, hash) }
    const places: BlockItem['seen'] = before ? [1] : []
    items.push({ run, context, seen: places, entry })
    last = { feed: feedIdOf(name), seq: author.seq, hash, writer }
  }
  const block: Block = { document, runs, items }
  return encodeBlock(block)
}

function pick(random: { bytes(length: number): Uint8Array }, count: number): number {
  const [high = 0, low = 0] = random.bytes(2)
  return ((high << 8) | low) % count
}
