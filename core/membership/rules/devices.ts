/** What a member does with their own devices, and evidence against a device. */
import { base64url, type EpochId, LIMITS } from '../../shared/index.ts'
import { deviceId } from '../../identity/index.ts'
import { readProof } from '../item-proof.ts'
import { isDeviceProven } from '../device-proof.ts'
import { areKnown, isNewDevice } from './admission.ts'
import { about, isCutProven, isRotation, type RuleTable } from './judgement.ts'

export const ADD_DEVICE = {
  /** The new device's keys are sound, and it was not certified before. */
  'new device': about('add-device', ({ device, box }, { past }) => isNewDevice(device, box, past)),

  /** A member has so many devices in use, unless they come back by their recovery key; there is one, which only itself replaces. */
  room: about('add-device', ({ recovery }, { past, author }) => {
    if (!author) return false
    const known = past.recoveryOf(author.member)
    if (recovery) return known === undefined || author.byRecovery
    const all = past.devicesOf(author.member)
    if (all.length >= LIMITS.memberDevicesEver) return false
    const inUse = all.filter((id) => past.deviceRemovals(id).length === 0)
    return author.byRecovery || inUse.length - (known ? 1 : 0) < LIMITS.memberDevices
  }),

  /** It hands on keys of epochs that there are, each once. */
  'epochs known': about('add-device', ({ epochs }, { past }) =>
    areKnown(
      epochs.map(([id]) => base64url(id) as EpochId),
      past,
    ),
  ),

  /** The new device signed that it wishes to be this member's. */
  proven: about('add-device', ({ device, box, recovery, deviceSignature }, { action, community }) => {
    if (!community) return false
    return isDeviceProven(community, action.device, { signing: device, box }, { recovery, deviceSignature })
  }),
} satisfies RuleTable

export const REMOVE_DEVICE = {
  /** It is another device of the author's own member; a recovery key gives way only to a recovery key. */
  'own other device': about('remove-device', ({ device }, { action, past, author }) => {
    const id = deviceId(device)
    const found = past.device(id)
    if (!author || !found || found.member !== author.member || id === action.device) return false
    return !found.recovery || author.byRecovery
  }),

  /** The cut names items this device wrote, with its signature. */
  'cut proven': about(
    'remove-device',
    ({ device, cut }, { community }) => community !== undefined && isCutProven(cut, [deviceId(device)], community),
  ),

  /** It carries a new epoch that is not sealed to the removed device; where that was removed before, it lengthens the cut. */
  rotates: about('remove-device', ({ device, cut, rotation }, judgement) => {
    const isRemoved = judgement.past.deviceRemovals(deviceId(device)).length > 0
    if (!rotation) return isRemoved && cut.length > 0
    return !isRemoved && isRotation(rotation, judgement, [deviceId(device)])
  }),
} satisfies RuleTable

export const FORK_EVIDENCE = {
  /** Two items of one device for one place of one feed, both signed by it; said once of each device. */
  'shows a fork': about('fork-evidence', ({ first, second }, { community, past, records }) => {
    const [a, b] = [community && readProof(community, first), community && readProof(community, second)]
    if (!a || !b || a.feed !== b.feed || a.seq !== b.seq || a.hash === b.hash) return false
    const known = records.devices.get(a.device)
    return past.device(a.device) !== undefined && known?.evidence.some(past.stands) === false
  }),
} satisfies RuleTable
