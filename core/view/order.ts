/**
 * Where an entry stands. Claimed clocks are shown, never trusted: the claim counts as long as it is not later than the median of what
 * three or more other members claim who had seen the entry, and nothing ever stands before what it had seen or before what its author
 * wrote before it in the same feed, which beats all else. Ties go by the entry's id. Pure: the same entries give the same order,
 * whatever order they came in.
 */
import { type EntryId, entryId, type FeedId, type MemberId, sameBytes } from '../shared/index.ts'
import type { Seen } from '../documents/index.ts'

/** An entry that points straight at another. */
export interface Witness {
  readonly author: MemberId
  /** As claimed, ms. */
  readonly at: number
}

/** How many other members must have seen an entry before they can say that it is older than it claims. */
const WITNESSES = 3

/**
 * The claim, or the median of what others claim who had seen it, if that is earlier. Each member counts once, with their earliest
 * claim; of an even number of members the earlier one in the middle counts.
 */
export function baseTime(claimed: number, author: MemberId, witnesses: readonly Witness[]): number {
  const claims = new Map<MemberId, number>()
  for (const { author: by, at } of witnesses) if (by !== author) claims.set(by, Math.min(at, claims.get(by) ?? at))
  if (claims.size < WITNESSES) return claimed
  const sorted = [...claims.values()].toSorted((a, b) => a - b)
  return Math.min(claimed, sorted[(sorted.length - 1) >> 1] ?? claimed)
}

/** @param before times of all held entries it had seen, the feed's own previous one among them */
export function orderTime(base: number, before: readonly number[]): number {
  return before.reduce((time, each) => Math.max(time, each + 1), base)
}

/** Whether a witness claims to have written before what they had seen: only then can others make an entry older than it claims. */
export function isEarly(claimed: number, author: MemberId, { author: by, at }: Witness): boolean {
  return by !== author && at < claimed
}

/** An entry of one document, as far as its place depends on it. */
export interface Placeable extends Witness {
  readonly feed: FeedId
  readonly seq: number
  /** The first bytes of its hash, which pointers name. */
  readonly hash: Uint8Array
  readonly seen: readonly Seen[]
}

export interface Place {
  readonly time: number
  /** Whether some witness is early. */
  readonly early: boolean
}

/** The places of all entries of one document, from nothing: each after all those before it, so that every entry is looked at once. */
export function placeAll(entries: readonly Placeable[]): Map<EntryId, Place> {
  const nodes = linked(entries)
  const places = new Map<EntryId, Place>()
  const ready = [...nodes.values()].filter(({ before }) => before.length === 0)
  for (let node = ready.pop(); node; node = ready.pop()) {
    const { id, entry, witnesses, before } = node
    const time = orderTime(
      baseTime(entry.at, entry.author, witnesses),
      before.map((each) => places.get(each.id)?.time ?? entry.at),
    )
    places.set(id, { time, early: witnesses.some((witness) => isEarly(entry.at, entry.author, witness)) })
    for (const follower of node.after) if (--follower.open === 0) ready.push(follower)
  }
  return places
}

interface Node {
  readonly id: EntryId
  readonly entry: Placeable
  readonly witnesses: Placeable[]
  readonly before: Node[]
  readonly after: Node[]
  /** How many of those before it have no place yet. */
  open: number
}

function linked(entries: readonly Placeable[]): ReadonlyMap<EntryId, Node> {
  const nodes = new Map<EntryId, Node>()
  for (const entry of entries) {
    const id = entryId(entry.feed, entry.seq)
    nodes.set(id, { id, entry, witnesses: [], before: [], after: [], open: 0 })
  }
  for (const node of nodes.values()) {
    const { feed, seq, seen } = node.entry
    const previous = nodes.get(entryId(feed, seq - 1))
    if (previous) link(previous, node)
    for (const pointer of seen) {
      const target = nodes.get(entryId(pointer.feed, pointer.seq))
      if (!target || !sameBytes(target.entry.hash, pointer.hash)) continue
      target.witnesses.push(node.entry)
      link(target, node)
    }
  }
  return nodes
}

function link(before: Node, after: Node): void {
  before.after.push(after)
  after.before.push(before)
  after.open += 1
}
