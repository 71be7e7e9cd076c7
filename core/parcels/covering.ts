/**
 * What of a parcel from anyone lies there for others as well. That it is held here says nothing about that: a member may have put it there
 * without signatures, under keys newcomers have not, or before what it stands on; and whatever is believed to lie there nobody puts again.
 */
import { type ActionId, type EpochId, type FeedId, sameBytes } from '../shared/index.ts'
import { type Block, epochsOfRuns, isItemSigned, rebuildBlock } from '../documents/index.ts'
import { type Action, isSigned } from '../membership/index.ts'
import type { ParcelSource } from './about.ts'

/** Actions of a parcel, in its order, that are held here and that whoever opens it can take; up to the first that nobody signed. */
export function soundActions(
  { membership }: Pick<ParcelSource, 'membership'>,
  actions: readonly Action[],
): readonly ActionId[] {
  const held = new Map(membership.actions().map((action) => [action.id, action]))
  const later = new Set(actions.map(({ id }) => id))
  const sound: ActionId[] = []
  for (const action of actions) {
    const known = held.get(action.id)
    if (!known || action.parents.some((parent) => later.has(parent))) continue
    // The signature lies outside what the id is made from.
    if (!sameBytes(known.signature, action.signature) && !isSigned(action)) break
    later.delete(action.id)
    sound.push(action.id)
  }
  return sound
}

/**
 * Feeds whose runs in a block whoever opens the parcel can take: all of the block was written under just the keys that open it, as its
 * packers have it, and the run is signed.
 * @param epochs those of the parcel
 * @param held feeds of runs that are held here
 */
export function soundFeeds(
  { community, ring }: Pick<ParcelSource, 'community' | 'ring'>,
  block: Block,
  epochs: readonly EpochId[],
  held: ReadonlySet<FeedId>,
): ReadonlySet<FeedId> {
  const name = epochs.join()
  if (held.size === 0 || epochsOfRuns(block).some((each) => each.join() !== name)) return new Set()
  const { runs } = rebuildBlock(community, block, (of) => ring.contentKeys(of))
  const sound = runs.filter(({ feed, run, items, whole }) => {
    const last = whole && held.has(feed) ? items.at(-1) : undefined
    return last !== undefined && isItemSigned(run.device, last.hash, run.signature)
  })
  return new Set(sound.map(({ feed }) => feed))
}
