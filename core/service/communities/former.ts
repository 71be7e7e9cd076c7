/** Who left or was removed comes back under a new key; with the old one they can show who they were, if they wish to. */
import type { MemberId } from '../../shared/index.ts'
import type { Device } from '../../identity/index.ts'
import type { Community } from './community.ts'

export interface FormerSelf {
  readonly member: MemberId
  /** A device of theirs, whose keys this profile has. */
  readonly device: Device
}

/** Of devices this profile had before, those of members who are not in the community any more. */
export function formerSelvesIn({ membership, me }: Community, devices: readonly Device[]): FormerSelf[] {
  const { state } = membership
  return devices.flatMap((device) => {
    const member = state.members.get(state.devices.get(device.id)?.member ?? me)
    return member && member.id !== me && member.state !== 'active' && member.state !== 'pending'
      ? [{ member: member.id, device }]
      : []
  })
}
