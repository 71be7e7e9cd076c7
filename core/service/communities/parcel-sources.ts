/** What parcels are made from, and go into: a community of this device, and the private spaces in it. */
import type { DeviceId } from '../../shared/index.ts'
import type { ParcelSource, WaitingParcels } from '../../parcels/index.ts'
import type { Community } from './community.ts'
import type { Place } from './place.ts'

export interface CarriedPlace {
  readonly source: ParcelSource
  readonly place: Place
  /** Where parcels wait whose key is lacking. */
  readonly waiting: WaitingParcels
}

/** The community itself first. @param device leave out private spaces this device takes no part in */
export function carriedPlaces(community: Community, device?: DeviceId): readonly CarriedPlace[] {
  const spaces = community.privates
    .all()
    .filter(({ membership }) => device === undefined || membership.isActive(device))
    .map((space): CarriedPlace => ({ source: space.parcels, place: space, waiting: space.waiting }))
  return [{ source: community.parcels, place: community, waiting: community.waiting }, ...spaces]
}
