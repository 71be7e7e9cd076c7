/** The part of the contract that is about own devices, private spaces and what may befall messages, answered from a scene. */
import type { DeviceView, LostView, MessageRow, PairingView, SpaceView } from '../../../core/contract/index.ts'
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
import { idOf } from './people.ts'
import { devicesOf, hiddenOf, lostOf } from './private-scene.ts'

interface Apart {
  readonly devices: Cell<DeviceView[]>
  readonly lost: Cell<LostView[]>
  readonly compared: Cell<boolean | undefined>
}

const recovery = 'folkmoot://recover#AYbK3mPq7xT2nV9cLw4hRz8sJd6fGyE1uQoN5aBtXiWkCvMpHrUlSjZeDgFy'

const own = { mayManage: false, mayChange: false, archived: false, draft: false }

export function privateHandlers(
  core: SketchCore,
  find: (community: CommunityId) => SketchCommunity,
  room: (place: { community: CommunityId; space: SpaceId }) => SketchRoom,
) {
  const { devices, spaces, rooms } = guarded
  const states = new WeakMap<SketchCommunity, Apart>()
  const apart = (community: CommunityId): Apart => {
    const found = find(community)
    const known = states.get(found) ?? {
      devices: new Cell(devicesOf(core.apart)),
      lost: new Cell(core.apart.troubled ? lostOf(found.summary.name) : []),
      compared: new Cell<boolean | undefined>(undefined),
    }
    states.set(found, known)
    return known
  }
  const willing = (): void => {
    if (core.apart.refuse) throw new FolkmootError('community/not-allowed', 'Only owners and moderators may do this.')
  }
  const meIn = (community: CommunityId) => {
    const me = find(community).members.value.find((member) => member.me)
    if (!me) throw new TypeError('nobody is me')
    return me
  }
  const addSpace = (community: CommunityId, view: Omit<SpaceView, 'unread' | 'messages'>): void => {
    const found = find(community)
    found.rooms.set(view.id, { rows: [], readUpTo: 0, news: new Cell<readonly MessageRow[]>([]), drafts: new Map() })
    found.spaces.set([...found.spaces.value, { ...view, unread: 0, messages: 0 }])
  }
  const changeSpace = (community: CommunityId, space: SpaceId, change: (view: SpaceView) => SpaceView): void => {
    const { spaces: list } = find(community)
    list.set(list.value.map((view) => (view.id === space ? change(view) : view)))
  }
  const changeRow = (at: { community: CommunityId; space: SpaceId; id: string }, over: Partial<MessageRow>): void => {
    const { rows: all, news } = room(at)
    const index = all.findIndex(({ id }) => id === at.id)
    const row = all[index]
    if (!row?.mine) throw new FolkmootError('message/not-yours', 'Only who wrote a message can change it.')
    const changed = { ...row, ...over }
    all[index] = changed
    news.set([changed])
  }

  return {
    devices: {
      watch: devices.watch.handler(({ input, signal }) => apart(input.community).devices.watch(signal)),
      pair: devices.pair.handler(async function* ({ input, signal }) {
        willing()
        const { compared, devices: list } = apart(input.community)
        compared.set(undefined)
        const link = `folkmoot://device#${idOf('device link').repeat(4)}`
        const view: PairingView = { step: 'waiting', link, expires: Date.now() + 599_000 }
        const { pairing, why } = core.apart
        // Without anybody at the other end it waits until the screen is closed.
        if (pairing === undefined) return yield* new Cell(view).watch(signal)
        yield view
        if (pairing === 'expired') return yield { ...view, step: 'expired', ...(why ? { why } : {}) }
        yield { ...view, step: 'comparing', code: '042 917' }
        for await (const same of compared.watch(signal)) {
          if (same === undefined) continue
          if (!same) return yield { ...view, step: 'expired', why: 'different' }
          const added = devicesOf({ devices: 'full' }).at(-1)
          if (added) list.set([...list.value, { ...added, name: '' }])
          return yield { ...view, step: 'done' }
        }
      }),
      compared: devices.compared.handler(({ input }) => apart(input.community).compared.set(input.same)),
      rename: devices.rename.handler(({ input }) => {
        willing()
        const name = cleanLine(input.name, LIMITS.nameChars)
        const { devices: list } = apart(input.community)
        list.set(list.value.map((device) => (device.id === input.device ? { ...device, name } : device)))
      }),
      remove: devices.remove.handler(({ input }) => {
        willing()
        const { devices: list } = apart(input.community)
        list.set(list.value.map((device) => (device.id === input.device ? { ...device, state: 'removed' } : device)))
      }),
      accept: devices.accept.handler(() => {
        willing()
        return { community: core.add('Day nurses', 'joining', 0, 'connecting').summary.id }
      }),
      makeRecovery: devices.makeRecovery.handler(({ input }) => {
        willing()
        apart(input.community).devices.set(devicesOf({ ...core.apart, recovery: true }))
        return { text: recovery }
      }),
      recover: devices.recover.handler(({ input }) => {
        willing()
        if (input.text !== recovery) throw new FolkmootError('recovery/damaged', 'This recovery key is damaged.')
        return { community: core.add('Day nurses', 'joining', 0, 'connecting').summary.id }
      }),
    },
    spaces: {
      createPrivate: spaces.createPrivate.handler(({ input }) => {
        willing()
        const name = cleanLine(input.name, LIMITS.spaceNameChars)
        const id = idOf(`${name} private`) as SpaceId
        const people = [meIn(input.community).id, ...input.people]
        addSpace(input.community, {
          id,
          kind: 'private',
          name,
          topic: input.topic,
          people,
          ...own,
          mayManage: true,
          mayChange: true,
        })
        return { space: id }
      }),
      direct: spaces.direct.handler(({ input }) => {
        willing()
        const people = [meIn(input.community).id, ...input.people]
        const same = find(input.community).spaces.value.find(
          (space) => space.kind === 'direct' && String([...space.people].sort()) === String([...people].sort()),
        )
        if (same) return { space: same.id }
        const id = idOf(`direct ${people.join()}`) as SpaceId
        addSpace(input.community, { id, kind: 'direct', name: '', topic: '', people, ...own })
        return { space: id }
      }),
      addPeople: spaces.addPeople.handler(({ input }) => {
        willing()
        changeSpace(input.community, input.space, (view) => ({ ...view, people: [...view.people, ...input.people] }))
      }),
      removePerson: spaces.removePerson.handler(({ input }) => {
        willing()
        const stays = (id: string): boolean => id !== input.member
        changeSpace(input.community, input.space, (view) => ({ ...view, people: view.people.filter(stays) }))
      }),
      leave: spaces.leave.handler(({ input }) => {
        willing()
        const { spaces: list } = find(input.community)
        list.set(list.value.filter(({ id }) => id !== input.space))
      }),
    },
    rooms: {
      edit: rooms.edit.handler(({ input }) => {
        if (core.failSends) throw new FolkmootError('storage/disk-full', 'The disk is full.')
        changeRow(input, { text: cleanText(input.text, { bytes: LIMITS.messageBytes }), editedAt: Date.now() })
      }),
      withdraw: rooms.withdraw.handler(({ input }) => {
        if (core.failSends) throw new FolkmootError('storage/disk-full', 'The disk is full.')
        changeRow(input, { text: '', withdrawn: true })
      }),
      versions: rooms.versions.handler(({ input }) => {
        const at = room(input).rows.find(({ id }) => id === input.id)?.at ?? 0
        return [
          { at, text: 'The first thing I wrote, with a mistaek.' },
          { at: at + 60_000, text: 'The second thing I wrote, **with emphasis**.' },
        ]
      }),
      watchHidden: rooms.watchHidden.handler(({ signal }) =>
        new Cell(core.apart.troubled ? hiddenOf() : []).watch(signal),
      ),
      watchLost: rooms.watchLost.handler(({ input, signal }) => apart(input.community).lost.watch(signal)),
      settleLost: rooms.settleLost.handler(({ input }) => {
        const { lost } = apart(input.community)
        lost.set(lost.value.filter(({ id }) => !input.ids.includes(id)))
      }),
    },
  }
}
