/**
 * Whether what own devices tell each other goes by way of the community's keepers as well. A keeper sees of a shelf which devices use it and
 * when, so it is told no more than its person asked for: they have it carry some private space that they manage, and more than one device.
 */
import type { Random } from '../../../shared/index.ts'
import type { Community } from '../community.ts'
import { carryPrivate } from '../keepers/deciding.ts'
import type { PrivateSpace } from '../private/private-space.ts'
import { hasOtherDevice, ownSpaces } from './own-space.ts'

/** The space to be carried that some keeper does not carry yet. */
export function ownToCarry(community: Community): PrivateSpace | undefined {
  if (community.standing() !== 'active' || !hasOtherDevice(community)) return undefined
  const keepers = community.keeping.list()
  if (keepers.length === 0 || !isAskedFor(community)) return undefined
  const [space] = ownSpaces(community)
  if (!space?.mayManage()) return undefined
  const named = space.keeping.named()
  return keepers.some(({ peer }) => !named.has(peer)) ? space : undefined
}

/** @throws what writing throws */
export function carryOwn(community: Community, random: Random): void {
  const space = ownToCarry(community)
  if (space) carryPrivate(community, space, true, random)
}

/** To be called when its person has said that a private space is not to be carried any more: with the last one this ends too. @throws what writing throws */
export function uncarryOwn(community: Community, random: Random): void {
  if (isAskedFor(community)) return
  for (const space of ownSpaces(community))
    if (space.keeping.isOn && space.mayManage()) carryPrivate(community, space, false, random)
}

function isAskedFor({ privates }: Community): boolean {
  return privates.all().some((space) => space.mayManage() && space.keeping.isOn && !space.view.inbox.isOwn())
}
