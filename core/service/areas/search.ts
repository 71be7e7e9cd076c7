/** Search over what this device holds. */
import { setImmediate } from 'node:timers/promises'
import { implement } from '@orpc/server'
import { contract, type FoundMessage, type HeldView, type SearchResult } from '../../contract/index.ts'
import { LIMITS } from '../../shared/index.ts'
import { plainOf, snippetOf, type Term } from '../../view/index.ts'
import type { Community } from '../communities/index.ts'
import { spaceErrors } from '../errors.ts'
import { shownName } from '../names.ts'
import { nameOf, peopleNamed, roomsNamed } from '../search/names.ts'
import { placesOf, type SearchPlace } from '../search/places.ts'
import { bestOf, newestOf, type Seen } from '../search/seeking.ts'
import { wishOf } from '../search/wish.ts'
import type { Desk } from './desk.ts'
import { leftOf } from './sync-view.ts'

export function searchArea({ communities, options: { network } }: Desk) {
  const os = implement(contract.search)
  return os.router({
    find: os.find.handler(async ({ input, signal }): Promise<SearchResult> => {
      const { community, space, after } = input
      const searched = community === undefined ? communities.all() : [communities.get(community)]
      const places = searched.flatMap(placesOf).filter(({ rooms }) => space === undefined || rooms.has(space))
      if (places.length === 0 && space !== undefined) throw spaceErrors('unknown')
      await catchUp(places, signal)
      const wish = wishOf(input.text, places, space)
      const asked = places.flatMap((place) => {
        const sought = wish.in(place)
        return sought ? [{ place, sought }] : []
      })
      const page = await (input.order === 'best' && wish.terms.length > 0 ? bestOf : newestOf)(asked, input, signal)
      const byName = wish.plain && after === undefined && space === undefined
      return {
        messages: page.found.map((seen) => messageOf(seen, wish.terms)),
        ...(page.after && { after: page.after }),
        rooms: byName ? roomsNamed(places, wish.terms) : [],
        people: byName ? peopleNamed(searched, wish.terms) : [],
        unknown: [...wish.unknown],
        held: searched.map((each) => heldOf(each, places, network)),
      }
    }),
  })
}

/** What came a moment ago is found. */
async function catchUp(places: readonly SearchPlace[], signal: AbortSignal | undefined): Promise<void> {
  for (const { view } of places) {
    if (!view.search.behind) continue
    view.search.settle(LIMITS.searchStep)
    await setImmediate(undefined, signal && { signal })
  }
}

function messageOf({ place, record }: Seen, terms: readonly Term[]): FoundMessage {
  const { community } = place
  const { id, space, author, mine, at, text } = record
  const room = place.rooms.get(space)
  const snippet = snippetOf(plainOf(text).text, terms)
  return {
    ...{ community: community.community, communityName: nameOf(community) },
    ...{ space, spaceKind: room?.kind ?? 'room', spaceName: room?.name ?? '' },
    ...{ id, author, mine, at },
    ...(record.root !== '' && { root: record.root }),
    authorName: shownName(author, community.view.queries.name(author)),
    text: snippet.text,
    marks: [...snippet.marks],
  }
}

/** Only what is known is said: who is away may have more. */
function heldOf(community: Community, places: readonly SearchPlace[], network: Desk['options']['network']): HeldView {
  const status = network.status(community.community)
  const left = leftOf(status)
  const here = community.documents.list().length
  const own = places.filter((place) => place.community === community)
  const isMet = status.peers.length > 0 || status.keepers.some(({ state }) => state === 'reached' || state === 'full')
  return {
    community: community.community,
    name: nameOf(community),
    left,
    percent: left === 0 ? 100 : Math.min(99, Math.floor((100 * here) / (here + left))),
    alone: !isMet && community.membership.state.devices.size > 1,
    locked: community.documents.isWaiting,
    unindexed: own.reduce((sum, { view }) => sum + view.search.left(), 0),
  }
}
