/** How a private space stands with the keepers of its community. */
import type { CarriedView } from '../../../contract/index.ts'
import type { SpaceId } from '../../../shared/index.ts'
import type { Network } from '../../ports.ts'
import type { Community } from '../community.ts'

const NOTHING: CarriedView = { offered: false, on: false, mayChange: false, state: 'unreached', waiting: false }

export function carriedBy(community: Community, network: Network, id: SpaceId): CarriedView {
  const space = community.privates.at(id)
  if (!space) return NOTHING
  const { keepers } = network.status(space.id)
  const on = space.keeping.isOn
  const best = BEST_FIRST.find((state) => keepers.some((keeper) => keeper.state === state))
  return {
    offered: community.keeping.list().length > 0,
    on,
    mayChange: space.mayManage() && community.standing() === 'active',
    state: best ?? 'unreached',
    waiting: on && keepers.every(({ state, waiting }) => state !== 'reached' || waiting > 0),
  }
}

const BEST_FIRST = ['reached', 'full', 'unreached', 'refused'] as const
