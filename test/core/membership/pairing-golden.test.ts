/** Links, codes and requests of the released form read and are written as they were. The file is never written again. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { deviceId, verify } from '../../../core/identity/index.ts'
import {
  deviceCode,
  isPairingProven,
  readDeviceLink,
  readDeviceRequest,
  readRecoveryKey,
} from '../../../core/membership/index.ts'
import { fromBase64url, fromHex } from '../../../core/shared/index.ts'
import { type GoldenDevices, makeGoldenDevices } from '../../support/golden-devices.ts'

const file: unknown = JSON.parse(readFileSync(join(import.meta.dirname, '../../fixtures/v1/devices.json'), 'utf8'))
const then = file as GoldenDevices
const raw = (text: string): Uint8Array => fromHex(text) ?? new Uint8Array(0)
const meeting = { ...then.meeting, nonce: raw(then.meeting.nonce) }
const common = {
  community: then.community,
  communitySecret: raw(then.communitySecret),
  name: then.name,
  addresses: then.addresses,
}

describe('version 1 of adding devices', () => {
  it('is written as it was', () => {
    const now = makeGoldenDevices()
    // Libraries may deflate otherwise; what is inflated is the same.
    expect(readDeviceLink(now.pairing.link)).toEqual(readDeviceLink(then.pairing.link))
    expect(readRecoveryKey(now.recovery.text)).toEqual(readRecoveryKey(then.recovery.text))
    const same = { pairing: { ...then.pairing, link: '' }, recovery: { ...then.recovery, text: '' } }
    expect({
      ...now,
      pairing: { ...now.pairing, link: '' },
      recovery: { ...now.recovery, text: '' },
    }).toEqual({ ...then, ...same })
  })

  it('reads as it did', () => {
    const { pairing, recovery, devices, seeds } = then
    expect(readDeviceLink(pairing.link)).toEqual({
      ...common,
      pairingSecret: raw(pairing.secret),
      commitment: raw(pairing.commitment),
      adding: devices.laptop,
      peer: pairing.peer,
      expires: pairing.expires,
    })
    expect(readRecoveryKey(recovery.text)).toEqual({ ...common, seed: raw(seeds.recovery) })
    const request = readDeviceRequest(raw(pairing.request))
    expect(deviceId(request.device.signing)).toBe(devices.phone)
    expect(deviceCode(raw(pairing.secret), request, raw(pairing.nonce))).toBe(pairing.code)
    const terms = { community: then.community, adding: devices.laptop, pairingKey: raw(pairing.key) }
    expect(isPairingProven(request, terms, meeting)).toBe(true)
    expect(verify(request.device.signing, raw(pairing.message), request.deviceSignature)).toBe(true)
    const key = fromBase64url(devices.recovery) ?? new Uint8Array(0)
    expect(verify(key, raw(recovery.message), raw(recovery.deviceSignature))).toBe(true)
  })
})
