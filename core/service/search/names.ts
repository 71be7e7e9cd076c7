/** Rooms and people by name. There are few enough of them to be looked through each time, so what is found is what is so now. */
import type { FoundPerson, FoundRoom } from '../../contract/index.ts'
import { type AboutRecord, hasAll, marksIn, mayHold, snippetOf, type Term } from '../../view/index.ts'
import type { Community } from '../communities/index.ts'
import { shownName } from '../names.ts'
import type { SearchPlace } from './places.ts'

export function roomsNamed(places: readonly SearchPlace[], terms: readonly Term[]): readonly FoundRoom[] {
  const found = places.flatMap(({ community, rooms }) =>
    Array.from(rooms).flatMap(([space, { kind, name, topic }]): FoundRoom[] => {
      if (kind === 'direct' || !hasAll(`${name}\n${topic}`, terms)) return []
      const of = { community: community.community, communityName: nameOf(community) }
      return [{ ...of, space, kind, name, topic, marks: [...marksIn(name, terms)] }]
    }),
  )
  return best(found)
}

export function peopleNamed(communities: readonly Community[], terms: readonly Term[]): readonly FoundPerson[] {
  const found = communities.flatMap((community) => {
    const names = community.view.queries.names()
    const communityName = nameOf(community)
    const about = community.view.people.allAbout()
    return [...community.membership.state.members.values()].flatMap(({ id, role, state }): FoundPerson[] => {
      const name = shownName(id, names.get(id))
      if (state !== 'active' && state !== 'pending') return []
      const said = about.get(id)
      const told = hasAll(name, terms) ? undefined : said && toldOf(name, said, terms)
      const marks = [...marksIn(name, terms)]
      const person = { community: community.community, communityName, member: id, name, role, marks }
      if (told) return [{ ...person, told }]
      return hasAll(name, terms) ? [person] : []
    })
  })
  return best(found)
}

/** Where what is sought stands in what somebody tells of themselves, as long as all of it stands there or in their name. */
function toldOf(name: string, { about, words }: AboutRecord, terms: readonly Term[]): FoundPerson['told'] {
  const { skills, offers, seeks, experience } = about
  const pieces = [
    ...skills.map((text) => ({ place: 'skill' as const, text })),
    ...[...offers.tags, offers.text].map((text) => ({ place: 'offer' as const, text })),
    ...[...seeks.tags, seeks.text].map((text) => ({ place: 'seek' as const, text })),
    ...experience.map(({ what, where }) => ({ place: 'experience' as const, text: `${what} · ${where}` })),
    { place: 'bio' as const, text: words },
  ].map(({ place, text }) => ({ place, text: text.normalize('NFC') }))
  const all = [name, ...pieces.map(({ text }) => text)].join('\n')
  if (!mayHold(all, terms) || !hasAll(all, terms)) return undefined
  const shown =
    pieces.find(({ text }) => hasAll(text, terms)) ?? pieces.find(({ text }) => marksIn(text, terms).length > 0)
  if (!shown) return undefined
  const { text, marks } = snippetOf(shown.text, terms)
  return { place: shown.place, text, marks: [...marks] }
}

export function nameOf({ view }: Community): string {
  return view.queries.charter()?.name ?? ''
}

/** Those first whose name begins with it, then the shorter ones; those whose name has none of it last. */
function best<Found extends FoundPerson | FoundRoom>(found: readonly Found[]): readonly Found[] {
  const rank = ({ marks }: Found): number => marks[0]?.from ?? Number.MAX_SAFE_INTEGER
  return found.toSorted((a, b) => rank(a) - rank(b) || a.name.length - b.name.length || (a.name < b.name ? -1 : 1))
}
