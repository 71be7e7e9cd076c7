import type { FeedId } from '../../shared/index.ts'
import type { FeedHead } from '../ports.ts'

/** How far feeds go, by feed. */
export type Vector = Map<FeedId, number>

export function vectorOf(heads: Iterable<FeedHead>): Vector {
  const vector: Vector = new Map()
  raise(vector, heads)
  return vector
}

/** Makes a vector reach at least as far as some heads. */
export function raise(vector: Vector, heads: Iterable<FeedHead>): void {
  for (const { feed, seq } of heads) if (seq > (vector.get(feed) ?? 0)) vector.set(feed, seq)
}

export function headsOf(vector: ReadonlyMap<FeedId, number>): FeedHead[] {
  return Array.from(vector, ([feed, seq]) => ({ feed, seq }))
}

/** Whether a vector reaches at least as far as another. */
export function reaches(vector: ReadonlyMap<FeedId, number>, other: ReadonlyMap<FeedId, number>): boolean {
  for (const [feed, seq] of other) if (seq > (vector.get(feed) ?? 0)) return false
  return true
}
