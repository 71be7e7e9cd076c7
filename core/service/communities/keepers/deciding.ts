/** Owners name keepers, and say when one is none any more; who manages a private space says whether they carry it. */
import { base64url, fromBase64url, LIMITS, type PeerId, type Random } from '../../../shared/index.ts'
import { keeperErrors, privateErrors } from '../../errors.ts'
import type { Network } from '../../ports.ts'
import type { Community } from '../community.ts'
import type { PrivateSpace } from '../private/private-space.ts'

/**
 * Has a keeper keep the community, and tells all members of it.
 * @throws keeper/owners-only, keeper/known, keeper/too-many, keeper/claimed …, sync/unreachable …, community/left …, the signal's reason
 */
export async function addKeeper(
  community: Community,
  network: Network,
  link: string,
  signal: AbortSignal,
): Promise<void> {
  assertOwner(community)
  const { peer } = network.readKeeper(link)
  const there = community.view.queries.keepers()
  if (there.some((each) => each.peer === peer)) throw keeperErrors('known')
  if (there.length >= LIMITS.communityKeepers) throw keeperErrors('too-many')
  const { shelf, addresses, name } = await network.claimKeeper(community.community, link, signal)
  assertOwner(community)
  community.writing.keeper({ peer, addresses, shelf: base64url(shelf), name, kept: true })
}

/** Nothing more is taken there, and it lets go of what it has if it is there now. @throws keeper/owners-only, keeper/unknown, community/left … */
export function removeKeeper(community: Community, network: Network, peer: PeerId): void {
  assertOwner(community)
  const keeper = community.view.queries.keepers().find((each) => each.peer === peer)
  if (!keeper) throw keeperErrors('unknown')
  community.writing.keeper({ ...keeper, kept: false })
  const shelf = fromBase64url(keeper.shelf)
  if (shelf) network.dropKeeper(community.community, { ...keeper, peer, shelf })
}

/**
 * Has the community's keepers carry a private space from now on, or no longer: those there are now, each by a shelf of its own.
 * @throws keeper/none, private/not-allowed, private/not-in-it, community/left …
 */
export function carryPrivate(community: Community, space: PrivateSpace, isOn: boolean, random: Random): void {
  space.assertMayWrite()
  if (!space.mayManage()) throw privateErrors('not-allowed')
  const places = community.keeping.list()
  if (isOn && places.length === 0) throw keeperErrors('none')
  const named = space.keeping.named()
  for (const { peer } of places) {
    const shelf = named.get(peer)
    if ((shelf !== undefined) === isOn) continue
    space.writing.keeper({
      ...{ peer, addresses: [], name: '', kept: isOn },
      shelf: base64url(shelf ?? random.bytes(SHELF_BYTES)),
    })
  }
}

/** Bytes of the name of a shelf. */
const SHELF_BYTES = 16

function assertOwner(community: Community): void {
  community.assertMayWrite()
  if (community.member().role !== 'owner') throw keeperErrors('owners-only')
}
