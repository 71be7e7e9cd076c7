import { describe, expect, test } from 'vitest'
import type { DeviceId, MemberId, PeerView, UnreachedView } from '../../../renderer/session/index.ts'
import { peopleOf } from '../../../renderer/peers/group.ts'
import { whyOf } from '../../../renderer/peers/why.ts'
import { receivedShare } from '../../../renderer/peers/words.ts'

const device = (name: string, deviceName: string) => ({
  ...{ member: name as MemberId, device: `${name} ${deviceName}` as DeviceId, name, deviceName, mine: name === 'Bram' },
})
const met = (name: string, deviceName = ''): PeerView => ({
  ...device(name, deviceName),
  ...{ path: 'lan', address: '', state: 'synced', receiving: 0, sending: 0, since: 0, received: 0, sent: 0 },
})
const away = (name: string, deviceName = '', lastMet?: number): UnreachedView => ({
  ...device(name, deviceName),
  ...{ why: '', addresses: 1, ...(lastMet !== undefined && { lastMet }) },
})

describe('people of a community by how they are connected', () => {
  test('each person stands once, with all devices, where the best of these is', () => {
    const list = [met('Chidi'), met('Ada', 'Laptop'), met('Ada', 'Phone'), met('Bram')]
    const { here, away: gone } = peopleOf({ list, unreached: [away('Ada', 'Tablet', 5), away('Emre')] })
    expect(here.map(({ name, met: on, away: off }) => [name, on.length, off.length])).toEqual([
      ['Bram', 1, 0],
      ['Ada', 2, 1],
      ['Chidi', 1, 0],
    ])
    expect(gone.map(({ name }) => name)).toEqual(['Emre'])
  })

  test('those who are away stand by when they were last met, those never met at the end', () => {
    const unreached = [away('Zoe'), away('Ada', '', 5), away('Emre', 'Old', 1), away('Emre', 'New', 9), away('Dalia')]
    expect(peopleOf({ list: [], unreached }).away.map(({ name }) => name)).toEqual(['Emre', 'Ada', 'Dalia', 'Zoe'])
  })
})

describe('why a device is not connected', () => {
  test.each([
    ['', 2, 'whyUntried'],
    ['', 0, 'whyNowhere'],
    ['sync/unreachable', 3, 'whySilent'],
    ['sync/unreachable', 0, 'whyNowhere'],
    ['session/full', 1, 'whyFull'],
    ['session/full', 0, 'whyFull'],
    ['sync/no-such-protocol', 1, 'whyVersion'],
    ['toString', 1, 'whyOther'],
    ['session/brand-new', 1, 'whyOther'],
  ])('%j with %i addresses is %s', (why, addresses, word) => {
    expect(whyOf({ why, addresses })).toBe(word)
  })
})

test('the share that came is none when there was nothing to come', () => {
  const share = (left: number, whole: number) => receivedShare({ receiving: { left, whole } } as never)
  expect([share(0, 0), share(20, 20), share(5, 20), share(0, 20)]).toEqual([0, 0, 75, 100])
})
