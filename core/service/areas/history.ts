/** The readable history of membership: every decision, who made it about whom, and whether it counts. */
import type { DecisionView } from '../../contract/index.ts'
import type { ActionId } from '../../shared/index.ts'
import type { Decision, MemberRole } from '../../membership/index.ts'
import type { Community } from '../communities/index.ts'
import { shownName } from '../names.ts'

/** The newest first, as this device came to know of them. */
export function historyOf(community: Community, limit: number): { decisions: DecisionView[]; total: number } {
  const all = community.membership.history()
  const newest = all.slice(-limit).toReversed()
  const { decisions, view } = community
  const [names, invited] = [view.queries.names(), rolesByInvite(community)]
  const views = newest.map((decision): DecisionView => {
    const { action, by, target, about, state } = decision
    const role = roleOf(decision, invited)
    const stands = state === 'counts' || state === 'unsigned'
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
      reason: view.queries.reasonFor(action.id, by) ?? '',
      mayOverturn: stands && decisions.mayOverturn(action.id),
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

function roleOf(
  { action: { id, payload } }: Decision,
  invited: ReadonlyMap<ActionId, MemberRole>,
): DecisionView['role'] {
  if (payload.type === 'create') return 'owner'
  return payload.type === 'set-role' || payload.type === 'add' ? payload.role : invited.get(id)
}

/** What those came as who came by an invite. */
function rolesByInvite({ membership }: Community): ReadonlyMap<ActionId, MemberRole> {
  const invites = [...membership.state.invites.values()]
  return new Map(
    invites.flatMap(({ uses, certificate }) => uses.map((use) => [use, certificate?.role ?? 'member'] as const)),
  )
}
