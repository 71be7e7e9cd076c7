/** The messages of rooms. */
import { implement } from '@orpc/server'
import { contract, type MessageRow, type RoomEvent } from '../../contract/index.ts'
import { cleanText, LIMITS, type SpaceId } from '../../shared/index.ts'
import type { MessageRecord, Touched } from '../../view/index.ts'
import type { Community } from '../communities/index.ts'
import { spaceErrors } from '../errors.ts'
import { following } from '../live.ts'
import { shownName } from '../names.ts'
import type { Desk } from './desk.ts'

export function roomsArea({ clock, communities }: Desk) {
  const os = implement(contract.rooms)
  return os.router({
    watch: os.watch.handler(({ input, signal }) =>
      watchRoom(communities.get(input.community), input, { clock, signal }),
    ),
    before: os.before.handler(({ input: { community: id, space, position, limit } }) => {
      const community = communities.get(id)
      return page(community, community.view.queries.before(space, position, limit + 1), limit, 'first')
    }),
    after: os.after.handler(({ input: { community: id, space, position, limit } }) => {
      const community = communities.get(id)
      return page(community, community.view.queries.after(space, position, limit + 1), limit, 'last')
    }),
    send: os.send.handler(({ input }) => {
      const text = cleanText(input.text, { bytes: LIMITS.messageBytes })
      return { id: communities.get(input.community).writing.send(input.space, text, input.clientKey) }
    }),
    markRead: os.markRead.handler(({ input }) =>
      communities.get(input.community).view.markRead(input.space, input.upTo),
    ),
  })
}

/** Rows with one more than asked for, which tells that there are more and is left out. */
function page(community: Community, records: readonly MessageRecord[], limit: number, extra: 'first' | 'last') {
  const more = records.length > limit
  const kept = more ? (extra === 'first' ? records.slice(1) : records.slice(0, limit)) : records
  return { rows: kept.map((record) => rowOf(community, record)), more }
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
  const subscribe = (told: (touched: Touched) => void) =>
    community.view.onChange((touched) => {
      if (touched.people || touched.messages.has(space)) told(touched)
    })
  const anew = () => windowOf(community, space, limit)
  return following<RoomEvent, Touched>({ subscribe, ...around }, anew, (changes) => {
    const arrivals = new Set(changes.flatMap(({ messages }) => [...(messages.get(space) ?? [])]))
    const many = changes.length >= LIMITS.liveBacklog || arrivals.size > LIMITS.windowRows
    return many || changes.some(({ people }) => people) ? anew() : changesOf(community, space, arrivals)
  })
}

function windowOf(community: Community, space: SpaceId, limit: number): RoomEvent {
  const rows = community.view.queries.newest(space, limit).map((record) => rowOf(community, record))
  return { type: 'window', rows, ...standing(community, space) }
}

function changesOf(community: Community, space: SpaceId, arrivals: ReadonlySet<number>): RoomEvent {
  const { queries } = community.view
  const records = [...arrivals].map((arrival) => queries.byArrival(arrival)).filter((record) => record !== undefined)
  return { type: 'changes', rows: records.map((record) => rowOf(community, record)), ...standing(community, space) }
}

function standing(community: Community, space: SpaceId): { total: number; readUpTo: number } {
  const known = community.view.queries.space(space)
  if (!known) throw spaceErrors('unknown')
  return { total: known.messages, readUpTo: known.readUpTo }
}

function rowOf(community: Community, record: MessageRecord): MessageRow {
  const { id, time, at, author, authorName, mine, text, late, arrival, reached } = record
  const role = community.membership.state.members.get(author)?.role
  const row = { id, time, at, author, authorName: shownName(author, authorName), mine, text, late, arrival, reached }
  return role ? { ...row, authorRole: role } : row
}
