/** What somebody may decide about somebody else, as far as the actions looked at tell. Rules and screens ask the same. */
import { base64url, type MemberId } from '../shared/index.ts'
import type { MemberRole } from './payload.ts'
import { isAbove, outranks } from './rank.ts'
import type { Settled } from './records.ts'
import type { Standing, Standings } from './standings.ts'

/** Who decides: a member, by a device or by the recovery key. */
export interface Decider {
  readonly member: MemberId
  readonly standing: Standing
  readonly byRecovery: boolean
}

/** Moderators stand above members, owners above moderators and above owners who came after them. */
export function standsAbove(by: Decider, target: Standing): boolean {
  return by.standing.state === 'active' && !by.byRecovery && isAbove(by.standing.rank, target.rank)
}

/** Owners give roles to those below them; everybody may step down. */
export function rolesToGive(by: Decider, member: MemberId, target: Standing): MemberRole[] {
  const all: MemberRole[] = ['owner', 'moderator', 'member']
  if (by.standing.state !== 'active' || by.byRecovery) return []
  if (member === by.member) return all.filter((role) => outranks(by.standing.role, role))
  const isOver = by.standing.role === 'owner' && standsAbove(by, target)
  const isThere = target.state === 'active' || target.state === 'pending'
  return isOver && isThere ? all.filter((role) => role !== target.role) : []
}

/** Owners and moderators remove those below them. */
export function mayRemove(by: Decider, member: MemberId, target: Standing): boolean {
  return member !== by.member && by.standing.role !== 'member' && standsAbove(by, target)
}

/** Owners and moderators let in who waits. */
export function mayConfirm(by: Decider, target: Standing): boolean {
  return target.state === 'pending' && by.standing.role !== 'member' && standsAbove(by, target)
}

/** The second signature under a removal is another moderator's or owner's, who stands above the one removed. */
export function maySign(by: Decider, removal: Settled, standings: Standings): boolean {
  const { payload } = removal.action
  if (payload.type !== 'remove' || !payload.rotation || removal.rank.role !== 'moderator') return false
  const target = standings.member(base64url(payload.member) as MemberId)
  if (!target || by.member === removal.member) return false
  return by.standing.role !== 'member' && standsAbove(by, target)
}

/**
 * Strictly higher authority overturns, and owners and moderators take back what they decided themselves. What became of one's own
 * devices, and of one's membership by one of them, is for one's recovery key too. That somebody leaves nobody else overturns.
 */
export function mayOverturn(by: Decider, decision: Settled, isPrivate: boolean): boolean {
  const { type } = decision.action.payload
  if (by.byRecovery) return (type === 'remove-device' || type === 'leave') && decision.member === by.member
  if (!OVERTURNABLE.has(type) || by.standing.state !== 'active' || by.standing.role === 'member') return false
  if (isPrivate && by.standing.role !== 'owner') return false
  // Whoever was lowered since is not who decided; and between one's own devices, neither has the last word.
  const isSame = decision.member === by.member && !isAbove(decision.rank, by.standing.rank)
  const isOwn = isSame && decision.rank.role !== 'member' && type !== 'remove-device'
  return isOwn || isAbove(by.standing.rank, decision.rank)
}
const OVERTURNABLE: ReadonlySet<string> = new Set([
  'admit',
  'confirm',
  'set-role',
  'remove',
  'remove-device',
  'overturn',
  'revoke-invite',
  'rotate',
])
