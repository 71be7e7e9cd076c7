/**
 * Adding a device to a member. The device that is there shows a link, good once and for ten minutes; the new one asks with the link's
 * secret and its own keys; the person compares a short code that both work out of these and what each adds (pairing-code.ts), and only then
 * the first device writes the new one into the log. Whoever saw the link and asked with other keys would make another code.
 */
import {
  base64url,
  type CborValue,
  cleanOptionalLine,
  type CommunityId,
  type DeviceId,
  encodeCanonical,
  fromBase64url,
  LIMITS,
  sameBytes,
} from '../shared/index.ts'
import {
  type Device,
  deviceId,
  deviceKey,
  digest,
  type PublicDevice,
  publicDevice,
  sign,
  verify,
} from '../identity/index.ts'
import type { Action } from './action.ts'
import type { AdmitContext, Meeting } from './admission.ts'
import { isDeviceProven, proveDevice } from './device-proof.ts'
import { deviceErrors } from './errors.ts'
import { addressesOf, bytesOf, innerFields, type LinkForm, packLink, textOf, unpackLink } from './link-form.ts'
import { type Candidate, type CodeTerms, pairingKeys, shareOf } from './pairing-code.ts'
import { readParts } from './request-form.ts'

const EMPTY = new Uint8Array(0)

/** The link that adds a device. */
export interface DeviceLink extends CodeTerms {
  readonly community: CommunityId
  readonly communitySecret: Uint8Array
  /** The device that made it, and alone can add. */
  readonly adding: DeviceId
  readonly name: string
  /** The transport peer of that device. */
  readonly peer: string
  /** Where that device may be reached, and then other members; unchecked texts. */
  readonly addresses: readonly string[]
  /** By the clock of the device that made it, ms. */
  readonly expires: number
}

const FORM: LinkForm = {
  kind: 'device',
  version: 2,
  checksum: 'folkmoot/device-checksum/1',
  foreign: (kind) =>
    deviceErrors(kind === 'invite' ? 'invite-link' : kind === 'recovery' ? 'recovery-key' : 'not-a-link'),
  damaged: (cause) => deviceErrors('damaged', { cause }),
  newer: () => deviceErrors('newer-version'),
}

/**
 * Canonical `[terms, signature]`, terms canonical
 * `[community, its secret, pairing secret, commitment, device, peer, name, addresses, expires]`.
 */
export function writeDeviceLink(device: Device, link: Omit<DeviceLink, 'adding'>): string {
  const terms = encodeCanonical([
    fromBase64url(link.community) ?? EMPTY,
    link.communitySecret,
    link.pairingSecret,
    link.commitment,
    device.signing.publicKey,
    link.peer,
    link.name,
    link.addresses.slice(0, LIMITS.inviteAddresses),
    link.expires,
  ])
  return packLink(FORM, [terms, sign(device.signing, digest('folkmoot/device-link/1', terms))])
}

/** @throws device/not-a-link, device/invite-link, device/recovery-key, device/damaged, device/newer-version */
export function readDeviceLink(link: string): DeviceLink {
  return unpackLink(FORM, link, 2, ([terms, signature]) => {
    const [community, communitySecret, pairingSecret, commitment, adding, peer, name, addresses, expires] = innerFields(
      FORM,
      terms,
      9,
    )
    const key = bytesOf(FORM, adding, 32)
    const signed = digest('folkmoot/device-link/1', bytesOf(FORM, terms))
    if (!verify(deviceKey(deviceId(key)), signed, bytesOf(FORM, signature, 64))) throw deviceErrors('damaged')
    return {
      community: base64url(bytesOf(FORM, community, 32)) as CommunityId,
      communitySecret: bytesOf(FORM, communitySecret, 16),
      pairingSecret: bytesOf(FORM, pairingSecret, 16),
      commitment: bytesOf(FORM, commitment, 32),
      adding: deviceId(key),
      peer: peerOf(peer),
      name: cleanOptionalLine(textOf(FORM, name), LIMITS.communityNameChars),
      addresses: addressesOf(FORM, addresses),
      expires: timeOf(expires),
    }
  })
}

function peerOf(value: CborValue | undefined): string {
  const peer = textOf(FORM, value)
  if (!/^[1-9A-HJ-NP-Za-km-z]{10,100}$/.test(peer)) throw deviceErrors('damaged')
  return peer
}

function timeOf(value: CborValue | undefined): number {
  if (typeof value !== 'number' || value < 0) throw deviceErrors('damaged')
  return value
}

/** What a new device asks the one that showed the link. */
export interface DeviceRequest extends Candidate {
  /** 32 bytes that tell one link from another. */
  readonly pairingKey: Uint8Array
  /** By the pairing key, over this conversation. */
  readonly pairingSignature: Uint8Array
  /** By the new device, over `addDeviceMessage`. */
  readonly deviceSignature: Uint8Array
}

/** Canonical `[2, pairing key, device, box, share, pairing signature, device signature]`. */
export function writeDeviceRequest(link: DeviceLink, device: Device, meeting: Meeting): Uint8Array {
  const keys = pairingKeys(link.pairingSecret)
  const own = { device: publicDevice(device), share: shareOf(link, device) }
  return encodeCanonical([
    2,
    keys.publicKey,
    own.device.signing,
    own.device.box,
    own.share,
    sign(keys, pairingMessage(link.community, keys.publicKey, own, meeting)),
    proveDevice(link.community, link.adding, device, false),
  ])
}

/** @throws device/not-accepted */
export function readDeviceRequest(bytes: Uint8Array): DeviceRequest {
  const parts = readParts(bytes, 2, [32, 32, 32, 32, 64, 64])
  if (!parts) throw deviceErrors('not-accepted')
  const [pairingKey = EMPTY, signing = EMPTY, box = EMPTY, share = EMPTY, ...signatures] = parts
  const [pairingSignature = EMPTY, deviceSignature = EMPTY] = signatures
  return { pairingKey, device: { signing, box }, share, pairingSignature, deviceSignature }
}

/** Whether who asks holds the link's secret, and its device wishes to be added by this one, in this conversation. */
export function isPairingProven(
  request: DeviceRequest,
  of: { readonly community: CommunityId; readonly adding: DeviceId; readonly pairingKey: Uint8Array },
  meeting: Meeting,
): boolean {
  const { pairingKey, device, pairingSignature, deviceSignature } = request
  const message = pairingMessage(of.community, pairingKey, request, meeting)
  return (
    sameBytes(pairingKey, of.pairingKey) &&
    verify(pairingKey, message, pairingSignature) &&
    isDeviceProven(of.community, of.adding, device, { recovery: false, deviceSignature })
  )
}

function pairingMessage(community: CommunityId, key: Uint8Array, asked: Candidate, meeting: Meeting): Uint8Array {
  const { device, share } = asked
  const { nonce, joiner, admitter } = meeting
  const of = fromBase64url(community) ?? EMPTY
  const message = encodeCanonical([of, key, device.signing, device.box, share, nonce, joiner, admitter])
  return digest('folkmoot/pairing/1', message)
}

/** The author's member gains a device (or a recovery key), which is handed the keys held. @throws membership/refused, membership/full */
export function addDevice(
  { log, ring, device, now }: AdmitContext,
  added: { readonly device: PublicDevice; readonly recovery: boolean; readonly deviceSignature: Uint8Array },
): Action {
  const { signing, box } = added.device
  return log.append(device, now, {
    type: 'add-device',
    device: signing,
    box,
    recovery: added.recovery,
    deviceSignature: added.deviceSignature,
    epochs: ring.sealedFor(box),
  })
}
