/** Home: what is new in a community, newest first, gathered from where it is kept. */
import { implement } from '@orpc/server'
import { contract, type HomeItem, type SpaceView } from '../../contract/index.ts'
import { LIMITS } from '../../shared/index.ts'
import type { Community } from '../communities/index.ts'
import { live } from '../live.ts'
import { shownName } from '../names.ts'
import type { Desk } from './desk.ts'
import { rowsOf, threadsOf } from './message-rows.ts'
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
  return { items: all.slice(0, limit), more: all.length > limit }
}

type PlaceOf = Pick<Extract<HomeItem, { kind: 'opened' }>, 'space' | 'spaceName' | 'spaceKind' | 'people'>

function placeOf({ id, name, kind, people }: SpaceView): PlaceOf {
  return { space: id, spaceName: name, spaceKind: kind, people }
}

function lastOf(community: Community, space: SpaceView): HomeItem[] {
  // In a board all stands in topics.
  if (space.kind === 'board') return []
  const place = community.place(space.id)
  const [row] = rowsOf(community, place, place.view.queries.newest(space.id, 1))
  // The room itself and not its threads, which stand for themselves.
  const unread = place.view.threads.unreadOutside(space.id)
  return row ? [{ kind: 'room', at: row.time, ...placeOf(space), unread, row }] : []
}

function threadsIn(community: Community, space: SpaceView, limit: number): HomeItem[] {
  const place = community.place(space.id)
  const found = threadsOf(community, space.id, limit)
  // All at once: names are read anew each time rows are made.
  const newest = found.flatMap(({ root }) => place.view.queries.newest(space.id, 1, root))
  const rows = new Map(rowsOf(community, place, newest).map((row) => [row.root, row]))
  return found.flatMap(({ last: at, root, posts, unread, first }): HomeItem[] => {
    const row = rows.get(root)
    if (!row) return []
    const title = space.kind === 'board' ? place.view.boards.topic(root)?.title : undefined
    // What a topic begins with stands in its own thread.
    const others = first?.root === root ? posts - 1 : posts
    const began = { ...(first && { first }), ...(title !== undefined && { title }) }
    return [{ kind: 'thread', at, ...placeOf(space), root, posts: others, unread, ...began, row }]
  })
}

function pinsIn(community: Community, space: SpaceView): HomeItem[] {
  const place = community.place(space.id)
  const { threads } = place.view
  const pinned = threads.pinned(space.id, place.everybodyPins)
  return rowsOf(community, place, pinned).map((row) => {
    const at = threads.pinnedAt(row.id, space.id, place.everybodyPins) ?? row.time
    return { kind: 'pinned', at, ...placeOf(space), row }
  })
}

function openingOf(community: Community, space: SpaceView): HomeItem[] {
  // Who is in a conversation sees it when something is said there.
  const at = space.kind === 'direct' ? undefined : community.place(space.id).view.queries.openedAt(space.id)
  return at === undefined ? [] : [{ kind: 'opened', at, ...placeOf(space) }]
}

function newcomers({ membership: { state }, view, me }: Community): HomeItem[] {
  const names = view.queries.names()
  return (
    [...state.members.values()]
      // Who founded it was admitted by nobody.
      .filter((member) => member.state === 'active' && member.admittedBy !== undefined)
      .map(({ id, since, role }) => ({
        ...{ kind: 'newcomer', at: since, member: id, name: shownName(id, names.get(id)), role, me: id === me },
      }))
  )
}
