/** By which a device shows that it wishes to belong to a member. It stands in the log. */
import { type CommunityId, type DeviceId, encodeCanonical, fromBase64url } from '../shared/index.ts'
import { type Device, digest, type PublicDevice, publicDevice, sign, verify } from '../identity/index.ts'

const EMPTY = new Uint8Array(0)

/** What a new device signs, wishing to belong to the member of the device (or recovery key) that adds it. */
export function addDeviceMessage(
  community: CommunityId,
  adding: DeviceId,
  device: PublicDevice,
  recovery: boolean,
): Uint8Array {
  const [of, by] = [fromBase64url(community) ?? EMPTY, fromBase64url(adding) ?? EMPTY]
  return digest('folkmoot/add-device/1', encodeCanonical([of, by, device.signing, device.box, recovery]))
}

/** Signed by the new device. */
export function proveDevice(community: CommunityId, adding: DeviceId, device: Device, recovery: boolean): Uint8Array {
  return sign(device.signing, addDeviceMessage(community, adding, publicDevice(device), recovery))
}

/** Whether the new device wishes to be added by this one. */
export function isDeviceProven(
  community: CommunityId,
  adding: DeviceId,
  device: PublicDevice,
  proof: { readonly recovery: boolean; readonly deviceSignature: Uint8Array },
): boolean {
  return verify(device.signing, addDeviceMessage(community, adding, device, proof.recovery), proof.deviceSignature)
}
