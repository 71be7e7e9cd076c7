/** The messages of rooms. */
import { implement } from '@orpc/server'
import { contract, type MessageRow, type RoomEvent } from '../../contract/index.ts'
import { cleanText, type CommunityId, LIMITS, type SpaceId } from '../../shared/index.ts'
import type { MessageRecord, Touched } from '../../view/index.ts'
import type { Community } from '../communities/index.ts'
import { spaceErrors } from '../errors.ts'
import { following } from '../live.ts'
import { shownName } from '../names.ts'
import type { Desk } from './desk.ts'

export function roomsArea({ clock, communities }: Desk) {
  const os = implement(contract.rooms)
  const room = ({ community, space }: { community: CommunityId; space: SpaceId }) =>
    roomOf(communities.get(community), space)
  return os.router({
    watch: os.watch.handler(({ input, signal }) => watchRoom(room(input), input.limit, { clock, signal })),
    before: os.before.handler(({ input }) => {
      const at = room(input)
      return page(at, at.place.view.queries.before(at.space, input.position, input.limit + 1), input.limit, 'first')
    }),
    after: os.after.handler(({ input }) => {
      const at = room(input)
      return page(at, at.place.view.queries.after(at.space, input.position, input.limit + 1), input.limit, 'last')
    }),
    send: os.send.handler(({ input }) => {
      const text = cleanText(input.text, { bytes: LIMITS.messageBytes })
      return { id: room(input).place.writing.send(input.space, text, input.clientKey) }
    }),
    markRead: os.markRead.handler(({ input }) => room(input).place.view.markRead(input.space, input.upTo)),
  })
}

/** A room, and what holds it: the community, or a private space among its members. */
interface Room {
  readonly community: Community
  readonly place: ReturnType<Community['place']>
  readonly space: SpaceId
}

function roomOf(community: Community, space: SpaceId): Room {
  return { community, place: community.place(space), space }
}

/** Rows with one more than asked for, which tells that there are more and is left out. */
function page(room: Room, records: readonly MessageRecord[], limit: number, extra: 'first' | 'last') {
  const more = records.length > limit
  const kept = more ? (extra === 'first' ? records.slice(1) : records.slice(0, limit)) : records
  return { rows: rowsOf(room, kept), more }
}

interface Around {
  readonly clock: Desk['clock']
  readonly signal: AbortSignal | undefined
}

/** The newest window, then changes; when names or roles change, or a reader was too slow, the window again. */
function watchRoom(room: Room, limit: number, around: Around): AsyncGenerator<RoomEvent> {
  const { community, place, space } = room
  const subscribe = (told: (touched: Touched) => void) => {
    const views = new Set([community.view, place.view])
    const ends = [...views].map((view) =>
      view.onChange((touched) => {
        if (touched.people || touched.messages.has(space)) told(touched)
      }),
    )
    return () => ends.forEach((end) => end())
  }
  const anew = () => windowOf(room, limit)
  return following<RoomEvent, Touched>({ subscribe, ...around }, anew, (changes) => {
    const arrivals = new Set(changes.flatMap(({ messages }) => [...(messages.get(space) ?? [])]))
    const many = changes.length >= LIMITS.liveBacklog || arrivals.size > LIMITS.windowRows
    return many || changes.some(({ people }) => people) ? anew() : changesOf(room, arrivals)
  })
}

function windowOf(room: Room, limit: number): RoomEvent {
  const rows = rowsOf(room, room.place.view.queries.newest(room.space, limit))
  return { type: 'window', rows, ...standing(room) }
}

function changesOf(room: Room, arrivals: ReadonlySet<number>): RoomEvent {
  const { queries } = room.place.view
  const records = [...arrivals].map((arrival) => queries.byArrival(arrival)).filter((record) => record !== undefined)
  return { type: 'changes', rows: rowsOf(room, records), ...standing(room) }
}

function standing({ place, space }: Room): { total: number; readUpTo: number } {
  const known = place.view.queries.space(space)
  if (!known) throw spaceErrors('unknown')
  return { total: known.messages, readUpTo: known.readUpTo }
}

function rowsOf({ community, place }: Room, records: readonly MessageRecord[]): MessageRow[] {
  // Names and roles are the community's; a private space has none of its own.
  const names = place === community ? undefined : community.view.queries.names()
  return records.map((record) => rowOf(community, record, record.authorName ?? names?.get(record.author)))
}

function rowOf(community: Community, record: MessageRecord, name: string | undefined): MessageRow {
  const { id, time, at, author, mine, text, late, arrival, reached } = record
  const role = community.membership.state.members.get(author)?.role
  const row = { id, time, at, author, authorName: shownName(author, name), mine, text, late, arrival, reached }
  return role ? { ...row, authorRole: role } : row
}
