/** What this person does with their own devices: names them, and takes a device's rights when it is lost. */
import { cleanOptionalLine, type DeviceId, LIMITS, type Random } from '../../shared/index.ts'
import type { Device } from '../../identity/index.ts'
import { deviceErrors, type KeyRing, type KnownDevice, membershipErrors, removeDevice } from '../../membership/index.ts'
import type { Community } from './community.ts'

/** An empty name takes the name away. @throws device/unknown, text/too-long, community/left … */
export function renameDevice(community: Community, id: DeviceId, name: string): void {
  ownDevice(community, id)
  community.writing.deviceName(id, cleanOptionalLine(name, LIMITS.nameChars))
}

/** Keys change, and what the device wrote until now remains. @throws device/unknown, device/this-one, device/recovery-stays, device/settled … */
export function removeOwnDevice(community: Community, id: DeviceId, now: number, random: Random): void {
  community.assertMayWrite()
  const { state, recovery } = ownDevice(community, id)
  if (id === community.device) throw deviceErrors('this-one')
  if (recovery) throw deviceErrors('recovery-stays')
  if (state !== 'active') throw deviceErrors('settled')
  takeRights(community, [id], { device: community.deviceKeys, ring: community.ring, now, random })
}

export interface Signer {
  /** A device of this person, or their recovery key. */
  readonly device: Device
  readonly ring: KeyRing
  readonly now: number
  readonly random: Random
}

/** Takes the rights of own devices, one after the other; what they wrote until now remains. @throws device/settled */
export function takeRights({ membership, documents }: Community, ids: readonly DeviceId[], signer: Signer): void {
  try {
    for (const id of ids) removeDevice({ log: membership, ...signer }, id, documents.proofs([id]))
  } catch (error) {
    throw membershipErrors.is(error, 'refused') ? deviceErrors('settled', { cause: error }) : error
  }
}

function ownDevice({ membership, me }: Community, id: DeviceId): KnownDevice {
  const device = membership.state.devices.get(id)
  if (device?.member !== me) throw deviceErrors('unknown')
  return device
}
