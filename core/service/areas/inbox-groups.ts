/** The inbox as it is shown: what is unread, by community, room and thread, with the first messages of each. */
import type { InboxCounts, InboxFilter, InboxGroup, InboxRequest, InboxView } from '../../contract/index.ts'
import { LIMITS, type SpaceId } from '../../shared/index.ts'
import { lineOf, plainOf } from '../../view/index.ts'
import type { Community } from '../communities/index.ts'
import { type HeededPlace, heededPlaces, Heeding, maskOf } from '../communities/attention/heeding.ts'
import { heededRequests } from '../communities/attention/requests.ts'
import { shownName } from '../names.ts'
import { rowsOf } from './message-rows.ts'

export interface Found extends HeededPlace {
  readonly community: Community
}

/** Those a filter lets through. */
export function foundIn(communities: readonly Community[], filter: InboxFilter, now: number): Found[] {
  return communities.flatMap((community) =>
    heededPlaces(community, now)
      .filter(({ mentions, mine }) => filter === 'unread' || mentions > 0 || mine)
      .map((place) => ({ ...place, community })),
  )
}

export function inboxOf(communities: readonly Community[], filter: InboxFilter, now: number): InboxView {
  const found = foundIn(communities, filter, now)
  const open = communities.filter((community) => community.standing() === 'active')
  return {
    requests: communities.flatMap((community) => requestOf(community, now) ?? []),
    groups: found.slice(0, LIMITS.inboxGroups).map((each) => groupOf(each, filter)),
    more: Math.max(0, found.length - LIMITS.inboxGroups),
    snoozed: open.reduce((sum, community) => sum + new Heeding(community, now).snoozed, 0),
  }
}

export function countsOf(communities: readonly Community[], now: number): InboxCounts {
  const each = communities.map((community) => {
    const places = heededPlaces(community, now)
    return {
      community: community.community,
      unread: places.reduce((sum, { unread }) => sum + unread, 0),
      mentions: places.reduce((sum, place) => sum + forMe(place), heededRequests(community, now).length),
    }
  })
  return {
    unread: each.reduce((sum, { unread }) => sum + unread, 0),
    mentions: each.reduce((sum, { mentions }) => sum + mentions, 0),
    communities: each,
  }
}

/** In a thread one takes part in, all is. */
function forMe({ mine, unread, mentions }: HeededPlace): number {
  return mine ? unread : mentions
}

/** Of a conversation, who else is in it. */
export function spaceNameOf(community: Community, space: SpaceId): string {
  const name = community.place(space).view.queries.space(space)?.name ?? ''
  if (name !== '') return name
  const names = community.view.queries.names()
  const people = community.privates.at(space)?.people() ?? []
  return people
    .filter((member) => member !== community.me)
    .map((member) => shownName(member, names.get(member)))
    .join(', ')
}

export function communityNameOf({ view }: Community): string {
  return view.queries.charter()?.name ?? ''
}

function groupOf({ community, view, space, root, unread, mentions, mine }: Found, filter: InboxFilter): InboxGroup {
  const { inbox, queries } = view
  const all = filter === 'unread' || mine
  const mask = maskOf(community)
  const records = all
    ? inbox.first(space, root, mask, LIMITS.inboxRows)
    : inbox.firstConcerns(space, root, mask, LIMITS.inboxRows)
  const began = root === '' ? undefined : queries.message(root)
  const kind = community.privates.at(space)?.look().kind ?? 'room'
  return {
    community: community.community,
    communityName: communityNameOf(community),
    ...{ space, kind, spaceName: spaceNameOf(community, space) },
    ...(root !== '' && { root }),
    rootText: began ? excerptOf(lineOf(began)) : '',
    ...{ unread, mentions, mine },
    upTo: inbox.newest(space, root),
    rows: rowsOf(community, community.place(space), records),
  }
}

function requestOf(community: Community, now: number): InboxRequest | undefined {
  const waiting = heededRequests(community, now)
  if (waiting.length === 0) return undefined
  const { queries } = community.view
  return {
    community: community.community,
    communityName: communityNameOf(community),
    count: waiting.length,
    people: waiting.slice(0, LIMITS.inboxRows).map(({ id }) => ({ member: id, name: shownName(id, queries.name(id)) })),
  }
}

/** The beginning of what a message says, without its marks. */
export function excerptOf(text: string): string {
  const plain = plainOf(text.slice(0, 4 * LIMITS.excerptChars)).text.replace(/\s+/g, ' ')
  return [...plain].slice(0, LIMITS.excerptChars).join('')
}
