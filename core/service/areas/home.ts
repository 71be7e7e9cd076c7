/** Home: what is new in a community, newest first, gathered from where it is kept. */
import { implement } from '@orpc/server'
import { contract, type HomeItem, type SpaceView } from '../../contract/index.ts'
import { LIMITS } from '../../shared/index.ts'
import { callsIn, unreadOf } from '../communities/attention/calls.ts'
import type { Community } from '../communities/index.ts'
import { live } from '../live.ts'
import { shownName } from '../names.ts'
import type { Desk } from './desk.ts'
import { inSpace, rowsOf } from './message-rows.ts'
import { viewsOf } from './spaces.ts'

export function homeArea({ clock, communities }: Desk) {
  const os = implement(contract.home)
  return os.router({
    watch: os.watch.handler(({ input: { community: id, limit }, signal }) => {
      const community = communities.get(id)
      const subscribe = (told: () => void) => {
        const ends = [community.view.onChange(told), community.privates.onChange(told)]
        return () => ends.forEach((end) => end())
      }
      return live({ subscribe, clock, signal, tick: LIMITS.homeTick }, () => homeOf(community, limit))
    }),
  })
}

/** Something that may stand on Home, with its place there, ms; it is made only when it does, and may prove not to be here. */
interface Candidate {
  readonly at: number
  readonly make: () => HomeItem | undefined
}

function homeOf(community: Community, limit: number): { items: HomeItem[]; more: boolean } {
  // One more of each kind than is asked for tells whether there is more.
  const spaces = viewsOf(community).filter(({ archived }) => !archived)
  const all = [
    ...spaces.flatMap((space) => [
      ...lastOf(community, space),
      ...threadsIn(community, space, limit + 1),
      ...pinsIn(community, space),
      ...openingOf(community, space),
    ]),
    ...newcomers(community),
  ].toSorted((a, b) => b.at - a.at)
  const items = all
    .values()
    .map(({ make }) => make())
    .filter((item) => item !== undefined)
    .take(limit + 1)
    .toArray()
  return { items: items.slice(0, limit), more: items.length > limit }
}

type PlaceOf = Pick<Extract<HomeItem, { kind: 'opened' }>, 'space' | 'spaceName' | 'spaceKind' | 'people'>

function placeOf({ id, name, kind, people }: SpaceView): PlaceOf {
  return { space: id, spaceName: name, spaceKind: kind, people }
}

function lastOf(community: Community, space: SpaceView): Candidate[] {
  // In a board all stands in topics.
  if (space.kind === 'board') return []
  const place = community.place(space.id)
  return place.view.queries.newest(space.id, 1).map((record) => ({
    at: record.time,
    make: () => {
      // The room itself and not its threads, which stand for themselves.
      const unread = place.view.threads.unreadOutside(space.id) + callsIn(community, space.id, '')
      const [row] = rowsOf(community, place, [record])
      return row && { kind: 'room', at: row.time, ...placeOf(space), unread, row }
    },
  }))
}

function threadsIn(community: Community, space: SpaceView, limit: number): Candidate[] {
  const { queries, threads, boards } = community.place(space.id).view
  const found =
    space.kind === 'board'
      ? boards.topics(space.id, 'active', undefined, limit).flatMap(({ root }) => threads.thread(space.id, root) ?? [])
      : threads.threads(space.id, limit)
  return found.map(({ last: at, root, posts, unread: some }) => ({
    at,
    make: () => {
      const place = community.place(space.id)
      const began = inSpace(queries.message(root), space.id)
      const [first] = began ? rowsOf(community, place, [began]) : []
      const [row] = rowsOf(community, place, queries.newest(space.id, 1, root))
      if (!row) return undefined
      const title = space.kind === 'board' ? boards.topic(root)?.title : undefined
      // What a topic begins with stands in its own thread.
      const others = first?.root === root ? posts - 1 : posts
      const unread = unreadOf(community, space.id, { root, unread: some })
      const about = { ...(first && { first }), ...(title !== undefined && { title }) }
      return { kind: 'thread', at, ...placeOf(space), root, posts: others, unread, ...about, row }
    },
  }))
}

function pinsIn(community: Community, space: SpaceView): Candidate[] {
  const place = community.place(space.id)
  const { threads } = place.view
  return threads.pinned(space.id, place.everybodyPins).map((record) => {
    const at = threads.pinnedAt(record.id, space.id, place.everybodyPins) ?? record.time
    return {
      at,
      make: () => {
        const [row] = rowsOf(community, place, [record])
        return row && { kind: 'pinned', at, ...placeOf(space), row }
      },
    }
  })
}

function openingOf(community: Community, space: SpaceView): Candidate[] {
  // Who is in a conversation sees it when something is said there.
  const at = space.kind === 'direct' ? undefined : community.place(space.id).view.queries.openedAt(space.id)
  return at === undefined ? [] : [{ at, make: () => ({ kind: 'opened', at, ...placeOf(space) }) }]
}

function newcomers({ membership: { state }, view, me }: Community): Candidate[] {
  const names = view.queries.names()
  return (
    [...state.members.values()]
      // Who founded it was admitted by nobody.
      .filter((member) => member.state === 'active' && member.admittedBy !== undefined)
      .map(({ id, since: at, role }) => ({
        at,
        make: () => ({ kind: 'newcomer', at, member: id, name: shownName(id, names.get(id)), role, me: id === me }),
      }))
  )
}
