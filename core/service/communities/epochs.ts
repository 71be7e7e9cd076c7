/** Which actions made an epoch, what their authors knew of, and which epochs somebody is meant to have the keys of. */
import { type ActionId, base64url, type EpochId, type MemberId } from '../../shared/index.ts'
import type { HistorySetting } from '../../documents/index.ts'
import type { Action, KeyRing, MembershipLog } from '../../membership/index.ts'

/** The action that began an epoch; of one begun twice, both. */
export function makersOf(membership: MembershipLog, epoch: EpochId): readonly ActionId[] {
  return membership
    .actions()
    .filter((action) => epochOf(action) === epoch)
    .map(({ id }) => id)
}

/** Some actions and all that their authors knew of. */
export function pastOf(membership: MembershipLog, some: readonly ActionId[]): ReadonlySet<ActionId> {
  const actions = new Map(membership.actions().map((action) => [action.id, action]))
  const past = new Set(some)
  for (const id of past) for (const parent of actions.get(id)?.parents ?? []) past.add(parent)
  return past
}

/**
 * The epochs a member is meant to have the keys of: all, or, when what was written before somebody came is not for them, those that were
 * written under when they were let in, and later ones.
 */
export function epochsFor(membership: MembershipLog, member: MemberId, history: HistorySetting): ReadonlySet<EpochId> {
  const { epochs, members } = membership.state
  const meant = new Set(epochs.keys())
  if (history === 'all') return meant
  const confirms = membership
    .history()
    .filter(({ action, target, state }) => action.payload.type === 'confirm' && target === member && state === 'counts')
  const arrival = [...(members.get(member)?.grants ?? []), ...confirms.map(({ action }) => action.id)]
  const past = pastOf(membership, arrival)
  for (const action of membership.actions()) {
    const made = past.has(action.id) ? epochOf(action) : undefined
    for (const parent of (made && epochs.get(made)?.origins.flat()) ?? []) meant.delete(parent)
  }
  return meant
}

function epochOf({ payload }: Action): EpochId | undefined {
  const made = payload.type === 'create' ? payload.epoch : 'rotation' in payload ? payload.rotation?.epoch : undefined
  return made && (base64url(made) as EpochId)
}

/**
 * Whether somebody who may read no more can still hold every key that is written under: no head of the epochs was made by somebody who
 * knew that they were gone.
 */
export function isRotationDue(membership: MembershipLog): boolean {
  const gone = departures(membership)
  if (gone.length === 0) return false
  const known = membership.state.epochHeads.map((epoch) => pastOf(membership, makersOf(membership, epoch)))
  return gone.some((all) => known.every((past) => !all.some((id) => past.has(id))))
}

/** The same; or whoever changed the keys handed them to nobody, so that nobody can write. */
export function isRotationWanted(place: { readonly membership: MembershipLog; readonly ring: KeyRing }): boolean {
  return isRotationDue(place.membership) || place.ring.heads().length === 0
}

/** For each member or device that is gone, the decisions by which it is. */
function departures(membership: MembershipLog): readonly (readonly ActionId[])[] {
  const { members, devices } = membership.state
  const left = [...members.values()].filter(({ state }) => state === 'left').map(({ leaves }) => leaves)
  const revoked = [...devices.values()].flatMap(({ removal }) => (removal ? [[removal]] : []))
  const isRemoved = [...members.values()].some(({ state }) => state === 'removed')
  const removals = (isRemoved ? membership.history() : []).filter(
    ({ action, state }) => action.payload.type === 'remove' && state === 'counts',
  )
  const removed = Map.groupBy(removals, ({ target }) => target).values()
  return [...left, ...revoked, ...[...removed].map((all) => all.map(({ action }) => action.id))]
}
