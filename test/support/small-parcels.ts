/** Parcels between the people of a small community. */
import {
  type Held,
  NOTHING_HELD,
  openParcel,
  type Opened,
  packParcels,
  type Packed,
  type ParcelSource,
} from '../../core/parcels/index.ts'
import type { Person, SmallCommunity } from './small-community.ts'
import { seededRandom } from './surroundings.ts'

export function sourceOf({ membership, documents, ring, device }: Person): ParcelSource {
  return {
    community: membership.community,
    ...{ membership, documents, ring },
    deviceKeys: device,
    lacking: () => ring.lacking(),
  }
}

export function pack(village: SmallCommunity, name: string, beyond: Held = NOTHING_HELD): Packed[] {
  return [...packParcels(sourceOf(village.person(name)), beyond, seededRandom(`parcels of ${name}`))]
}

export function take(village: SmallCommunity, name: string, parcels: readonly Packed[]): Opened[] {
  const source = sourceOf(village.person(name))
  return parcels.map(({ bytes }) => openParcel(source, bytes))
}

export const sum = (opened: readonly Opened[], what: 'taken' | 'known' | 'early' | 'refused'): number =>
  opened.reduce((all, each) => all + each[what], 0)

/** Log and documents as far as two can be compared. */
export function stateOf(village: SmallCommunity, name: string): string {
  const { membership, documents } = village.person(name)
  const digests = documents.list().map((id) => `${id} ${documents.digest(id).join()}`)
  return [...membership.heads(), ...digests].sort().join('\n')
}
