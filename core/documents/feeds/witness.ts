/**
 * Which branch of a forked feed has effect: the one more members had seen, up to the last item any of them had. Ties go by the smaller hash
 * where the branches begin. Nobody's word counts for a branch of their own. Pure: the same pointers give the same answer.
 */
import { compareBytes, type MemberId } from '../../shared/index.ts'
import { pointsAt, type Seen } from '../codec/item.ts'

export interface Branch {
  /** Hash of its first item. */
  readonly first: Uint8Array
  /** By seq, from the fork on, as far as it counts. */
  readonly hashes: ReadonlyMap<number, Uint8Array>
}

export interface Pointer {
  readonly seen: Seen
  readonly by: MemberId
}

export interface Witnessed {
  readonly branch: Branch
  /** The last seq with effect. */
  readonly upTo: number
}

/** @param pointers at the feed's items from the fork on, by whomever */
export function witnessedBranch(
  branches: readonly Branch[],
  pointers: readonly Pointer[],
  author: MemberId | undefined,
): Witnessed | undefined {
  const others = pointers.filter(({ by }) => by !== author)
  const counted = branches.map((branch) => {
    const hits = others.filter(({ seen }) => {
      const hash = branch.hashes.get(seen.seq)
      return hash !== undefined && pointsAt(seen, hash)
    })
    const upTo = Math.max(0, ...hits.map(({ seen }) => seen.seq))
    return { branch, upTo, members: new Set(hits.map(({ by }) => by)).size }
  })
  const [best] = counted.sort((a, b) => b.members - a.members || compareBytes(a.branch.first, b.branch.first))
  return best && best.members > 0 ? best : undefined
}
