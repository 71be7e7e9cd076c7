/** The ways into a community: by an invite, as another device of a member, or with a recovery key. Joining.ts goes any of them. */
import type { ActionId, CommunityId, FolkmootError, PeerId } from '../../shared/index.ts'
import { type Device, deviceOf } from '../../identity/index.ts'
import {
  addRecovered,
  codeFor,
  type DeviceLink,
  inviteErrors,
  type Invite,
  isInviteTrue,
  kindOfLink,
  type Meeting,
  type MembershipLog,
  membershipErrors,
  readDeviceLink,
  readLink,
  type RecoveryKey,
  writeDeviceRequest,
  writeRequest,
  writeReturn,
} from '../../membership/index.ts'
import { byPeer } from './acquaintances.ts'

export interface Way {
  readonly community: CommunityId
  readonly communitySecret: Uint8Array
  readonly name: string
  readonly addresses: readonly string[]
  /** Peers whose word alone is believed; of others it takes two. */
  readonly believed: ReadonlySet<string>
  /** The one peer to ask, if there is but one. */
  readonly only: PeerId | undefined
  /** Six digits that the other device shows as well, of the nonce it has shown. @throws device/untrue */
  readonly code: ((nonce: Uint8Array) => string) | undefined
  /** Whether somebody waits at both ends, so that it is tried again soon and not for ever. */
  readonly isShort: boolean
  /** What is asked, bound to one conversation. */
  ask(meeting: Meeting): Uint8Array
  /** Why it is of no use to ask (any more), as far as can be known here. */
  over(now: number): FolkmootError | undefined
  /** Of one who belongs already: sealed items of the log that a member may lack who holds these actions. */
  readonly missingFor?: (sample: readonly ActionId[]) => readonly Uint8Array[]
  /** Does what is left to do in a log just received. @throws when it is not the log that was promised, or does not let this device in */
  arrive(log: MembershipLog, now: number): void
}

/** Refusals that are final when believed, since asking again will not change them. */
export const FINAL: ReadonlySet<string> = new Set([
  'invite/expired',
  'invite/used-up',
  'invite/revoked',
  'device/expired',
  'device/ended',
  'device/other-keys',
  'device/differs',
  'device/too-many',
  'device/untrue',
  'device/not-accepted',
  'recovery/unknown',
  'membership/wrong-genesis',
  'membership/not-admitted',
])

/** The way a link shows that was kept while joining. @throws invite/…, device/… */
export function wayOf(link: string, device: Device): Way {
  return kindOfLink(link) === 'device' ? asDevice(readDeviceLink(link), device) : byInvite(readLink(link), device)
}

export function byInvite(invite: Invite, device: Device): Way {
  // The inviter's own addresses stand first in the link, and who answers at one of them has proven to be that peer.
  const [inviter] = byPeer(invite.addresses)
  return {
    ...invite,
    name: invite.text.name,
    believed: new Set(inviter && [inviter.peer]),
    only: undefined,
    code: undefined,
    isShort: false,
    ask: (meeting) => writeRequest(invite, device, meeting),
    over: (now) => (invite.certificate.expires < now ? inviteErrors('expired') : undefined),
    arrive: (log) => {
      if (!log.state.devices.has(device.id)) throw membershipErrors('not-admitted')
      if (!isInviteTrue(invite, log)) throw membershipErrors('wrong-genesis')
    },
  }
}

export function asDevice(link: DeviceLink, device: Device): Way {
  return {
    ...link,
    believed: new Set([link.peer]),
    // Nobody else need learn which keys are about to be added.
    only: link.peer as PeerId,
    code: (nonce) => codeFor(link, device, nonce),
    isShort: true,
    ask: (meeting) => writeDeviceRequest(link, device, meeting),
    // The clocks of two devices may differ by more than ten minutes: whoever made the link judges.
    over: () => undefined,
    arrive: (log) => {
      const { devices } = log.state
      const [adding, added] = [devices.get(link.adding), devices.get(device.id)]
      if (!adding || added?.member !== adding.member) throw membershipErrors('not-admitted')
    },
  }
}

/** Asks as the recovery key, which then makes this device its member's. */
export function byRecovery(key: RecoveryKey, device: Device): Way {
  const signer = deviceOf(key.seed)
  let held: MembershipLog | undefined
  return {
    ...key,
    believed: new Set(),
    only: undefined,
    code: undefined,
    isShort: false,
    ask: (meeting) => writeReturn(key.community, signer, meeting),
    over: () => undefined,
    missingFor: (sample) => held?.missingFor(sample) ?? [],
    arrive: (log, now) => {
      held = log
      if (!log.state.devices.has(device.id)) addRecovered(log, signer, device, now)
    },
  }
}
