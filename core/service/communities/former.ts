/** Who left or was removed comes back under a new key; with the old one they can show who they were, if they wish to. */
import type { CommunityId, DeviceId, MemberId } from '../../shared/index.ts'
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

/** Who somebody was in the community this one goes on from. */
export interface Past {
  readonly member: MemberId
  readonly name: string
  /** What that community was called. */
  readonly community: string
}

export interface PastSelf extends Past {
  readonly of: CommunityId
  readonly device: Device
}

/** Whose a device was in a community, as far as it, or an archive of it, is in this profile. */
export function pastOf(of: CommunityId, device: DeviceId, all: readonly Community[]): Past | undefined {
  for (const { archiveOf, community, membership, view } of all) {
    const member = (archiveOf ?? community) === of ? membership.state.devices.get(device)?.member : undefined
    if (member) return { member, name: view.queries.name(member) ?? '', community: view.queries.charter()?.name ?? '' }
  }
  return undefined
}

/** Who this person was in the community this one goes on from, by keys of this profile; nobody once that was shown. */
export function pastSelvesIn(
  { view, me }: Community,
  all: readonly Community[],
  devicesOf: (of: CommunityId) => readonly Device[],
): PastSelf[] {
  const of = view.queries.origin()
  if (of === undefined || view.queries.past(me) !== undefined) return []
  const selves = devicesOf(of).flatMap((device): PastSelf[] => {
    const past = pastOf(of, device.id, all)
    return past ? [{ ...past, of, device }] : []
  })
  return selves.filter(({ member }, at) => selves.findIndex((each) => each.member === member) === at)
}
