/** The messages of rooms, whether all members' or private ones. */
import { implement } from '@orpc/server'
import { contract, type RoomEvent } from '../../contract/index.ts'
import { cleanText, type EntryId, LIMITS, type SpaceId } from '../../shared/index.ts'
import type { Touched } from '../../view/index.ts'
import type { Community } from '../communities/index.ts'
import { spaceErrors } from '../errors.ts'
import { following, live } from '../live.ts'
import type { Desk } from './desk.ts'
import { rowsOf } from './message-rows.ts'
import { hiddenIn, lostOf } from './set-aside.ts'

export function roomsArea({ clock, communities }: Desk) {
  const os = implement(contract.rooms)
  return os.router({
    watch: os.watch.handler(({ input, signal }) =>
      watchRoom(communities.get(input.community), input, { clock, signal }),
    ),
    before: os.before.handler(({ input: { community: id, space, position, limit } }) => {
      const community = communities.get(id)
      const records = community.place(space).view.queries.before(space, position, limit + 1)
      return { rows: rowsOf(community, records.slice(-limit)), more: records.length > limit }
    }),
    after: os.after.handler(({ input: { community: id, space, position, limit } }) => {
      const community = communities.get(id)
      const records = community.place(space).view.queries.after(space, position, limit + 1)
      return { rows: rowsOf(community, records.slice(0, limit)), more: records.length > limit }
    }),
    send: os.send.handler(({ input: { community, space, text, clientKey } }) => {
      const clean = cleanText(text, { bytes: LIMITS.messageBytes })
      return { id: communities.get(community).place(space).writing.send(space, clean, clientKey) }
    }),
    edit: os.edit.handler(({ input: { community, space, id, text } }) => {
      const clean = cleanText(text, { bytes: LIMITS.messageBytes })
      communities.get(community).place(space).writing.edit(space, id, clean)
    }),
    withdraw: os.withdraw.handler(({ input: { community, space, id } }) =>
      communities.get(community).place(space).writing.withdraw(space, id),
    ),
    versions: os.versions.handler(({ input: { community, space, id } }) => [
      ...communities.get(community).place(space).view.queries.versions(id),
    ]),
    watchHidden: os.watchHidden.handler(({ input, signal }) => {
      const community = communities.get(input.community)
      const subscribe = (told: () => void) => bothChange(community, input.space, told)
      return live({ subscribe, clock, signal }, () => hiddenIn(community, input.space))
    }),
    watchLost: os.watchLost.handler(({ input, signal }) => {
      const community = communities.get(input.community)
      return live({ subscribe: (told) => community.onChange(told), clock, signal }, () => lostOf(community))
    }),
    settleLost: os.settleLost.handler(({ input: { community, ids, again } }) =>
      communities.get(community).settleLost(ids, again),
    ),
    markRead: os.markRead.handler(({ input: { community, space, upTo } }) =>
      communities.get(community).place(space).view.markRead(space, upTo),
    ),
  })
}

interface Around {
  readonly clock: Desk['clock']
  readonly signal: AbortSignal | undefined
}

/** The newest window, then changes; when names or roles change, or a reader was too slow, the window again. */
function watchRoom(
  community: Community,
  { space, limit }: { space: SpaceId; limit: number },
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
  const anew = (gone: readonly EntryId[] = []) => windowOf(community, space, limit, gone)
  return following<RoomEvent, Touched>(
    { subscribe, ...around },
    () => anew(),
    (changes) => {
      const arrivals = new Set(changes.flatMap(({ messages }) => [...(messages.get(space) ?? [])]))
      const many = changes.length >= LIMITS.liveBacklog || arrivals.size > LIMITS.windowRows
      // What came back meanwhile is not gone.
      const gone = [...new Set(changes.flatMap((each) => [...(each.gone.get(space) ?? [])]))].filter(
        (id) => view.queries.message(id) === undefined,
      )
      return many || changes.some(({ people }) => people) ? anew(gone) : changesOf(community, space, arrivals, gone)
    },
  )
}

function windowOf(community: Community, space: SpaceId, limit: number, gone: readonly EntryId[]): RoomEvent {
  const rows = rowsOf(community, community.place(space).view.queries.newest(space, limit))
  return { type: 'window', rows, ...standing(community, space), gone: [...gone] }
}

function changesOf(
  community: Community,
  space: SpaceId,
  arrivals: ReadonlySet<number>,
  gone: readonly EntryId[],
): RoomEvent {
  const { queries } = community.place(space).view
  const records = [...arrivals].map((arrival) => queries.byArrival(arrival)).filter((record) => record !== undefined)
  return { type: 'changes', rows: rowsOf(community, records), ...standing(community, space), gone: [...gone] }
}

function standing(community: Community, space: SpaceId): { total: number; readUpTo: number } {
  const known = community.place(space).view.queries.space(space)
  if (!known) throw spaceErrors('unknown')
  return { total: known.messages, readUpTo: known.readUpTo }
}

function bothChange(community: Community, space: SpaceId, told: () => void): () => void {
  const place = community.place(space)
  const ends = [community.onChange(told), ...(place === community ? [] : [place.view.onChange(told)])]
  return () => ends.forEach((end) => end())
}
