/** The device that shows the link: whom it answers what, and when it is over. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Device, deviceOf, newDeviceSeed } from '../../../core/identity/index.ts'
import { codeFor, deviceErrors, readDeviceLink, writeDeviceRequest } from '../../../core/membership/index.ts'
import { Pairings } from '../../../core/service/communities/pairing.ts'
import { fromBase64url, LIMITS } from '../../../core/shared/index.ts'
import { council, type Council } from '../../support/council.ts'
import { keptLog, seededRandom, testClock } from '../../support/surroundings.ts'

const random = seededRandom('pairings')
const device = (): Device => deviceOf(newDeviceSeed(random))
const code = (text: string): Error => expect.objectContaining({ code: text }) as Error
const addresses = ['/ip4/192.0.2.7/tcp/4001/p2p/12D3KooWAda']

describe('a device that adds another', () => {
  let people: Council
  let pairings: Pairings
  let over: PromiseWithResolvers<void>
  const log = () => people.person('ada').log
  const clock = () => ({ ...testClock(), sleep: () => over.promise })

  const make = (name = 'ada'): Pairings => {
    const { device: own, log: membership, ring } = people.person(name)
    const parts = {
      community: membership.community,
      device: own,
      membership,
      ring,
      clock: clock(),
      random,
      log: keptLog(),
    }
    return new Pairings({ ...parts, assertMayWrite: () => undefined })
  }
  const open = () => {
    const pairing = pairings.open('Mill Lane', { peer: '12D3KooWAdasPeer', addresses })
    return { pairing, link: readDeviceLink(pairing.link) }
  }
  const ask = (link: ReturnType<typeof readDeviceLink>, of: Device, to = pairings): void => {
    const meeting = { nonce: random.bytes(32), joiner: 'phone', admitter: 'laptop' }
    to.answer(writeDeviceRequest(link, of, meeting), meeting)
  }

  /** The nonce the device is shown. */
  const shown = (link: ReturnType<typeof readDeviceLink>, of: Device): string => {
    try {
      ask(link, of)
    } catch (error) {
      if (deviceErrors.is(error, 'compare')) return String(error.details['nonce'])
    }
    throw new TypeError('nothing was shown')
  }

  beforeEach(() => {
    people = council('pairings')
    over = Promise.withResolvers<void>()
    pairings = make()
  })
  afterEach(() => people[Symbol.dispose]())

  it('writes it into the log only once the codes were compared, and lets it in from then on', () => {
    const { pairing, link } = open()
    const phone = device()
    expect(link).toMatchObject({
      name: 'Mill Lane',
      peer: '12D3KooWAdasPeer',
      addresses,
      adding: people.person('ada').device.id,
    })
    expect(pairing.state).toEqual({ step: 'waiting', code: undefined, trouble: undefined })
    expect(() => pairings.compared(true)).toThrow(code('device/nothing-to-compare'))
    const nonces = Array.from({ length: 3 }, () => shown(link, phone))
    expect(new Set(nonces).size).toBe(1)
    const nonce = fromBase64url(nonces[0] ?? '') ?? new Uint8Array(0)
    expect(pairing.state).toMatchObject({ step: 'comparing', code: codeFor(link, phone, nonce) })
    expect(log().state.devices.has(phone.id)).toBe(false)
    pairings.compared(true)
    expect(pairing.state.step).toBe('done')
    expect(log().state.devices.get(phone.id)?.member).toBe(people.memberOf('ada'))
    for (let i = 0; i < 2; i++) ask(link, phone)
    pairing.end()
    ask(link, phone)
    expect(() => ask(link, device())).toThrow(code('device/other-keys'))
    expect(() => pairings.compared(true)).toThrow(code('device/nothing-to-compare'))
    expect(pairing.state.step).toBe('done')
  })

  it('ends with a warning at both ends when a second device uses the link', () => {
    const { pairing, link } = open()
    const [phone, thief] = [device(), device()]
    expect(() => ask(link, thief)).toThrow(code('device/compare'))
    expect(() => ask(link, phone)).toThrow(code('device/other-keys'))
    expect(() => ask(link, thief)).toThrow(code('device/other-keys'))
    expect(pairing.state).toMatchObject({ step: 'expired', trouble: { code: 'device/other-keys' } })
    expect(() => pairings.compared(true)).toThrow(code('device/nothing-to-compare'))
    expect(log().size).toBe(1)
  })

  it('takes the same signing key with another box key for a second device', () => {
    const { link } = open()
    const phone = device()
    expect(() => ask(link, phone)).toThrow(code('device/compare'))
    expect(() => ask(link, { ...phone, box: device().box })).toThrow(code('device/other-keys'))
  })

  it('shows the nonce to the first that asks, for one link alone, and to nobody after that', () => {
    const { link } = open()
    const [phone, thief] = [device(), device()]
    const nonce = shown(link, thief)
    expect(() => shown(link, phone)).toThrow('nothing was shown')
    const anew = open()
    expect(shown(anew.link, phone)).not.toBe(nonce)
    expect(() => ask({ ...anew.link, commitment: link.commitment }, phone)).toThrow(code('device/other-keys'))
  })

  it('adds nothing when the codes differ', () => {
    const { pairing, link } = open()
    const phone = device()
    expect(() => ask(link, phone)).toThrow(code('device/compare'))
    pairings.compared(false)
    expect(pairing.state).toMatchObject({ step: 'expired', trouble: { code: 'device/differs' } })
    expect(() => ask(link, phone)).toThrow(code('device/differs'))
    expect(log().size).toBe(1)
  })

  it('knows its links no more when the screen was closed, another was opened, or ten minutes went by', async () => {
    const { pairing, link } = open()
    pairing.end()
    expect(() => ask(link, device())).toThrow(code('device/ended'))
    const before = open()
    const after = open()
    expect(() => ask(before.link, device())).toThrow(code('device/ended'))
    const phone = device()
    expect(() => ask(after.link, phone)).toThrow(code('device/compare'))
    over.resolve()
    await over.promise
    expect(() => ask(after.link, phone)).toThrow(code('device/expired'))
    expect(after.pairing.state).toMatchObject({ step: 'expired', trouble: { code: 'device/expired' } })
  })

  it('says of others’ links that it is not the one to ask, and of forged requests that it does not accept them', () => {
    people.join('bram', 'ada')
    const { link } = open()
    expect(() => ask(link, device(), make('bram'))).toThrow(code('device/elsewhere'))
    const meeting = { nonce: random.bytes(32), joiner: 'phone', admitter: 'laptop' }
    const request = writeDeviceRequest(link, device(), meeting)
    expect(() => pairings.answer(request, { ...meeting, joiner: 'another' })).toThrow(code('device/not-accepted'))
    const elsewhere = { ...link, adding: people.person('bram').device.id }
    expect(() => ask(elsewhere, device())).toThrow(code('device/not-accepted'))
    expect(() => pairings.answer(random.bytes(200), meeting)).toThrow(code('device/not-accepted'))
    expect(() => ask(link, device())).toThrow(code('device/compare'))
  })

  it('lets in without a word a device that was added and did not learn of it', () => {
    const phone = device()
    for (let round = 0; round < 2; round++) {
      const { link } = open()
      expect(() => ask(link, phone)).toThrow(code('device/compare'))
      pairings.compared(true)
      ask(link, phone)
    }
    expect(log().size).toBe(2)
  })

  it('makes no link when there is no room for a device', () => {
    for (let count = 1; count < LIMITS.memberDevices; count++) people.addDevice(`device ${count}`, 'ada')
    people.addDevice('paper', 'ada', true)
    expect(() => open()).toThrow(code('device/too-many'))
  })
})
