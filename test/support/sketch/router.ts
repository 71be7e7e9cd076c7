/** The contract, answered by a sketched core. */
import type { MessageRow, SpaceView } from '../../../core/contract/index.ts'
import { cleanLine, FolkmootError, LIMITS, type CommunityId, type SpaceId } from '../../../core/shared/index.ts'
import { archiveHandlers } from './archives.ts'
import { boardHandlers } from './boards.ts'
import { Cell } from './cell.ts'
import type { SketchCommunity, SketchCore, SketchRoom } from './core.ts'
import { fileHandlers } from './files.ts'
import { folkHandlers } from './folk.ts'
import { guarded } from './guarded.ts'
import { homeHandlers } from './home.ts'
import { importHandlers } from './imports.ts'
import { inboxHandlers } from './inbox.ts'
import { membershipHandlers } from './membership.ts'
import { networkHandlers } from './network.ts'
import { communityOf, idOf } from './people.ts'
import type { Place } from './place.ts'
import { presenceHandlers } from './presence.ts'
import { privateHandlers } from './private.ts'
import { searchHandlers } from './search.ts'
import { talkHandlers } from './talk.ts'

const hour = 3_600_000

export function sketchRouter(core: SketchCore) {
  const { host, profile, communities, invites, spaces, sync } = guarded
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
    const { rows, readUpTo, drafts } = room({ community, space })
    const [messages, draft] = [rows.filter(({ root }) => root === undefined).length, drafts.size > 0]
    const change = (view: SpaceView): SpaceView =>
      view.id === space ? { ...view, messages, draft, unread: rows.length - readUpTo } : view
    find(community).spaces.set(find(community).spaces.value.map(change))
    core.tell()
  }

  const apart = privateHandlers(core, find, room)
  const membership = membershipHandlers(core, find)
  const reach = networkHandlers(core, find)

  return guarded.router({
    devices: apart.devices,
    ...reach,
    ...archiveHandlers(core),
    ...fileHandlers(core.files),
    ...importHandlers(),
    ...presenceHandlers(),
    ...inboxHandlers(core),
    ...homeHandlers(find),
    ...boardHandlers(find, room),
    ...searchHandlers(core),
    ...folkHandlers(core, find),
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
        all.set(id, { rows: [], readUpTo: 0, news: new Cell<readonly MessageRow[]>([]), drafts: new Map() })
        const view = {
          id,
          kind: 'room' as const,
          name,
          people: [],
          mayManage: false,
          mayChange: true,
          topic: input.topic,
        }
        list.set([...list.value, { ...view, unread: 0, messages: 0, archived: false, draft: false }])
        return { space: id }
      }),
      markAllRead: spaces.markAllRead.handler(({ input: { community, kind } }) => {
        const { rooms: all, spaces: list } = find(community)
        for (const { id, kind: own } of list.value) {
          const held = kind === undefined || own === kind ? all.get(id) : undefined
          if (held) held.readUpTo = held.rows.length
          count({ community, space: id })
        }
      }),
      change: spaces.change.handler(({ input: { community, space, name, topic, archived } }) => {
        const { spaces: list } = find(community)
        const to = { name: cleanLine(name, LIMITS.spaceNameChars), topic, archived }
        list.set(list.value.map((view) => (view.id === space ? { ...view, ...to } : view)))
      }),
    },
    rooms: {
      ...apart.rooms,
      ...talkHandlers(core, { find, room, count }),
    },
    members: membership.members,
    sync: {
      watch: sync.watch.handler(({ input, signal }) => find(input.community).sync.watch(signal)),
      retry: sync.retry.handler(() => undefined),
    },
  })
}
