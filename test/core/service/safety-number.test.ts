import { expect, it } from 'vitest'
import { safetyNumber } from '../../../core/service/communities/safety-number.ts'
import { base64url, type DeviceId, type MemberId } from '../../../core/shared/index.ts'

const id = (fill: number): string => base64url(new Uint8Array(32).fill(fill))
const ada = { id: id(1) as MemberId, devices: [id(11), id(12)] as DeviceId[] }
const bram = { id: id(2) as MemberId, devices: [id(21) as DeviceId] }

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
    safetyNumber(ada, { ...bram, devices: [id(22) as DeviceId] }),
    safetyNumber(...lent),
    safetyNumber(ada, ada),
    safetyNumber(bram, bram),
  ]
  expect(new Set(numbers).size).toBe(numbers.length)
})
