/** The readable history of membership: every decision, who made it about whom, and whether it counts. */
import type { DecisionView } from '../../contract/index.ts'
import { type ActionId, base64url } from '../../shared/index.ts'
import { certificateOf, type Decision } from '../../membership/index.ts'
import type { Community } from '../communities/index.ts'
import { shownName } from '../names.ts'

/** The newest first, as this device came to know of them. */
export function historyOf(community: Community, limit: number): { decisions: DecisionView[]; total: number } {
  const all = community.membership.history()
  const newest = all.slice(-limit).toReversed()
  const { names, reasons } = { names: community.view.queries.names(), reasons: community.view.queries.reasons() }
  const { decisions } = community
  const views = newest.map((decision): DecisionView => {
    const { action, by, target, state } = decision
    const about = aboutOf(decision)
    const role = roleOf(decision)
    return {
      id: action.id,
      type: typeOf(decision),
      at: action.at,
      by,
      byName: shownName(by, names.get(by)),
      ...(target && { target, targetName: shownName(target, names.get(target)) }),
      ...(role && { role }),
      ...(about && { about }),
      state,
      reason: reasons.get(action.id) ?? '',
      mayOverturn: state !== 'overturned' && decisions.mayOverturn(action.id),
      maySign: state === 'unsigned' && decisions.maySign(action.id),
    }
  })
  return { decisions: views, total: all.length }
}

function typeOf({ action: { payload } }: Decision): DecisionView['type'] {
  if (payload.type === 'confirm' && payload.what === 'removal') return 'sign-removal'
  if (payload.type === 'add-device' && payload.recovery) return 'add-recovery'
  return payload.type
}

function roleOf({ action: { payload } }: Decision): DecisionView['role'] {
  switch (payload.type) {
    case 'create':
      return 'owner'
    case 'set-role':
    case 'add':
      return payload.role
    case 'admit':
      return certificateOf(payload).role
    default:
      return undefined
  }
}

/** The decision this one overturns or signs. */
function aboutOf({ action: { payload } }: Decision): ActionId | undefined {
  if (payload.type === 'overturn') return base64url(payload.action) as ActionId
  if (payload.type === 'confirm' && payload.what === 'removal') return base64url(payload.id) as ActionId
  return undefined
}
