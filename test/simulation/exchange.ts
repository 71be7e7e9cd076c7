/** Two peers meet, on a line that loses, repeats, reorders and breaks off: what a session carries, without the wire. */
import type { DocumentId, FeedId } from '../../core/shared/index.ts'
import { documentErrors } from '../../core/documents/index.ts'
import type { Chance } from './chance.ts'
import type { Peer } from './peer.ts'

export interface Line {
  readonly chance: Chance
  /** Of 100 things sent, so many are lost, come twice, or come out of turn. 0: a good line. */
  readonly trouble: number
}

/** Answers how many things were new to either. */
export function meet(a: Peer, b: Peer, line: Line): number {
  let news = tellLog(a, b, line) + tellLog(b, a, line)
  if (!mayExchange(a, b) || !mayExchange(b, a)) return news
  news += tellKeys(a, b) + tellKeys(b, a)
  news += tellDocuments(a, b, line) + tellDocuments(b, a, line)
  return news
}

function mayExchange(a: Peer, b: Peer): boolean {
  return a.community.carried.log.standing(b.device.id)?.may === 'exchange'
}

/** Who may do nothing any more is told only why. */
function tellLog(from: Peer, to: Peer, line: Line): number {
  const [ours, theirs] = [from.community.carried.log, to.community.carried.log]
  const sample = theirs.sample()
  const standing = ours.standing(to.device.id)
  if (!standing) return 0
  const items = standing.may === 'nothing' ? ours.decisionAbout(to.device.id, sample) : ours.missingFor(sample)
  return items.length === 0 ? 0 : theirs.receive(delivered(items, line)).accepted
}

function tellKeys(from: Peer, to: Peer): number {
  const [ours, theirs] = [from.community.carried.log.keys, to.community.carried.log.keys]
  const lacking = theirs.lacking()
  return lacking.length === 0 ? 0 : theirs.take(ours.reseal(to.device.id, lacking))
}

function tellDocuments(from: Peer, to: Peer, line: Line): number {
  const [ours, theirs] = [from.community.documents, to.community.documents]
  let news = 0
  for (const document of ours.list()) {
    if (!theirs.has(document)) continue
    if (same(ours.digest(document), theirs.digest(document))) continue
    const more = take(from, to, document, theirs.vector(document), line)
    news += more > 0 ? more : take(from, to, document, theirs.exactVector(document), line)
  }
  return news
}

function take(
  from: Peer,
  to: Peer,
  document: DocumentId,
  vector: readonly { readonly feed: FeedId; readonly seq: number }[],
  line: Line,
): number {
  const has = new Map(vector.map(({ feed, seq }) => [feed, seq]))
  const blocks = [...from.community.documents.blocksBeyond(document, has)]
  return delivered(blocks, line).reduce((sum, block) => sum + receiveBlock(to, block), 0)
}

/** What a peer makes of a block from anybody; what is none is refused. */
export function receiveBlock(to: Peer, block: Uint8Array): number {
  try {
    return to.community.documents.receive(block).accepted
  } catch (error) {
    if (documentErrors.is(error, 'malformed') || documentErrors.is(error, 'unknown')) return 0
    throw error
  }
}

function delivered<T>(all: readonly T[], { chance, trouble }: Line): T[] {
  if (trouble === 0) return [...all]
  const out = all.flatMap((each) => (chance.percent(trouble) ? [] : chance.percent(trouble) ? [each, each] : [each]))
  const ordered = chance.percent(trouble) ? chance.shuffled(out) : out
  return chance.percent(trouble) ? ordered.slice(0, chance.below(ordered.length + 1)) : ordered
}

export function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at])
}
