/** Attacks with devices of one's own, and with more of everything than anybody needs: 32 and 35 of the suite, in the log. */
import { describe, expect, it } from 'vitest'
import { publicDevice } from '../../core/identity/index.ts'
import { proveDevice } from '../../core/membership/device-proof.ts'
import { LIMITS } from '../../core/shared/index.ts'
import { council, type Council, verdictOf } from '../support/council.ts'
import { HostileLog } from '../support/hostile-log.ts'

const refused: unknown = expect.objectContaining({ code: 'membership/refused' })

function expectAgreed(c: Council): void {
  c.carryAll()
  const [first, ...others] = c.people
  for (const person of others) expect(verdictOf(person)).toEqual(first && verdictOf(first))
}

/** Bram's laptop is older than his phone; the laptop is stolen. */
function stolen(seed: string, recovery: boolean): Council {
  const c = council(seed)
  c.join('laptop', 'ada')
  c.addDevice('phone', 'laptop')
  if (recovery) c.addDevice('paper', 'phone', true)
  c.carryAll()
  return c
}

describe('devices of one member against each other', () => {
  it.each(['ada', 'dalia'])(
    '35: two that revoke each other are both still, whichever word %s hears first',
    (witness) => {
      using c = stolen('mutual', false)
      c.join('dalia', 'ada')
      c.carryAll()
      const [laptop, phone] = [c.person('laptop'), c.person('phone')]
      phone.removeDevice('laptop')
      laptop.removeDevice('phone')
      for (const from of witness === 'ada' ? ['phone', 'laptop'] : ['laptop', 'phone']) c.carry(from, witness)
      const { devices } = c.person(witness).log.state
      expect([laptop, phone].map(({ device }) => devices.get(device.id)?.state)).toEqual(['suspended', 'suspended'])
      expectAgreed(c)
      for (const one of [laptop, phone]) {
        expect(() => one.removeDevice(one === laptop ? 'phone' : 'laptop')).toThrow(refused)
        expect(() => c.addDevice('another', one.name)).toThrow(refused)
        expect(() => one.leave()).toThrow(refused)
      }
      expect(c.person('ada').sees('laptop').state, 'the member is none the worse').toBe('active')
    },
  )

  it('35: the older device is not the better one: the recovery key decides, and the thief takes nothing back', () => {
    using c = stolen('older', true)
    const [laptop, phone, paper] = [c.person('laptop'), c.person('phone'), c.person('paper')]
    const byPhone = phone.removeDevice('laptop')
    // Before the thief hears of it: everything an older device might try.
    expect(() => laptop.removeDevice('paper')).toThrow(refused)
    const byLaptop = laptop.removeDevice('phone')
    c.addDevice('burglar', 'laptop')
    expectAgreed(c)
    paper.overturn(byLaptop)
    expectAgreed(c)
    const { log } = c.person('ada')
    expect(log.isActive(phone.device.id)).toBe(true)
    expect(log.isActive(laptop.device.id)).toBe(false)
    expect(() => laptop.overturn(byPhone)).toThrow(refused)
    // What the thief added at the same time is seen, and goes by a word of hers.
    phone.removeDevice('burglar')
    expectAgreed(c)
    expect(log.isActive(c.person('burglar').device.id)).toBe(false)
    expect(phone.ring.heads()).toEqual(log.state.epochHeads)
    for (const gone of ['laptop', 'burglar']) expect(c.person(gone).ring.heads(), `${gone} has no key`).toEqual([])
  })
})

describe('a flood', () => {
  it('32: of devices ends where nobody has more, whoever signs for them', () => {
    using c = council('many devices')
    const bram = c.join('bram', 'ada')
    const ada = c.person('ada')
    const hostile = new HostileLog(bram.log, c.random)
    const added = Array.from({ length: LIMITS.memberDevices + 3 }, () => {
      const device = hostile.device()
      const deviceSignature = proveDevice(bram.log.community, bram.device.id, device, false)
      const { signing, box } = publicDevice(device)
      const action = hostile.action(bram.device, {
        type: 'add-device',
        device: signing,
        box,
        recovery: false,
        deviceSignature,
        epochs: [],
      })
      return bram.log.receive([hostile.seal(action)]).accepted
    })
    expect(added.reduce((sum, one) => sum + one, 0)).toBe(LIMITS.memberDevices - 1)
    expectAgreed(c)
    expect(ada.sees('bram').devices).toHaveLength(LIMITS.memberDevices)
    ada.remove('bram')
    expectAgreed(c)
  })

  it('32: of log actions is one member’s share, and others go on', () => {
    using c = council('many actions')
    const bram = c.join('bram', 'ada')
    const ada = c.person('ada')
    const hostile = new HostileLog(ada.log, c.random)
    const value = c.random.bytes(LIMITS.actionBytes - 1024)
    let taken = 0
    for (let more = true; more && taken < 200;) {
      const action = hostile.action(bram.device, { type: 'unknown', name: 'filler', value })
      more = ada.log.receive([hostile.seal(action)]).accepted === 1
      taken += more ? 1 : 0
    }
    expect(taken * LIMITS.actionBytes).toBeGreaterThan(LIMITS.memberLogBytes / 2)
    expect(taken * value.length).toBeLessThanOrEqual(LIMITS.memberLogBytes)
    c.join('dalia', 'ada')
    ada.setRole('dalia', 'moderator')
    ada.remove('bram')
    expectAgreed(c)
    expect(c.person('dalia').sees('bram').state).toBe('removed')
  })
})
