/** Where messages are kept that can be searched: each community itself, and each of its private spaces. */
import type { CommunityId, SpaceId } from '../../shared/index.ts'
import type { View } from '../../view/index.ts'
import type { Community } from '../communities/index.ts'

export interface SearchRoom {
  readonly kind: 'room' | 'board' | 'private' | 'direct'
  readonly name: string
  readonly topic: string
}

export interface SearchPlace {
  /** Of its log: no two places have the same. */
  readonly id: CommunityId
  readonly community: Community
  readonly view: View
  /** Rooms that are shown. */
  readonly rooms: ReadonlyMap<SpaceId, SearchRoom>
  /** Whether everybody may keep messages in sight there. */
  readonly everybodyPins: boolean
}

export function placesOf(community: Community): SearchPlace[] {
  const rooms = community.rooms().map(({ id, kind, name, topic }) => [id, { kind, name, topic }] as const)
  const { community: of, view, everybodyPins } = community
  const own = { id: of, community, view, rooms: new Map<SpaceId, SearchRoom>(rooms), everybodyPins }
  const apart = community.privates.all().flatMap((space) => {
    if (!space.isKnown()) return []
    const { id, kind, name, topic } = space.look()
    return [
      {
        id: space.id,
        community,
        view: space.view,
        rooms: new Map([[id, { kind, name, topic }]]),
        everybodyPins: space.everybodyPins,
      },
    ]
  })
  return [own, ...apart]
}
