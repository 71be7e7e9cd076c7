/**
 * Adding a device and coming back with a recovery key, spelled out in bytes from known seeds: `test/fixtures/v1/devices.json` holds what this
 * made when these forms were frozen, and docs/format.md refers to it.
 */
import { deviceOf, newDeviceSeed, publicDevice } from '../../core/identity/index.ts'
import {
  codeFor,
  commitTo,
  pairingKeys,
  shareOf,
  writeDeviceLink,
  writeDeviceRequest,
  writeRecoveryKey,
  writeReturn,
} from '../../core/membership/index.ts'
import { addDeviceMessage, proveDevice } from '../../core/membership/device-proof.ts'
import { base64url, type CommunityId, hex } from '../../core/shared/index.ts'
import { seededRandom } from './surroundings.ts'

export type GoldenDevices = ReturnType<typeof makeGoldenDevices>

/** Bytes as hex, ids as they are written in core. */
export function makeGoldenDevices() {
  const random = seededRandom('golden-devices/1')
  const seeds = { laptop: newDeviceSeed(random), phone: newDeviceSeed(random), recovery: newDeviceSeed(random) }
  const [laptop, phone, recovery] = [deviceOf(seeds.laptop), deviceOf(seeds.phone), deviceOf(seeds.recovery)]
  const community = base64url(random.bytes(32)) as CommunityId
  const communitySecret = random.bytes(16)
  const pairingSecret = random.bytes(16)
  const common = {
    community,
    communitySecret,
    name: 'Mill Lane',
    addresses: ['/ip4/192.0.2.7/tcp/4001/p2p/12D3KooWGolden'],
  }
  const meeting = { nonce: random.bytes(32), joiner: '12D3KooWJoiner', admitter: '12D3KooWAdmitter' }
  const nonce = random.bytes(32)
  const commitment = commitTo(nonce)
  const shown = { adding: laptop.id, peer: '12D3KooWGoLden', expires: 1_800_000_600_000 }
  const terms = { ...common, pairingSecret, commitment, ...shown }
  return {
    version: 1,
    seeds: { laptop: hex(seeds.laptop), phone: hex(seeds.phone), recovery: hex(seeds.recovery) },
    devices: { laptop: laptop.id, phone: phone.id, recovery: recovery.id },
    community,
    communitySecret: hex(communitySecret),
    name: common.name,
    addresses: common.addresses,
    meeting: { nonce: hex(meeting.nonce), joiner: meeting.joiner, admitter: meeting.admitter },
    pairing: {
      secret: hex(pairingSecret),
      peer: terms.peer,
      expires: terms.expires,
      key: hex(pairingKeys(pairingSecret).publicKey),
      link: writeDeviceLink(laptop, terms),
      nonce: hex(nonce),
      commitment: hex(commitment),
      share: hex(shareOf(terms, phone)),
      code: codeFor(terms, phone, nonce),
      message: hex(addDeviceMessage(community, laptop.id, publicDevice(phone), false)),
      request: hex(writeDeviceRequest(terms, phone, meeting)),
    },
    recovery: {
      text: writeRecoveryKey({ ...common, seed: seeds.recovery }),
      message: hex(addDeviceMessage(community, laptop.id, publicDevice(recovery), true)),
      deviceSignature: hex(proveDevice(community, laptop.id, recovery, true)),
      request: hex(writeReturn(community, recovery, meeting)),
    },
  }
}
