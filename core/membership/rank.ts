/** Who stands above whom: owners by seniority, then moderators, then members. Fixed for each action when it is written. */
import type { ActionId } from '../shared/index.ts'
import type { MemberRole } from './payload.ts'

/** What an owner's seniority is counted by. */
export interface Seniority {
  /** Owners between this one and the creator, who is 0. */
  readonly generation: number
  /** Actions on the longest path from the first to the grant. */
  readonly depth: number
  readonly grant: ActionId | ''
}

export interface Rank {
  readonly role: MemberRole
  /** Of owners alone. */
  readonly seniority?: Seniority
}

export const PLAIN: Rank = { role: 'member' }

/** Above everybody: what the first action gives. */
export const FOUNDING: Rank = { role: 'owner', seniority: { generation: -1, depth: 0, grant: '' } }

const LEVEL: Readonly<Record<MemberRole, number>> = { member: 0, moderator: 1, owner: 2 }

/** Whether role `a` stands strictly above `b`. */
export function outranks(a: MemberRole, b: MemberRole): boolean {
  return LEVEL[a] > LEVEL[b]
}

export function lesserRole(a: MemberRole, b: MemberRole): MemberRole {
  return LEVEL[a] <= LEVEL[b] ? a : b
}

/** Below 0 when `a` stands above `b`; 0 for two moderators, two members, or one owner. */
export function compareRanks(a: Rank, b: Rank): number {
  const level = LEVEL[b.role] - LEVEL[a.role]
  if (level !== 0 || a.role !== 'owner') return level
  const [one, other] = [a.seniority ?? LAST, b.seniority ?? LAST]
  return one.generation - other.generation || one.depth - other.depth || compareText(one.grant, other.grant)
}

/** Whether `a` stands strictly above `b`. */
export function isAbove(a: Rank, b: Rank): boolean {
  return compareRanks(a, b) < 0
}

const LAST: Seniority = { generation: Number.MAX_SAFE_INTEGER, depth: 0, grant: '' }

/** By code unit, as ids are sorted. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
