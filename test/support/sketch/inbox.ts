/** The inbox of a sketched person: what the scene says is unread, and what they wish to be told of. */
import type {
  HeedView,
  InboxFilter,
  InboxGroup,
  InboxRequest,
  InboxView,
  Notice,
  NoticeSettings,
} from '../../../core/contract/index.ts'
import { Cell } from './cell.ts'
import type { SketchCore } from './core.ts'
import { guarded } from './guarded.ts'

const nothing: HeedView = { level: 'all', rooms: [], threads: [], snoozed: [] }

/** Some of everything: a room that calls, a thread one takes part in, a conversation, and rooms where others talk. */
function unreadOf({ communities }: SketchCore): InboxGroup[] {
  const members = [...communities.values()].filter(({ summary }) => summary.state === 'member')
  return members.flatMap(({ summary, spaces, rooms }, at) =>
    spaces.value.slice(0, 5).flatMap((space, index): InboxGroup[] => {
      const rows = rooms.get(space.id)?.rows.filter(({ mine }) => !mine) ?? []
      const some = rows.slice(index * 3, index * 3 + 1 + ((index + at) % 3))
      const [began] = rows.slice(-1)
      if (some.length === 0 || !began) return []
      const isThread = index === 1
      return [
        {
          ...{ community: summary.id, communityName: summary.name, space: space.id, kind: space.kind },
          spaceName:
            space.kind === 'direct' ? 'Ole Gunnar Kristoffersen-Hagelund von der Wiesenmühle, ليلى' : space.name,
          ...(isThread && { root: began.id }),
          rootText: isThread
            ? 'Who brings the long ladder on Saturday, and who holds it while somebody is on top?'
            : '',
          unread: some.length + (index === 0 ? 120 : 0),
          mentions: index === 0 ? 2 : 0,
          mine: isThread || space.kind === 'direct',
          upTo: 1000,
          rows: some,
        },
      ]
    }),
  )
}

/** Those who wait in each community where I may let them in, when the scene has them. */
function requestsOf({ communities, inbox, membership }: SketchCore): InboxRequest[] {
  if (!inbox || !membership.full || (membership.role ?? 'member') === 'member') return []
  const joined = [...communities.values()].filter(({ summary }) => summary.state === 'member' && !summary.pending)
  return joined.flatMap(({ summary, members }): InboxRequest | [] => {
    const waiting = members.value.filter(({ state }) => state === 'pending')
    const people = waiting.slice(0, 3).map(({ id, name }) => ({ member: id, name }))
    const { id: community, name: communityName } = summary
    return people.length === 0 ? [] : { community, communityName, count: waiting.length, people }
  })
}

export function inboxHandlers(core: SketchCore) {
  const { inbox } = guarded
  const groups = new Cell<readonly InboxGroup[]>(core.inbox ? unreadOf(core) : [])
  const settings = new Cell<NoticeSettings>({ on: false, showText: true, quiet: true, quietFrom: 1320, quietTo: 420 })
  const heed = new Cell<HeedView>(nothing)
  const notices = new Cell<Notice[]>([])
  const forMe = ({ mine, mentions }: InboxGroup): boolean => mine || mentions > 0
  const shown = (filter: InboxFilter): InboxView => ({
    requests: requestsOf(core),
    groups: groups.value.filter((group) => filter === 'unread' || forMe(group)),
    more: 0,
    snoozed: heed.value.snoozed.length,
  })
  const drop = (which: (group: InboxGroup) => boolean): void =>
    groups.set(groups.value.filter((group) => !which(group)))
  async function* told<T>(signal: AbortSignal | undefined, read: () => T): AsyncGenerator<T, void> {
    for await (const _ of groups.watch(signal)) yield read()
  }
  return {
    inbox: {
      watch: inbox.watch.handler(({ input, signal }) => told(signal, () => shown(input.filter))),
      watchCounts: inbox.watchCounts.handler(({ signal }) =>
        told(signal, () => {
          const mentionsOf = (all: readonly InboxGroup[]): number =>
            all.reduce((sum, { mine, unread, mentions }) => sum + (mine ? unread : mentions), 0)
          const unreadOf = (all: readonly InboxGroup[]): number => all.reduce((sum, { unread }) => sum + unread, 0)
          const communities = [...Map.groupBy(groups.value, ({ community }) => community)]
          return {
            unread: unreadOf(groups.value),
            mentions: mentionsOf(groups.value) + requestsOf(core).reduce((sum, { count }) => sum + count, 0),
            communities: communities.map(([community, of]) => ({
              ...{ community, unread: unreadOf(of), mentions: mentionsOf(of) },
            })),
          }
        }),
      ),
      markAllRead: inbox.markAllRead.handler(({ input }) => drop((group) => input.filter === 'unread' || forMe(group))),
      watchHeed: inbox.watchHeed.handler(({ signal }) => heed.watch(signal)),
      setLevel: inbox.setLevel.handler(({ input: { space, level } }) => {
        if (space === undefined) heed.set({ ...heed.value, level: level ?? 'all' })
        else {
          const others = heed.value.rooms.filter((room) => room.space !== space)
          heed.set({ ...heed.value, rooms: level ? [...others, { space, level }] : others })
        }
      }),
      follow: inbox.follow.handler(({ input: { root } }) => drop((group) => group.root === root)),
      snooze: inbox.snooze.handler(({ input: { space, root } }) =>
        drop((group) => group.space === space && group.root === root),
      ),
      wakeAll: inbox.wakeAll.handler(() => heed.set({ ...heed.value, snoozed: [] })),
      watchNotices: inbox.watchNotices.handler(({ signal }) => notices.watch(signal)),
      watchSettings: inbox.watchSettings.handler(({ signal }) => settings.watch(signal)),
      changeSettings: inbox.changeSettings.handler(({ input }) => {
        settings.set(Object.assign({}, settings.value, input))
        return settings.value
      }),
    },
  }
}
