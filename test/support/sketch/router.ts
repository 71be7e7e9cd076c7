/** The contract, answered by a sketched core. */
import type { MessageRow, Position, SpaceView } from '../../../core/contract/index.ts'
import {
  cleanLine,
  cleanText,
  FolkmootError,
  LIMITS,
  type CommunityId,
  type SpaceId,
} from '../../../core/shared/index.ts'
import { Cell } from './cell.ts'
import type { SketchCommunity, SketchCore, SketchRoom } from './core.ts'
import { guarded } from './guarded.ts'
import { membershipHandlers } from './membership.ts'
import { networkHandlers } from './network.ts'
import { communityOf, idOf, messageOf } from './people.ts'
import { presenceHandlers } from './presence.ts'
import { privateHandlers } from './private.ts'

const hour = 3_600_000

interface Place {
  readonly community: CommunityId
  readonly space: SpaceId
}

export function sketchRouter(core: SketchCore) {
  const { host, profile, communities, invites, spaces, rooms, sync } = guarded
  const find = (id: CommunityId): SketchCommunity => {
    const found = core.communities.get(id)
    if (!found) throw new FolkmootError('community/unknown', 'This community is not on this device.')
    return found
  }
  const room = ({ community, space }: Place): SketchRoom => {
    const found = find(community).rooms.get(space)
    if (!found) throw new FolkmootError('space/unknown', 'This room is not on this device (yet).')
    return found
  }
  const count = ({ community, space }: Place): void => {
    const { rows, readUpTo } = room({ community, space })
    const change = (view: SpaceView): SpaceView =>
      view.id === space ? { ...view, messages: rows.length, unread: rows.length - readUpTo } : view
    find(community).spaces.set(find(community).spaces.value.map(change))
    core.tell()
  }

  const apart = privateHandlers(core, find, room)
  const membership = membershipHandlers(core, find)
  const reach = networkHandlers(core, find)

  return guarded.router({
    devices: apart.devices,
    ...reach,
    ...presenceHandlers(),
    host: {
      watch: host.watch.handler(({ signal }) => core.host.watch(signal)),
      unlock: host.unlock.handler(({ input }) => {
        if (input.passphrase !== 'open sesame')
          throw new FolkmootError('storage/wrong-passphrase', 'Not the passphrase.')
        core.host.set({ ...core.host.value, state: 'ready' })
      }),
      takeLink: host.takeLink.handler(() => ({})),
    },
    profile: {
      watch: profile.watch.handler(({ signal }) => core.profile.watch(signal)),
      setName: profile.setName.handler(({ input }) => {
        core.profile.set({ ...core.profile.value, name: cleanLine(input.name, LIMITS.nameChars) })
        return core.profile.value
      }),
      watchSettings: profile.watchSettings.handler(({ signal }) => core.settings.watch(signal)),
      changeSettings: profile.changeSettings.handler(({ input }) => {
        core.settings.set(Object.assign({}, core.settings.value, input))
        return core.settings.value
      }),
    },
    communities: {
      ...membership.communities,
      watch: communities.watch.handler(({ signal }) => core.list.watch(signal)),
      create: communities.create.handler(({ input }) => {
        const { summary, spaces: made } = core.add(
          cleanLine(input.name, LIMITS.communityNameChars),
          'member',
          0,
          'alone',
        )
        const [first] = made.value
        if (!first) throw new TypeError('a sketched community has rooms')
        return { community: summary.id, space: first.id }
      }),
      leave: communities.leave.handler(({ input }) => {
        const left = find(input.community)
        if (input.keepData) left.summary = { ...left.summary, state: 'left' }
        else core.communities.delete(input.community)
        core.tell()
      }),
      forget: communities.forget.handler(({ input }) => {
        core.communities.delete(input.community)
        core.tell()
      }),
    },
    invites: {
      ...membership.invites,
      preview: invites.preview.handler(({ input }) => {
        if (input.link.includes('expired')) throw new FolkmootError('invite/expired', 'This invite link has expired.')
        const { purpose, rules } = find(communityOf('Night nurses')).summary
        const expires = Date.now() + 144 * hour
        const said = { name: 'Day nurses', purpose, rules, inviter: 'Ada', role: 'member' as const, expires }
        return { community: communityOf('Day nurses'), ...said, standing: 'new' as const }
      }),
      accept: invites.accept.handler(() => ({
        community: core.add('Day nurses', 'joining', 0, 'connecting').summary.id,
      })),
      watchJoin: invites.watchJoin.handler(({ input, signal }) => find(input.community).join.watch(signal)),
    },
    spaces: {
      ...apart.spaces,
      watch: spaces.watch.handler(({ input, signal }) => find(input.community).spaces.watch(signal)),
      create: spaces.create.handler(({ input }) => {
        const { rooms: all, spaces: list } = find(input.community)
        const name = cleanLine(input.name, LIMITS.spaceNameChars)
        const id = idOf(`${name} ${list.value.length}`) as SpaceId
        all.set(id, { rows: [], readUpTo: 0, news: new Cell<readonly MessageRow[]>([]) })
        const view = { id, kind: 'room' as const, name, people: [], mayManage: false, topic: input.topic }
        list.set([...list.value, { ...view, unread: 0, messages: 0 }])
        return { space: id }
      }),
    },
    rooms: {
      ...apart.rooms,
      watch: rooms.watch.handler(async function* ({ input, signal }) {
        const watched = room(input)
        const state = () => ({ total: watched.rows.length, readUpTo: watched.readUpTo })
        yield { type: 'window' as const, rows: watched.rows.slice(-input.limit), ...state(), gone: [] }
        const known = watched.news.value
        for await (const rows of watched.news.watch(signal)) {
          if (rows !== known) yield { type: 'changes' as const, rows: [...rows], ...state(), gone: [] }
        }
      }),
      before: rooms.before.handler(({ input }) => {
        const { rows } = room(input)
        const end = firstFrom(rows, input.position)
        const start = Math.max(0, end - input.limit)
        return { rows: rows.slice(start, end), more: start > 0 }
      }),
      after: rooms.after.handler(({ input }) => {
        const { rows } = room(input)
        const at = firstFrom(rows, input.position)
        const start = rows[at]?.id === input.position.id ? at + 1 : at
        return { rows: rows.slice(start, start + input.limit), more: start + input.limit < rows.length }
      }),
      send: rooms.send.handler(({ input }) => {
        if (core.failSends) throw new FolkmootError('storage/disk-full', 'The disk is full.')
        if (core.apart.noKey) throw new FolkmootError('documents/no-key', 'There is no key to write with yet.')
        const { rows, news } = room(input)
        const me = find(input.community).members.value.find((member) => member.me)
        if (!me) throw new TypeError('nobody is me')
        const text = cleanText(input.text, { bytes: LIMITS.messageBytes })
        const row = { ...messageOf(me, Date.now(), text, rows.length + 1), reached: 0, late: false }
        rows.push(row)
        news.set([row])
        count(input)
        return { id: row.id }
      }),
      markRead: rooms.markRead.handler(({ input }) => {
        const read = room(input)
        read.readUpTo = Math.max(read.readUpTo, input.upTo)
        count(input)
      }),
    },
    members: membership.members,
    sync: {
      watch: sync.watch.handler(({ input, signal }) => find(input.community).sync.watch(signal)),
      retry: sync.retry.handler(() => undefined),
    },
  })
}

/** Index of the first row that stands at or after a position. */
function firstFrom(rows: readonly MessageRow[], { time, id }: Position): number {
  const at = rows.findIndex((row) => row.time > time || (row.time === time && row.id >= id))
  return at === -1 ? rows.length : at
}
