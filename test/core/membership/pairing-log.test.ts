/** Devices that are added, and recovery keys at work, as the log judges them. */
import { describe, expect, it } from 'vitest'
import { type Device, deviceOf, newDeviceSeed, publicDevice } from '../../../core/identity/index.ts'
import {
  addDevice,
  addRecovered,
  addRecovery,
  assertReturning,
  isInForce,
  KeyRing,
  removeDevice,
  writeReturn,
} from '../../../core/membership/index.ts'
import { proveDevice } from '../../../core/membership/device-proof.ts'
import { encodeCanonical, LIMITS } from '../../../core/shared/index.ts'
import { type Person, smallCommunity, type SmallCommunity } from '../../support/small-community.ts'
import { seededRandom } from '../../support/surroundings.ts'

const random = seededRandom('pairing-log')
const code = (text: string): Error => expect.objectContaining({ code: text }) as Error
const device = (): Device => deviceOf(newDeviceSeed(random))
const meeting = { nonce: random.bytes(32), joiner: 'phone', admitter: 'laptop' }

const contextOf = (village: SmallCommunity, { membership, ring, device: by }: Person) => ({
  log: membership,
  ring,
  device: by,
  now: village.clock.now(),
  random,
})

function added(
  village: SmallCommunity,
  by: Person,
  device: Device,
  change: { wish?: Device; recovery?: boolean } = {},
) {
  const deviceSignature = proveDevice(
    village.community,
    (change.wish ?? by.device).id,
    device,
    change.recovery ?? false,
  )
  return addDevice(contextOf(village, by), { device: publicDevice(device), recovery: false, deviceSignature })
}

describe('a device of a member', () => {
  it('is added by another, is its member’s, and holds every key', () => {
    using village = smallCommunity()
    const bram = village.join('bram', 'ada')
    const phone = device()
    added(village, bram, phone)
    const { state } = bram.membership
    const me = state.devices.get(bram.device.id)?.member
    expect(state.devices.get(phone.id)).toMatchObject({ member: me, state: 'active', recovery: false })
    expect(bram.membership.isActive(phone.id)).toBe(true)
    expect(new KeyRing(phone, () => state).held()).toEqual(bram.ring.held())
    village.carryAll()
    expect(village.person('ada').membership.state.devices.get(phone.id)?.member).toBe(me)
  })

  it('64: is not added without its wish, on another’s wish, as a recovery key, or when it is somebody’s', () => {
    using village = smallCommunity()
    const [ada, bram] = [village.person('ada'), village.join('bram', 'ada')]
    village.carryAll()
    const phone = device()
    const size = bram.membership.size
    expect(() => added(village, bram, phone, { wish: ada.device })).toThrow(code('membership/refused'))
    expect(() => added(village, bram, phone, { recovery: true })).toThrow(code('membership/refused'))
    expect(() => added(village, bram, ada.device)).toThrow(code('membership/refused'))
    expect(bram.membership.size).toBe(size)
  })

  it('finds room for so many', () => {
    using village = smallCommunity()
    const ada = village.person('ada')
    for (let count = 1; count < LIMITS.memberDevices; count++) added(village, ada, device())
    addRecovery(contextOf(village, ada), random)
    expect(() => added(village, ada, device())).toThrow(code('membership/refused'))
  })

  it('comes back by the recovery key even when the places are taken by devices that are lost', () => {
    using village = smallCommunity()
    const ada = village.person('ada')
    const key = deviceOf(addRecovery(contextOf(village, ada), random))
    for (let count = 1; count < LIMITS.memberDevices; count++) added(village, ada, device())
    const fresh = device()
    addRecovered(ada.membership, key, fresh, village.clock.now())
    expect(ada.membership.isActive(fresh.id)).toBe(true)
  })
})

describe('a recovery key', () => {
  it('is given once, holds every key, and makes a new device its member’s', () => {
    using village = smallCommunity()
    const bram = village.join('bram', 'ada')
    const key = deviceOf(addRecovery(contextOf(village, bram), random))
    expect(() => addRecovery(contextOf(village, bram), random)).toThrow(code('recovery/exists'))
    expect(isInForce(bram.membership, key)).toBe(true)
    expect(isInForce(bram.membership, bram.device)).toBe(false)
    expect(new KeyRing(key, () => bram.membership.state).held()).toEqual(bram.ring.held())
    const fresh = device()
    const ada = village.person('ada')
    expect(() => addRecovered(ada.membership, key, fresh, 1)).toThrow(code('recovery/unknown'))
    village.carryAll()
    addRecovered(ada.membership, key, fresh, village.clock.now())
    const { state } = ada.membership
    expect(state.devices.get(fresh.id)?.member).toBe(state.devices.get(bram.device.id)?.member)
    expect(new KeyRing(fresh, () => state).held()).toEqual(ada.ring.held())
    expect(() => addRecovered(ada.membership, device(), device(), 1)).toThrow(code('recovery/unknown'))
    expect(() => addRecovered(ada.membership, fresh, device(), 1)).toThrow(code('recovery/unknown'))
  })

  it('is handed the keys that come when others’ rights are taken, and hands them on', () => {
    using village = smallCommunity()
    const bram = village.join('bram', 'ada')
    const key = deviceOf(addRecovery(contextOf(village, bram), random))
    const lost = device()
    added(village, bram, lost)
    removeDevice(contextOf(village, bram), lost.id, [])
    const { state } = bram.membership
    expect(bram.ring.held()).toHaveLength(2)
    expect(new KeyRing(key, () => state).held()).toEqual(bram.ring.held())
    expect(new KeyRing(lost, () => state).held()).toHaveLength(1)
    const fresh = device()
    addRecovered(bram.membership, key, fresh, village.clock.now())
    expect(new KeyRing(fresh, () => bram.membership.state).held()).toEqual(bram.ring.held())
  })
})

describe('who asks for the log as one who belongs', () => {
  it('is a device in use, a recovery key, or one of two that revoked each other', () => {
    using village = smallCommunity()
    const bram = village.join('bram', 'ada')
    const { membership: log } = bram
    const key = deviceOf(addRecovery(contextOf(village, bram), random))
    for (const each of [bram.device, key])
      expect(() => assertReturning(log, writeReturn(village.community, each, meeting), meeting)).not.toThrow()
    const lost = device()
    added(village, bram, lost)
    removeDevice(contextOf(village, bram), lost.id, [])
    expect(() => assertReturning(log, writeReturn(village.community, lost, meeting), meeting)).toThrow(
      code('recovery/unknown'),
    )
    log.append(bram.device, 1, { type: 'leave', cut: [] })
    expect(() => assertReturning(log, writeReturn(village.community, key, meeting), meeting)).toThrow(
      code('recovery/unknown'),
    )
  })

  it('41: is not one with a replayed, foreign, changed or malformed request', () => {
    using village = smallCommunity()
    using other = smallCommunity('other')
    const { membership: log, device: own } = village.person('ada')
    const request = writeReturn(village.community, own, meeting)
    const refused = (bytes: Uint8Array, met = meeting, at = log): void =>
      expect(() => assertReturning(at, bytes, met)).toThrow(code('recovery/unknown'))
    refused(request, { ...meeting, nonce: random.bytes(32) })
    refused(request, { ...meeting, joiner: 'another' })
    refused(request, { ...meeting, admitter: 'another' })
    refused(request, meeting, other.person('ada').membership)
    refused(writeReturn(other.community, own, meeting))
    refused(writeReturn(village.community, device(), meeting))
    const key = own.signing.publicKey
    for (const wrong of [
      new Uint8Array(0),
      random.bytes(5000),
      encodeCanonical([3]),
      encodeCanonical([3, key]),
      encodeCanonical([3, key, random.bytes(64)]),
      encodeCanonical([3, key, random.bytes(63)]),
      encodeCanonical([2, key, random.bytes(64)]),
      encodeCanonical([3, random.bytes(32), request.slice(-64)]),
      encodeCanonical([3, Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? 1 : 0)), new Uint8Array(64)]),
      ...Array.from({ length: request.length }, (_, at) => request.slice(0, at)),
      ...Array.from({ length: request.length }, (_, at) => request.map((byte, i) => (i === at ? byte ^ 4 : byte))),
    ])
      refused(wrong)
  })
})
