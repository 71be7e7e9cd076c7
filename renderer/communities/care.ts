/** What a community asks of me, as quiet notices: most pressing first, those put away this session left out. */
import type { CareView } from '../session/index.ts'

export const cares = ['update', 'missingKeys', 'waiting', 'unsigned', 'overused', 'recovery', 'secondOwner'] as const
export type Care = (typeof cares)[number]

export interface CareNotice {
  readonly care: Care
  readonly count: number
}

/** What was put away, and how much of it there was then; if it becomes more it is told again. */
export type PutAway = ReadonlyMap<Care, number>

function countsOf(care: CareView, members: number): Readonly<Record<Care, number>> {
  return {
    update: Number(care.needsUpdate),
    missingKeys: care.missingKeys,
    waiting: care.pending,
    unsigned: care.unsigned,
    overused: care.overused,
    recovery: Number(care.needsRecovery),
    // Where nobody else is, nobody else can be named.
    secondOwner: Number(care.needsSecondOwner && members > 1),
  }
}

export function noticesOf(care: CareView, members: number, putAway: PutAway): CareNotice[] {
  const counts = countsOf(care, members)
  return cares.flatMap((which) => {
    const count = counts[which]
    return count > (putAway.get(which) ?? 0) ? [{ care: which, count }] : []
  })
}

/** Forgets what was put away and is settled since, so that the next one is told. The same map when nothing is. */
export function settle(care: CareView, members: number, putAway: PutAway): PutAway {
  const counts = countsOf(care, members)
  if ([...putAway].every(([which, count]) => count <= counts[which])) return putAway
  return new Map([...putAway].map(([which, count]) => [which, Math.min(count, counts[which])]))
}
