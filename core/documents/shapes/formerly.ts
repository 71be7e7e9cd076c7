/** What a former device signs, so that its member can be known again under a new key. Nothing of it moves rights: it is shown, no more. */
import { type CommunityId, type DeviceId, fromBase64url, type MemberId } from '../../shared/index.ts'
import { type Device, deviceKey, digest, identityErrors, sign, verify } from '../../identity/index.ts'
import type { FormerlyProof, PastProof } from './entries.ts'

/** Signed by a device of the member one was: names the community and the new member, so that nobody else can use it. */
export function proveFormerly(former: Device, community: CommunityId, member: MemberId): FormerlyProof {
  return { device: former.id, signature: sign(former.signing, claim(community, member)) }
}

/** Whether the device that is named has signed that it was this member's. */
export function isFormerlyProven(proof: FormerlyProof, community: CommunityId, member: MemberId): boolean {
  const key = keyOf(proof.device)
  return key !== undefined && verify(key, claim(community, member), proof.signature)
}

/** Signed by a device of who one was in the community this one goes on from. */
export function provePast(past: Device, of: CommunityId, community: CommunityId, member: MemberId): PastProof {
  return { of, device: past.id, signature: sign(past.signing, pastClaim(of, community, member)) }
}

/** Whether the device that is named has signed that it was this member's. Whose it was in that community its own log says. */
export function isPastProven({ of, device, signature }: PastProof, community: CommunityId, member: MemberId): boolean {
  const key = keyOf(device)
  return key !== undefined && verify(key, pastClaim(of, community, member), signature)
}

function pastClaim(of: CommunityId, community: CommunityId, member: MemberId): Uint8Array {
  return digest('folkmoot/formerly-elsewhere/1', bytesOf(of), bytesOf(community), bytesOf(member))
}

function claim(community: CommunityId, member: MemberId): Uint8Array {
  return digest('folkmoot/formerly/1', bytesOf(community), bytesOf(member))
}

function bytesOf(id: CommunityId | MemberId): Uint8Array {
  return fromBase64url(id) ?? new Uint8Array(0)
}

function keyOf(device: DeviceId): Uint8Array | undefined {
  try {
    return deviceKey(device)
  } catch (error) {
    if (identityErrors.is(error, 'bad-key')) return undefined
    throw error
  }
}
