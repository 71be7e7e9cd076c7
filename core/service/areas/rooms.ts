/** The messages of rooms, whether all members' or private ones: reading them. What is done about them is in `room-deeds.ts`. */
import { implement } from '@orpc/server'
import { contract, type RoomEvent } from '../../contract/index.ts'
import { type EntryId, LIMITS, type SpaceId } from '../../shared/index.ts'
import type { Root, Touched } from '../../view/index.ts'
import type { Uploads } from '../communities/files/uploads.ts'
import type { Community } from '../communities/index.ts'
import { messageErrors, spaceErrors } from '../errors.ts'
import { following, live } from '../live.ts'
import type { Desk } from './desk.ts'
import { inSpace, rowsOf, threadsOf } from './message-rows.ts'
import { roomDeeds } from './room-deeds.ts'
import { hiddenIn, lostOf } from './set-aside.ts'

export function roomsArea(desk: Desk, uploads: Uploads) {
  const { clock, communities } = desk
  const os = implement(contract.rooms)
  return os.router({
    ...roomDeeds(desk, uploads),
    watch: os.watch.handler(({ input, signal }) =>
      watchRoom(communities.get(input.community), { ...input, root: input.root ?? '' }, { clock, signal }),
    ),
    before: os.before.handler(({ input: { community: id, space, root, position, limit } }) => {
      const community = communities.get(id)
      const place = community.place(space)
      const records = place.view.queries.before(space, position, limit + 1, root ?? '')
      return { rows: rowsOf(community, place, records.slice(-limit)), more: records.length > limit }
    }),
    after: os.after.handler(({ input: { community: id, space, root, position, limit } }) => {
      const community = communities.get(id)
      const place = community.place(space)
      const records = place.view.queries.after(space, position, limit + 1, root ?? '')
      return { rows: rowsOf(community, place, records.slice(0, limit)), more: records.length > limit }
    }),
    around: os.around.handler(({ input }) => aroundOf(communities.get(input.community), input)),
    versions: os.versions.handler(({ input: { community, space, id } }) => [
      ...communities.get(community).place(space).view.queries.versions(id),
    ]),
    draft: os.draft.handler(({ input: { community: id, space, root } }) => {
      const community = communities.get(id)
      const place = community.place(space)
      const { text, reply } = place.view.marks.draft(space, root ?? '')
      // What was withdrawn meanwhile, or set aside, is answered no more.
      const answered = reply && inSpace(place.view.queries.message(reply), space)
      const [row] = rowsOf(community, place, answered && !answered.withdrawn ? [answered] : [])
      return { text, ...(row && { reply: row }) }
    }),
    watchPins: os.watchPins.handler(({ input: { community: id, space }, signal }) => {
      const community = communities.get(id)
      const place = community.place(space)
      return live({ subscribe: (told) => roomChange(community, space, told), clock, signal }, () => ({
        rows: rowsOf(community, place, place.view.threads.pinned(space, place.everybodyPins)),
        mayPin: place.writing.mayPin(),
      }))
    }),
    watchThreads: os.watchThreads.handler(({ input: { community: id, space, limit }, signal }) => {
      const community = communities.get(id)
      const subscribe = (told: () => void) => roomChange(community, space, told)
      return live({ subscribe, clock, signal }, () => threadsOf(community, space, limit))
    }),
    watchHidden: os.watchHidden.handler(({ input, signal }) => {
      const community = communities.get(input.community)
      const subscribe = (told: () => void) => bothChange(community, input.space, told)
      return live({ subscribe, clock, signal }, () => hiddenIn(community, input.space))
    }),
    watchLost: os.watchLost.handler(({ input, signal }) => {
      const community = communities.get(input.community)
      return live({ subscribe: (told) => community.onChange(told), clock, signal }, () => lostOf(community))
    }),
  })
}

interface Around {
  readonly clock: Desk['clock']
  readonly signal: AbortSignal | undefined
}

interface Watched {
  readonly space: SpaceId
  /** Empty for the room itself. */
  readonly root: Root
}

/** The newest window, then changes; when names or roles change, or a reader was too slow, the window again. */
function watchRoom(
  community: Community,
  { space, root, limit }: Watched & { readonly limit: number },
  around: Around,
): AsyncGenerator<RoomEvent> {
  const { view, documents } = community.place(space)
  const subscribe = (told: (touched: Touched) => void) => {
    const ends = [
      // What somebody looks at is fetched first.
      documents.urgency.watch(space),
      view.onChange((touched) => {
        if (touched.people || touched.messages.has(space) || touched.gone.has(space)) told(touched)
      }),
      // Who is in a private room goes by the names of the community.
      ...(view === community.view ? [] : [community.view.onChange((touched) => touched.people && told(touched))]),
    ]
    return () => ends.forEach((end) => end())
  }
  const anew = (gone: readonly EntryId[] = []) => windowOf(community, { space, root }, limit, gone)
  return following<RoomEvent, Touched>(
    { subscribe, ...around },
    () => anew(),
    (changes) => {
      const arrivals = new Set(changes.flatMap(({ messages }) => [...(messages.get(space) ?? [])]))
      const many = changes.length >= LIMITS.liveBacklog || arrivals.size > LIMITS.windowRows
      // What came back meanwhile is not gone; what stands in another thread now is.
      const gone = [...new Set(changes.flatMap((each) => [...(each.gone.get(space) ?? [])]))].filter(
        (id) => view.queries.message(id)?.root !== root,
      )
      return many || changes.some(({ people }) => people)
        ? anew(gone)
        : changesOf(community, { space, root }, arrivals, gone)
    },
  )
}

function windowOf(community: Community, watched: Watched, limit: number, gone: readonly EntryId[]): RoomEvent {
  const place = community.place(watched.space)
  const rows = rowsOf(community, place, place.view.queries.newest(watched.space, limit, watched.root))
  return { type: 'window', rows, ...standing(community, watched), gone: [...gone] }
}

function changesOf(
  community: Community,
  watched: Watched,
  arrivals: ReadonlySet<number>,
  gone: readonly EntryId[],
): RoomEvent {
  const place = community.place(watched.space)
  const records = [...arrivals]
    .map((arrival) => place.view.queries.byArrival(arrival))
    .filter((record) => record?.root === watched.root)
    .filter((record) => record !== undefined)
  return { type: 'changes', rows: rowsOf(community, place, records), ...standing(community, watched), gone: [...gone] }
}

function standing(community: Community, { space, root }: Watched): Pick<RoomEvent, 'total' | 'readUpTo' | 'first'> {
  const place = community.place(space)
  const { queries, threads } = place.view
  const known = queries.space(space)
  if (!known) throw spaceErrors('unknown')
  if (root === '') return { total: known.messages, readUpTo: known.readUpTo }
  const thread = threads.thread(space, root)
  const began = inSpace(queries.message(root), space)
  const [first] = rowsOf(community, place, began ? [began] : [])
  return { total: thread?.posts ?? 0, readUpTo: thread?.readUpTo ?? 0, ...(first && { first }) }
}

/** Rows around a message, or around the first one at a moment or later. @throws message/unknown */
function aroundOf(community: Community, { space, root, to, limit }: AroundInput) {
  const place = community.place(space)
  const { queries, threads } = place.view
  const id = 'id' in to ? to.id : threads.at(space, root ?? '', to.moment)
  const middle = id && inSpace(queries.message(id), space)
  if (!middle) throw messageErrors('unknown')
  const half = Math.floor(limit / 2)
  const before = queries.before(space, middle, half + 1, middle.root)
  const after = queries.after(space, middle, limit - half, middle.root)
  const records = [...before.slice(-half), middle, ...after.slice(0, Math.max(limit - half - 1, 0))]
  return {
    id: middle.id,
    ...(middle.root !== '' && { root: middle.root }),
    rows: rowsOf(community, place, records),
    above: before.length > half,
    below: after.length > Math.max(limit - half - 1, 0),
  }
}

interface AroundInput {
  readonly space: SpaceId
  readonly root?: EntryId | undefined
  readonly to: { readonly id: EntryId } | { readonly moment: number }
  readonly limit: number
}

/** Told when something about a room is shown otherwise. */
function roomChange(community: Community, space: SpaceId, told: () => void): () => void {
  const { view } = community.place(space)
  const ends = [
    view.onChange((touched) => {
      const isOfRoom = touched.messages.has(space) || touched.gone.has(space) || touched.threads.has(space)
      if (isOfRoom || touched.people) told()
    }),
    ...(view === community.view ? [] : [community.view.onChange(({ people }) => people && told())]),
  ]
  return () => ends.forEach((end) => end())
}

function bothChange(community: Community, space: SpaceId, told: () => void): () => void {
  const place = community.place(space)
  const ends = [community.onChange(told), ...(place === community ? [] : [place.view.onChange(told)])]
  return () => ends.forEach((end) => end())
}
