/** What parcels are made from, and go into: a community of this device, and the private spaces in it. */
import type { DeviceId } from '../../shared/index.ts'
import type { ParcelSource } from '../../parcels/index.ts'
import type { Community } from './community.ts'

/** The community itself first. @param device leave out private spaces this device takes no part in */
export function parcelSources(community: Community, device?: DeviceId): readonly ParcelSource[] {
  const spaces = community.privates
    .all()
    .filter(({ membership }) => device === undefined || membership.isActive(device))
    .map(({ id, membership, documents, ring, carried }): ParcelSource => ({
      ...{ community: id, membership, documents, ring },
      deviceKeys: community.deviceKeys,
      lacking: () => carried.log.keys.lacking(),
    }))
  return [communitySource(community), ...spaces]
}

export function communitySource(community: Community): ParcelSource {
  const { community: id, membership, documents, ring, carried, deviceKeys } = community
  return {
    ...{ community: id, membership, documents, ring, deviceKeys },
    lacking: () => carried.log.keys.lacking(),
    mail: { letters: (of) => carried.letters(of), takeLetter: (letter) => carried.takeLetter(letter) },
  }
}
