/**
 * What is void, said once more and without any order of judging: each action’s condition, asked of the finished answer. An answer that was
 * reached by looking up what had not been judged yet, or that left out an action, does not agree with itself.
 */
import type { Judging } from '../../core/membership/judging.ts'
import { Disputes } from '../../core/membership/disputes.ts'
import { compareRanks, isAbove, outranks, PLAIN } from '../../core/membership/rank.ts'
import { type Inviter, roleKey, type Settled } from '../../core/membership/records.ts'
import { Verdicts } from '../../core/membership/verdicts.ts'

const OWN = new Set(['create', 'leave', 'add-device', 'remove-device', 'fork-evidence', 'unknown'])
const STAGES = ['overturn by recovery', 'remove-device', 'overturn', 'add', 'confirm']

const stageOf = ({ action: { payload }, byRecovery }: Settled): number => {
  const at = STAGES.indexOf(payload.type === 'overturn' && byRecovery ? 'overturn by recovery' : payload.type)
  return at < 0 ? STAGES.length : at
}

/** Keys of all that should be void given that all of `voids` is. */
export function voidsOf({ records, past, standings }: Judging): string[] {
  const { voids } = standings
  const all = records.all()
  const verdicts = new Verdicts(records, past)
  const stands = ({ action: { id } }: Settled): boolean => !voids.has(id)
  const apart = (a: Settled, b: Settled): boolean => past.areConcurrent(a.action.id, b.action.id)
  const overturns = (of: Settled): readonly Settled[] => records.overturns.get(of.action.id) ?? []
  const isRole = ({ inviter }: Settled): boolean => inviter !== undefined && inviter.rank.role !== 'member'

  /** Devices at odds as one sees them who judges in a certain place: what authority there or below overturned is not looked at. */
  const disputesAt = (place: Pick<Settled, 'rank'>, stage: number): Disputes =>
    new Disputes(
      records,
      past,
      () => true,
      (by) => {
        const rank = compareRanks(by.rank, place.rank)
        return (rank < 0 || (rank === 0 && stageOf(by) < stage)) && stands(by)
      },
    )

  const lost = (who: Inviter, of: Settled, need: 'role' | 'membership'): boolean => {
    const { removals, roleChanges, confirms } = records.member(who.member)
    const takes = (by: Settled): boolean => stands(by) && apart(by, of) && isAbove(by.rank, who.rank)
    if (removals.some((by) => takes(by) && verdicts.isSigned(by, () => true, voids))) return true
    const lowers = ({ action: { payload } }: Settled): boolean =>
      payload.type === 'set-role' && outranks(who.rank.role, payload.role)
    if (need === 'role' && roleChanges.some((by) => lowers(by) && takes(by))) return true
    const supports = need === 'role' ? who.supports : who.membership
    if (supports.length === 0 || supports.some((key) => !voids.has(key))) return false
    return (who.rank.role !== 'member' && need === 'role') || ![...confirms, ...roleChanges].some(stands)
  }

  const deviceLost = (of: Settled, disputes: Disputes): boolean =>
    records.device(of.action.device).removals.some((by) => apart(by, of) && disputes.stands(by)) ||
    disputes.disputeOf(of.action.device) !== undefined

  const isVoid = (of: Settled): boolean => {
    const { action, member, rank, supports, inviter, byRecovery } = of
    const { payload } = action
    const disputes = disputesAt(payload.type === 'admit' ? { rank: PLAIN } : of, stageOf(of))
    if (payload.type === 'remove-device') return !disputes.stands(of)
    if (byRecovery) return !disputes.hasWord(of)
    if (payload.type === 'leave') return disputes.isTakenBack(of) || deviceLost(of, disputes)
    if (overturns(of).some(stands)) return true
    if (OWN.has(payload.type) || (payload.type === 'add' && payload.own)) return false
    const need = payload.type === 'admit' ? 'membership' : 'role'
    if (lost({ member, rank, supports, membership: supports }, of, need)) return true
    if (rank.role !== 'member' && deviceLost(of, disputes)) return true
    if (payload.type !== 'admit' || !inviter) return false
    const revoked = records.revocations.get(records.inviteOf(action) ?? '') ?? []
    return (
      lost(inviter, of, 'membership') || revoked.some((by) => by.rank.role !== 'member' && stands(by) && apart(by, of))
    )
  }

  const isRoleVoid = (of: Settled): boolean => {
    const { inviter } = of
    if (!inviter) return false
    const takes = overturns(of).some(
      (by) =>
        stands(by) &&
        (isAbove(by.rank, inviter.rank) || (by.member === inviter.member && !isAbove(inviter.rank, by.rank))),
    )
    return takes || lost(inviter, of, 'role')
  }

  return all
    .flatMap((of) => [
      ...(isVoid(of) ? [of.action.id as string] : []),
      ...(isRole(of) && isRoleVoid(of) ? [roleKey(of.action.id)] : []),
    ])
    .sort()
}
