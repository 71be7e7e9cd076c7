/** The membership log as people read it, in an order that does not depend on how it came to be known. */
import type { ActionId } from '../../shared/index.ts'
import type { Action, Decision } from '../../membership/index.ts'
import type { ArchivePlace, ArchiveWish } from '../about.ts'
import type { ReadDecision } from './about.ts'

/** The oldest first, what a decision had seen before it. */
export function readDecisions(
  { membership, view }: ArchivePlace,
  { since = 0, until = Number.MAX_SAFE_INTEGER, by }: Pick<ArchiveWish, 'since' | 'until' | 'by'>,
): ReadDecision[] {
  const invited = rolesByInvite(membership.state.invites.values())
  return inOrder(membership.history())
    .filter((decision) => decision.action.at >= since && decision.action.at < until)
    .filter((decision) => by === undefined || decision.by === by)
    .map((decision) => {
      const { action, target, state } = decision
      return {
        ...{ id: action.id, at: action.at, by: decision.by, about: target, state },
        type: typeOf(action),
        role: roleOf(action) ?? invited.get(action.id),
        reason: view.queries.reasonFor(action.id, decision.by),
        counts: state === 'counts',
      }
    })
}

/** By the moments their authors claimed, as far as these go with what each had seen. */
function inOrder(decisions: readonly Decision[]): Decision[] {
  const places = new Map<ActionId, { readonly at: number; readonly depth: number }>()
  // The log gives parents first.
  for (const { action } of decisions) {
    const before = action.parents.flatMap((id) => places.get(id) ?? [])
    const at = before.reduce((most, each) => Math.max(most, each.at), action.at)
    const depth = before.reduce((most, each) => Math.max(most, each.depth + 1), 0)
    places.set(action.id, { at, depth })
  }
  const placeOf = ({ action: { id } }: Decision) => places.get(id) ?? { at: 0, depth: 0 }
  return decisions.toSorted((a, b) => {
    const [one, other] = [placeOf(a), placeOf(b)]
    return one.at - other.at || one.depth - other.depth || (a.action.id < b.action.id ? -1 : 1)
  })
}

function typeOf({ payload }: Action): string {
  if (payload.type === 'confirm' && payload.what === 'removal') return 'sign-removal'
  if (payload.type === 'add-device' && payload.recovery) return 'add-recovery'
  return payload.type
}

function roleOf({ payload }: Action): ReadDecision['role'] {
  if (payload.type === 'create') return 'owner'
  return payload.type === 'set-role' || payload.type === 'add' ? payload.role : undefined
}

type Invites = ReturnType<ArchivePlace['membership']['state']['invites']['values']>

/** What those came as who came by an invite. */
function rolesByInvite(invites: Invites): ReadonlyMap<ActionId, ReadDecision['role']> {
  return new Map(
    [...invites].flatMap(({ uses, certificate }) => uses.map((use) => [use, certificate?.role ?? 'member'] as const)),
  )
}
