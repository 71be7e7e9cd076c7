import { type ActionId, encodeCanonical, fromBase64url, LIMITS } from '../../shared/index.ts'
import { digest } from '../../identity/index.ts'

/** Sealed items in frames' worth: at most LIMITS.logPage and about LIMITS.logPageBytes each; one empty page when there are none. */
export function* logPages(items: readonly Uint8Array[]): Generator<{ items: readonly Uint8Array[]; last: boolean }> {
  let begin = 0
  do {
    let end = begin
    for (let size = 0; end < items.length && end - begin < LIMITS.logPage && size < LIMITS.logPageBytes; end++) {
      size += items[end]?.length ?? 0
    }
    yield { items: items.slice(begin, end), last: end === items.length }
    begin = end
  } while (begin < items.length)
}

/** The heads that are told: all, unless there are so many that the rest must be found out by sampling. */
export function toldHeads(heads: readonly ActionId[]): readonly ActionId[] {
  return heads.slice(0, LIMITS.logSample)
}

/** One hash for the heads of a log: equal for equal logs. */
export function headsDigest(heads: readonly ActionId[]): Uint8Array {
  const sorted = [...heads].sort()
  return digest('folkmoot/log-heads/1', encodeCanonical(sorted.map((id) => fromBase64url(id) ?? new Uint8Array(0))))
}
