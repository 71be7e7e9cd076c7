/** What sync is handed of a community, or of a private space: the same shape for both. */
import type { ActionId, CommunityId, DeviceId, DocumentId, MemberId } from '../../shared/index.ts'
import type { Documents, FeedHead } from '../../documents/index.ts'
import { type Device, deviceKey, identityErrors, sign, verify } from '../../identity/index.ts'
import type { MembershipLog, Meeting } from '../../membership/index.ts'
import type { Acquaintances } from './acquaintances.ts'

export interface CarriedParts {
  readonly community: CommunityId
  readonly device: Device
  readonly membership: MembershipLog
  readonly documents: Documents
  readonly acquaintances: Acquaintances
  /** This device's clock, ms. */
  readonly now: () => number
  /** Another member's version vector covers these. */
  readonly reached: (member: MemberId, heads: readonly FeedHead[]) => void
  /** Lets in who asks, or throws why not. */
  readonly admit: (request: Uint8Array, meeting: Meeting) => void
  readonly hasOpenInvite: () => boolean
}

export type Carried = ReturnType<typeof carriedOf>

export function carriedOf(parts: CarriedParts) {
  const { community, device, membership, documents, acquaintances } = parts
  return {
    community,
    tagKey: membership.tagKey,
    device: device.id,
    signSession: (transcript: Uint8Array): Uint8Array => sign(device.signing, transcript),
    log: carriedLog(membership),
    documents,
    admit: parts.admit,
    hasOpenInvite: parts.hasOpenInvite,
    reached: (member: MemberId, _document: DocumentId, heads: readonly FeedHead[]): void =>
      parts.reached(member, heads),
    remember: (of: DeviceId | '', peer: string, addresses: readonly string[]): void =>
      acquaintances.remember(of, { peer, addresses }, parts.now()),
    acquaintances: () => acquaintances.all(),
  }
}

function carriedLog(membership: MembershipLog) {
  return {
    heads: (): readonly ActionId[] => membership.heads(),
    sample: (): readonly ActionId[] => membership.sample(),
    missingFor: (sample: readonly ActionId[]): readonly Uint8Array[] => membership.missingFor(sample),
    receive: (items: readonly Uint8Array[]) => membership.receive(items),
    has: (id: ActionId): boolean => membership.has(id),
    memberOf: (of: DeviceId) => {
      const { devices, members } = membership.state
      const member = members.get(devices.get(of)?.member ?? ('' as MemberId))
      return member && { member: member.id, left: member.state === 'left' }
    },
    isSessionSigned: (of: DeviceId, transcript: Uint8Array, signature: Uint8Array): boolean => {
      try {
        return verify(deviceKey(of), transcript, signature)
      } catch (error) {
        if (identityErrors.is(error, 'bad-key')) return false
        throw error
      }
    },
    onChange: (listener: () => void) => membership.onChange(listener),
  }
}
