/** Rooms and people by name. There are few enough of them to be looked through each time, so what is found is what is so now. */
import type { FoundPerson, FoundRoom } from '../../contract/index.ts'
import { LIMITS } from '../../shared/index.ts'
import { hasAll, marksIn, type Term } from '../../view/index.ts'
import type { Community } from '../communities/index.ts'
import { shownName } from '../names.ts'
import type { SearchPlace } from './places.ts'

export function roomsNamed(places: readonly SearchPlace[], terms: readonly Term[]): FoundRoom[] {
  const found = places.flatMap(({ community, rooms }) =>
    Array.from(rooms).flatMap(([space, { kind, name, topic }]): FoundRoom[] => {
      if (kind === 'direct' || !hasAll(`${name}\n${topic}`, terms)) return []
      const of = { community: community.community, communityName: nameOf(community) }
      return [{ ...of, space, kind, name, topic, marks: [...marksIn(name, terms)] }]
    }),
  )
  return best(found)
}

export function peopleNamed(communities: readonly Community[], terms: readonly Term[]): FoundPerson[] {
  const found = communities.flatMap((community) => {
    const names = community.view.queries.names()
    const communityName = nameOf(community)
    return [...community.membership.state.members.values()].flatMap(({ id, role, state }): FoundPerson[] => {
      const name = shownName(id, names.get(id))
      if ((state !== 'active' && state !== 'pending') || !hasAll(name, terms)) return []
      const marks = [...marksIn(name, terms)]
      return [{ community: community.community, communityName, member: id, name, role, marks }]
    })
  })
  return best(found)
}

export function nameOf({ view }: Community): string {
  return view.queries.charter()?.name ?? ''
}

/** Those first whose name begins with it, then the shorter ones. */
function best<Found extends FoundPerson | FoundRoom>(found: readonly Found[]): Found[] {
  const rank = ({ marks }: Found): number => marks[0]?.from ?? Number.MAX_SAFE_INTEGER
  return found
    .toSorted((a, b) => rank(a) - rank(b) || a.name.length - b.name.length || (a.name < b.name ? -1 : 1))
    .slice(0, LIMITS.searchNames)
}
