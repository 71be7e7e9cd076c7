/** When the system is told of news, and when not. */
import { expect, it } from 'vitest'
import { isToTell } from '../../../core/service/communities/attention/notices.ts'

const settings = { on: true, showText: true, quiet: true, quietFrom: 22 * 60, quietTo: 7 * 60 }
const at = (time: string): number => new Date(`2026-11-19T${time}:00`).getTime()

it('is quiet at night, over midnight, and by day when that is wished for', () => {
  expect(['21:59', '22:00', '23:59', '00:00', '06:59', '07:00'].map((time) => isToTell(settings, at(time)))).toEqual([
    ...[true, false, false, false, false, true],
  ])
  const nap = { ...settings, quietFrom: 13 * 60, quietTo: 14 * 60 }
  expect(['12:59', '13:00', '13:59', '14:00'].map((time) => isToTell(nap, at(time)))).toEqual([
    true,
    false,
    false,
    true,
  ])
})

it('is never quiet when hours are not switched on, or none; and tells nothing before it was asked to', () => {
  expect(isToTell({ ...settings, quiet: false }, at('23:00'))).toBe(true)
  expect(isToTell({ ...settings, quietTo: settings.quietFrom }, at('22:00'))).toBe(true)
  expect(isToTell({ ...settings, on: false }, at('12:00'))).toBe(false)
})
