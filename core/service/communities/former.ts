/** Who left or was removed comes back under a new key; with the old one they can show who they were, if they wish to. */
import { type CommunityId, fromBase64url, type MemberId } from '../../shared/index.ts'
import { type Device, deviceKey, digest, identityErrors, sign, verify } from '../../identity/index.ts'
import type { MembershipState } from '../../membership/index.ts'
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

/** One member says that they are who another was. */
export interface FormerClaim {
  readonly community: CommunityId
  readonly me: MemberId
  readonly former: MemberId
}

/** 64 bytes, by a device of the former member's. */
export function signFormer(device: Device, claim: FormerClaim): Uint8Array {
  return sign(device.signing, messageOf(claim))
}

/** Whether a device of the former member's has signed the claim. */
export function isFormer(state: MembershipState, claim: FormerClaim, signature: Uint8Array): boolean {
  const devices = state.members.get(claim.former)?.devices ?? []
  return devices.some((id) => {
    try {
      return verify(deviceKey(id), messageOf(claim), signature)
    } catch (error) {
      if (identityErrors.is(error, 'bad-key')) return false
      throw error
    }
  })
}

function messageOf({ community, former, me }: FormerClaim): Uint8Array {
  return digest('folkmoot/formerly/1', ...[community, former, me].map((id) => fromBase64url(id) ?? new Uint8Array(0)))
}
