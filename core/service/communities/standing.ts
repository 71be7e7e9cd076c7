/** How this device stands in a community, as the log says: what it may do follows from that and from nothing kept beside it. */
import type { DeviceId } from '../../shared/index.ts'
import type { MembershipState } from '../../membership/index.ts'
import { communityErrors } from '../errors.ts'

/** pending: waits for a moderator; device-…: its member may take part, this device may not; archive: nobody is in it, it is read. */
export type Standing = 'active' | 'pending' | 'left' | 'removed' | 'device-removed' | 'device-suspended' | 'archive'

/** @throws community/unknown when the log does not know the device */
export function standingOf({ devices, members }: MembershipState, id: DeviceId): Standing {
  const device = devices.get(id)
  const member = device && members.get(device.member)
  if (!member) throw communityErrors('unknown')
  if (member.state !== 'active' && member.state !== 'pending') return member.state
  if (device.state !== 'active') return `device-${device.state}`
  return member.state
}

/** @throws community/left, community/removed, community/pending, community/device-removed, community/device-suspended, community/archive */
export function assertActive(standing: Standing): void {
  if (standing !== 'active') throw communityErrors(standing)
}

/** Whether nothing more is exchanged: what is here is kept to read. Who is suspended waits to hear what is decided. */
export function isOver(standing: Standing): boolean {
  return standing === 'left' || standing === 'removed' || standing === 'device-removed' || standing === 'archive'
}
