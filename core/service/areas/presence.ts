/** Who of a community is there, and who writes. */
import { implement } from '@orpc/server'
import { contract, type PresenceView, type TypingView } from '../../contract/index.ts'
import type { DeviceId, EntryId, MemberId, SpaceId } from '../../shared/index.ts'
import type { Community } from '../communities/index.ts'
import { live } from '../live.ts'
import { shownName } from '../names.ts'
import type { Attendance } from './attendance.ts'
import type { Desk } from './desk.ts'

export function presenceArea({ clock, communities }: Desk, attendance: Attendance) {
  const os = implement(contract.presence)
  return os.router({
    watch: os.watch.handler(({ input, signal }) => {
      const community = communities.get(input.community)
      const subscribe = (told: () => void) => community.signals.onChange(told)
      return live({ subscribe, clock, signal }, () => presenceOf(community))
    }),
    watchTyping: os.watchTyping.handler(({ input, signal }) => {
      const community = communities.get(input.community)
      const { signals } = community.place(input.space)
      const subscribe = (told: () => void) => signals.onChange(told)
      return live({ subscribe, clock, signal }, () => typingIn(community, input.space, input.root))
    }),
    type: os.type.handler(({ input: { community, space, root, typing } }) => {
      if (attendance.settings().typing) communities.get(community).place(space).signals.type(space, typing, root)
    }),
    attend: os.attend.handler(({ signal }) => {
      const subscribe = () => attendance.attend()
      return live({ subscribe, clock, signal }, () => ({}))
    }),
    watchSettings: os.watchSettings.handler(({ signal }) => {
      const subscribe = (told: () => void) => attendance.onChange(told)
      return live({ subscribe, clock, signal }, () => attendance.settings())
    }),
    changeSettings: os.changeSettings.handler(({ input }) => attendance.change(input)),
  })
}

/** A member is where one of their devices says they are, at a screen before all. */
function presenceOf(community: Community): PresenceView {
  const states = new Map<MemberId, 'online' | 'away'>()
  for (const [device, state] of community.signals.presences()) {
    const member = memberOf(community, device)
    if (member !== undefined && states.get(member) !== 'online') states.set(member, state)
  }
  return { members: Array.from(states, ([member, state]) => ({ member, state })) }
}

function typingIn(community: Community, space: SpaceId, root: EntryId | undefined): TypingView {
  const names = community.view.queries.names()
  const devices = community.place(space).signals.typing(space, root)
  const members = new Set(devices.flatMap((device) => memberOf(community, device) ?? []))
  members.delete(community.me)
  return { members: Array.from(members, (member) => ({ member, name: shownName(member, names.get(member)) })) }
}

function memberOf(community: Community, device: DeviceId): MemberId | undefined {
  return community.membership.state.devices.get(device)?.member
}
