/** Who reads an archive: nobody who is in it. Keys made for this alone, kept nowhere, stand where a member's device would. */
import type { MemberId, Random } from '../../../shared/index.ts'
import { type Device, deviceOf, memberIdOf, newDeviceSeed } from '../../../identity/index.ts'
import type { Member } from '../../../membership/index.ts'

export function newReader(random: Random): Device {
  return deviceOf(newDeviceSeed(random))
}

export function readerId(device: Device): MemberId {
  return memberIdOf(device.signing.publicKey)
}

/** With no right to anything. */
export function readerOf(id: MemberId): Member {
  return {
    ...{ id, role: 'member', state: 'left', since: 0, devices: [], recovery: undefined, grants: [], leaves: [] },
    ...{ admittedBy: undefined, invitedBy: undefined },
  }
}
