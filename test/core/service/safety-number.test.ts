import { expect, it } from 'vitest'
import { safetyNumber } from '../../../core/service/communities/safety-number.ts'
import { base64url, type DeviceId, type MemberId } from '../../../core/shared/index.ts'

const id = <T extends string>(fill: number): T => base64url(new Uint8Array(32).fill(fill)) as T
const ada = { id: id<MemberId>(1), devices: [id<DeviceId>(11), id<DeviceId>(12)] }
const bram = { id: id<MemberId>(2), devices: [id<DeviceId>(21)] }

it('is the same for both, whatever order their devices are known in, and sixty digits in groups of five', () => {
  const number = safetyNumber(ada, bram)
  expect(number).toMatch(/^(\d{5} ){11}\d{5}$/)
  expect(safetyNumber(bram, { ...ada, devices: ada.devices.toReversed() })).toBe(number)
})

it('changes with every device, and with whose it is believed to be', () => {
  const [, second] = ada.devices
  const lent = [
    { ...ada, devices: ada.devices.slice(0, 1) },
    { ...bram, devices: second ? [...bram.devices, second] : [] },
  ] as const
  const numbers = [
    safetyNumber(ada, bram),
    safetyNumber(ada, { ...bram, devices: [id<DeviceId>(22)] }),
    safetyNumber(...lent),
    safetyNumber(ada, ada),
    safetyNumber(bram, bram),
  ]
  expect(new Set(numbers).size).toBe(numbers.length)
})
